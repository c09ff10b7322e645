"""The calendar of working days, a year at a glance; years without a notice are marked provisional."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from xiedu.base.calendar import COLUMNS, current, import_notice, parse_notice
from xiedu.base.files import open_bytes
from xiedu.base.models import CalendarNotice, StoredFile, today
from xiedu.law.calendars import WEEKDAYS, Calendar
from xiedu.procedure.facts import F, Facts, FileRef, Line
from xiedu.web.access import PageRequest, duty, signed_in
from xiedu.web.forms import FactsForm
from xiedu.web.uploads import keep, own_files

FIRST, LAST = 2007, 2099


@dataclass(frozen=True)
class Cell:
    """A day of the year view: ``look`` is its class, ``mark`` the short word under the number."""

    day: date
    look: str
    mark: str
    words: str


class Notice(Facts):
    """The yearly notice of the State Council's General Office as an upload."""

    year: int = F("年份", ge=FIRST, le=LAST)
    notice: Line = F("通知名称或文号", help="例如：国务院办公厅关于2027年部分节假日安排的通知")
    table: FileRef = F("安排表", help=f"Excel 或 CSV，三列：{'、'.join(COLUMNS)}。只列与平常周末不同的日子。")


@signed_in
def year(request: PageRequest, number: int | None = None) -> HttpResponse:
    """Twelve months; without a year the present one."""
    shown = number or today().year
    if not FIRST <= shown <= LAST:
        raise Http404
    plan = current()
    notices = CalendarNotice.objects.filter(year=shown).select_related("imported_by").order_by("-version")
    context = {
        "year": shown,
        "months": [(m, list(_weeks(plan, shown, m))) for m in range(1, 13)],
        "weekdays": WEEKDAYS,
        "published": plan.published(shown),
        "notice": plan.years[shown].notice if plan.published(shown) else "",
        "working": sum(plan.is_workday(d) for d in _days(shown)),
        "notices": notices,
        "may_import": request.principal.duty in {"system", "security"},
        "before": shown - 1 if shown > FIRST else None,
        "after": shown + 1 if shown < LAST else None,
    }
    return render(request, "web/calendar.html", context)


@duty("system", "security")
def take(request: PageRequest) -> HttpResponse:
    """Import a notice; open terms are recomputed in the same transaction."""
    posted = request.POST if request.method == "POST" else None
    form = FactsForm(Notice, posted, {"year": today().year + 1}, files=own_files(request.user))
    if posted is not None:
        form.take(request.FILES, lambda upload: keep(request.user, upload))
        answer = _imported(request, form)
        if answer:
            return answer
    return render(request, "web/calendar_import.html", {"form": form, "columns": COLUMNS})


def _imported(request: PageRequest, form: FactsForm[Notice]) -> HttpResponseRedirect | None:
    facts = form.validate()
    if facts is None:
        return None
    stored = StoredFile.objects.get(pk=facts.table, uploaded_by_id=request.user.pk)
    try:
        days = parse_notice(open_bytes(stored), stored.name)
        row = import_notice(facts.year, facts.notice, days, request.user)
    except ValueError as refused:
        form.add_error("table", str(refused))
        return None
    messages.success(request, f"{row.year} 年放假安排已导入为第 {row.version} 版，在办期限已重新计算。")
    return redirect(reverse("calendar-year", args=[row.year]))


def _days(number: int) -> Iterator[date]:
    first = date(number, 1, 1)
    return (first + timedelta(n) for n in range(366 if months.isleap(number) else 365))


def _weeks(plan: Calendar, number: int, month: int) -> Iterator[list[Cell | None]]:
    for week in months.Calendar().monthdatescalendar(number, month):
        yield [_cell(plan, day) if day.month == month else None for day in week]


def _cell(plan: Calendar, day: date) -> Cell:
    kind = plan.kind(day)
    look, mark = "", ""
    if not kind.working:
        look, mark = ("off", "休") if kind.words == "休息日" else ("holiday", kind.words.removesuffix("放假")[:2])
    elif kind.words == "调休上班":
        look, mark = "makeup", "班"
    if day == today():
        look += " today"
    return Cell(day, look.strip(), mark, kind.words + ("（暂定）" if kind.provisional else ""))
