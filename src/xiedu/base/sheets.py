"""Workbooks and CSV in and out: bounded reading, every fault at once, no formula smuggled out.

Text that a spreadsheet would run as a formula (=, +, -, @, tab, CR at its start) goes out with an apostrophe before
it and comes in without: what was exported is imported unchanged.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from xiedu.base.zips import ContainerError, parts

Row = dict[str, Any]
Table = list[tuple[int, Row]]
MOST_ROWS = 100_000
MOST_COLUMNS = 60
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellError:
    """One fault: where it is, what stands there, what is wrong, what to do."""

    sheet: str
    row: int
    column: str
    value: Any
    reason: str
    remedy: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”" if self.sheet else ""
        row = f"第 {self.row} 行" if self.row else ""
        shown = "空" if self.value in (None, "") else f"“{str(self.value)[:60]}”"
        return f"{place}{row}“{self.column}”为{shown}：{self.reason}。{self.remedy}"


class SheetError(ValueError):
    """An upload with faults; ``errors`` has all of them, the text one a line."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = list(errors)


def refuse(errors: Sequence[CellError]) -> None:
    """Raise :class:`SheetError` when there is any fault."""
    if errors:
        raise SheetError(errors)


def read_table(data: bytes, name: str, columns: Sequence[str]) -> Table:
    """The first sheet of a workbook, or a CSV (UTF-8 or GB18030), as (row number, column → value).

    Empty rows are left out; columns may stand in any order, others are ignored. SheetError for a missing column.
    """
    if name.lower().endswith((".csv", ".txt")):
        rows: Iterable[Sequence[Any]] = csv.reader(io.StringIO(decode(data)))
        sheet = ""
    else:
        book = _open(data)
        sheet = book.sheetnames[0]
        rows = _rows(book, sheet)
    errors: list[CellError] = []
    table = _table(sheet, rows, columns, errors)
    refuse(errors)
    return table


def read_book(data: bytes, layout: Mapping[str, Sequence[str]]) -> dict[str, Table]:
    """The named sheets of a workbook. SheetError, with all faults at once, for missing sheets and columns."""
    book = _open(data)
    errors: list[CellError] = []
    out: dict[str, Table] = {}
    for sheet, columns in layout.items():
        if sheet in book.sheetnames:
            out[sheet] = _table(sheet, _rows(book, sheet), columns, errors)
        else:
            errors.append(CellError(sheet, 0, "工作表", "", "缺少这张工作表", "请以导出的登记册为模板。"))
    refuse(errors)
    return out


def decode(data: bytes) -> str:
    """Text of a CSV as Chinese offices save it: UTF-16 or UTF-8 (with or without mark), else GB18030.

    ValueError when it is none of them.
    """
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("文字编码无法识别。请另存为 UTF-8 或 GB18030 编码的 CSV。")


def _open(data: bytes) -> Any:
    problem = [CellError("", 0, "文件", "", "不是可读取的 Excel 工作簿（.xlsx）", "请另存为 .xlsx 后再上传。")]
    try:
        if "xl/workbook.xml" not in parts(data):
            raise SheetError(problem)
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except ContainerError as error:
        raise SheetError([CellError("", 0, "文件", "", str(error).rstrip("。"), "")]) from None
    except SheetError:
        raise
    except Exception:  # openpyxl raises anything at all on a damaged workbook
        raise SheetError(problem) from None


def _rows(book: Any, sheet: str) -> Iterable[Sequence[Any]]:
    # Bounded: a single cell in the last corner of a sheet must not make us walk seventeen thousand million cells.
    return book[sheet].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)  # type: ignore[no-any-return]


def _table(sheet: str, rows: Iterable[Sequence[Any]], columns: Sequence[str], errors: list[CellError]) -> Table:
    numbered = enumerate(rows, start=1)
    head = next(((n, row) for n, row in numbered if any(_filled(cell) for cell in row)), (0, ()))
    titles = {str(cell).strip(): place for place, cell in reversed(list(enumerate(head[1]))) if _filled(cell)}
    lacking = [column for column in columns if column not in titles]
    errors += [CellError(sheet, head[0], c, "", "缺少这一列", "请以导出的文件为模板，保留表头。") for c in lacking]
    if lacking:
        return []
    table: Table = []
    for number, row in numbered:
        if not any(_filled(cell) for cell in row):
            continue
        if len(table) == MOST_ROWS:
            errors.append(CellError(sheet, number, "行数", "", f"超过 {MOST_ROWS} 行", "请分成几份上传。"))
            break
        table.append((number, {c: _value(row[titles[c]]) if titles[c] < len(row) else None for c in columns}))
    return table


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _value(cell: Any) -> Any:
    if isinstance(cell, str):
        return clean(unescape(clean(cell))) or None
    return cell.date() if isinstance(cell, datetime) else cell


def clean(text: str) -> str:
    """One line without control characters, runs of blanks made one: what survives a spreadsheet and back."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def text_of(value: Any) -> str:
    """A cell as text: 330802.0 and 330802 are both 330802."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def escape(text: str) -> str:
    """The text as it may stand in a spreadsheet cell; the inverse is :func:`unescape`."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def unescape(text: str) -> str:
    """Undo :func:`escape`."""
    return text[1:] if text.startswith("'") else text


def write_book(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """An Excel workbook: sheet name → (column titles, rows). Texts are cleaned and made harmless."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(columns))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that Excel opens with its Chinese right (UTF-8 with mark). Texts are cleaned and made harmless."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return escape(clean(value))
    return value if isinstance(value, int | date) and not isinstance(value, bool) else ("是" if value else "")
