"""Terms in SQL fall on the same day as in law.workdays, for every unit, start, roll and set of exclusions."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiedu.law.calendars import Calendar
from xiedu.law.workdays import compute_term
from xiedu.records import calendar_sql

DAYS = st.dates(date(2007, 1, 1), date(2030, 12, 31))
SPANS = st.lists(
    st.builds(lambda first, length: (first, first + timedelta(days=length)), DAYS, st.integers(0, 60)), max_size=4
)


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    with duckdb.connect() as made:
        calendar_sql.install(made)
        yield made


def _near(start: date, spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """The spans moved to the weeks after ``start``, where they matter."""
    moved = []
    for first, last in spans:
        begin = start + timedelta(days=first.toordinal() % 120 - 20)
        moved.append((begin, begin + (last - first)))
    return moved


def _sql(spans: list[tuple[date, date]]) -> str:
    rows = ", ".join(f"{{'first': DATE '{a}', 'last': DATE '{b}'}}" for a, b in spans)
    return f"[{rows}]::STRUCT(first DATE, last DATE)[]"


def _one(connection: Any, sql: str) -> Any:
    return connection.execute(f"SELECT {sql} FROM {calendar_sql.RELATION}").fetchone()[0]


@settings(max_examples=60, deadline=None)
@given(start=DAYS, n=st.integers(1, 200), unit=st.sampled_from(["CD", "WD", "M", "Y"]), roll=st.booleans(), spans=SPANS)
def test_same_day_as_the_law_room(connection: Any, start: date, n: int, unit: str, roll: bool, spans: Any) -> None:
    n = n if unit in ("CD", "WD") else n % 12 + 1
    spans = _near(start, spans)
    term = compute_term(start, n, unit, roll=roll, exclude=spans)
    exclude = _sql(spans)
    begin = f"DATE '{start}'"
    assert _one(connection, calendar_sql.due(begin, n, unit, roll=roll, exclude=exclude)) == term.due
    assert _one(connection, calendar_sql.excluded_days(begin, n, unit, exclude)) == term.excluded_days
    if not spans:
        assert _one(connection, calendar_sql.due(begin, n, unit, roll=roll)) == term.due


@settings(max_examples=60, deadline=None)
@given(first=DAYS, length=st.integers(0, 90))
def test_working_days_between(connection: Any, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    calendar = Calendar.default()
    expected = sum(calendar.is_workday(first + timedelta(days=k)) for k in range(1, length + 1))
    assert _one(connection, calendar_sql.workdays_between(f"DATE '{first}'", f"DATE '{last}'")) == expected
    assert _one(connection, calendar_sql.is_workday(f"DATE '{first}'")) == calendar.is_workday(first)


@pytest.mark.parametrize("start", ["NULL::DATE", "DATE '1901-05-01'", "DATE '2060-12-31'"])
def test_unknown_or_distant_days_are_not_recorded(connection: Any, start: str) -> None:
    assert _one(connection, calendar_sql.due(start, 90, "CD", roll=True)) is None
    assert _one(connection, calendar_sql.due(start, 20, "WD", roll=False)) is None


def test_hours_need_a_moment() -> None:
    with pytest.raises(ValueError, match="时刻"):
        calendar_sql.due("filed_on", 24, "H", roll=False)


def test_a_calendar_of_ones_own_moves_the_day(connection: Any) -> None:
    with duckdb.connect() as own:
        day = date(2027, 3, 5)  # a Friday; no notice for 2027 is shipped
        plan = Calendar.default().with_year(2027, off={day: "试"}, work=[], notice="试")
        calendar_sql.install(own, plan)
        assert _one(own, calendar_sql.due("DATE '2027-03-04'", 1, "WD", roll=False)) == date(2027, 3, 8)
    assert _one(connection, calendar_sql.due("DATE '2027-03-04'", 1, "WD", roll=False)) == day
