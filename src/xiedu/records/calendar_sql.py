"""Terms as SQL: the same day as :func:`xiedu.law.workdays.compute_term`, for a column instead of a value.

The working calendar enters the connection as three list variables (:func:`install`), a statement as the one row of
the temporary table :data:`RELATION`; a look-up by day number costs a fraction of a join. As a constant in the
expression each list would be copied for every batch of 2,048 rows, and whenever the statement is planned. Days
outside 1990–2060 give NULL, that is "not recorded". A property test holds both ways equal.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from xiedu.law.calendars import Calendar
from xiedu.law.workdays import Unit

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
ROLL, WORKNO, WORKDAY, VERSION = "xiedu_roll", "xiedu_workno", "xiedu_workday", "xiedu_calendar"
COLUMNS = (ROLL, WORKNO, WORKDAY)
# What a statement that uses these expressions is joined with (one row).
RELATION = "xiedu_days"
NO_SPANS = "[]::STRUCT(first DATE, last DATE)[]"


def install(connection: Any, calendar: Calendar | None = None) -> Calendar:
    """Set the list variables on a DuckDB connection and return the calendar they were built from.

    ``roll[n]`` is the first working day on or after day n, ``workno[n]`` how many working days there are up to day n,
    ``workday[k]`` the k-th working day; days are numbered from 1 at :data:`FIRST`.
    """
    calendar = calendar or Calendar.default()
    if connection.execute(f"SELECT getvariable('{VERSION}')").fetchone()[0] == calendar.version:
        return calendar
    length = (LAST - FIRST).days + 1
    worked = [n for n in range(length) if calendar.is_workday(FIRST + timedelta(days=n))]
    numbers: list[int] = []
    roll: list[int | None] = []
    done = 0
    for n in range(length):
        ahead = worked[done] if done < len(worked) else None
        roll.append(ahead)
        done += n == ahead
        numbers.append(done)
    _set(connection, WORKNO, numbers, "BIGINT[]")
    for name, offsets in ((ROLL, roll), (WORKDAY, worked)):
        _set(connection, name, offsets, "INTEGER[]", f"lambda n: DATE '{FIRST}' + n")
    lists = ", ".join(f"getvariable('{name}') AS {name}" for name in COLUMNS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {RELATION} AS SELECT {lists}")
    connection.execute(f"SET VARIABLE {VERSION} = $1", [calendar.version])
    return calendar


def _set(connection: Any, name: str, values: Sequence[int | None], type_: str, each: str = "") -> None:
    # As one text: a list parameter of 26,000 values takes seconds to bind.
    text = ",".join("" if value is None else str(value) for value in values)
    numbers = f"list_transform(string_split($1, ','), lambda t: nullif(t, ''))::{type_}"
    connection.execute(f"SET VARIABLE {name} = ({f'list_transform({numbers}, {each})' if each else numbers})", [text])


def due(start: str, n: str | int, unit: Unit | str, *, roll: bool, exclude: str = "") -> str:
    """SQL for the last day of a term of ``n`` units after ``start``.

    ``start`` is a DATE expression, ``n`` a number or an INTEGER expression, ``exclude`` a list of
    ``STRUCT(first DATE, last DATE)`` (both ends excluded from the count; overlaps count once; NULL = none).
    ValueError for hours: those need a moment, see :func:`hours_after`.
    """
    end = _last(start, n, Unit(unit), exclude)
    return _at(ROLL, _number(end)) if roll else end


def excluded_days(start: str, n: str | int, unit: Unit | str, exclude: str) -> str:
    """SQL for how many days (working days for WD) the excluded spans really added to the term."""
    unit = Unit(unit)
    added = f"{_extended(start, n, unit, exclude)} - {_plain(start, n, unit)}"
    return f"(CASE WHEN len({exclude}) = 0 THEN 0 ELSE {added} END)"


def hours_after(start: str, n: str | int) -> str:
    """SQL for the moment ``n`` hours after the TIMESTAMP ``start``."""
    return f"({start} + to_hours({n}))"


def workdays_between(start: str, end: str) -> str:
    """SQL for the number of working days after ``start`` up to and including ``end`` (negative if before)."""
    return f"({_at(WORKNO, _number(end))} - {_at(WORKNO, _number(start))})"


def worked_between(start: str, day: str) -> str:
    """SQL for the number of working days after ``start`` and before ``day``.

    ``day`` lies after the end of a term of ``n`` working days from ``start`` just when this is at least ``n``.
    """
    return f"({_at(WORKNO, f'{_number(day)} - 1')} - {_at(WORKNO, _number(start))})"


def is_workday(day: str) -> str:
    """SQL that is TRUE when the day is worked, NULL when it is not recorded."""
    return f"({_at(ROLL, _number(day))} = {day})"


def _last(start: str, n: str | int, unit: Unit, exclude: str) -> str:
    number = _extended(start, n, unit, exclude) if exclude else _plain(start, n, unit)
    if unit is Unit.WD:
        return _at(WORKDAY, number)
    if exclude:
        return f"(DATE '{FIRST}' + ({number} - 1)::INTEGER)"
    return _nominal(start, n, unit)


def _nominal(start: str, n: str | int, unit: Unit) -> str:
    if unit is Unit.CD:
        return f"({start} + ({n})::INTEGER)"
    if unit in (Unit.M, Unit.Y):
        return f"({start} + to_months(({n} * {12 if unit is Unit.Y else 1})::INTEGER))::DATE"
    raise ValueError("按小时计算的期限须写明时刻，不能作为日期期限推算。")


def _plain(start: str, n: str | int, unit: Unit) -> str:
    """The number of the last day (of the last working day for WD) without exclusions."""
    if unit is Unit.WD:
        return f"({_at(WORKNO, _number(start))} + {n})"
    return f"({_number(_nominal(start, n, unit))})"


def _extended(start: str, n: str | int, unit: Unit, exclude: str) -> str:
    """The same with exclusions: a span met before the count is full pushes its end; a day already covered does not.

    The fold's state is (end so far, last excluded number); a span is the half-open range of numbers (first, last].
    """
    plain = _plain(start, n, unit)
    begin = _at(WORKNO, _number(start)) if unit is Unit.WD else f"({_number(start)})"
    low, high = _ends("s", unit)
    spans = f"list_sort(list_transform({exclude}, lambda s: {{'low': {low}::BIGINT, 'high': {high}::BIGINT}}))"
    step = (
        f"CASE WHEN {_pushes('x.low', 'x.high', 'a.low', 'a.high')} "
        "THEN {'low': a.low + x.high - greatest(x.low, a.high), 'high': x.high} ELSE a END"
    )
    folded = f"list_reduce({spans}, lambda a, x: {step}, {{'low': {plain}::BIGINT, 'high': {begin}::BIGINT}}).low"
    # One span, as nearly always, needs no fold, which costs microseconds a row.
    low, high = _ends(f"({exclude})[1]", unit)
    pushed = f"{plain} + {high} - greatest({low}, {begin})"
    once = f"CASE WHEN {_pushes(low, high, plain, begin)} THEN {pushed} ELSE {plain} END"
    return f"(CASE len({exclude}) WHEN 0 THEN {plain} WHEN 1 THEN {once} ELSE coalesce({folded}, {plain}) END)"


def _ends(span: str, unit: Unit) -> tuple[str, str]:
    first, last = f"{_number(f'{span}.first')} - 1", _number(f"{span}.last")
    return (_at(WORKNO, first), _at(WORKNO, last)) if unit is Unit.WD else (f"({first})", f"({last})")


def _pushes(low: str, high: str, end: str, covered: str) -> str:
    return f"{low} < {end} AND {high} > {low} AND {high} > {covered}"


def _number(day: str) -> str:
    return f"({day})::DATE - DATE '{FIRST}' + 1"


def _at(variable: str, number: str) -> str:
    # A negative index would count from the end of the list; 0 and beyond the end give NULL.
    return f"{variable}[greatest({number}, 0)]"
