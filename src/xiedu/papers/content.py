"""What a paper says: one frozen value, built once, before any page is drawn.

Everything printed stands in :class:`PaperContent`; the PDF, the DOCX and the digest are functions of it. The
elements are those of GB/T 9704-2012 § 7 (发文机关标志, 发文字号, 签发人, 标题, 主送, 正文, 附件说明, 署名, 成文日期,
附注, 抄送, 印发机关).
"""

import datetime
import json
import re
import unicodedata
from typing import Annotated, Any, Literal

from cryptography.hazmat.primitives import hashes
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

MAX_TEXT = 20_000
"""Longest single paragraph or cell, in characters."""

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED = {"Cc": "控制字符", "Cs": "不成对的代理码", "Zl": "行分隔符", "Zp": "段分隔符"}


# One look for all that may be at fault: the characters named below, separators of lines and what is no character.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def _fault(char: str) -> str:
    """Why ``char`` may not stand in a paper; empty if it may."""
    if char in _BIDI:
        return "改变文字方向的隐形字符"
    code = ord(char)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return "非字符码位"
    return _REFUSED.get(unicodedata.category(char), "")


def clean(text: str) -> str:
    """Return ``text`` without surrounding blanks; ValueError (Chinese) at the first character a paper cannot carry."""
    suspect = _SUSPECT.search(text)
    if suspect:
        place, char = suspect.start() + 1, suspect[0]
        raise ValueError(
            f"第 {place} 个字符是{_fault(char)}（U+{ord(char):04X}），公文中不能出现。请删去该字符后重试。"
        )
    return text.strip()


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("此处文字不能为空。请填写内容，或删去这一项。")
    return text


Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(clean)]
Words = Annotated[Text, AfterValidator(_not_empty)]


class Frozen(BaseModel):
    """Base of all values here: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Para(Frozen):
    """One paragraph. ``level``: 0 正文, 1 “一、”黑体, 2 “（一）”楷体, 3 “1.”, 4 “（1）” (GB/T 9704-2012 § 7.3.3)."""

    text: Words
    level: Literal[0, 1, 2, 3, 4] = 0
    bold: bool = False


class Table(Frozen):
    """A ruled grid inside the text. ``rows`` are equally long; ``widths`` are shares of the type area, in percent."""

    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=1)]
    widths: tuple[int, ...]
    header: bool = False

    def model_post_init(self, _context: Any, /) -> None:
        if any(len(row) != len(self.widths) for row in self.rows):
            raise ValueError("表格各行的列数须与列宽的个数相同。请补齐空白单元格。")
        if sum(self.widths) != 100 or min(self.widths) < 1:
            raise ValueError("表格各列宽度之和须为 100，且每列不小于 1。")


class Signatory(Frozen):
    """A body that signs. ``seal`` leaves room for its stamp (署名, GB/T 9704-2012 § 7.3.5)."""

    name: Words
    seal: bool = True


class Verification(Frozen):
    """How the paper is checked: printed code, address behind the QR mark, first characters of the SM3 digest."""

    code: Words
    url: Words
    digest: Words


class PaperContent(Frozen):
    """All that is printed on one paper.

    ``issuer`` is the red mark; ``signer`` (签发人) stands only on upward papers, whose number then moves to the left;
    ``banners`` are notices above the type area of every page (演示, 合成数据, 回避提示); ``printer`` with
    ``print_date`` (默认同成文日期) opens the 版记, which is left out when there is neither printer nor copy.
    """

    kind: Words
    issuer: Words
    title: Words
    number: Text = ""
    addressee: Text = ""
    paragraphs: Annotated[tuple[Para | Table, ...], Field(min_length=1)]
    attachments: tuple[Words, ...] = ()
    signatories: Annotated[tuple[Signatory, ...], Field(min_length=1)]
    date: datetime.date
    note: Text = ""
    copies: tuple[Words, ...] = ()
    printer: Text = ""
    print_date: datetime.date | None = None
    signer: Text = ""
    banners: tuple[Words, ...] = ()
    verification: Verification | None = None


def canonical(content: PaperContent) -> bytes:
    """The one byte form of a content: UTF-8 JSON, keys sorted, no blanks, ISO dates, no floats."""
    data = content.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def parse(data: bytes) -> PaperContent:
    """The inverse of :func:`canonical`; ValueError when the bytes are not a paper's content."""
    return PaperContent.model_validate_json(data)


def digest(content: PaperContent) -> str:
    """SM3 (GB/T 32905-2016) of the canonical form without ``verification``, 64 hex digits.

    The verification carries this digest and an address that may change, so it is not part of what is sealed.
    """
    return sm3(canonical(content.model_copy(update={"verification": None})))


def sm3(data: bytes) -> str:
    """SM3 of ``data`` as 64 hex digits."""
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize().hex()


def verified(content: PaperContent, code: str, verify_base: str) -> PaperContent:
    """``content`` with the mark by which anybody can check it at ``verify_base`` + ``code``."""
    url = f"{verify_base.rstrip('/')}/{code}"
    mark = Verification(code=code, url=url, digest=digest(content)[:16].upper())
    return content.model_copy(update={"verification": mark})


def paragraphs_of(text: str, level: Literal[0, 1, 2, 3, 4] = 0) -> tuple[Para, ...]:
    """A field of running text as paragraphs, one a line; tabs become blanks, empty lines vanish."""
    lines = (line.replace("\t", " ").strip() for line in text.replace("\r", "\n").split("\n"))
    return tuple(Para(text=line, level=level) for line in lines if line)


def chinese_date(day: datetime.date) -> str:
    """2026年8月5日: Arabic, no padding (GB/T 9704-2012 § 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def complaint(error: ValidationError) -> str:
    """The first fault of a refused content in Chinese, without the library's own English."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    reason = str(first.get("ctx", {}).get("error", "")) or _REASONS.get(first["type"], "内容不合要求，请核对后重填。")
    return f"公文内容有误（{where}）：{reason}"


_REASONS = {
    "string_too_long": f"单段文字超过 {MAX_TEXT} 字，请分段。",
    "string_unicode": "文字含有不成对的代理码，无法保存。请删去乱码字符后重试。",
    "missing": "缺少必填的内容，请补填。",
    "too_short": "至少要有一项，请补填。",
}
