"""Working days as the yearly notices say: the shipped years, overlaid by what the office imported.

全国年节及纪念日放假办法; the notices of the State Council's General Office. Every import is a new version, nothing is
overwritten; after it, rooms that hold terms recompute them (signal :data:`calendar_changed`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal

from xiedu.base import audit
from xiedu.base.models import CalendarDay, CalendarNotice, User
from xiedu.base.rows import fetch
from xiedu.base.sheets import CellError, read_table, refuse
from xiedu.law.workdays import Calendar

# Sent with ``year``, ``notice`` (the CalendarNotice) and ``user`` inside the importing transaction.
calendar_changed = Signal()

COLUMNS = ("日期", "上班/放假", "名称")
_KINDS = {"上班": True, "放假": False}


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A day on which the notice departs from the plain week."""

    day: date
    is_workday: bool
    name: str = ""


_NOTICES = "SELECT id, year, version, notice, imported_at FROM base_calendarnotice ORDER BY year, version"
_DAYS = "SELECT day, is_workday, name FROM base_calendarday WHERE notice_id = %s"
Imported = tuple[int, int, int, str, Any]


def current() -> Calendar:
    """The calendar in force: for each year the latest imported version, else the shipped one.

    One query; the days of a notice, which never change, are read once a process.
    """
    latest: dict[int, Imported] = {row[1]: row for row in fetch(_NOTICES)}
    return _overlaid(tuple(latest.values())) if latest else Calendar.default()


@lru_cache(maxsize=4)
def _overlaid(notices: tuple[Imported, ...]) -> Calendar:
    """The shipped calendar under these notices.

    The moment of import tells a notice from another of the same number whose import was undone.
    """
    result = Calendar.default()
    for pk, year, _, notice, _ in notices:
        days = fetch(_DAYS, [pk])
        off = {day: name for day, is_workday, name in days if not is_workday}
        work = [day for day, is_workday, _ in days if is_workday]
        result = result.with_year(year, off=off, work=work, notice=notice)
    return result


@transaction.atomic
def import_notice(year: int, notice: str, days: Sequence[NoticeDay], user: User | None) -> CalendarNotice:
    """Record a notice as the next version of its year and tell everybody who holds terms.

    ValueError, with every fault at once in Chinese, when a day is outside the year or listed twice, a weekend day is
    not marked 上班 or 放假 sensibly, or the notice has no name.
    """
    faults = [*_name_faults(notice), *_day_faults(year, days)]
    if faults:
        raise ValueError("\n".join(faults))
    last = CalendarNotice.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    row = CalendarNotice.objects.create(year=year, version=last + 1, notice=notice.strip(), imported_by=user)
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=row, day=one.day, is_workday=one.is_workday, name=one.name) for one in days
    )
    calendar_changed.send(sender=CalendarNotice, year=year, notice=row, user=user)
    detail = {"year": year, "version": row.version, "notice": row.notice, "days": len(days)}
    audit.record("导入放假通知", user=user, target=f"{year} 年第 {row.version} 版", detail=detail)
    return row


def _name_faults(notice: str) -> list[str]:
    if not notice.strip():
        return ["请填写通知名称或文号，例如“国务院办公厅关于2027年部分节假日安排的通知”。"]
    return ["通知名称或文号不得超过 200 字。"] if len(notice.strip()) > 200 else []


def _day_faults(year: int, days: Sequence[NoticeDay]) -> list[str]:
    faults = [] if days else ["通知中没有任何一天。请至少列出元旦的放假日。"]
    seen: set[date] = set()
    for one in days:
        if one.day.year != year:
            faults.append(f"{one.day} 不属于 {year} 年。跨年的日子请放在它所属年份的通知里。")
        if one.day in seen:
            faults.append(f"{one.day} 列了两次。请只留一行。")
        if one.is_workday and one.day.weekday() < 5:
            faults.append(f"{one.day} 不是周末，不需要标为调休上班。请核对日期。")
        seen.add(one.day)
    return faults


def parse_notice(data: bytes, name: str) -> list[NoticeDay]:
    """The days of an uploaded workbook or CSV with the columns 日期, 上班/放假, 名称.

    ValueError lists every faulty cell at once: row, column, value, what to do.
    """
    rows = read_table(data, name, COLUMNS)
    errors: list[CellError] = []
    days = [_parse_row(number, row, errors) for number, row in rows]
    refuse(errors)
    return [day for day in days if day is not None]


def _parse_row(number: int, row: dict[str, Any], errors: list[CellError]) -> NoticeDay | None:
    day = as_date(row["日期"])
    kind = _KINDS.get(str(row["上班/放假"] or "").strip())
    if day is None:
        errors.append(CellError("", number, "日期", row["日期"], "不是日期", "请写成 2027-01-01 这样的日期。"))
    if kind is None:
        errors.append(
            CellError("", number, "上班/放假", row["上班/放假"], "只能是上班或放假", "请改为“上班”或“放假”。")
        )
    label = str(row["名称"] or "").strip()
    if len(label) > 40:
        errors.append(CellError("", number, "名称", label, "超过 40 字", "请缩短名称。"))
    return NoticeDay(day, kind, label) if day is not None and kind is not None else None


def as_date(value: Any) -> date | None:
    """A cell as a date: a date itself, or text like 2027-01-01, 2027/1/1, 2027年1月1日; else None."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", str(value or "").strip())
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
