"""Looking at a file before it is sent in: everything intake would say about it; nothing is kept."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from xiedu.base.files import store
from xiedu.base.jobs import Progress, job, start
from xiedu.base.models import Job, StoredFile, User
from xiedu.base.sheets import write_book
from xiedu.bodies.models import Body
from xiedu.intake import service
from xiedu.web.access import PageRequest, business
from xiedu.web.views.jobs import shown

PRECHECK = "intake-precheck"
SHOWN = 500
HEADS = ("工作表", "行", "列", "现值", "问题", "怎么改", "影响")
_EFFECT = {"error": "不入库", "doubt": "存疑，入库"}


def ask(stored: StoredFile, source: Body, user: User, **options: Any) -> Job:
    """Hand the look at a file to the worker; ``options`` are ``kind`` and ``historic`` as for intake."""
    arguments = {"file": stored.pk, "source": source.pk, "user": user.pk, **options}
    return start(PRECHECK, arguments, user, title=f"预检：{stored.name}"[:200])


@job(PRECHECK, "预检执法数据")
def look(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """A dry run of the intake for its counts, and the faults as a workbook to take away."""
    options: dict[str, Any] = {key: arguments.get(key) for key in ("kind", "historic")}
    stored = StoredFile.objects.get(pk=arguments["file"])
    progress.total(2, "正在试归集")
    batch = service.receive(stored, Body.objects.get(pk=arguments["source"]), dry_run=True, **options)
    progress.step(1, "正在整理问题")
    found = service.faults(batch)
    rows = ([f.sheet, f.row, f.column, f.value, f.reason, f.remedy, _EFFECT[f.grade]] for f in found)
    if found:
        book = write_book({"问题": (HEADS, rows)})
        progress.attach(
            store(book, f"预检-{stored.name.rpartition('.')[0]}.xlsx", User.objects.get(pk=arguments["user"]))
        )
    progress.step(1, batch.message)
    return {**service.report(batch), "first": [service.as_json(f) for f in found[:SHOWN]]}


@business
def one(request: PageRequest, pk: int) -> HttpResponse:
    """What a look at a file found; only for whoever asked."""
    row = get_object_or_404(Job, pk=pk, kind=PRECHECK, started_by_id=request.user.pk)
    return render(request, "intake/precheck.html", {**shown(request, row.pk), "report": row.result})


@business
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; when the look has ended, the page reloads itself."""
    row = get_object_or_404(Job, pk=pk, kind=PRECHECK, started_by_id=request.user.pk)
    context = shown(request, row.pk)
    if context["ended"]:
        return HttpResponse(status=286, headers={"HX-Refresh": "true"})
    return render(request, "web/job_progress.html", context)
