"""The frame of the papers of chapter 3: head, basis, numbered parts, signature. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from xiedu.law.citation import Cite
from xiedu.law.regimes import ORDER_825_FROM
from xiedu.papers.content import PaperContent, Para, Signatory, chinese_date, paragraphs_of
from xiedu.papers.phrases import full, h1, numbered
from xiedu.papers.rewording import reworded
from xiedu.procedure.situation import Ctx
from xiedu.supervision.policies import GROUNDS, INSTRUMENTS

DAY_NOTE = "（此日期为工作安排，不是法定期限）"
PARTS = "认定、要求、依据和期限段落"


def clauses(found: Iterable[Any]) -> tuple[Para, ...]:
    """Breached clauses as numbered sentences."""
    return numbered(
        f"《{str(c['title']).strip('《》')}》{c['article']}" + (f"：{' '.join(c['text'].split())}" if c["text"] else "")
        for c in found
    )


def basis(ctx: Ctx, *cites: Cite) -> str:
    """The instruments a paper rests on; for matters begun since the national regulation it stands first (art. 1)."""
    begun = ctx.sit.past[0].occurred_on if ctx.sit.past else ctx.on
    named = "、".join(str(c) for c in cites)
    upper = str(ctx.world.setting("supervision.upper_basis")).strip()
    return f"{upper}和{named}" if begun >= ORDER_825_FROM and upper else named


def act_text(act: Any) -> str:
    """The administrative act, exactly: document, name, day, person concerned."""
    party = f"，行政相对人：{act['party']}" if act.get("party") else ""
    made, title = chinese_date(date.fromisoformat(act["made_on"])), str(act["title"]).strip("《》")
    return f"{made}作出的《{title}》（{act['document']}）{party}"


def instrument(ctx: Ctx, kind: str) -> str:
    """What a paper of this kind is called on the day of the step."""
    return str(ctx.world.setting(INSTRUMENTS)[kind])


def ground(ctx: Ctx, code: str) -> str:
    """What one of the five grounds of art. 17 is called on the day of the step."""
    return str(ctx.world.setting(GROUNDS)[code])


def name(ctx: Ctx, role: str) -> str:
    """The names of a role's bodies, or an empty text."""
    return "、".join(ctx.world.body(b).name for b in ctx.sit.bodies(role))


def paper(
    ctx: Ctx,
    kind: str,
    number: str,
    title: str,
    addressee: str,
    body: Iterable[Para],
    *,
    issuer: str = "handler",
    copies: Iterable[str] = (),
    signer: str = "",
) -> PaperContent:
    """The parts all these papers share; the issuer is the first body of a role."""
    by = ctx.world.body(ctx.sit.bodies(issuer)[0])
    return PaperContent(
        kind=kind,
        issuer=by.name,
        title=title,
        number=number,
        addressee=addressee,
        paragraphs=tuple(body),
        signatories=(Signatory(name=by.name),),
        date=ctx.on,
        copies=tuple(c for c in dict.fromkeys(copies) if c),
        printer=by.name,
        signer=signer,
        banners=(*ctx.world.banners(), *_double_role(ctx)),
    )


def edited(ctx: Ctx, content: PaperContent, locked: list[str]) -> PaperContent:
    """The content in the drafter's words, if he changed it; what the law asks for stands as it is.

    Raises:
        ValueError: when a locked paragraph was changed or left out.
    """
    words = [(w.level, w.text) for w in ctx.facts.wording]
    return reworded(content, words, locked, PARTS) if words else content


def ruled(content: PaperContent) -> list[str]:
    """The paragraphs that state basis, demand or limit: those that cite an instrument or are an item of a list."""
    return [p.text for p in content.paragraphs if isinstance(p, Para) and p.level == 0 and _rules(p.text)]


def _rules(text: str) -> bool:
    return text.startswith("（") or "《" in text or "自收到" in text or "作废" in text


def _double_role(ctx: Ctx) -> tuple[str, ...]:
    """A guidance body that the justice bureau hosts is named as what it is on every paper that touches it (art. 2)."""
    handlers = set(ctx.sit.bodies("handler"))
    for body in ctx.sit.bodies("guidance"):
        if ctx.world.host_of(body) in handlers:
            return (f"双重身份提示：{ctx.world.body(body).name}设在本件承办机关，已按规定记录。",)
    return ()


__all__ = [
    "DAY_NOTE", "act_text", "basis", "clauses", "edited", "full", "ground", "h1", "instrument", "name", "numbered",
    "paper", "paragraphs_of", "ruled",
]  # fmt: skip
