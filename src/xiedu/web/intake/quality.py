"""Quality of the records (art. 22): full, in time, accurate, by agency and month, down to the rows behind a figure."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from xiedu.base.calendar import current
from xiedu.base.dated import snapshot
from xiedu.base.filetypes import CSV, XLSX
from xiedu.base.models import today
from xiedu.base.sheets import write_book, write_csv
from xiedu.bodies.models import Body
from xiedu.bodies.oversight import sources_read, sources_seen, supervises
from xiedu.intake import quality
from xiedu.intake.datatasks import ARRIVAL, COMPLETE, DataTask, Expected, declare_expected
from xiedu.intake.measure import Measured, Months, measure, month_after, months_back, together
from xiedu.intake.models import Batch
from xiedu.intake.quality import Figures
from xiedu.lake.store import reading
from xiedu.records.fields import KINDS
from xiedu.web.access import PageRequest, business
from xiedu.web.downloads import attachment
from xiedu.web.intake.contract import known_kind
from xiedu.web.lists import Asked, Filter

SPANS = (("3", "近 3 个月"), ("6", "近 6 个月"), ("12", "近 12 个月"), ("36", "近 36 个月"))
USUAL, MOST_EXPECTED = "6", 10_000_000
HEADS = (
    "月份", "数据来源单位", "种类", "应归集", "已归集", "全面（%）", "应填项", "已填项", "填写率（%）", "可计时",
    "及时", "及时率（%）", "中位天数（工作日）", "日期未记录", "历史数据", "报送行数", "差错行数", "差错率（%）",
    "更正",
)  # fmt: skip


class Gathered:
    """What the page is asked for and what was measured, for page and export alike."""

    def __init__(self, request: PageRequest) -> None:
        seen = sources_seen(request.principal).order_by("area__code", "id")
        self.names = dict(seen.values_list("pk", "name"))
        sources = [(str(pk), name) for pk, name in self.names.items()]
        filters = [Filter("span", "时间", SPANS)]
        given = request.GET.copy()
        given["span"] = given.get("span") or USUAL
        request.GET = given  # type: ignore[assignment]
        self.asked = Asked(request, [Filter("source", "数据来源单位", sources), *filters] if sources[1:] else filters)
        chosen = {one.key: one.value for one in self.asked.filters}
        among = [int(chosen["source"])] if chosen.get("source") else list(self.names)
        self.measured: Measured = measure(among, months_back(today(), int(chosen["span"] or USUAL)))

    def rows(self) -> list[tuple[str, Figures]]:
        """(name, figures of all kinds) of each source and month, newest month first."""
        rows = [(self.names[source], together(kinds)) for (source, _), kinds in self.measured.items()]
        order = {pk: place for place, pk in enumerate(self.names)}
        return sorted(rows, key=lambda row: (-row[1].month.toordinal(), order[row[1].source]))

    def lines(self) -> Iterator[list[Any]]:
        """The same by kind, as they are exported."""
        for (source, month), kinds in sorted(self.measured.items(), key=lambda one: (one[0][1], one[0][0])):
            for kind, f in kinds.items():
                yield [f"{month:%Y-%m}", self.names[source], KINDS[kind].title, *_cells(f)]


def _cells(f: Figures) -> list[Any]:
    numbers = [
        f.expected, f.received, f.full, f.asked, f.filled, f.complete, f.timed, f.in_time, f.punctual, f.median,
        f.undated, f.historic, f.sent, f.bad, f.wrong, f.corrected,
    ]  # fmt: skip
    return ["未记录" if one is None else str(one) if isinstance(one, float) else one for one in numbers]


@business
def every(request: PageRequest) -> HttpResponse:
    """The figures of the bodies he sees."""
    gathered = Gathered(request)
    context = {
        "listing": {"filters": gathered.asked.filters, "narrowed": gathered.asked.narrowed},
        "rows": gathered.rows(),
        "sees_any": bool(gathered.names),
        "targets": _targets(),
        "query": request.GET.urlencode(),
    }
    return render(request, "intake/quality.html", context)


def _targets() -> dict[str, Any]:
    now = snapshot()
    return {"days": now.value(ARRIVAL), "complete": now.value(COMPLETE)}


@business
def export(request: PageRequest, form: str) -> HttpResponse:
    """The figures by kind as CSV or as a workbook."""
    lines = Gathered(request).lines()
    name = f"数据质量-{today():%Y%m%d}"
    if form == "csv":
        return attachment(write_csv(HEADS, lines), f"{name}.csv", CSV)
    if form == "xlsx":
        return attachment(write_book({"数据质量": (HEADS, lines)}), f"{name}.xlsx", XLSX)
    raise Http404


def seen_source(request: PageRequest, pk: int) -> Body:
    """The body if he sees its records; Http404 alike for a foreign and an absent one."""
    return get_object_or_404(sources_seen(request.principal), pk=pk)


def month_of(text: str) -> date:
    """The first day of a month written 2026-11; Http404 for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        raise Http404 from None


@business
def one(request: PageRequest, pk: int, month: str) -> HttpResponse:
    """One source and month: its kinds, the fields it leaves empty, its batches, what it declares, its tasks."""
    source, first = seen_source(request, pk), month_of(month)
    months = (first, month_after(first))
    kinds = measure([pk], months).get((pk, first), {})
    context = {
        "source": source,
        "month": first,
        "kinds": [(KINDS[kind], f) for kind, f in kinds.items()],
        "any": any(f.received for f in kinds.values()),
        "lacks": _lacks(pk, months),
        "retyped": _retyped(pk, months, kinds),
        "batches": Batch.objects.filter(
            source=source, received_at__date__gte=first, received_at__date__lt=months[1]
        ).order_by("-id")[:50],
        "tasks": DataTask.objects.filter(source=source, month=first).order_by("-id"),
        "reads": sources_read(request.principal).filter(pk=pk).exists(),
        "supervises": supervises(request.principal, source),
        "declares": source.pk in request.principal.body_ids,
        "expected": _expected(source, first),
        "targets": _targets(),
    }
    return render(request, "intake/quality_month.html", context)


def _lacks(pk: int, months: Months) -> list[quality.Lack]:
    with reading(Path(settings.LAKE_DIR)) as db:
        return [lack for kind in KINDS for lack in quality.lacks(db, kind, pk, months)]


def _retyped(pk: int, months: Months, kinds: dict[str, Figures]) -> list[tuple[Any, quality.Retyped, float | None]]:
    with reading(Path(settings.LAKE_DIR)) as db:
        found = [one for kind in kinds if kinds[kind].received for one in quality.retyped(db, kind, pk, months)]
    return [(KINDS[one.kind], one, quality.share(one.known, one.typed)) for one in found]


def _expected(source: Body, month: date) -> list[tuple[Any, Any]]:
    declared = {row.kind: row.number for row in Expected.objects.filter(source=source, month=month)}
    return [(kind, declared.get(kind.name, "")) for kind in KINDS.values()]


@require_POST
@business
def expect(request: PageRequest, pk: int, month: str) -> HttpResponse:
    """The source declares how many records it made in the month; an empty field declares nothing."""
    source, first = seen_source(request, pk), month_of(month)
    if pk not in request.principal.body_ids:
        raise Http404
    typed = {kind: request.POST.get(kind, "").strip() for kind in KINDS}
    wrong = [KINDS[kind].title for kind, text in typed.items() if text and not _number(text)]
    if wrong:
        messages.error(request, f"{'、'.join(wrong)}的条数须为 0 至 {MOST_EXPECTED} 的整数，未申报。")
    else:
        for kind, text in typed.items():
            if text:
                declare_expected(source, kind, first, int(text), request.user)
        messages.success(request, "已申报。")
    return redirect("quality-month", pk=pk, month=month)


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) <= MOST_EXPECTED


@business
def rows(request: PageRequest, pk: int, month: str, kind: str, why: str) -> HttpResponse:
    """The records behind a figure."""
    source = get_object_or_404(sources_read(request.principal), pk=pk)
    first, found = month_of(month), known_kind(kind)
    target = snapshot().value(ARRIVAL)
    with reading(Path(settings.LAKE_DIR)) as db:
        told = quality.rows_behind(db, kind, pk, (first, month_after(first)), why, target, current())
    batches = Batch.objects.in_bulk([row[4] for row in told])
    words = {"all": "全部记录", "late": f"到达超过 {target} 个工作日的记录", "undated": "日期未记录的记录"}
    if why not in words and why not in found.by_name:
        raise Http404
    context = {
        "source": source,
        "month": first,
        "kind": found,
        "title": words.get(why) or f"未填“{found.by_name[why].title}”的记录",
        "rows": [(*row[:4], batches.get(row[4]), row[5]) for row in told],
        "cut": len(told) == quality.SHOWN_ROWS,
    }
    return render(request, "intake/quality_rows.html", context)
