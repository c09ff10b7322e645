"""The file of a batch given back as a workbook: every row where it was, its faults in a column 问题 and on cells."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from xiedu.base.sheets import clean, escape
from xiedu.intake.files import content
from xiedu.intake.models import Batch
from xiedu.intake.service import faults
from xiedu.lake.sensitive import mask
from xiedu.lake.tables import sensitive_fields
from xiedu.law.identifiers import hide_resident_ids
from xiedu.records.faults import Fault, Grade, InputError
from xiedu.records.grids import Grid, Row
from xiedu.records.reading import grids_of

COLUMN = "问题"
PLAIN_SHEET = "数据"
SUMMARY = "整个文件的问题"
MOST_ROWS = 1_000_000
# One less than a sheet can have: the last one tells the faults.
MOST_COLUMNS = 16_383
_FILLS = {
    Grade.ERROR: PatternFill("solid", fgColor="FFC7CE"),
    Grade.DOUBT: PatternFill("solid", fgColor="FFEB9C"),
}
# A cell of a workbook holds no more.
_MOST_TEXT = 32_000
_Rows = Mapping[int, list[Fault]]


def annotate(batch: Batch, *, clear: bool) -> bytes:
    """An .xlsx of the batch's file with the faults marked; what a spreadsheet would run as a formula is made text.

    Rows and columns stand where they stood, so that it can be corrected and sent in again. Of a file that cannot be
    read as rows there is only the sheet that says why. Identity numbers stand in it only if ``clear``: for the source
    itself, whose numbers they are.
    """
    book = Workbook(write_only=True)
    found = faults(batch)
    try:
        with content(batch.file) as path:
            for grid in grids_of(path):
                main = grid.sheet[:100] == batch.sheet
                mine = [f for f in found if f.row and (f.sheet == grid.sheet or (main and not f.sheet))]
                kept = grid if clear else replace(grid, rows=_hidden(batch, grid))
                _copy(
                    book.create_sheet(grid.sheet or PLAIN_SHEET), kept, batch.header_row if main else 1, _by_row(mine)
                )
    except InputError as error:
        found = [*found, *(fault for fault in error.faults if fault not in found)]
    _summary(book, [fault for fault in found if not fault.row or batch.state == Batch.State.REFUSED])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _hidden(batch: Batch, grid: Grid) -> Iterator[Row]:
    """The rows with identity numbers masked: in the columns meant for them whatever stands there."""
    numbers = {batch.headers.get(field) for field in sensitive_fields(batch.kind)} if batch.kind else set()
    places: set[int] = set()
    for number, cells in grid.rows:
        if not places:
            places = {place for place, cell in enumerate(cells) if cell in numbers}
            yield number, [hide_resident_ids(cell) for cell in cells]
        else:
            yield number, [mask(c) if n in places else hide_resident_ids(c) for n, c in enumerate(cells)]


def _by_row(found: Iterable[Fault]) -> dict[int, list[Fault]]:
    rows: dict[int, list[Fault]] = {}
    for fault in found:
        rows.setdefault(fault.row, []).append(fault)
    return rows


def _copy(sheet: Any, grid: Grid, header_row: int, wrong: _Rows) -> None:
    """Every row of a grid at its place; the objects of a JSON file, whose header is row 0, one row lower."""
    places: dict[str, int] = {}
    width = written = shift = 0
    for number, whole in grid.rows:
        cells = whole[:MOST_COLUMNS]
        if number >= MOST_ROWS:
            break
        shift = shift or int(number == 0)
        while written < number + shift - 1:
            sheet.append([])
            written += 1
        if number == header_row:
            places = {header: place for place, header in reversed(list(enumerate(cells)))}
            width = len(cells)
            sheet.append([_text(cell) for cell in [*cells, COLUMN]])
        else:
            sheet.append(_marked(sheet, cells, places, width, wrong.get(number, [])))
        written += 1


def _marked(sheet: Any, cells: list[str], places: Mapping[str, int], width: int, wrong: list[Fault]) -> list[Any]:
    row: list[Any] = [_text(cell) for cell in cells]
    if not wrong:
        return row
    row += [""] * (width - len(row))
    for fault in sorted(wrong, key=lambda f: f.grade == Grade.ERROR):
        place = places.get(fault.column, places.get(fault.column.partition("·")[0]))
        if place is not None:
            row[place] = _cell(sheet, row[place], fault)
    # Beyond the header, should the row be longer than it: the column of faults must not cover what was written.
    told = "\n".join(_said(fault) for fault in wrong)
    return [*row[:width], _text(told), *row[width:]]


def _cell(sheet: Any, value: Any, fault: Fault) -> Any:
    """The cell marked; one that is marked already gets one more line."""
    cell = WriteOnlyCell(sheet, value=value) if isinstance(value, str) else value
    text = f"{cell.comment.text}\n{_said(fault)}" if cell.comment else _said(fault)
    cell.comment = Comment(text[:_MOST_TEXT], "协督")
    cell.fill = _FILLS[fault.grade]
    return cell


def _said(fault: Fault) -> str:
    column = f"“{fault.column}”" if fault.column else ""
    return f"{column}{fault.reason}。{fault.remedy}"


def _text(text: str) -> str:
    return escape(clean(text))[:_MOST_TEXT]


def _summary(book: Workbook, whole: list[Fault]) -> None:
    """What is wrong with the file as a whole, on a sheet of its own; also the only sheet of a file without rows."""
    if whole or not book.worksheets:
        sheet = book.create_sheet(SUMMARY)
        sheet.append(["位置", COLUMN])
        for fault in whole:
            place = f"{fault.sheet} {f'第 {fault.row} 行' if fault.row else ''}".strip()
            sheet.append([_text(place), _text(_said(fault))])
