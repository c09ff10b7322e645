"""Columns of raw text cleaned side by side with what they were, and the faults that shows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xiedu.records.cleaning import expression, name, reason
from xiedu.records.faulttable import ERROR, FaultTable
from xiedu.records.schema import Field, FieldType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def clean_columns(
    db: "DuckDBPyConnection",
    fields: Sequence[Field],
    raw: str,
    wide: str,
    units: Mapping[str, int],
    extra: Sequence[str] = (),
) -> None:
    """Make ``wide``: every value beside its raw text (``<field>__raw``), row numbers and ``extra`` columns kept."""
    values = [f"{expression(f, name(f.name), units.get(f.name, 100))} as {name(f.name)}" for f in fields]
    raws = [f"{name(f.name)} as {raw_name(f)}" for f in fields]
    columns = ", ".join(["row_no", *extra, *values, *raws])
    db.execute(f"create or replace table {name(wide)} as select {columns} from {name(raw)}")


def raw_name(field: Field) -> str:
    """The column of ``wide`` that holds what was written."""
    return name(f"{field.name}__raw")


def report_unread(found: FaultTable, sheet: str, fields: Sequence[Field], titles: Mapping[str, str], wide: str) -> None:
    """Faults of values that could not be read; only the columns that have any are looked at again."""
    if not fields:
        return
    counts = found.db.execute(
        f"select {', '.join(f'count(*) filter ({_unread(f)})' for f in fields)} from {name(wide)}"
    ).fetchone()
    for field, count in zip(fields, counts or (), strict=True):
        if count:
            raw = raw_name(field)
            source = f"{name(wide)} where {_unread(field)}"
            title = titles.get(field.name, field.title)
            found.add(field, title, reason(field, raw), source, raw, sheet=sheet, grade=_grade(field, raw))


def _unread(field: Field) -> str:
    return f"{raw_name(field)} is not null and {name(field.name)} is null"


def _grade(field: Field, raw: str) -> str:
    """A day where a moment is wanted is a doubt: the value stays unknown, the record goes in."""
    return (
        f"case when x_date({raw}) is not null then 'doubt' else 'error' end"
        if field.type is FieldType.DATETIME
        else ERROR
    )
