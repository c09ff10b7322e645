"""Files as grids of text: rows with their numbers, whatever the form. Nothing is interpreted here but cell types."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from xiedu.records.directcsv import UTF8, DirectCsv, Look, direct, hoped, pieces
from xiedu.records.faults import Fault, InputError, unreadable

Row = tuple[int, list[str]]
MOST_CELL = 200_000
MOST_COLUMNS = 500
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r")
# What no cell has, and so needs no quotes.
_CUT = "\x1f"
_DELIMITERS = (",", "\t", ";", "；", "|")


Errors = dict[int, dict[int, str]]


@dataclass
class Grid:
    """One sheet (or the whole file): rows of cleaned text, and faults met while reading them.

    ``direct`` is the file itself where it may be read directly. ``texts`` begins the rows anew, as text that nobody has
    cleaned: they can be written to a file that may.
    """

    sheet: str
    rows: Iterator[Row]
    faults: list[Fault] = field(default_factory=list)
    direct: DirectCsv | None = None
    texts: Callable[[], Iterator[list[str]]] | None = None

    def written(self, path: Path) -> DirectCsv | None:
        """All rows written to ``path`` to be read directly; None when that may not be. OSError when the disk is full.

        ``faults`` are then those of all rows.
        """
        if self.texts is None:
            return None
        self.faults.clear()
        with path.open("w", encoding="utf-8", newline="") as file:
            quoting = csv.writer(file, delimiter=_CUT, lineterminator="\n")
            for row in self.texts():
                line = _CUT.join(row)
                if line.count(_CUT) >= max(len(row), 1):
                    return None
                if '"' in line or "\n" in line or "\r" in line:
                    quoting.writerow(row)
                else:
                    file.write(line + "\n")
        return direct(path, _CUT)


def clean(text: str) -> str:
    """Trimmed, without control characters; line breaks become \\n."""
    if not text.isprintable():
        text = _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    # The apostrophe before what a spreadsheet would take for a formula (see writing) is no part of the text.
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def encoding_of(path: Path, look: Look | None = None) -> str:
    """The encoding the whole file decodes in: by its mark, else UTF-8, else GB18030. InputError when in none.

    ``look`` takes the text if the encoding is UTF-8.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in head:
        wide = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        # Digits and commas alone make a tenth of zeros; fewer may be stray ones in a text of another encoding.
        candidates = [wide] if head.count(0) * 10 > len(head) else [UTF8, "gb18030", wide]
    else:
        candidates = [UTF8, "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding, look if encoding == UTF8 else None):
            return encoding
    raise unreadable("文字编码无法识别，文件可能已损坏", "请另存为 UTF-8 或 GB18030 编码的 CSV。")


def _decodes(path: Path, encoding: str, look: Look | None) -> bool:
    try:
        for text in pieces(path, encoding):
            if look:
                look.take(text)
    except UnicodeError:
        return False
    return True


def csv_grid(path: Path, *, hopeful: bool = False) -> Grid:
    """A CSV as one grid. InputError when its encoding is unknown.

    ``hopeful``: a long one that begins well is given as one to be read directly before its end was looked at.
    """
    look = Look(_delimiter(path, UTF8))
    if hopeful and (file := hoped(path, look.delimiter)):
        return Grid("", _csv_rows(path, UTF8, look.delimiter), direct=file)
    encoding = encoding_of(path, look)
    if encoding == UTF8:
        return Grid("", _csv_rows(path, encoding, look.delimiter), direct=look.direct(path))
    return Grid("", _csv_rows(path, encoding, _delimiter(path, encoding)))


def _delimiter(path: Path, encoding: str) -> str:
    """The one that stands most often in the first lines."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = "".join(islice(file, 20))[:100_000]
    return max(_DELIMITERS, key=head.count)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        # Several records may break in the middle of a quoted cell: the field limit bounds an unclosed quote.
        csv.field_size_limit(MOST_CELL)
        reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, [clean(cell) for cell in cells]
        except csv.Error:
            reason = "引号没有成对，或单元格过长，从此处起无法分列"
            raise InputError(Fault("", number + 1, "", "", reason, "请用 Excel 打开核对后另存。")) from None


def _lines(file: TextIO) -> Iterator[str]:
    return (line.replace("\0", "") if "\0" in line else line for line in file)


def workbook_grids(path: Path, *, broken: bool = False) -> list[Grid]:
    """The sheets of a workbook. Merged cells: the value stands in every row of the merge.

    ``broken``: some cells hold an error value, which the fast reader takes for empty; it then stands as it is shown.
    """
    try:
        book = _book(path)
        names = [m.name for m in book.sheets_metadata if "WorkSheet" in str(m.typ)]
        errors = _errors(path) if broken else {}
    except BaseException as error:
        raise _damaged(error) from None
    return [_sheet_grid(book, name, errors.get(name, {})) for name in names]


def _errors(path: Path) -> dict[str, Errors]:
    """Sheet → row (from 0) → column → what an error value shows, such as #REF!."""
    from openpyxl import load_workbook

    found: dict[str, Errors] = {}
    with path.open("rb") as file:
        for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
            # What a sheet says of its own size may be wrong; rows then come shifted or cut.
            sheet.reset_dimensions()
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "e"):
                found.setdefault(sheet.title, {}).setdefault(cell.row - 1, {})[cell.column - 1] = str(cell.value)
    return found


def _book(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    # By path it goes by the ending, which may be that of another format; by content it costs the file in memory.
    if path.suffix.lower() in {"", ".xlsx"}:
        return CalamineWorkbook.from_path(path)
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def _damaged(error: BaseException) -> BaseException:
    # A panic of the Rust reader derives from BaseException; the user's own interrupt must stay what it is.
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | InputError):
        return error
    return unreadable("工作簿已损坏，读不出内容", "请在 Excel 中打开后另存为新的 .xlsx 再上传。")


def _sheet_grid(book: Any, name: str, errors: Errors) -> Grid:
    sheets: list[Any] = []
    grid = Grid(name, iter(()))
    grid.texts = lambda: _sheet_rows(book, name, sheets, grid.faults, errors)
    grid.rows = ((number, [clean(cell) for cell in row]) for number, row in enumerate(grid.texts(), start=1))
    return grid


def _sheet_rows(book: Any, name: str, sheets: list[Any], faults: list[Fault], errors: Errors) -> Iterator[list[str]]:
    """The rows as text; the sheet is parsed once and kept in ``sheets``."""
    try:
        sheets[:] = sheets or [book.get_sheet_by_name(name)]
        fill = _merges(sheets[0].merged_cell_ranges or [])
        above: list[str] = []
        for index, cells in enumerate(sheets[0].iter_rows()):
            row = [cell if type(cell) is str else _cell(cell) for cell in cells]
            for column in fill.get(index, ()):
                if column < min(len(row), len(above)) and not row[column].strip():
                    row[column] = above[column]
            for column, text in errors.get(index, {}).items():
                if column < len(row):
                    row[column] = text
            if float in map(type, cells):
                _note_lost_digits(name, index + 1, cells, row, faults)
            above = row
            yield row
    except BaseException as error:
        raise _damaged(error) from None


def _merges(ranges: list[Any]) -> dict[int, list[int]]:
    """Row → the columns it takes from the row above; only merges down one column repeat their value."""
    fill: dict[int, list[int]] = {}
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom - top < 100_000:
            for row in range(top + 1, bottom + 1):
                fill.setdefault(row, []).append(left)
    return fill


def _note_lost_digits(sheet: str, row: int, cells: list[Any], texts: list[str], faults: list[Fault]) -> None:
    for column, cell in enumerate(cells):
        if type(cell) is float and abs(cell) >= 1e15 and len(faults) < 1000:
            reason = "以数字格式保存的长号码，Excel 只保留 15 位，末几位已丢失"
            place = f"第 {column + 1} 列"
            faults.append(Fault(sheet, row, place, texts[column], reason, "请把该列设为文本格式，重新填写号码。"))
            texts[column] = ""


def _cell(value: Any) -> str:
    """Anything but text as text."""
    if type(value) is float:
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
