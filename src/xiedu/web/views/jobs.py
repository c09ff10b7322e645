"""Long work: how far it is, stopping it, its result. A person sees his own; the system administrator sees all."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from xiedu.base.files import open_bytes
from xiedu.base.jobs import remaining, request_cancel
from xiedu.base.models import Job
from xiedu.web.access import PageRequest, signed_in
from xiedu.web.downloads import attachment
from xiedu.web.lists import Asked, Filter, Listing

TONES = {"waiting": "grey", "running": "blue", "done": "green", "failed": "red", "cancelled": "grey"}
ENDED = frozenset({"done", "failed", "cancelled"})


def _visible(request: PageRequest) -> "QuerySet[Job]":
    rows = Job.objects.select_related("started_by", "result_file").order_by("-id")
    return rows if request.principal.duty == "system" else rows.filter(started_by_id=request.user.pk)


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """The jobs, newest first."""
    states = [(str(value), str(label)) for value, label in Job.State.choices]
    asked = Asked(request, [Filter("state", "状态", states), Filter("q", "事项")])
    rows = _visible(request)
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    if asked["q"]:
        rows = rows.filter(title__icontains=asked["q"])
    return render(request, "web/jobs.html", {"listing": Listing(asked, rows), "tones": TONES})


@signed_in
def one(request: PageRequest, pk: int) -> HttpResponse:
    """One job; its progress asks for itself again every two seconds while it runs."""
    return render(request, "web/job.html", shown(request, pk))


@signed_in
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; 286 tells htmx to stop asking."""
    context = shown(request, pk)
    return render(request, "web/job_progress.html", context, status=286 if context["ended"] else 200)


def shown(request: PageRequest, pk: int) -> dict[str, object]:
    """What the progress of a job shows; Http404 for a job he may not see."""
    job = get_object_or_404(_visible(request), pk=pk)
    left = remaining(job)
    return {
        "job": job,
        "tone": TONES[job.state],
        "ended": job.state in ENDED,
        "left": span(left.total_seconds()) if left else "",
        "mine": job.started_by_id == request.user.pk,
        "may_stop": True,
    }


def span(seconds: float) -> str:
    """A remaining time in words."""
    return f"约 {max(1, round(seconds))} 秒" if seconds < 90 else f"约 {round(seconds / 60)} 分钟"


@require_POST
@signed_in
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    job = get_object_or_404(_visible(request), pk=pk)
    asked = request_cancel(job.pk)
    messages.info(request, "已要求停止，任务将在当前一步完成后结束。" if asked else "任务已经结束，无需停止。")
    return redirect("job", pk=job.pk)


@signed_in
def result(request: PageRequest, pk: int) -> HttpResponse:
    """The file a job made; only for whoever started it, because it may hold what an administrator must not see."""
    job = get_object_or_404(_visible(request), pk=pk)
    if job.result_file is None or job.started_by_id != request.user.pk:
        raise Http404
    return attachment(open_bytes(job.result_file), job.result_file.name, job.result_file.content_type)
