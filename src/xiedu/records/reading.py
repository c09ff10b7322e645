"""One call from a file to records: recognise, read, clean, and list every fault."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.law.identifiers import hide_resident_ids as hide
from xiedu.records.cleaning import name
from xiedu.records.containers import FileForm, form_of
from xiedu.records.directcsv import DoubtfulError
from xiedu.records.faults import Fault, Grade, InputError, unreadable
from xiedu.records.grids import Grid, csv_grid, workbook_grids
from xiedu.records.jsons import json_grid
from xiedu.records.layouts import Layout
from xiedu.records.normalise import keep_bad, normalise
from xiedu.records.staging import Staged, stage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. The records stand in ``table`` (columns of ``struct_type(kind)``), the faults in ``fault_table``.

    ``columns`` are the fields the file has (a check that needs another is not applicable to it); ``unknown`` its
    headers that lead nowhere; ``skipped`` rows were totals and notes; ``sheets`` were left aside. All rows are in the
    table, faulty ones too, with NULL for what could not be read: ``good_rows`` is the condition that leaves them out.
    """

    kind: str
    layout: Layout
    table: str
    fault_table: str
    rows: int
    columns: tuple[str, ...]
    headers: Mapping[str, str]
    unknown: tuple[str, ...]
    sheet: str
    header_row: int
    skipped: tuple[int, ...]
    sheets: tuple[str, ...]

    @property
    def good_rows(self) -> str:
        """SQL condition on ``table``: rows without an ERROR."""
        faults = name(self.fault_table)
        return f"row_no not in (select row_no from {faults} where grade = 'error' and sheet = '')"

    @property
    def bad_table(self) -> str:
        """The table of the other rows, as they were written: ``row_no`` and a text column for each field."""
        return f"{self.table}_bad"


def read_records(
    db: "DuckDBPyConnection",
    path: Path,
    *,
    kind: str | None = None,
    layout: str = "auto",
    mapping: Mapping[str, str] | None = None,
    table: str = "records",
) -> Reading:
    """Read CSV, Excel or JSON into ``table``, ``<table>_faults`` and ``<table>_bad`` of ``db``, replacing them.

    ``kind`` and ``layout`` ("auto" or a name of ``layouts.LAYOUTS``) narrow what is recognised; ``mapping`` is a saved
    correspondence header → field name. Raises InputError, and nothing else, when the file as a whole cannot be read;
    everything smaller is a row of the fault table.
    """
    try:
        staged = _staged(path, lambda grids: stage(db, grids, table, kind, layout, mapping))
    except OSError:
        raise unreadable("文件打不开", "请确认文件存在并可读取。") from None
    if not staged.rows:
        raise unreadable("表头之下没有数据", "请确认选对了文件和工作表。")
    normalise(db, staged)
    _keep(db, staged)
    keep_bad(db, staged)
    items = tuple(field for field in staged.item_sheets if field not in staged.headers)
    return Reading(
        staged.layout.kind,
        staged.layout,
        table,
        f"{table}_faults",
        staged.rows,
        (*staged.headers, *items),
        staged.headers,
        staged.unknown,
        staged.sheet,
        staged.header_row,
        tuple(staged.skipped),
        tuple(staged.other_sheets),
    )


def _staged(path: Path, staging: Callable[[list[Grid]], Staged]) -> Staged:
    """A long CSV in hope first; whatever is wrong with it then, the careful reader has the word."""
    grids = grids_of(path, hopeful=True)
    if not any(grid.direct and grid.direct.hoped for grid in grids):
        return staging(grids)
    with suppress(DoubtfulError, InputError, UnicodeError):
        return staging(grids)
    return staging(grids_of(path))


def grids_of(path: Path, *, hopeful: bool = False) -> list[Grid]:
    """The sheets of a file as rows of text, nothing understood yet. InputError when it cannot be read.

    ``hopeful``: of a long CSV only the beginning has been looked at; staging may raise DoubtfulError.
    """
    broken: list[str] = []
    form = form_of(path, broken)
    if form is FileForm.WORKBOOK:
        return workbook_grids(path, broken=bool(broken))
    return [json_grid(path) if form is FileForm.JSON else csv_grid(path, hopeful=hopeful)]


def _keep(db: "DuckDBPyConnection", staged: Staged) -> None:
    """Faults met while reading join those met while cleaning."""
    rows = [
        (
            "" if f.sheet == staged.sheet else f.sheet,
            f.row,
            "",
            f.column,
            hide(f.value),
            f.reason,
            f.remedy,
            str(f.grade),
        )
        for f in staged.faults
    ]
    if rows:
        db.executemany(f"insert into {name(f'{staged.table}_faults')} values (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def faults(db: "DuckDBPyConnection", reading: Reading, limit: int | None = None) -> list[Fault]:
    """The faults in the order of the file, at most ``limit`` of them."""
    bound = "" if limit is None else f" limit {int(limit)}"
    found = db.execute(
        f"select sheet, row_no, title, coalesce(value, ''), reason, remedy, grade from {name(reading.fault_table)}"
        f" order by sheet, row_no, field, reason{bound}"
    ).fetchall()
    return [Fault(s, n, t, v, r, m, Grade(g)) for s, n, t, v, r, m, g in found]
