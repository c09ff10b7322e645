"""Columns of raw text cleaned side by side with what they were, and the faults that shows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from xiedu.records.cleaning import expression, name, quoted, reason
from xiedu.records.faulttable import ERROR, FaultTable
from xiedu.records.schema import Field, FieldType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TOGETHER = 30
# So many writings of a code are told apart by comparison.
FEW = 20
_CASTS = {
    FieldType.DATE: "try_cast({x} as date)",
    FieldType.DATETIME: "try_cast({x} as timestamp)",
    FieldType.MONEY: "try_cast(round(try_cast({x} as double) * {unit}) as bigint)",
    FieldType.INT: "try_cast({x} as bigint)",
    FieldType.NUMBER: "try_cast({x} as double)",
}


def clean_columns(
    db: "DuckDBPyConnection",
    fields: Sequence[Field],
    raw: str,
    wide: str,
    units: Mapping[str, int],
    extra: Sequence[str] = (),
) -> None:
    """Make the view ``wide``: every value beside its raw text (``<field>__raw``), row numbers and ``extra`` kept.

    Texts are cleaned row by row; of dates, amounts and codes each distinct writing is read once and joined back, since
    a file of a million rows has a few thousand of them. :func:`let_go` drops the view and what it stands on.
    """
    read = [field for field in fields if field.type is not FieldType.TEXT]
    filled = _filled(db, read, raw)
    for field in read:
        writings = _writings(field, raw if field in filled else "", units.get(field.name, 100))
        db.execute(f"create or replace table {_dictionary(wide, field)} as {writings}")
    values = {f.name: short for f in filled if (short := _short(db, f, wide, units.get(f.name, 100)))}
    joined = [field for field in filled if field.name not in values]
    values |= {field.name: f"{_alias(field)}.v" for field in joined}
    # One statement with a join for each of 150 columns takes seconds to plan, whatever the number of rows.
    parts = [joined[n : n + TOGETHER] for n in range(0, len(joined), TOGETHER)]
    if len(parts) > 1 and not extra:
        joins = _in_parts(db, parts, raw, wide)
        values |= {f.name: f"p{n}.{name(f.name)}" for n, part in enumerate(parts) for f in part}
    else:
        joins = _joins(joined, wide)
    columns = [f"{_value(field, values)} as {name(field.name)}" for field in fields]
    columns += [f"r.{name(field.name)} as {raw_name(field)}" for field in fields]
    chosen = ", ".join(["r.row_no", *extra, *columns])
    db.execute(f"create or replace view {name(wide)} as select {chosen} from {name(raw)} r{joins}")


def _short(db: "DuckDBPyConnection", field: Field, wide: str, unit: int) -> str:
    """A short expression that gives the value of every writing of the column, else "": it saves the join.

    That it does is tried on the writings themselves, so nothing has to be known of what a cast takes.
    """
    words = _few_words(db, field, wide) if field.type in (FieldType.CODE, FieldType.CODES, FieldType.BOOL) else ""
    cast = words or _CASTS.get(field.type, "").format(x="raw", unit=unit)
    if not cast:
        return ""
    other = f"select 1 from {_dictionary(wide, field)} where ({cast}) is distinct from v limit 1"
    return "" if db.execute(other).fetchone() else cast.replace("raw", f"r.{name(field.name)}", 1)


def _few_words(db: "DuckDBPyConnection", field: Field, wide: str) -> str:
    rows = db.execute(f"select raw, v from {_dictionary(wide, field)} where raw is not null limit {FEW + 1}").fetchall()
    if len(rows) > FEW:
        return ""
    return f"case raw {' '.join(f'when {quoted(raw)} then {_literal(v)}' for raw, v in rows)} end" if rows else ""


def _literal(value: str | list[str] | bool | None) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(quoted, value))}]"
    return quoted(value) if isinstance(value, str) else "null" if value is None else str(value)


def _value(field: Field, values: Mapping[str, str]) -> str:
    if field.type is FieldType.TEXT:
        return expression(field, f"r.{name(field.name)}")
    return values.get(field.name, f"null::{field.sql}")


def _filled(db: "DuckDBPyConnection", fields: Sequence[Field], raw: str) -> list[Field]:
    """The fields of which there is any value: to join the others would cost much and give nothing."""
    if not fields:
        return []
    counts = db.execute(f"select {', '.join(f'count({name(f.name)})' for f in fields)} from {name(raw)}").fetchone()
    return [field for field, count in zip(fields, counts or (), strict=True) if count]


def _in_parts(db: "DuckDBPyConnection", parts: Sequence[Sequence[Field]], raw: str, wide: str) -> str:
    """A table of values for each part; gives the joins that bring them together."""
    joins = []
    for n, part in enumerate(parts):
        values = ", ".join(f"{_alias(field)}.v as {name(field.name)}" for field in part)
        table = name(f"{wide}_{n}")
        chosen = f"select r.row_no, {values} from {name(raw)} r{_joins(part, wide)}"
        db.execute(f"create or replace table {table} as {chosen}")
        joins.append(f" join {table} p{n} on p{n}.row_no = r.row_no")
    return "".join(joins)


def _joins(fields: Sequence[Field], wide: str) -> str:
    return "".join(
        f" left join {_dictionary(wide, f)} {_alias(f)} on {_alias(f)}.raw is not distinct from r.{name(f.name)}"
        for f in fields
    )


def let_go(db: "DuckDBPyConnection", fields: Sequence[Field], wide: str) -> None:
    """Drop the view and what it stands on."""
    db.execute(f"drop view if exists {name(wide)}")
    parts = (name(f"{wide}_{n}") for n in range(-(-len(fields) // TOGETHER)))
    for table in (*parts, *(_dictionary(wide, f) for f in fields if f.type is not FieldType.TEXT)):
        db.execute(f"drop table if exists {table}")


def _dictionary(wide: str, field: Field) -> str:
    return name(f"{wide}_d_{field.name}")


def _alias(field: Field) -> str:
    return name(f"d_{field.name}")


def _writings(field: Field, raw: str, unit: int) -> str:
    """(raw, v) of each writing. Dates go step by step: as one expression their macros grow to thousands of nodes."""
    if not raw:
        return f"select null::varchar as raw, null::{field.sql} as v where false"
    # With the empty cell among them every row finds its partner: a join that pads tears the rows into small pieces.
    distinct = f"select distinct {name(field.name)} as raw from {name(raw)}"
    if field.type not in (FieldType.DATE, FieldType.DATETIME):
        return f"select raw, {expression(field, 'raw', unit)} as v from ({distinct})"
    folded = f"select raw, trim(x_fold(raw)) as f from ({distinct})"
    if field.type is FieldType.DATETIME:
        return f"select raw, x_moment(f) as v from ({folded})"
    return f"select raw, x_sane(d) as v from (select raw, x_day(f) as d from ({folded}))"


def raw_name(field: Field) -> str:
    """The column of ``wide`` that holds what was written."""
    return name(f"{field.name}__raw")


def report_unread(
    found: FaultTable, sheet: str, fields: Sequence[Field], titles: Mapping[str, str], raw: str, wide: str
) -> None:
    """Faults of the values of ``raw`` that could not be read; only the columns that have any are looked at again."""
    for field in _unread(found, [field for field in fields if field.type is not FieldType.TEXT], wide):
        column = f"r.{name(field.name)}"
        source = f"{name(raw)} r where {column} in (select raw from {_lost(wide, field)})"
        title = titles.get(field.name, field.title)
        found.add(field, title, reason(field, column), source, column, sheet=sheet, grade=_grade(field, column))


def _unread(found: FaultTable, fields: Sequence[Field], wide: str) -> Iterator[Field]:
    if not fields:
        return
    each = (f"select {n} as n from {_lost(wide, field)}" for n, field in enumerate(fields))
    rows = found.db.execute(f"select distinct n from ({' union all '.join(each)}) order by n").fetchall()
    yield from (fields[n] for (n,) in rows)


def _lost(wide: str, field: Field) -> str:
    return f"{_dictionary(wide, field)} where raw is not null and v is null"


def _grade(field: Field, raw: str) -> str:
    """A day where a moment is wanted is a doubt: the value stays unknown, the record goes in."""
    return (
        f"case when x_date({raw}) is not null then 'doubt' else 'error' end"
        if field.type is FieldType.DATETIME
        else ERROR
    )
