"""Terms agree with a slow oracle over 2007–2026, written the other way round and on another source of working days."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from itertools import pairwise

import chinese_calendar
from hypothesis import given, settings
from hypothesis import strategies as st

from xiedu.law.workdays import Calendar, Span, compute_term, merge

PATIENT = settings(deadline=None)  # the machine may be busy; no test here is about time
FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST - timedelta(days=400))
SPANS = st.lists(st.tuples(st.dates(FIRST, LAST), st.integers(0, 40)), max_size=4)


def spans_near(start: date, raw: list[tuple[date, int]]) -> list[Span]:
    """Spans pulled close to the start, so that they really touch the term; they may overlap."""
    out = []
    for day, length in raw:
        begin = start + timedelta(days=(day - FIRST).days % 120 - 10)
        out.append((begin, begin + timedelta(days=length)))
    return out


def excluded(day: date, spans: list[Span]) -> bool:
    return any(a <= day <= b for a, b in spans)


def free_days(start: date, end: date, unit: str, spans: list[Span]) -> int:
    """How many days of (start, end] count towards the term: the oracle asks this of every candidate due day in turn."""
    days = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    return sum(1 for d in days if not excluded(d, spans) and (unit == "CD" or chinese_calendar.is_workday(d)))


def oracle(start: date, n: int, unit: str, roll: bool, spans: list[Span]) -> date | None:
    end = start + timedelta(days=1)
    while free_days(start, end, unit, spans) < n:
        end += timedelta(days=1)
        if end > LAST:
            return None
    while roll and not chinese_calendar.is_workday(end):
        end += timedelta(days=1)
        if end > LAST:
            return None
    return end


def test_every_day_of_twenty_years_has_the_same_kind_in_both_sources() -> None:
    ours, day = Calendar.default(), FIRST
    differing = []
    while day <= LAST:
        if ours.is_workday(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@PATIENT
@given(DAYS, st.integers(1, 45), st.sampled_from(["CD", "WD"]), st.booleans(), SPANS)
def test_days_and_working_days_agree_with_the_oracle(
    start: date, n: int, unit: str, roll: bool, raw: list[tuple[date, int]]
) -> None:
    spans = spans_near(start, raw)
    expected = oracle(start, n, unit, roll, spans)
    if expected is None:
        return
    term = compute_term(start, n, unit, roll=roll, exclude=spans)
    assert term.due == expected
    assert not term.provisional
    assert term.rolled == (expected != oracle(start, n, unit, False, spans))


@PATIENT
@given(DAYS, st.integers(1, 30), st.sampled_from(["M", "Y"]))
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: date, n: int, unit: str) -> None:
    due = compute_term(start, n, unit).due
    months = n * (12 if unit == "Y" else 1)
    assert (due.year - start.year) * 12 + due.month - start.month == months
    assert due.day == min(start.day, monthrange(due.year, due.month)[1])


@PATIENT
@given(DAYS, st.integers(1, 6), SPANS)
def test_excluded_days_push_the_end_of_months_one_for_one(start: date, n: int, raw: list[tuple[date, int]]) -> None:
    spans = spans_near(start, raw)
    plain, pushed = compute_term(start, n, "M"), compute_term(start, n, "M", exclude=spans)
    within = sum(excluded(start + timedelta(days=i), spans) for i in range(1, (pushed.due - start).days + 1))
    assert (pushed.due - plain.due).days == within == pushed.excluded_days
    assert not excluded(pushed.due, spans)


@PATIENT
@given(st.datetimes(datetime(2007, 1, 1), datetime(2026, 6, 1)), st.integers(1, 200), SPANS)
def test_hours_run_on_the_clock_outside_excluded_days(start: datetime, n: int, raw: list[tuple[date, int]]) -> None:
    start = start.replace(second=0, microsecond=0)
    spans = spans_near(start.date(), raw)
    moment, left = start, n * 60
    while left:  # minute by minute
        left -= not excluded(moment.date(), spans)
        moment += timedelta(minutes=1)
    assert compute_term(start, n, "H", exclude=spans).due == moment


@PATIENT
@given(SPANS)
def test_merged_spans_cover_the_same_days_without_touching(raw: list[tuple[date, int]]) -> None:
    spans = spans_near(FIRST, raw)
    merged = merge(spans)
    cover = {a + timedelta(days=i) for a, b in spans for i in range((b - a).days + 1)}
    assert [a + timedelta(days=i) for a, b in merged for i in range((b - a).days + 1)] == sorted(cover)
    assert all((b[0] - a[1]).days > 1 for a, b in pairwise(merged))


@PATIENT
@given(
    st.dates(date(2026, 10, 1), date(2026, 12, 31)), st.integers(1, 90), st.sampled_from(["CD", "WD"]), st.booleans()
)
def test_whatever_falls_in_a_year_without_notice_is_provisional(start: date, n: int, unit: str, roll: bool) -> None:
    term = compute_term(start, n, unit, roll=roll)
    assert term.provisional == (term.due.year > 2026)
    assert term.provisional == any("暂定" in line for line in term.explanation)
