"""Phrases that papers of every procedure are put together from: headings, numbers, bases, days. Pure."""

from collections.abc import Iterable

from xiedu.law.citation import Cite, M
from xiedu.law.codes import LimitOrigin
from xiedu.law.numerals import chinese
from xiedu.papers.content import Para, chinese_date
from xiedu.papers.wording_input import Basis, Term


def h1(index: int, text: str) -> Para:
    """A part's heading: 一、…."""
    return Para(text=f"{chinese(index)}、{text}", level=1)


def numbered(items: Iterable[str]) -> tuple[Para, ...]:
    """Items as numbered sentences: （一）…."""
    return tuple(Para(text=full(f"（{chinese(index)}）{item}")) for index, item in enumerate(items, 1))


def basis_line(basis: Basis) -> str:
    """A basis with its rank: 法律：《…》第…条：…."""
    content = "：" + " ".join(basis.text.split()) if basis.text else ""
    return full(f"{basis.rank.label}：《{basis.title.strip('《》')}》{basis.article}{content}")


def asked_by(term: Term | None) -> str:
    """The sentence that asks for something by a day; an internal target says that it is not a statutory limit."""
    if term is None:
        return ""
    day = chinese_date(term.due)
    if term.origin is LimitOrigin.INTERNAL or term.cite is None:
        return f"请于{day}前送达（此日期为工作安排，不是法定期限）。"
    return f"依照{term.cite}的规定，应当于{day}前送达。"


def short(cite: Cite) -> str:
    """A later mention of the Measures: 《暂行办法》第七条; other instruments in full."""
    return f"《暂行办法》{cite.short}" if cite.law == M(1).law else str(cite)


def first(cite: Cite) -> str:
    """The first mention of the Measures in a paper that mentions them again."""
    return f"《{cite.law}》（以下简称《暂行办法》）{cite.short}"


def listed(names: Iterable[str]) -> str:
    """Names in a row: 甲、乙."""
    return "、".join(names)


def full(text: str) -> str:
    """``text`` in one line with a full stop, unless it ends with a mark of its own."""
    text = " ".join(text.split())
    return text if text.endswith(("。", "！", "？", "；", "：")) else f"{text}。"
