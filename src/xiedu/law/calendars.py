"""Which day is a working day: the yearly State Council notices as a value, and what may be said before a notice exists.

A :class:`Calendar` is immutable; a new notice makes a new calendar with another ``version``. For a year without a
notice only weekends and the statutory days are known (全国年节及纪念日放假办法); every answer there is provisional.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class YearPlan:
    """One year's notice: ``off`` maps each day off to the holiday's name, ``work`` holds the weekend days worked."""

    notice: str
    off: Mapping[date, str]
    work: frozenset[date]

    def __post_init__(self) -> None:
        both = sorted(self.work & set(self.off))
        if both:
            raise ValueError(f"{both[0]} 同时列为放假和上班。请对照放假通知更正后再导入。")
        object.__setattr__(self, "off", MappingProxyType(dict(self.off)))
        object.__setattr__(self, "work", frozenset(self.work))


@dataclass(frozen=True, slots=True)
class DayKind:
    """What a day is: worked or not, in words (休息日、国庆节放假、调休上班 …), and whether that is only provisional."""

    working: bool
    words: str
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The notices by year. ``version`` names the content, so that a stored due day tells which calendar it used."""

    years: Mapping[int, YearPlan]
    version: str
    _off: Mapping[date, str] = field(init=False, repr=False, compare=False)
    _work: frozenset[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for year, plan in self.years.items():
            stray = [d for d in (*plan.off, *plan.work) if d.year != year]
            if stray:
                raise ValueError(f"{stray[0]} 不属于 {year} 年。请把该日放入所属年份的安排。")
        off = {day: name for plan in self.years.values() for day, name in plan.off.items()}
        object.__setattr__(self, "years", MappingProxyType(dict(self.years)))
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_work", frozenset().union(*(plan.work for plan in self.years.values())))

    @classmethod
    def of(cls, years: Mapping[int, YearPlan], version: str = "") -> "Calendar":
        """A calendar from notices; without a ``version`` one is made from the content."""
        return cls(years, version or _fingerprint(years))

    @classmethod
    def default(cls) -> "Calendar":
        """The calendar shipped with the package: the notices for 2007–2026."""
        return _shipped()

    def with_year(self, year: int, *, off: Mapping[date, str], work: Iterable[date], notice: str) -> "Calendar":
        """A new calendar in which ``year`` follows this notice; the others stay. ValueError if contradictory."""
        return Calendar.of({**self.years, year: YearPlan(notice, off, frozenset(work))})

    def published(self, year: int) -> bool:
        """True if the notice of that year is in this calendar."""
        return year in self.years

    def is_workday(self, day: date) -> bool:
        """True if the day is worked; in a year without notice the provisional answer."""
        if day in self._work:
            return True
        if day.weekday() > 4 or day in self._off:
            return False
        return day.year in self.years or day not in _statutory(day.year)

    def kind(self, day: date) -> DayKind:
        """What the day is, in words."""
        known = self.published(day.year)
        names = self._off if known else _statutory(day.year)
        if day in self._work:
            return DayKind(True, "调休上班", not known)
        if day in names:
            return DayKind(False, f"{names[day]}放假", not known)
        if day.weekday() > 4:
            return DayKind(False, "休息日", not known)
        return DayKind(True, "工作日", not known)


def show(day: date) -> str:
    """A day with its weekday: 2024-10-12（周六）."""
    return f"{day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}）"


def _fingerprint(years: Mapping[int, YearPlan]) -> str:
    if not years:
        return "空"
    content = [
        [year, plan.notice, sorted((d.isoformat(), n) for d, n in plan.off.items()), sorted(map(str, plan.work))]
        for year, plan in sorted(years.items())
    ]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
    return f"{min(years)}-{max(years)}.{digest[:8]}"


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    text = resources.files("xiedu.law").joinpath("data/workdays.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@lru_cache(maxsize=1)
def _shipped() -> Calendar:
    return Calendar.of({int(year): _plan(year, entry) for year, entry in _data()["years"].items()})


def _plan(year: str, entry: Mapping[str, Any]) -> YearPlan:
    off: dict[date, str] = {}
    for name, first, last in entry["off"]:
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")
        while day <= end:
            off[day] = name
            day += timedelta(days=1)
    return YearPlan(entry["notice"], off, frozenset(date.fromisoformat(f"{year}-{d}") for d in entry["work"]))


@lru_cache(maxsize=256)
def _statutory(year: int) -> Mapping[date, str]:
    """The days off the law itself fixes: 13 a year; the lunar ones only for the years whose lunar dates are shipped."""
    days = {date(year, 1, 1): "元旦", _qingming(year): "清明节"}
    days |= {date(year, 5, d): "劳动节" for d in (1, 2)}
    days |= {date(year, 10, d): "国庆节" for d in (1, 2, 3)}
    lunar = _data()["lunar"].get(str(year))
    if lunar:
        spring, dragon, moon = (date.fromisoformat(f"{year}-{d}") for d in lunar)
        days |= {spring + timedelta(days=n): "春节" for n in range(-1, 3)}
        days |= {dragon: "端午节", moon: "中秋节"}
    return days


def _qingming(year: int) -> date:
    """清明 by the customary interpolation, within a day of the true solar term: enough for a provisional answer."""
    century, constant = year % 100, 4.81 if year >= 2000 else 5.59
    return date(year, 4, int(century * 0.2422 + constant) - century // 4)
