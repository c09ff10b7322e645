"""Terms: from a start, a number and a unit to a due day, with the arithmetic explained.

The start is not counted and a term that ends on a day off may roll to the next working day (浙江省行政程序办法第
六十五条); time that a rule excludes is not counted (第六十四条). Which unit a term has, and whether it rolls, is said
by the law of that term (行政处罚法第八十五条, 行政强制法第六十九条, 行政许可法第八十二条, 浙江省行政程序办法
第九十八条), never here.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from xiedu.law.calendars import Calendar, YearPlan, show

__all__ = ["Calendar", "Span", "Term", "Unit", "YearPlan", "compute_term", "label", "merge"]

Span = tuple[date, date]
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)
LISTED_DAYS = 62  # a longer count is told in runs of like days, or nobody would read it
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """The units of a term: natural days, working days, calendar months, years, hours."""

    CD = "CD"
    WD = "WD"
    M = "M"
    Y = "Y"
    H = "H"


_WORDS = {Unit.CD: "日", Unit.WD: "个工作日", Unit.M: "个月", Unit.Y: "年", Unit.H: "小时"}


@dataclass(frozen=True, slots=True)
class Term:
    """A computed term.

    ``due`` is the last day (for hours the moment); ``provisional`` says that it leans on a year whose notice is not
    published; ``excluded`` are the merged excluded spans as given, ``excluded_days`` how many days they really added;
    ``rolled`` says that the last day was moved to a working day; ``explanation`` is the count in Chinese, line by line.
    """

    start: date
    n: int
    unit: Unit
    due: date
    provisional: bool
    explanation: list[str]
    calendar_version: str
    rolled: bool
    excluded: tuple[Span, ...]
    excluded_days: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """One day of a count: ``what`` is 计 (counted), 休 (day off, not counted) or 除 (excluded)."""

    day: date
    what: str
    nth: int


def label(n: int, unit: Unit | str) -> str:
    """A term in words: 5 个工作日, 15 日, 3 个月."""
    return f"{n} {_WORDS[Unit(unit)]}"


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans (both ends included) and join those that overlap or touch. ValueError if one ends before it begins."""
    out: list[Span] = []
    for first, last in sorted(spans):
        if first > last:
            raise ValueError(f"扣除期间 {first} 至 {last} 的终日早于始日。请对调或更正。")
        if out and first <= out[-1][1] + _DAY:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return tuple(out)


def compute_term(
    start: date | datetime,
    n: int,
    unit: Unit | str,
    *,
    roll: bool = False,
    exclude: Iterable[Span] = (),
    calendar: Calendar | None = None,
) -> Term:
    """Compute a term.

    ``start`` is a day, for hours a naive moment in local time; ``roll`` moves a last day that is a day off to the next
    working day, and does so after the counting: an excluded day met while rolling no longer extends. Months and
    years end on the same day of the month, or on its last day if shorter, and excluded days then push the end.
    ValueError, in Chinese, for anything that is not a term.
    """
    unit = _unit(unit)
    _check(start, n, unit)
    calendar = calendar or Calendar.default()
    spans = merge(exclude)
    if unit is Unit.H and isinstance(start, datetime):
        return _hours(start, n, roll, spans, calendar)
    first = start.date() if isinstance(start, datetime) else start
    need, lines = n, [f"自 {show(first)}起算，当日不计入；期限 {label(n, unit)}。"]
    if unit in (Unit.M, Unit.Y):
        nominal = _add_months(first, n * (12 if unit is Unit.Y else 1))
        need = (nominal - first).days
        lines.append(f"{label(n, unit)}届满之日为 {show(nominal)}{_clamped(first, nominal)}。")
    counted = _count(first, need, spans, calendar.is_workday if unit is Unit.WD else None)
    lines += _tell(counted, unit, calendar)
    last = counted[-1].day
    due = _rolled(last, calendar) if roll else last
    lines += _tell_roll(last, due, calendar)
    consulted = counted if unit is Unit.WD else counted[-1:]
    unsure = _unpublished([c.day for c in consulted] + [last, due], calendar)
    depends = unit is Unit.WD or roll
    lines += [*_closing(due, unsure, depends, calendar), f"日历版本：{calendar.version}。"]
    added = sum(1 for c in counted if c.what == "除" and (unit is not Unit.WD or calendar.is_workday(c.day)))
    return Term(first, n, unit, due, bool(unsure), lines, calendar.version, due != last, spans, added)


def _unit(unit: Unit | str) -> Unit:
    try:
        return Unit(unit)
    except ValueError:
        raise ValueError(f"期限单位“{unit}”无效。可用：CD 日、WD 工作日、M 月、Y 年、H 小时。") from None


def _check(start: date | datetime, n: int, unit: Unit) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise ValueError(f"期限数“{n}”无效。应为 1 以上的整数。")
    if n > 100_000:
        raise ValueError("期限数过大，超出可计算的范围（至 2100 年）。请核对。")
    if unit is Unit.H and not isinstance(start, datetime):
        raise ValueError("按小时计算的期限，起算点须写明时刻，例如 2026-02-13T09:30。")
    if isinstance(start, datetime) and start.tzinfo is not None:
        raise ValueError("起算时刻请用北京时间，不带时区。")
    if not FIRST_DAY <= date(start.year, start.month, start.day) <= LAST_DAY:
        raise ValueError(f"起算日 {start:%Y-%m-%d} 超出可计算的范围（{FIRST_DAY} 至 {LAST_DAY}）。请核对年份。")


def _count(start: date, need: int, spans: Sequence[Span], worked: Callable[[date], bool] | None) -> list[_Counted]:
    """Walk forward from the day after ``start`` until ``need`` days are counted."""
    days: list[_Counted] = []
    day, nth, at = start, 0, 0
    while nth < need:
        day = _next(day)
        while at < len(spans) and spans[at][1] < day:
            at += 1
        if at < len(spans) and spans[at][0] <= day:
            days.append(_Counted(day, "除", nth))
        elif worked is not None and not worked(day):
            days.append(_Counted(day, "休", nth))
        else:
            nth += 1
            days.append(_Counted(day, "计", nth))
    return days


def _next(day: date) -> date:
    if day >= LAST_DAY:
        raise ValueError(f"到期日晚于 {LAST_DAY}，无法计算。请核对期限数与扣除期间。")
    return day + _DAY


def _add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST_DAY.year:
        raise ValueError(f"到期日晚于 {LAST_DAY}，无法计算。请核对期限数。")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _rolled(day: date, calendar: Calendar) -> date:
    while not calendar.is_workday(day):
        day = _next(day)
    return day


def _hours(start: datetime, n: int, roll: bool, spans: tuple[Span, ...], calendar: Calendar) -> Term:
    moment, left = start, timedelta(hours=n)
    for first, last in spans:
        begin, end = datetime.combine(first, time()), datetime.combine(_next(last), time())
        if end <= moment:
            continue
        if moment + left <= begin:
            break
        left -= max(begin - moment, timedelta())
        moment = end
    nominal = moment + left
    if nominal.date() > LAST_DAY:
        raise ValueError(f"到期时刻晚于 {LAST_DAY}，无法计算。请核对期限数与扣除期间。")
    due = datetime.combine(_rolled(nominal.date(), calendar), nominal.time()) if roll else nominal
    lines = [f"自 {start:%Y-%m-%d %H:%M} 起算，期限 {label(n, Unit.H)}。"]
    extended = nominal - start - timedelta(hours=n)
    if extended:
        lines.append(f"其间扣除不计入的日期，顺延 {extended / timedelta(hours=1):g} 小时。")
    lines += _tell_roll(nominal.date(), due.date(), calendar)
    unsure = _unpublished([nominal.date(), due.date()], calendar)
    lines.append(f"到期时刻：{due:%Y-%m-%d %H:%M}（周{show(due)[-2]}）{'，暂定' if unsure else ''}。")
    lines += [*_caveat(unsure, roll), f"日历版本：{calendar.version}。"]
    days = -(-extended // _DAY)
    return Term(start, n, Unit.H, due, bool(unsure), lines, calendar.version, due != nominal, spans, days)


def _clamped(start: date, nominal: date) -> str:
    return "" if start.day == nominal.day else f"（当月无 {start.day} 日，取月末）"


def _tell(counted: Sequence[_Counted], unit: Unit, calendar: Calendar) -> list[str]:
    """The count in words. Months and years tell only what was excluded; a long count is told in runs of like days."""
    shown = [c for c in counted if c.what == "除"] if unit in (Unit.M, Unit.Y) else list(counted)
    if len(shown) <= LISTED_DAYS:
        return [_one(c, unit, calendar) for c in shown]
    lines: list[str] = []
    run: list[_Counted] = []
    for c in shown:
        if run and (c.what != run[-1].what or c.day - run[-1].day != _DAY):
            lines.append(_run(run, unit, calendar))
            run = []
        run.append(c)
    return [*lines, _run(run, unit, calendar)]


def _one(c: _Counted, unit: Unit, calendar: Calendar) -> str:
    kind = calendar.kind(c.day)
    doubt = "（暂定）" if kind.provisional and unit is Unit.WD else ""
    if c.what == "除":
        return f"{show(c.day)} 属扣除期间，不计。"
    if c.what == "休":
        return f"{show(c.day)} {kind.words}，不计{doubt}。"
    worked = "调休上班，" if unit is Unit.WD and kind.words == "调休上班" else ""
    return f"{show(c.day)} {worked}第 {label(c.nth, unit)}{doubt}。"


def _run(run: Sequence[_Counted], unit: Unit, calendar: Calendar) -> str:
    first, last = run[0], run[-1]
    if first is last:
        return _one(first, unit, calendar)
    span = f"{show(first.day)} 至 {show(last.day)}"
    if first.what == "计":
        return f"{span} 第 {first.nth} 至第 {label(last.nth, unit)}。"
    return f"{span} {'属扣除期间' if first.what == '除' else '放假或休息'}，不计。"


def _tell_roll(last: date, due: date, calendar: Calendar) -> list[str]:
    if due == last:
        return []
    return [f"期限最后一日 {show(last)} 为{calendar.kind(last).words}，顺延至其后第一个工作日 {show(due)}。"]


def _unpublished(days: Sequence[date], calendar: Calendar) -> list[int]:
    return sorted({day.year for day in days if not calendar.published(day.year)})


def _closing(due: date, unsure: Sequence[int], depends: bool, calendar: Calendar) -> list[str]:
    lines = [f"到期日：{show(due)}{'，暂定' if unsure else ''}。", *_caveat(unsure, depends)]
    year_end = (due.month, due.day) >= (12, 25) and not unsure and not calendar.published(due.year + 1)
    if depends and year_end:
        lines.append(f"提示：{due.year + 1} 年放假通知尚未载入，其元旦调休可能涉及本年 12 月末。")
    return lines


def _caveat(unsure: Sequence[int], depends: bool) -> list[str]:
    if not unsure:
        return []
    years = "、".join(map(str, unsure))
    effect = "通知载入后将重新计算" if depends else "本期限按自然时间计算且不顺延，该日是否为工作日待通知载入后确定"
    return [f"暂定：{years} 年放假通知尚未公布或未载入，仅按周末与法定节日推算；{effect}。"]
