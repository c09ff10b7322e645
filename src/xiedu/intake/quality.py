"""Quality of collected records (art. 22): full, in time, accurate, by agency, month and kind.

A record counts in the month of the act (decision, inspection, measure); one whose day is not recorded counts in the
month it arrived. Errors and corrections count in the month the batch arrived.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from xiedu.lake.tables import FED_LIST
from xiedu.law.calendars import Calendar
from xiedu.records import calendar_sql
from xiedu.records.cleaning import name, quoted
from xiedu.records.fields import KINDS
from xiedu.records.schema import Field

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EVENT: Mapping[str, str] = {
    "penalty": "decided_on",
    "inspection": "inspected_on",
    "coercion": "started_on",
    "licence": "decided_on",
}
SHOWN_ROWS = 500
_ARRIVED = "(recorded_from + interval 8 hour)::date"


@dataclass
class Figures:
    """What can be said of one agency, month and kind; sums of several are figures too.

    ``asked`` and ``filled`` count values that had to be there and were; ``timed`` the records whose way from act to
    arrival is known and that were no historic upload, ``in_time`` those within the target; ``days`` their working days.
    ``expected`` is None where the agency has not declared a figure.
    """

    source: int
    month: date
    received: int = 0
    historic: int = 0
    asked: int = 0
    filled: int = 0
    timed: int = 0
    in_time: int = 0
    undated: int = 0
    expected: int | None = None
    sent: int = 0
    bad: int = 0
    corrected: int = 0
    days: dict[int, int] = field(default_factory=dict)

    def add(self, other: "Figures") -> None:
        """Take in the figures of another kind or month."""
        for one in ("received", "historic", "asked", "filled", "timed", "in_time", "undated", "sent", "bad"):
            setattr(self, one, getattr(self, one) + getattr(other, one))
        self.corrected += other.corrected
        if other.expected is not None:
            self.expected = (self.expected or 0) + other.expected
        for wait, count in other.days.items():
            self.days[wait] = self.days.get(wait, 0) + count

    @property
    def full(self) -> float | None:
        """Received of expected, in per cent; None where nothing was declared."""
        return share(self.received, self.expected)

    @property
    def complete(self) -> float | None:
        """Values present of those that had to be, in per cent."""
        return share(self.filled, self.asked)

    @property
    def punctual(self) -> float | None:
        """Records that arrived within the target, in per cent."""
        return share(self.in_time, self.timed)

    @property
    def wrong(self) -> float | None:
        """Rows kept out by an error, in per cent of the rows sent."""
        return share(self.bad, self.sent)

    @property
    def median(self) -> int | None:
        """Median of the working days from act to arrival (the lower one of two)."""
        passed = 0
        for wait, count in sorted(self.days.items()):
            passed += count
            if 2 * passed >= self.timed:
                return wait
        return None


def share(part: int, whole: int | None) -> float | None:
    """A percentage with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def of_records(
    db: "DuckDBPyConnection",
    kind: str,
    sources: Collection[int],
    months: tuple[date, date],
    target: int,
    calendar: Calendar,
) -> list[Figures]:
    """What the lake says of a kind for the months from the first to before the second; target in working days."""
    if not sources:
        return []
    rows = db.execute(
        f"""select reporter, month, event, if(old, null, arrived), count(*), count(*) filter (old), sum(asked),
              sum(filled)
            from ({_rows(kind, sources, months, _counted(kind))}) group by all order by all"""
    ).fetchall()
    worked = _Worked(calendar)
    found: dict[tuple[int, date], Figures] = {}
    for source, month, event, arrived, received, old, asked, filled in rows:
        figures = Figures(source, month, received, old, int(asked), int(filled))
        if event is None:
            figures.undated = received
        elif arrived is not None:
            wait = worked.between(event, arrived)
            figures.timed, figures.days = received, {wait: received}
            figures.in_time = received if wait <= target else 0
        found.setdefault((source, month), Figures(source, month)).add(figures)
    return list(found.values())


class _Worked:
    """Working days between two days, each day of the calendar counted once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._first, self._sums = date.max, [0]

    def between(self, start: date, end: date) -> int:
        """How many after ``start`` up to and including ``end``; none when it is before."""
        if end <= start:
            return 0
        if start < self._first or (end - self._first).days >= len(self._sums):
            self._count(min(start, self._first), end)
        return self._sums[(end - self._first).days] - self._sums[(start - self._first).days]

    def _count(self, first: date, last: date) -> None:
        known = first + timedelta(max((last - first).days, len(self._sums)))
        days = (first + timedelta(n) for n in range(1, (known - first).days + 1))
        self._first, self._sums = first, [0, *accumulate(self._calendar.is_workday(day) for day in days)]


def _counted(kind: str) -> str:
    asked = " + ".join(f"({when})::int" for _, when in due_fields(kind))
    filled = " + ".join(f"({when} and {name(f.name)} is not null)::int" for f, when in due_fields(kind))
    return f"{asked} as asked, {filled} as filled"


def _rows(kind: str, sources: Collection[int], months: tuple[date, date], columns: str) -> str:
    """Reporter, month, day of the act, first arrival and ``columns`` of each valid record of those months."""
    # Columns by name: to bind a star over nested columns costs more than the rest of the query.
    among = ", ".join(str(int(s)) for s in sorted(sources))
    return f"""
      select *, date_trunc('month', coalesce(event, arrived))::date as month
      from (select reporter, record_key, {EVENT[kind]} as event, coalesce(historic, false) as old, {columns}
            from lake.{name(kind)} where recorded_to is null and reporter in ({among}))
      join (select reporter, record_key, min({_ARRIVED}) as arrived from lake.{name(kind)}
            where reporter in ({among}) group by all) using (reporter, record_key)
      where coalesce(event, arrived) >= {_day(months[0])} and coalesce(event, arrived) < {_day(months[1])}"""


def _day(day: date) -> str:
    return f"date {quoted(day.isoformat())}"


def due_fields(kind: str) -> Iterator[tuple[Field, str]]:
    """The fields that must be filled, each with the SQL condition under which.

    A field required only in some cases is asked of a source whose layout has it; one always required of every source.
    """
    for one in KINDS[kind].fields:
        if one.required:
            yield one, "true"
        elif one.required_when:
            yield one, f"coalesce(list_contains({FED_LIST}, {quoted(one.name)}) and ({one.required_when.sql}), false)"


@dataclass(frozen=True, slots=True)
class Lack:
    """A field that had to be filled in ``asked`` records of a kind and is missing in ``missing`` of them."""

    kind: str
    field: Field
    asked: int
    missing: int


def lacks(db: "DuckDBPyConnection", kind: str, source: int, months: tuple[date, date]) -> list[Lack]:
    """The fields a source leaves empty, the most frequent first."""
    due = list(due_fields(kind))
    marks = ", ".join(
        f"({when})::int as a{n}, ({when} and {name(f.name)} is null)::int as m{n}" for n, (f, when) in enumerate(due)
    )
    sums = ", ".join(f"sum(a{n}), sum(m{n})" for n in range(len(due)))
    told = db.execute(f"select {sums} from ({_rows(kind, [source], months, marks)})").fetchone() or ()
    found = [Lack(kind, f, int(told[2 * n] or 0), int(told[2 * n + 1] or 0)) for n, (f, _) in enumerate(due)]
    return sorted((one for one in found if one.missing), key=lambda one: -one.missing)


# What the register of any connected source can say of a party once its code is known.
OF_PARTY = (
    "party", "party_type", "legal_rep", "party_registration_no", "party_organisation_code", "party_tax_no",
    "party_institution_no", "party_society_no", "party_area",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retyped:
    """A field of the party: ``typed`` times filled in, of which ``known`` times just so in what had arrived before."""

    kind: str
    field: Field
    typed: int
    known: int


def retyped(db: "DuckDBPyConnection", kind: str, source: int, months: tuple[date, date]) -> list[Retyped]:
    """What a source typed of its parties although another record of the lake, whoever sent it, said it already.

    A value is known when it stands in a record of the same party (by its code or number) whose batch came earlier than
    the first batch of this one. What is known need not be typed: the zero-second entry of the measure.
    """
    fields = [name_ for name_ in OF_PARTY if name_ in KINDS[kind].by_name]
    first = f"select record_key, min(batch) as first from lake.{name(kind)} where reporter = {int(source)} group by 1"
    columns = ", ".join(["party_key", *map(name, fields)])
    told = db.execute(
        f"""with mine as materialized (
              select r.*, f.first
              from ({_rows(kind, [source], months, columns)}) r join ({first}) f using (record_key)),
            typed as ({_upright("mine", fields, "first")}),
            known as (select party_key, field, value, min(batch) as since from ({_all_known(fields)}) group by all)
            select field, count(*), count(*) filter (since < batch)
            from typed left join known using (party_key, field, value) group by field"""
    ).fetchall()
    counts = {field: (typed, known) for field, typed, known in told}
    return [Retyped(kind, KINDS[kind].by_name[f], *counts[f]) for f in fields if f in counts]


def _upright(table: str, fields: Sequence[str], batch: str) -> str:
    """(party_key, field, value, batch), a row for each value."""
    each = (
        f"select party_key, {quoted(f)} as field, cast({name(f)} as varchar) as value, {batch} as batch from {table}"
        f" where {name(f)} is not null"
        for f in fields
    )
    return " union all ".join(each)


def _all_known(fields: Sequence[str]) -> str:
    among = "party_key in (select party_key from mine)"
    parts = []
    for kind, one in KINDS.items():
        have = [field for field in fields if field in one.by_name]
        columns = ", ".join(["party_key", "batch", *map(name, have)])
        parts.append(_upright(f"(select {columns} from lake.{name(kind)} where {among})", have, "batch"))
    return " union all ".join(parts)


def rows_behind(
    db: "DuckDBPyConnection",
    kind: str,
    source: int,
    months: tuple[date, date],
    why: str,
    target: int,
    calendar: Calendar,
) -> Sequence[tuple[Any, ...]]:
    """The records behind a figure: (document number, day of the act, arrival, working days, batch, row), at most 500.

    ``why`` is ``late``, ``undated``, ``all`` or the name of a field that is missing; anything else shows nothing. A
    historic record has no working days: its way is not timed.
    """
    calendar_sql.install(db, calendar)
    missing = {f.name: f"{when} and {name(f.name)} is null" for f, when in due_fields(kind)}
    inside = f"document_no, batch, row_no, ({missing.get(why, 'true')}) as chosen"
    conditions = {"all": "true", "late": f"waited > {int(target)}", "undated": "event is null"}
    outside = conditions.get(why, "chosen" if why in missing else "false")
    waited = f"case when not old then greatest({calendar_sql.workdays_between('event', 'arrived')}, 0) end"
    return db.execute(
        f"""select document_no, event, arrived, {waited} as waited, batch, row_no
            from ({_rows(kind, [source], months, inside)}), {calendar_sql.RELATION}
            where {outside} order by event nulls first, batch, row_no limit {SHOWN_ROWS}"""
    ).fetchall()
