"""Records out, in our own layout: what is written here is read back as the same rows.

Text that a spreadsheet would run as a formula goes out with an apostrophe before it, which reading takes off again.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.records.cleaning import name, quoted
from xiedu.records.fields import kind_of
from xiedu.records.schema import Field, FieldType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def write_csv(
    db: "DuckDBPyConnection",
    table: str,
    kind: str,
    path: Path,
    columns: Sequence[str] | None = None,
    *,
    titles: bool = True,
) -> int:
    """Write a table of ``struct_type`` columns as UTF-8 CSV; gives the number of rows.

    ``columns`` are field names (all if None); headers are Chinese titles, or names with ``titles=False``. Money goes
    out in 元, lists as JSON. Rows stand in the order of ``row_no``.
    duckdb.IOException when the file cannot be written.
    """
    chosen = kind_of(kind)
    fields = [chosen.by_name[c] for c in columns] if columns is not None else list(chosen.fields)
    select = ", ".join(f"{_cell(f)} as {name(_header(f) if titles else f.name)}" for f in fields)
    rows = f"(select {select} from {name(table)} order by row_no)"
    copied = db.execute(f"copy {rows} to {quoted(str(path))} (format csv, header true)").fetchone()
    return int(copied[0]) if copied else 0


def _header(field: Field) -> str:
    return f"{field.title}（元）" if field.type is FieldType.MONEY else field.title


def _cell(field: Field) -> str:
    column = name(field.name)
    return _safe(column) if field.type is FieldType.TEXT else _plain(field, column)


def _plain(field: Field, value: str) -> str:
    """A value as text, as it may stand in a cell or in JSON."""
    if field.type is FieldType.MONEY:
        return f"(cast({value} // 100 as varchar) || '.' || lpad(cast({value} % 100 as varchar), 2, '0'))"
    if field.type is FieldType.BOOL:
        return f"(case when {value} then '是' when not {value} then '否' end)"
    if field.type is FieldType.DATETIME:
        return f"strftime({value}, '%Y-%m-%d %H:%M:%S')"
    if field.type is FieldType.NUMBER:
        return f"rtrim(rtrim(printf('%.9f', {value}), '0'), '.')"
    if field.type in (FieldType.TEXTS, FieldType.CODES):
        return f"cast(to_json({value}) as varchar)"
    if field.type is FieldType.LIST:
        pack = ", ".join(f"{name(m.name)} := {_plain(m, 'i.' + name(m.name))}" for m in field.members)
        return f"cast(to_json(list_transform({value}, lambda i: struct_pack({pack}))) as varchar)"
    return f"cast({value} as varchar)"


def _safe(text: str) -> str:
    return f"(case when regexp_matches({text}, '^[=+\\-@''\\t\\r]') then '''' || {text} else {text} end)"
