"""The briefs that stand in the lake: whether they are those of today, and working them out anew where they are not."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from xiedu.lake.durable import transaction
from xiedu.law.calendars import Calendar
from xiedu.records import brief, calendar_sql
from xiedu.records.cleaning import name, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def stale(db: "DuckDBPyConnection", kind: str, calendar: Calendar) -> list[int]:
    """The batches whose briefs were worked out by an earlier version or another calendar."""
    sql = "select batch from lake.batches where kind = ? and briefs is distinct from ? order by batch"
    return [batch for (batch,) in db.execute(sql, [kind, brief.stamp(calendar)]).fetchall()]


@dataclass(frozen=True, slots=True)
class Batch:
    """What the lake tells of a batch: when it came (UTC), whether versions ended then, whether its briefs are stale.

    ``fed`` names the columns its source has, None where only its rows tell.
    """

    number: int
    kind: str
    moment: datetime
    ended: bool
    stale: bool
    fed: tuple[str, ...] | None


def batches(db: "DuckDBPyConnection", calendar: Calendar) -> list[Batch]:
    """All batches of the lake."""
    sql = "select batch, kind, recorded_at, changed > 0, briefs is distinct from ?, fed_names from lake.batches"
    return [
        Batch(number, kind, moment, ended, stale_, None if fed is None else tuple(fed.split(",")))
        for number, kind, moment, ended, stale_, fed in db.execute(sql, [brief.stamp(calendar)]).fetchall()
    ]


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
