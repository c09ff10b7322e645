"""Small words of SQL the checks are written in; each keeps the three values apart."""

from xiedu.law.workdays import Unit
from xiedu.records import calendar_sql
from xiedu.records.lists import only

CD, WD, M, Y = Unit.CD, Unit.WD, Unit.M, Unit.Y


def due(start: str, n: str | int, unit: Unit, exclude: str = "") -> str:
    """The last day of a term. Natural days, months and years that end on a day off roll (浙江省行政程序办法 65)."""
    return calendar_sql.due(start, n, unit, roll=unit is not WD, exclude=exclude)


def after(day: str, start: str, n: str | int, unit: Unit) -> str:
    """TRUE when ``day`` lies after the term; the calendar is asked only where so many natural days have passed."""
    least = {CD: 1, WD: 1, M: 28, Y: 365}[unit]
    early = f"{day} - {start} <= ({n})" + (f" * {least}" if least > 1 else "")
    return f"(CASE WHEN {early} THEN FALSE ELSE {day} > {due(start, n, unit)} END)"


def late(day: str, start: str, n: str | int, unit: Unit, *, still_open: str = "FALSE") -> str:
    """TRUE when ``day`` lies after the term; an empty day counts as today where ``still_open`` is TRUE."""
    return after(f"coalesce({day}, CASE WHEN {still_open} THEN :today END)", start, n, unit)


def spans(exclusions: str, allowed: str = "TRUE") -> str:
    """Exclusions ``o`` as the calendar wants them; an unfinished one runs until today, one without start is none."""
    span = "{'first': o.start_on, 'last': coalesce(o.end_on, :today)}"
    kept = f"o.start_on IS NOT NULL AND ({allowed})"
    some = f"list_transform(list_filter({exclusions}, lambda o: {kept}), lambda o: {span})"
    one = f"CASE WHEN {only(exclusions, kept)} THEN [{only(exclusions, span)}] ELSE {calendar_sql.NO_SPANS} END"
    return (
        f"(CASE coalesce(len({exclusions}), 0) WHEN 0 THEN {calendar_sql.NO_SPANS} WHEN 1 THEN {one} ELSE {some} END)"
    )
