"""What a file really is, whatever its name says, and whether a workbook may be unpacked at all."""

import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from xiedu.base.zips import ContainerError, parts
from xiedu.records.faults import unreadable

MOST_FILE = 2 * 1024**3
MOST_SHEET_CELLS = 40_000_000
_CHUNK = 1 << 20
# A reader lays the sheet out as one rectangle: one cell in its last corner would cost gigabytes.
_FAR_COLUMN = re.compile(rb"""<c\s[^>]*\br\s*=\s*["'](?:[A-Z]{3}|[M-Z][A-Z])\d""")
_FAR_PLAIN = re.compile(rb'<c r="(?:[A-Z]{3}|[M-Z][A-Z])\d')
_WIDE = re.compile(rb"""<c\s[^>]*\br\s*=\s*["'][A-Z]{2}\d""")
_ROW = re.compile(rb"""<row\s[^>]*\br\s*=\s*["'](\d+)["']""")
_PREFIX = re.compile(rb"<\w+:")
MOST_MERGES = 200_000


class FileForm(StrEnum):
    """The forms that are read."""

    WORKBOOK = "xlsx"
    JSON = "json"
    CSV = "csv"


def form_of(path: Path, broken: list[str] | None = None) -> FileForm:
    """Look at the first bytes. InputError for empty files, old or locked workbooks, web pages and oversized files.

    Sheets of a workbook with error values (#REF!) are noted in ``broken``, by their name inside it.
    """
    size = path.stat().st_size
    if size > MOST_FILE:
        raise unreadable("文件超过 2 GB", "请按月份或机关拆成几份。")
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise _old_or_locked(head + file.read(1 << 20))
    meat = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not meat:
        raise unreadable("文件是空的", "请确认选对了文件，再上传。")
    if head.startswith(b"PK"):
        check_workbook(path, [] if broken is None else broken)
        return FileForm.WORKBOOK
    if meat[:1] == b"<":
        raise unreadable("文件其实是网页或 XML，不是表格", "请在 Excel 中打开后另存为 .xlsx 或 CSV。")
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise unreadable("文件不是表格", "请上传 .xlsx、CSV 或 JSON。")
    return FileForm.JSON if meat[:1] in b"{[" else FileForm.CSV


def _old_or_locked(head: bytes) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in head:
        return unreadable("工作簿设了打开密码", "请去掉密码（文件—信息—保护工作簿）后再上传。")
    return unreadable("文件是旧版 Excel（.xls），改扩展名不能改变格式", "请在 Excel 中打开后另存为 .xlsx。")


# What unpacking raises, by what is torn: the directory, a header, its flags, a name, the data.
_TORN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, struct.error, UnicodeDecodeError, zlib.error)


def check_workbook(path: Path, broken: list[str]) -> None:
    """Refuse what is no workbook, is damaged or locked, or would unpack or lay out to an absurd size."""
    try:
        if "xl/workbook.xml" not in parts(path):
            raise unreadable("不是 Excel 工作簿（.xlsx）", "请另存为 .xlsx 后再上传。")
        with zipfile.ZipFile(path) as archive:
            broken += [entry.filename for entry in archive.infolist() if _check_part(archive, entry)]
    except ContainerError as error:
        reason, _, remedy = str(error).partition("。")
        raise unreadable(reason, remedy) from None
    except _TORN:
        raise unreadable("工作簿已损坏或没有传完", "请重新保存后再上传。") from None


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Unpack a part once, counting: a wrong size or sum raises BadZipFile, a sheet too large InputError.

    Whether it is a sheet with error values.
    """
    if not entry.filename.endswith((".xml", ".rels", ".vml")):
        return False
    measure = SheetMeasure() if entry.filename.startswith("xl/worksheets/") else None
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            if b"!" in chunk and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                raise unreadable("工作簿含有不允许的实体声明", "请在 Excel 中另存后再上传。")
            if measure:
                tail = measure.take(tail + chunk)
    if measure:
        measure.judge()
    return measure is not None and measure.broken


class SheetMeasure:
    """How large a sheet would be laid out, found without parsing it."""

    def __init__(self) -> None:
        self.cells = self.last_row = self.merges = 0
        self.wide = self.far = self.broken = False

    def take(self, piece: bytes) -> bytes:
        """Look at the next piece; what is returned (an unfinished tag) belongs before the piece that follows."""
        plain = _PREFIX.sub(b"<", piece) if b":row" in piece else piece
        cells = plain.count(b"<c ")
        self.cells += cells
        self.last_row = max(self.last_row, max((int(n[:9]) for n in _ROW.findall(plain)), default=0))
        # Written as every program writes it, it is found much faster.
        far = _FAR_PLAIN if plain.count(b'<c r="') == cells else _FAR_COLUMN
        self.far = self.far or far.search(plain) is not None
        self.wide = self.wide or _WIDE.search(plain) is not None
        self.merges += plain.count(b"<mergeCell ")
        self.broken = self.broken or b' t="e"' in piece
        cut = piece.rfind(b"<")
        if len(piece) - cut > 2 * _CHUNK:
            raise unreadable("工作表内部结构异常", "请在 Excel 中另存后再上传。")
        return piece[cut:] if cut >= 0 and b">" not in piece[cut:] else b""

    def judge(self) -> None:
        """InputError when the rectangle is far larger than what stands in it."""
        if self.far:
            raise unreadable("工作表的列数过多，远处有多余的单元格", "请删去数据右侧的多余列后再上传。")
        area = self.last_row * (330 if self.wide else 26)
        if area > max(5_000_000, 40 * self.cells) or self.last_row * 26 > MOST_SHEET_CELLS:
            raise unreadable("工作表远处有多余的单元格，展开后过大", "请删去数据下方和右侧的多余行列后再上传。")
        if self.merges > MOST_MERGES:
            raise unreadable("工作表的合并单元格过多", "请取消合并后再上传。")
