"""Small words of SQL the checks are written in; each keeps the three values apart."""

from collections.abc import Iterable

from xiedu.checks import calendar_sql
from xiedu.law.workdays import Unit

CD, WD, M, Y = Unit.CD, Unit.WD, Unit.M, Unit.Y


def due(start: str, n: str | int, unit: Unit, exclude: str = "") -> str:
    """The last day of a term. Natural days, months and years that end on a day off roll (浙江省行政程序办法 65)."""
    return calendar_sql.due(start, n, unit, roll=unit is not WD, exclude=exclude)


def after(day: str, start: str, n: str | int, unit: Unit) -> str:
    """TRUE when ``day`` lies after the term; the calendar is asked only where so many natural days have passed."""
    least = {CD: 1, WD: 1, M: 28, Y: 365}[unit]
    early = f"{day} <= {start} + ({n})::INTEGER" + (f" * {least}" if least > 1 else "")
    return f"(CASE WHEN {early} THEN FALSE ELSE {day} > {due(start, n, unit)} END)"


def late(day: str, start: str, n: str | int, unit: Unit, *, still_open: str = "FALSE") -> str:
    """TRUE when ``day`` lies after the term; an empty day counts as today where ``still_open`` is TRUE."""
    return after(f"coalesce({day}, CASE WHEN {still_open} THEN :today END)", start, n, unit)


def exists(items: str, condition: str) -> str:
    """Does a condition on ``o`` hold for an item? NULL when the list or a deciding value is not recorded."""
    none = f"len(list_filter({items}, lambda o: ({condition}) IS NOT FALSE)) = 0"
    some = f"len(list_filter({items}, lambda o: {condition})) > 0"
    return f"(CASE WHEN len({items}) = 0 THEN FALSE WHEN {none} THEN FALSE WHEN {some} THEN TRUE END)"


def has_any(codes: str, *wanted: str) -> str:
    """Does a list of codes hold one of these? NULL when the list is not recorded."""
    listed = ", ".join(repr(w) for w in wanted)
    one = f"coalesce({codes}[1] IN ({listed}), FALSE)"
    return f"(CASE WHEN len({codes}) = 1 THEN {one} ELSE list_has_any({codes}, [{listed}]) END)"


def total(items: str, value: str, condition: str = "TRUE") -> str:
    """The sum of ``value`` over the items ``o`` that meet the condition; 0 for none, NULL for no list."""
    kept = items if condition == "TRUE" else f"list_filter({items}, lambda o: {condition})"
    listed = f"list_transform({kept}, lambda o: {value})"
    summed = f"coalesce(list_sum({listed}), 0)::BIGINT"
    return f"(CASE WHEN len({items}) = 0 THEN 0 WHEN {items} IS NOT NULL THEN {summed} END)"


def spans(exclusions: str, allowed: str = "TRUE") -> str:
    """Exclusions ``o`` as the calendar wants them; an unfinished one runs until today, one without start is none."""
    kept = f"list_filter({exclusions}, lambda o: o.start_on IS NOT NULL AND ({allowed}))"
    span = "{'first': o.start_on, 'last': coalesce(o.end_on, :today)}"
    some = f"list_transform({kept}, lambda o: {span})"
    return f"(CASE WHEN len({exclusions}) > 0 THEN {some} ELSE {calendar_sql.NO_SPANS} END)"


def certificates(people: str = "officers") -> str:
    """The distinct certificate numbers of a list of people (empty numbers left out)."""
    return f"list_distinct(list_transform({people}, lambda o: o.cert_no))"


def whole(codes: str, listed: Iterable[str]) -> str:
    """Does a list of codes hold just the listed ones? Lists of codes are kept in order, each code once."""
    return f"{codes} = [{', '.join(repr(code) for code in sorted(listed))}]"


def lacking(codes: str, listed: Iterable[str]) -> str:
    """Those of the listed codes that a list of codes does not hold; NULL when it is not recorded."""
    wanted = ", ".join(repr(code) for code in listed)
    return f"(CASE WHEN {codes} IS NOT NULL THEN list_filter([{wanted}], lambda c: NOT list_contains({codes}, c)) END)"
