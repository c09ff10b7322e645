"""Reading an edited DOCX back: the wording comes from Word, the fixed elements from the original.

What may change: paragraphs, tables, attachments and note. Number, title, issuer, addressee, signatures, date and
copies are kept as they were; a difference is reported, never taken over. Tracked changes are read as accepted.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, Literal, cast

from docx import Document
from docx.oxml.ns import qn
from pydantic import ValidationError

from xiedu.papers.content import PaperContent, Para, Table, chinese_date, clean, complaint
from xiedu.papers.docx_out import STYLES
from xiedu.papers.layout import imprint, note_line, title_lines

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 2000
MAX_BLOCKS = 5000
MAX_COLUMNS = 20

# What zipfile, zlib, lxml and python-docx raise on damaged files.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    SyntaxError,
    EOFError,
    OSError,
    RuntimeError,
    LookupError,
    ValueError,
    AttributeError,
)

Level = Literal[0, 1, 2, 3, 4]

_ROLES = {look.name: role for role, look in STYLES.items()}
_LEVELS: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"[一二三四五六七八九十百]+、"), 1),
    (re.compile(r"（[一二三四五六七八九十百]+）"), 2),
    (re.compile(r"\d+[.．](?!\d)"), 3),
    (re.compile(r"（\d+）"), 4),
)
_FIXED = {
    "issuer": "发文机关标志",
    "number": "发文字号",
    "title": "标题",
    "addressee": "主送机关",
    "signatory": "署名",
    "date": "成文日期",
    "imprint": "版记",
}
_AFTER = frozenset({"signatory", "date", "note", "verify", "imprint"})


class PaperInputError(ValueError):
    """The uploaded file cannot be read as an edited paper; the text says in Chinese what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class DocxChanges:
    """What was read: the new content, and for each thing not taken over a sentence in Chinese."""

    content: PaperContent
    warnings: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """True if something stands in Word that was not taken over."""
        return bool(self.warnings)


def read_docx(data: bytes, original: PaperContent) -> DocxChanges:
    """The wording of ``data`` put into ``original``. PaperInputError: no sound .docx, or a limit broken."""
    _check_package(data)
    try:
        doc = Document(io.BytesIO(data))
    except _BROKEN as error:
        raise PaperInputError("文件内部结构残缺，无法读取。请在 Word 中重新另存为 .docx 后上传。") from error
    reader = _Reader(doc, original)
    try:
        reader.read()
        return reader.result()
    except ValidationError as error:
        raise PaperInputError(complaint(error)) from error


def _check_package(data: bytes) -> None:
    """Refuse what is not a plain .docx before anything is unpacked."""
    if not data:
        raise PaperInputError("文件是空的。请重新选择编辑后的 .docx 文件。")
    if len(data) > MAX_BYTES:
        raise PaperInputError(f"文件超过 {MAX_BYTES // 2**20} MB。请删去嵌入的图片等内容后重新上传。")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise PaperInputError("文件已加密，或是旧版 .doc 格式。请取消打开密码，另存为 .docx 后上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_entries(package)
    except PaperInputError:
        raise
    except _BROKEN as error:
        raise PaperInputError("文件不是完整的 .docx（传输中断，或改了扩展名）。请在 Word 中另存后上传。") from error


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED or (total > 2**20 and total / packed > MAX_RATIO):
        raise PaperInputError("文件解压后过大，疑似异常压缩包，已拒绝。请在 Word 中另存为 .docx 后上传。")
    if len(names) != len(entries):
        raise PaperInputError("压缩包内有重名条目，已拒绝。请在 Word 中另存为 .docx 后上传。")
    if any(entry.flag_bits & 1 for entry in entries):
        raise PaperInputError("文件已加密。请取消打开密码后重新上传。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise PaperInputError("文件含有宏，已拒绝。请另存为不含宏的 .docx 后上传。")
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise PaperInputError("文件不是 Word 文档（.docx）。请上传从本系统下载并在 Word 中编辑的文件。")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise PaperInputError("文件是启用宏的文档（.docm），已拒绝。请另存为不含宏的 .docx 后上传。")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _read_capped(package, entry)[:4096]:
            raise PaperInputError("文件内含有外部实体声明，已拒绝。请在 Word 中另存为 .docx 后上传。")


def _read_capped(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one entry, never trusting its declared size."""
    with package.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise PaperInputError("压缩包条目的实际大小与声明不符，已拒绝。请在 Word 中另存为 .docx 后上传。")
    return data


_SKIP = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "instrText", "delText")}
_SKIP.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_BREAKS = {qn("w:tab"), qn("w:br"), qn("w:cr")}


def _text(element: Any) -> str:
    """The words of a paragraph with tracked changes accepted; tabs and line breaks become blanks."""
    if element.tag in _SKIP:
        return ""
    if element.tag == qn("w:t"):
        return cast(str, element.text or "")
    if element.tag in _BREAKS:
        return " "
    if element.tag == qn("w:noBreakHyphen"):
        return "-"
    return "".join(_text(child) for child in element)


def _tracked(element: Any) -> bool:
    marks = (qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"))
    return next(element.iter(*marks), None) is not None


def _joined(element: Any) -> bool:
    """True if the mark that ends this paragraph is deleted by a tracked change: the next paragraph runs on."""
    return element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


class _Reader:
    """Walks the body once and sorts paragraphs by the style they carry."""

    def __init__(self, doc: Any, original: PaperContent) -> None:
        self.doc = doc
        self.original = original
        self.names = {style.style_id: style.name for style in doc.styles}
        self.blocks: list[Para | Table] = []
        self.attachments: list[str] = []
        self.notes: list[str] = []
        self.fixed: dict[str, list[str]] = {role: [] for role in _FIXED}
        self.warnings: list[str] = []
        self.ended = False
        self.held = ""

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)

    def read(self) -> None:
        body = self.doc.element.body
        if _tracked(body):
            self.warn("文件含有修订痕迹，已按“接受全部修订”读取。请核对正文。")
        for count, element in enumerate(self._elements(body)):
            if count >= MAX_BLOCKS:
                raise PaperInputError(f"文件超过 {MAX_BLOCKS} 段。请确认上传的是本件公文。")
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)

    def _elements(self, body: Any) -> list[Any]:
        """Paragraphs and tables in order, also inside content controls."""
        found = []
        for child in body:
            if child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                found += [] if content is None else self._elements(content)
            else:
                found.append(child)
        return found

    def _style(self, element: Any) -> str:
        mark = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return _ROLES.get(self.names.get(mark.get(qn("w:val")), ""), "") if mark is not None else ""

    def _words(self, text: str) -> str:
        try:
            return clean(text)
        except ValueError as error:
            raise PaperInputError(f"“{text[:12]}……”一段中，{error}") from error

    def _paragraph(self, element: Any) -> None:
        raw = self.held + _text(element)
        self.held = raw if _joined(element) else ""
        text = "" if self.held else self._words(raw)
        if not text:
            return
        role = self._style(element)
        if role in _AFTER:
            self.ended = True
        if role in self.fixed:
            self.fixed[role].append(text)
        elif role == "attachment":
            self.attachments.append(text)
        elif role == "note":
            self.notes.append(text)
        elif role not in {"verify", "banner"}:
            self._wording(element, role, text)

    def _wording(self, element: Any, role: str, text: str) -> None:
        if self.ended:
            self.warn(f"落款之后的文字未读入：“{text[:20]}”。如属正文，请移到落款之前。")
            return
        if element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            self.warn(f"“{text[:20]}”一段使用了 Word 自动编号，编号未读入。请改为手工录入编号。")
        level = cast(Level, int(role[4:])) if role.startswith("body") else _guess_level(text)
        self.blocks.append(Para(text=text, level=level, bold=_bold(element)))

    def _cell(self, element: Any) -> str:
        return self._words(" ".join(filter(None, map(_text, element.iter(qn("w:p"))))))

    def _table(self, element: Any) -> None:
        if self.ended:
            self.warn("落款之后的表格未读入。如属正文，请移到落款之前。")
            return
        rows = [tuple(map(self._cell, row.iter(qn("w:tc")))) for row in element.iter(qn("w:tr"))]
        rows = [row for row in rows if row]
        columns = max(map(len, rows), default=0)
        if not 0 < columns <= MAX_COLUMNS:
            raise PaperInputError(f"正文中的表格须为 1 至 {MAX_COLUMNS} 列。请调整表格后重新上传。")
        if any(len(row) != columns for row in rows):
            self.warn("表格含有合并单元格，已按左起对齐读入，空缺处留空。请核对表格。")
        full = tuple(row + ("",) * (columns - len(row)) for row in rows)
        before = [one for one in self.original.paragraphs if isinstance(one, Table)]
        place = sum(isinstance(one, Table) for one in self.blocks)
        self.blocks.append(_like(before[place] if place < len(before) else None, full, columns))

    def result(self) -> DocxChanges:
        if not self.blocks:
            raise PaperInputError("没有读到正文。请确认上传的是从本系统下载后编辑的文件，且未改动段落样式。")
        self._compare()
        data = self.original.model_dump() | {
            "paragraphs": [one.model_dump() for one in self.blocks],
            "attachments": self._attachments(),
            "note": self._note(),
        }
        return DocxChanges(PaperContent.model_validate(data), tuple(self.warnings))

    def _attachments(self) -> tuple[str, ...]:
        texts = [re.sub(r"^附件\s*[：:]\s*", "", text) for text in self.attachments]
        if len(texts) > 1 or len(self.original.attachments) > 1:
            texts = [re.sub(r"^\d+\s*[.．、](?!\d)\s*", "", text) for text in texts]
        return tuple(text for text in texts if text)

    def _note(self) -> str:
        note = "".join(self.notes)
        return self.original.note if note == note_line(self.original) else re.sub(r"^（(.*)）$", r"\1", note)

    def _compare(self) -> None:
        """Report each fixed element that no longer reads as the original prints it."""
        now = {role: re.sub(r"\s", "", "".join(texts)) for role, texts in self.fixed.items()}
        for role, expected in _expected(self.original).items():
            if now[role] != re.sub(r"\s", "", expected):
                kept = expected or "（无）"
                self.warn(f"{_FIXED[role]}在 Word 中被改动，未采用，仍为“{kept[:60]}”。确需变更的，请在系统中修改。")


def _expected(content: PaperContent) -> dict[str, str]:
    foot = imprint(content)
    copies = f"抄送：{foot.copies}" if foot.copies else ""
    return {
        "issuer": content.issuer,
        "number": content.number + (f"签发人：{content.signer}" if content.signer else ""),
        "title": "".join(title_lines(content.title)),
        "addressee": f"{content.addressee.rstrip('：:')}：" if content.addressee else "",
        "signatory": "".join(one.name for one in content.signatories),
        "date": chinese_date(content.date),
        "imprint": copies + foot.printer + foot.printed,
    }


def _guess_level(text: str) -> Level:
    """The level of a paragraph without a style of ours, from the number it begins with."""
    return next((level for pattern, level in _LEVELS if pattern.match(text)), 0)


def _bold(element: Any) -> bool:
    """True if every run that shows words is bold."""
    runs = [run for run in element.iter(qn("w:r")) if _text(run).strip()]
    return bool(runs) and all(_is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _like(before: Table | None, rows: tuple[tuple[str, ...], ...], columns: int) -> Table:
    """A table with the widths and head of the one it was, if the columns are still as many."""
    if before is not None and len(before.widths) == columns:
        return Table(rows=rows, widths=before.widths, header=before.header)
    share = 100 // columns
    return Table(rows=rows, widths=(100 - share * (columns - 1), *(share,) * (columns - 1)))
