"""From grids to DuckDB: a table of raw text columns named after their fields, with the row number in the file."""

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiedu.records.cleaning import name, quoted
from xiedu.records.directcsv import DirectCsv, DoubtfulError, direct, load_direct
from xiedu.records.faults import Fault, InputError, NoRoomError, unreadable
from xiedu.records.formats import HEADER_WITHIN, Recognised, recognise
from xiedu.records.grids import MOST_COLUMNS, Grid, Row
from xiedu.records.layouts import Layout, fold_header
from xiedu.records.schema import Field, FieldType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_ROW = 2_000_000
EXAMPLE_NO = "衢示例〔2024〕1号"
_TOTALS = re.compile(r"(合|总|小|共)\s*计")
_REMARK = re.compile(r"(注|说明|填表|制表|填报|审核人|单位负责人|备注)")
# _is_total and the example again, for files that are loaded without passing through Python.
_UNWANTED = (
    "coalesce(case when contains(first, '计') and length(replace(first, ' ', '')) <= 200 then"
    f" regexp_full_match(rtrim(replace(first, ' ', ''), ':：'), {quoted(_TOTALS.pattern)}) end, false)"
    # Of a row with two cells filled at the outset the others need not be counted.
    " or case when {begun} then false when {filled} <> 1 then false else length(replace(first, ' ', '')) <= 200"
    f" and regexp_matches(replace(first, ' ', ''), {quoted('^' + _REMARK.pattern)}) end"
    f" or coalesce({quoted(EXAMPLE_NO)} in ({{first_three}}), false)"
)


@dataclass
class Staged:
    """What stands in the database after staging: the raw table, and one raw table for each sheet of items."""

    layout: Layout
    table: str
    headers: dict[str, str]
    units: dict[str, int]
    unknown: tuple[str, ...]
    header_row: int
    sheet: str = ""
    rows: int = 0
    skipped: list[int] = field(default_factory=list)
    item_sheets: dict[str, str] = field(default_factory=dict)
    item_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    other_sheets: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def stage(
    db: "DuckDBPyConnection",
    grids: Sequence[Grid],
    table: str,
    kind: str | None,
    layout: str,
    mapping: Mapping[str, str] | None,
) -> Staged:
    """Find the sheet of records among the grids and load it and its sheets of items as raw text.

    InputError when no sheet is recognised or the file cannot be read to its end.
    """
    heads = [list(islice(grid.rows, HEADER_WITHIN)) for grid in grids]
    place, header = _main_sheet(grids, heads, kind, layout, mapping)
    staged = Staged(header.layout, table, dict(header.headers), {}, header.unknown, header.row, grids[place].sheet)
    staged.units = {f: places[0][1].unit for f, places in header.columns.items()}
    picks = {f: tuple(p for p, _ in places) for f, places in header.columns.items()}
    _load_main(db, staged, grids[place], heads[place], header, picks)
    for i, grid in enumerate(grids):
        if i != place:
            _item_sheet(db, staged, grid, heads[i])
    staged.faults += [fault for grid in grids for fault in grid.faults]
    return staged


def _load_main(
    db: "DuckDBPyConnection",
    staged: Staged,
    grid: Grid,
    head: list[Row],
    header: Recognised,
    picks: Mapping[str, tuple[int, ...]],
) -> None:
    """Directly where the file allows it, else row by row; the outcome is the same, which a property test holds."""
    if _load_directly(db, staged, grid, head, header, picks):
        return
    table = f"{staged.table}_raw"
    rows = _not_wider(_below(chain(head, grid.rows), header.row), header.width, staged)
    staged.rows = load(db, f"{table}_cells", list(picks), _picked(rows, list(picks.values()), staged.skipped))
    db.execute(f"create or replace view {name(table)} as select * from {name(f'{table}_cells')}")


def _load_directly(
    db: "DuckDBPyConnection",
    staged: Staged,
    grid: Grid,
    head: list[Row],
    header: Recognised,
    picks: Mapping[str, tuple[int, ...]],
) -> bool:
    """Whether the sheet was a file that may be read directly, or could be written as one."""
    if any("\n" in cell for number, cells in head if number <= header.row for cell in cells):
        return False
    begun = "c0 is not null and c1 is not null" if header.width > 1 else "false"
    unwanted = _UNWANTED.replace("{first_three}", ", ".join(f"c{n}" for n in range(min(3, header.width))))
    unwanted = unwanted.replace("{begun}", begun)
    known = list(grid.faults)

    def loaded(file: DirectCsv | None) -> tuple[int, list[int]] | None:
        raw = f"{staged.table}_raw"
        return load_direct(db, file, raw, header.row, header.width, picks, unwanted) if file else None

    done = _hopefully(grid.direct, loaded) if grid.direct and grid.direct.hoped else loaded(grid.direct)
    if grid.direct is None and grid.texts is not None:
        with _scratch() as folder:
            done = loaded(grid.written(folder / "sheet.csv"))
    if not done:
        grid.faults[:] = known
        return False
    staged.rows, staged.skipped = done
    return True


Loaded = tuple[int, list[int]] | None


def _hopefully(file: DirectCsv, loaded: Callable[[DirectCsv | None], Loaded]) -> Loaded:
    """Load while the text is looked through. DoubtfulError when that shows a file that may not be read so."""
    with ThreadPoolExecutor(1) as aside:
        looking = aside.submit(direct, file.path, file.delimiter)
        done = loaded(file)
    try:
        known = looking.result()
    except UnicodeError:
        known = None
    if known is None:
        raise DoubtfulError(file.path)
    return done if file.covers(known) else loaded(known)


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for a moment. NoRoomError when it cannot be written."""
    try:
        with tempfile.TemporaryDirectory(prefix="xiedu-") as folder:
            yield Path(folder)
    except OSError:
        reason = "磁盘空间不足或临时目录不可写，没有读完"
        raise NoRoomError(Fault("", 0, "", "", reason, "请联系管理员，处理后重新上传。")) from None


def _main_sheet(
    grids: Sequence[Grid],
    heads: list[list[Row]],
    kind: str | None,
    layout: str,
    mapping: Mapping[str, str] | None,
) -> tuple[int, Recognised]:
    found: list[tuple[int, int, Recognised]] = []
    errors: list[InputError] = []
    for place, head in enumerate(heads):
        try:
            header = recognise(head, kind, layout, mapping)
            found.append((len(header.columns), -place, header))
        except InputError as error:
            errors.append(error)
    if not found:
        raise errors[0] if errors else unreadable("工作簿里没有工作表", "请确认选对了文件。")
    _, place, header = max(found, key=lambda f: f[:2])
    return -place, header


def _below(rows: Iterable[Row], header_row: int) -> Iterator[Row]:
    return (row for row in rows if row[0] > header_row)


def _not_wider(rows: Iterable[Row], width: int, staged: Staged) -> Iterator[Row]:
    """A row with cells beyond the header has most likely been cut wrongly: said, at most a thousand times."""
    for number, cells in rows:
        if len(cells) > width and any(cells[width:]) and len(staged.faults) < 1000:
            reason = f"有 {len(cells)} 列，多于表头的 {width} 列，可能分列有误"
            staged.faults.append(Fault(staged.sheet, number, "", "", reason, "请核对该行，含分隔符的内容须加引号。"))
        yield number, cells


def _picked(rows: Iterable[Row], places: list[tuple[int, ...]], skipped: list[int]) -> Iterator[list[str]]:
    """Row number and the chosen cells; blank rows are left out; totals, notes and our example noted as skipped."""
    for number, cells in rows:
        width = len(cells)
        if width > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise InputError(Fault("", number, "", "", f"超过 {MOST_COLUMNS} 列", "请删去多余的列。"))
        picked = [
            cells[p[0]] if len(p) == 1 and p[0] < width else "；".join(cells[i] for i in p if i < width and cells[i])
            for p in places
        ]
        if not any(picked):
            continue
        if _is_total(cells) or EXAMPLE_NO in cells[:3]:
            skipped.append(number)
            continue
        if sum(map(len, picked)) > MOST_ROW:
            raise InputError(Fault("", number, "", "", "一行的内容过长", "请核对该行。"))
        yield [str(number), *picked]


def _is_total(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    first = filled[0].replace(" ", "") if filled else ""
    if len(first) > 200:
        return False
    return _TOTALS.fullmatch(first.rstrip(":：")) is not None or (len(filled) == 1 and _REMARK.match(first) is not None)


def load(db: "DuckDBPyConnection", table: str, columns: Sequence[str], rows: Iterable[list[str]]) -> int:
    """Write the rows (row number first) to a table of VARCHAR columns, "" as NULL; gives the number of rows."""
    types = ", ".join(f"{quoted(c)}: 'VARCHAR'" for c in columns)
    with _scratch() as folder:
        path = folder / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            count = _write(csv.writer(file, lineterminator="\n"), rows)
        db.execute(
            f"create or replace table {name(table)} as select * from read_csv({quoted(str(path))}, header = false,"
            f" auto_detect = false, columns = {{'row_no': 'BIGINT'{', ' if types else ''}{types}}}, delim = ',',"
            " quote = '\"', escape = '\"', nullstr = '', new_line = '\\n', strict_mode = true,"
            " max_line_size = 20000000)"
        )
    return count


def _write(writer: Any, rows: Iterable[list[str]]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last count is the answer
        writer.writerow(row)
    return count


def _item_sheet(db: "DuckDBPyConnection", staged: Staged, grid: Grid, head: list[Row]) -> None:
    """A sheet named after a field of items becomes its raw table; a sheet of anything else is only named."""
    from xiedu.records.fields import KINDS

    kind = KINDS[staged.layout.kind]
    titles = {fold_header(t): f for f in kind.fields if f.type is FieldType.LIST for t in (f.name, f.title)}
    target = titles.get(fold_header(grid.sheet))
    if target is None or not head:
        staged.other_sheets += [grid.sheet] if head else []
        return
    keys = {fold_header(t) for n in ("document_no", "case_no") if n in kind.by_name for t in (n, kind.by_name[n].title)}
    row_no, columns, unknown = _item_header(head[0], target, keys)
    if "key" not in columns:
        reason = f"缺少“{kind.by_name['document_no'].title}”列，无法与记录对应"
        staged.faults.append(Fault(grid.sheet, row_no, "", "", reason, "请在第一行加上这一列。"))
        return
    staged.faults += [Fault(grid.sheet, row_no, header, "", "不认识这一列", "请按模板填写表头。") for header in unknown]
    rows = _below(chain(head, grid.rows), row_no)
    table = f"{staged.table}_raw_{target.name}"
    load(db, table, list(columns), _picked(rows, [(place,) for place in columns.values()], staged.skipped))
    staged.item_sheets[target.name] = grid.sheet
    staged.item_columns[target.name] = tuple(columns)


def _amounts(target: Field) -> set[str]:
    return {m.name for m in target.members if m.type is FieldType.MONEY}


def _item_header(row: Row, target: Field, keys: set[str]) -> tuple[int, dict[str, int], list[str]]:
    members = {fold_header(t): m.name for m in target.members for t in (m.name, m.title)}
    members |= {f"{t}(元)": n for t, n in members.items() if n in _amounts(target)}
    find: Callable[[str], str | None] = lambda header: "key" if header in keys else members.get(header)  # noqa: E731
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for place, header in enumerate(row[1]):
        found = find(fold_header(header))
        if found is None:
            unknown += [header] if header else []
        else:
            columns.setdefault(found, place)
    return row[0], columns, unknown
