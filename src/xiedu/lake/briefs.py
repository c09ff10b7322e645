"""The briefs that stand in the lake: whether they are those of today, and working them out anew where they are not."""

from typing import TYPE_CHECKING

from xiedu.lake.durable import transaction
from xiedu.law.calendars import Calendar
from xiedu.records import brief, calendar_sql
from xiedu.records.cleaning import name, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def stale(db: "DuckDBPyConnection", kind: str, calendar: Calendar) -> list[int]:
    """The batches whose briefs were worked out by an earlier version or another calendar."""
    return [batch for of, batch in all_stale(db, calendar) if of == kind]


def all_stale(db: "DuckDBPyConnection", calendar: Calendar) -> list[tuple[str, int]]:
    """The same for all kinds: (kind, batch)."""
    sql = "select kind, batch from lake.batches where briefs is distinct from ? order by kind, batch"
    return db.execute(sql, [brief.stamp(calendar)]).fetchall()


def standing(db: "DuckDBPyConnection", kind: str, calendar: Calendar) -> frozenset[str]:
    """The briefs of a kind that may be read as they stand: all, or none while a batch is stale."""
    return frozenset() if stale(db, kind, calendar) else frozenset(brief.columns(kind))


def refresh(db: "DuckDBPyConnection", kind: str, calendar: Calendar) -> int:
    """Work out what is stale, in one transaction of a writing connection; gives the number of batches."""
    batches = stale(db, kind, calendar)
    if not batches:
        return 0
    calendar_sql.install(db, calendar)
    some = ", ".join(map(str, batches))
    first, then = (", ".join(f"{name(column)} = {sql}" for column, sql in one.items()) for one in brief.layers(kind))
    table = f"lake.{name(kind)}"
    with transaction(db):
        db.execute(f"update {table} set {first} from {calendar_sql.RELATION} where batch in ({some})")
        db.execute(f"update {table} set {then} where batch in ({some})")
        db.execute(f"update lake.batches set briefs = {quoted(brief.stamp(calendar))} where batch in ({some})")
    return len(batches)
