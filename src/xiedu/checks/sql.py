"""Small words of SQL the checks are written in; each keeps the three values apart."""

from collections.abc import Iterable

from xiedu.checks import calendar_sql
from xiedu.law.workdays import Unit

CD, WD, M, Y = Unit.CD, Unit.WD, Unit.M, Unit.Y


def due(start: str, n: str | int, unit: Unit, exclude: str = "") -> str:
    """The last day of a term. Natural days, months and years that end on a day off roll (浙江省行政程序办法 65)."""
    return calendar_sql.due(start, n, unit, roll=unit is not WD, exclude=exclude)


def late(day: str, start: str, n: str | int, unit: Unit, *, still_open: str = "FALSE") -> str:
    """TRUE when ``day`` lies after the term; an empty day counts as today where ``still_open`` is TRUE."""
    return f"coalesce({day}, CASE WHEN {still_open} THEN :today END) > {due(start, n, unit)}"


def exists(items: str, condition: str) -> str:
    """Does a condition on ``o`` hold for an item? NULL when the list or a deciding value is not recorded."""
    some = f"len(list_filter({items}, lambda o: {condition}))"
    unsure = f"len(list_filter({items}, lambda o: ({condition}) IS NULL))"
    return f"(CASE WHEN {items} IS NULL THEN NULL WHEN {some} > 0 THEN TRUE WHEN {unsure} > 0 THEN NULL ELSE FALSE END)"


def has_any(codes: str, *wanted: str) -> str:
    """Does a list of codes hold one of these? NULL when the list is not recorded."""
    return f"list_has_any({codes}, [{', '.join(repr(w) for w in wanted)}])"


def total(items: str, value: str, condition: str = "TRUE") -> str:
    """The sum of ``value`` over the items ``o`` that meet the condition; 0 for none, NULL for no list."""
    listed = f"list_transform(list_filter({items}, lambda o: {condition}), lambda o: {value})"
    return f"(CASE WHEN {items} IS NOT NULL THEN coalesce(list_sum({listed}), 0)::BIGINT END)"


def spans(exclusions: str, allowed: str = "TRUE") -> str:
    """Exclusions ``o`` as the calendar wants them; an unfinished one runs until today, one without start is none."""
    kept = f"list_filter({exclusions}, lambda o: o.start_on IS NOT NULL AND ({allowed}))"
    span = "{'first': o.start_on, 'last': coalesce(o.end_on, :today)}"
    return f"coalesce(list_transform({kept}, lambda o: {span}), {calendar_sql.NO_SPANS})"


def certificates(people: str = "officers") -> str:
    """The distinct certificate numbers of a list of people (empty numbers left out)."""
    return f"list_distinct(list_transform({people}, lambda o: o.cert_no))"


def lacking(codes: str, listed: Iterable[str]) -> str:
    """Those of the listed codes that a list of codes does not hold; NULL when it is not recorded."""
    wanted = ", ".join(repr(code) for code in listed)
    return f"(CASE WHEN {codes} IS NOT NULL THEN list_filter([{wanted}], lambda c: NOT list_contains({codes}, c)) END)"
