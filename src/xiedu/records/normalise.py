"""Raw text to typed records, vectorised in DuckDB; every fault of every row into one table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xiedu.records import cleaning, rules
from xiedu.records.cleaning import name
from xiedu.records.columns import clean_columns, let_go, report_unread
from xiedu.records.faulttable import FaultTable
from xiedu.records.fields import DERIVED, KINDS, struct_type
from xiedu.records.items import put_together
from xiedu.records.schema import Field, FieldType
from xiedu.records.staging import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

INSTALLED = "xiedu_reading"
# A moment whose day alone is known fills the day beside it: the due days then still run.
DAY_OF = {"approved_at": "approved_on", "started_at": "started_on", "ended_at": "ended_on", "start_at": "inspected_on"}


def normalise(db: "DuckDBPyConnection", staged: Staged) -> None:
    """Make ``staged.table`` (columns of ``struct_type``) and ``<table>_faults`` from the raw tables."""
    install(db)
    found = FaultTable(db, staged.table)
    found.create()
    kind, table = KINDS[staged.layout.kind], staged.table
    plain = [field for field in map(kind.by_name.__getitem__, staged.headers) if field.type is not FieldType.LIST]
    clean_columns(db, plain, f"{table}_raw", f"{table}_wide", staged.units)
    report_unread(found, "", plain, staged.headers, f"{table}_raw", f"{table}_wide")
    items = [field for field in kind.fields if _has_items(field, staged)]
    for field in items:
        put_together(found, staged, field)
    _assemble(db, staged, plain, items)
    rules.run(found, staged)


def keep_bad(db: "DuckDBPyConnection", staged: Staged) -> None:
    """Make ``<table>_bad`` of the rows with an ERROR as they were written (one text column a field), drop the rest.

    Lists that came on sheets of their own stand there as JSON, so that such a row can be sent again by itself.
    """
    table, kind = staged.table, KINDS[staged.layout.kind]
    columns = [name(field) for field in staged.headers if field not in staged.item_sheets]
    columns += [f"{_listed(staged, kind.by_name[field])} as {name(field)}" for field in staged.item_sheets]
    wrong = f"select row_no from {name(f'{table}_faults')} where grade = 'error' and sheet = ''"
    db.execute(
        f"create or replace table {name(f'{table}_bad')} as select {', '.join(['row_no', *columns])}"
        f" from {name(f'{table}_raw')} r where row_no in ({wrong})"
    )
    plain = [field for field in kind.fields if field.name in staged.headers]
    _drop(db, table, plain, [field for field in kind.fields if _has_items(field, staged)])


def _listed(staged: Staged, field: Field) -> str:
    """The items of a row as JSON text in their own words; a cell that could not be read stays as it is."""
    pack = ", ".join(f"{name(m.name)} := i.{name(m.name)}" for m in field.members)
    items = name(f"{staged.table}_items_{field.name}")
    packed = f"cast(to_json(list(struct_pack({pack}) order by i.ord)) as varchar)"
    made = f"(select {packed} from {items} i where i.row_no = r.row_no)"
    if field.name not in staged.headers:
        return made
    cell = f"r.{name(field.name)}"
    return f"case when {cell} is not null and x_listed({cell}) is null then {cell} else {made} end"


def install(db: "DuckDBPyConnection") -> None:
    """The macros, once a connection: they stay with it, and defining them takes as long as reading a small file."""
    if not db.execute(f"select getvariable('{INSTALLED}')").fetchall()[0][0]:
        cleaning.install(db)
        rules.install(db)
        db.execute(f"set variable {INSTALLED} = true")


def _has_items(field: Field, staged: Staged) -> bool:
    return field.type is FieldType.LIST and (field.name in staged.headers or field.name in staged.item_sheets)


def _assemble(db: "DuckDBPyConnection", staged: Staged, plain: list[Field], items: list[Field]) -> None:
    """The records: a table of the columns in which something stands, and a view of all, the absent ones NULL.

    A hundred columns of nothing would take longer to write than the others.
    """
    table, kind = staged.table, KINDS[staged.layout.kind]
    have = {field.name for field in plain}
    made = {column: rules.derived(column, have) for column in DERIVED}
    made |= {f.name: f"{name(f'l_{f.name}')}.items" for f in items}
    made |= {f.name: value for f in kind.fields if f.name not in made and (value := _value(f, kind.by_name, have))}
    joins = " ".join(
        f"left join {name(f'{table}_list_{f.name}')} {name(f'l_{f.name}')} on {name(f'l_{f.name}')}.row_no = w.row_no"
        for f in items
    )
    types = struct_type(kind.name)
    columns = ", ".join(f"{made[column]}::{types[column]} as {name(column)}" for column in made)
    read = name(f"{table}_read")
    db.execute(f"create or replace table {read} as select {columns} from {name(f'{table}_wide')} w {joins}")
    every = ", ".join(name(c) if c in made else f"null::{types[c]} as {name(c)}" for c in types)
    db.execute(f"create or replace view {name(table)} as select {every} from {read}")


def _value(field: Field, known: Mapping[str, Field], have: set[str]) -> str:
    """The value of a field in SQL, "" if the file has nothing from which it comes."""
    column = f"w.{name(field.name)}" if field.name in have else ""
    moment = next((m for m, d in DAY_OF.items() if d == field.name and m in known and m in have), None)
    day = [f"x_date(w.{name(f'{moment}__raw')})"] if moment else []
    return f"coalesce({', '.join([column, *day] if column else day)})" if day else column


def _drop(db: "DuckDBPyConnection", table: str, plain: list[Field], items: list[Field]) -> None:
    let_go(db, plain, f"{table}_wide")
    db.execute(f"drop view {name(f'{table}_raw')}")
    names = [f"{table}_cells"]
    for field in items:
        let_go(db, field.members, f"{table}_wide_{field.name}")
        names += [f"{table}_{part}_{field.name}" for part in ("raw", "items", "list")]
    for each in names:
        db.execute(f"drop table if exists {name(each)}")
