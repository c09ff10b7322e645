"""How a content stands on the page, as far as PDF and DOCX share it: lines of the title, rows of signatures, 版记.

Measures of GB/T 9704-2012: type area 156 × 225 mm, 22 lines of 28 characters, 3号 = 16 pt.
"""

from typing import Any, NamedTuple

from xiedu.papers.content import PaperContent, Para, Table, chinese_date

CHARS = 28
LINES = 22
_TITLE_WIDTH = 19.0
_NOT_FIRST = frozenset("，。、；：？！）》〉”’】〕…—的和与及之等》」』％")
_NOT_LAST = frozenset("（《〈“‘【〔「『第")
_PLAIN_BREAK, _BAD_BREAK = 24.0, 90.0
_WHOLE = ("行政执法", "职责争议", "协调意见", "处理意见", "会商纪要", "通知书")
_GOOD_STARTS = ("行政执法", "执法", "职责争议", "协调", "处理", "会商", "申请", "通知", "建议", "请示", "意见")


def width(text: str) -> float:
    """Width in full characters: ASCII counts half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _bad_break(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    inside = left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    quoted = text[:at].rfind("《") > text[:at].rfind("》")
    whole = any(text.startswith(word, at - cut) for word in _WHOLE for cut in range(1, len(word)) if cut <= at)
    return whole or inside or quoted or right in _NOT_FIRST or left in _NOT_LAST


def _break_cost(text: str, at: int) -> float:
    """What it costs to begin a new line at ``at``: nothing where a set phrase begins or a list goes on."""
    if at == len(text):
        return 0.0
    if _bad_break(text, at):
        return _BAD_BREAK
    return 0.0 if text.startswith(_GOOD_STARTS, at) or text[at - 1] in "、》" else _PLAIN_BREAK


def title_lines(title: str) -> tuple[str, ...]:
    """The title in centred lines of about equal width, never broken before a particle or a closing mark if avoidable.

    Least squares over all breaks (a line holds 19 characters of 2号); order and characters stay as they are.
    """
    count = max(1, -(-int(width(title) * 2) // int(_TITLE_WIDTH * 2)))
    target = width(title) / count
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(title) + 1):
        options = []
        for start in range(end - 1, max(-1, end - 2 * int(_TITLE_WIDTH) - 1), -1):
            wide = width(title[start:end])
            if wide > _TITLE_WIDTH:
                break
            options.append((best[start][0] + (wide - target) ** 2 + _break_cost(title, end), start))
        best.append(min(options))
    lines, end = [], len(title)
    while end:
        start = best[end][1]
        lines.append(title[start:end].strip())
        end = start
    return tuple(reversed(lines))


def signature_rows(content: PaperContent) -> tuple[tuple[str, ...], ...]:
    """Names of the signing bodies in rows of at most three (联合行文, § 7.3.5.1), fewer when a name is long."""
    names = [one.name for one in content.signatories]
    longest = max(width(name) for name in names)
    columns = 3 if longest <= 8 else 2 if longest <= 13 else 1
    return tuple(tuple(names[i : i + columns]) for i in range(0, len(names), columns))


def sealed(content: PaperContent) -> bool:
    """True if any signing body stamps: then room is left for seals."""
    return any(one.seal for one in content.signatories)


def copies_line(content: PaperContent) -> str:
    """What follows 抄送：, ended by a full stop; empty without copies."""
    return "，".join(content.copies) + "。" if content.copies else ""


def attachment_lines(content: PaperContent) -> tuple[str, ...]:
    """Attachments as printed after 附件：, numbered only when there are several (§ 7.3.4)."""
    names = content.attachments
    return names if len(names) < 2 else tuple(f"{i}. {name}" for i, name in enumerate(names, 1))


def note_line(content: PaperContent) -> str:
    """The 附注 in brackets, whether or not the writer gave them."""
    note = content.note
    return note if not note or (note[0] == "（" and note[-1] == "）") else f"（{note}）"


class Imprint(NamedTuple):
    """The 版记: copies, printing body, date with 印发; all empty means that there is none."""

    copies: str
    printer: str
    printed: str


def imprint(content: PaperContent) -> Imprint:
    """The 版记 of a paper (§ 7.4)."""
    printed = f"{chinese_date(content.print_date or content.date)}印发" if content.printer else ""
    return Imprint(copies_line(content), content.printer, printed)


def _block(one: Para | Table) -> dict[str, Any]:
    if isinstance(one, Table):
        return {"rows": one.rows, "widths": one.widths, "header": one.header}
    return {"text": one.text, "level": one.level, "bold": one.bold}


def page_data(content: PaperContent) -> dict[str, Any]:
    """Everything the PDF template needs, as plain JSON values."""
    verify = content.verification
    return {
        "mark": content.issuer,
        "number": content.number,
        "signer": content.signer,
        "title": title_lines(content.title),
        "addressee": f"{content.addressee.rstrip('：:')}：" if content.addressee else "",
        "body": [_block(one) for one in content.paragraphs],
        "attachments": attachment_lines(content),
        "signatures": signature_rows(content),
        "sealed": sealed(content),
        "date": chinese_date(content.date),
        "day": [content.date.year, content.date.month, content.date.day],
        "note": note_line(content),
        "imprint": imprint(content)._asdict(),
        "banners": content.banners,
        "verify": verify.model_dump() if verify else None,
    }
