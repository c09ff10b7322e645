"""Late uploads in bulk: marked, so that one file of old records does not raise a thousand late suspicions at once."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xiedu.base.dated import Settings
from xiedu.intake.policies import LATE_DAYS, LATE_PERCENT, LATE_ROWS
from xiedu.records.cleaning import name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The day whose distance to the arrival tells whether a record comes late.
EVENT_DAY = {
    "penalty": "decided_on",
    "inspection": "inspected_on",
    "coercion": "started_on",
    "licence": "decided_on",
}


@dataclass(frozen=True, slots=True)
class Marking:
    """Which rows are marked historic (SQL), and what the batch says about it ("" if none is)."""

    condition: str
    said: str

    @property
    def any(self) -> bool:
        """Whether rows are marked."""
        return self.condition != "false"


NONE = Marking("false", "")


def marking(
    db: "DuckDBPyConnection", table: str, kind: str, good: str, asked: bool | None, arrived: date, figures: Settings
) -> Marking:
    """Decide for the good rows of a table that arrived on a day; ``asked`` is what the sender said, None to judge."""
    if asked is not None:
        return Marking("true", "按上传时的选择，全部标为历史数据。") if asked else NONE
    days, least, percent = (figures.value(key) for key in (LATE_DAYS, LATE_ROWS, LATE_PERCENT))
    late = f"{name(EVENT_DAY[kind])} < date '{arrived.isoformat()}' - {int(days)}"
    found = db.execute(f"select count(*) filter ({late}), count(*) from {name(table)} where {good}").fetchone()
    number, rows = found or (0, 0)
    if number < least or number * 100 < percent * rows:
        return NONE
    return Marking(
        late, f"{rows} 行中有 {number} 行在事项发生 {days} 日以后才到达，已标为历史数据，不逐条产生迟报疑点。"
    )
