"""What a file is, told by its content, never by its name alone; and a name that cannot play tricks.

Accepted: PDF, Word and Excel without macros, PNG, JPEG, plain text and CSV. Everything else is refused.
"""

import re
import unicodedata
from pathlib import Path

from xiedu.base.sheets import decode
from xiedu.base.zips import ContainerError, parts

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG, JPEG, TEXT, CSV = "image/png", "image/jpeg", "text/plain", "text/csv"
EXTENSIONS: dict[str, str] = {
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": XLSX,
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "txt": TEXT,
    "csv": CSV,
}
ACCEPTED = "PDF、Word（.docx）、Excel（.xlsx）、PNG、JPG、TXT、CSV"
_LEGACY_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAIL = 4096
_MACROS = re.compile(r"(vbaProject|vbaData|macrosheets/|activeX/|embeddings/oleObject)", re.IGNORECASE)
_TEXT_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_LONGEST_NAME = 180


class FileRefusedError(ValueError):
    """The file is not accepted; the message says why and what to do, in Chinese."""


def detect(path: Path, name: str) -> str:
    """The content type of the file at ``path``, which must agree with the extension of ``name``.

    Raises:
        FileRefusedError: unknown or forbidden content, damaged, with macros, or named as something else.
    """
    extension = name.rpartition(".")[2].lower()
    claimed = EXTENSIONS.get(extension)
    if claimed is None:
        raise FileRefusedError(f"不接受 .{extension[:10]} 文件。可上传：{ACCEPTED}。")
    found = _by_content(path)
    if found == TEXT and claimed in (TEXT, CSV):
        return claimed
    if found != claimed:
        raise FileRefusedError("文件内容与扩展名不符。请用原来的程序另存为正确的格式后再上传。")
    return found


def _by_content(path: Path) -> str:
    with path.open("rb") as handle:
        head = handle.read(16)
    if not head:
        raise FileRefusedError("文件是空的，或没有传完。请重新选择文件。")
    if head.startswith(_LEGACY_OFFICE):
        raise FileRefusedError("不接受旧版 Office 文件（.doc、.xls）。请另存为 .docx 或 .xlsx 后再上传。")
    if head.startswith(b"%PDF-"):
        return _pdf(path)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    return _office(path) if head.startswith(b"PK\x03\x04") else _text(path)


def _pdf(path: Path) -> str:
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - _TAIL))
        if b"%%EOF" not in handle.read():
            raise FileRefusedError("PDF 文件不完整，没有传完或已损坏。请重新上传。")
    return PDF


def _office(path: Path) -> str:
    try:
        names = parts(path)
    except ContainerError as error:
        raise FileRefusedError(str(error)) from None
    if any(_MACROS.search(name) for name in names):
        raise FileRefusedError("文件含有宏或嵌入的程序，不予接受。请另存为不含宏的 .docx 或 .xlsx。")
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    raise FileRefusedError(f"不接受压缩包。请逐个上传其中的文件：{ACCEPTED}。")


def _text(path: Path) -> str:
    try:
        text = decode(path.read_bytes())
    except ValueError:
        text = "\x00"
    if _TEXT_CONTROLS.search(text):
        raise FileRefusedError(f"认不出文件的类型。可上传：{ACCEPTED}。")
    return TEXT


def safe_name(name: str) -> str:
    """The file name as it may be kept and shown: no folders, no control or direction marks, at most 180 characters.

    Chinese and rare characters stay. An empty name becomes 文件.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join("_" if char in '<>:"|?*' else char for char in last if unicodedata.category(char) not in _UNSEEN)
    stem, dot, extension = " ".join(shown.split()).strip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem[: _LONGEST_NAME - len(extension) - 1].strip(". ") or "文件"
    return f"{stem}.{extension[:10]}" if extension else stem


# Cc control, Cf direction marks and zero-width characters (they hide an extension), Cs halves, Zl Zp line breaks.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
