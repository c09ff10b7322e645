"""Columns of raw text cleaned side by side with what they were, and the faults that shows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xiedu.records.cleaning import expression, name, reason
from xiedu.records.faulttable import ERROR, FaultTable
from xiedu.records.schema import Field, FieldType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TOGETHER = 30


def clean_columns(
    db: "DuckDBPyConnection",
    fields: Sequence[Field],
    raw: str,
    wide: str,
    units: Mapping[str, int],
    extra: Sequence[str] = (),
) -> None:
    """Make ``wide``: every value beside its raw text (``<field>__raw``), row numbers and ``extra`` columns kept.

    Texts are cleaned row by row; of dates, amounts and codes each distinct writing is read once and joined back, since
    a file of a million rows has a few thousand of them.
    """
    parts = [fields[n : n + TOGETHER] for n in range(0, len(fields), TOGETHER)]
    if len(parts) < 2 or extra:
        db.execute(f"create or replace table {name(wide)} as {_cleaned(fields, raw, units, extra)}")
        return
    # One statement with a join for each of 150 columns takes seconds to plan, whatever the number of rows.
    tables = [name(f"{wide}_{n}") for n in range(len(parts))]
    for table, part in zip(tables, parts, strict=True):
        db.execute(f"create or replace table {table} as {_cleaned(part, raw, units)}")
    joined = " ".join(f"join {table} using (row_no)" for table in tables[1:])
    db.execute(f"create or replace table {name(wide)} as select * from {tables[0]} {joined}")
    for table in tables:
        db.execute(f"drop table {table}")


def _cleaned(fields: Sequence[Field], raw: str, units: Mapping[str, int], extra: Sequence[str] = ()) -> str:
    read = [field for field in fields if field.type is not FieldType.TEXT]
    writings = ", ".join(_writings(f, raw, units.get(f.name, 100)) for f in read)
    joins = " ".join(f"left join {_dictionary(f)} on {_dictionary(f)}.raw = r.{name(f.name)}" for f in read)
    values = [f"{_dictionary(f)}.v" if f in read else expression(f, f"r.{name(f.name)}") for f in fields]
    columns = [f"{value} as {name(f.name)}" for value, f in zip(values, fields, strict=True)]
    columns += [f"r.{name(f.name)} as {raw_name(f)}" for f in fields]
    return (
        f"{'with ' + writings if read else ''}"
        f" select {', '.join(['r.row_no', *extra, *columns])} from {name(raw)} r {joins}"
    )


def _dictionary(field: Field) -> str:
    return name(f"d_{field.name}")


def _writings(field: Field, raw: str, unit: int) -> str:
    distinct = f"select distinct {name(field.name)} as raw from {name(raw)} where {name(field.name)} is not null"
    return f"{_dictionary(field)} as materialized ({_read(field, distinct, unit)})"


def _read(field: Field, distinct: str, unit: int) -> str:
    """(raw, v) of each writing. Dates go step by step: as one expression their macros grow to thousands of nodes."""
    if field.type not in (FieldType.DATE, FieldType.DATETIME):
        return f"select raw, {expression(field, 'raw', unit)} as v from ({distinct})"
    folded = f"select raw, trim(x_fold(raw)) as f from ({distinct})"
    if field.type is FieldType.DATETIME:
        return f"select raw, x_moment(f) as v from ({folded})"
    return f"select raw, x_sane(d) as v from (select raw, x_day(f) as d from ({folded}))"


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
