"""The runs of the checks: when, over how much, what came of it, what could not be checked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from xiedu.checks.catalogue import CHECKS
from xiedu.suspicions.models import Run
from xiedu.web.access import PageRequest
from xiedu.web.lists import Asked, Filter, Listing
from xiedu.web.suspicions.policy import supervisors

TONES = {"running": "blue", "done": "green", "failed": "red"}
COUNTS = ("hits", "fresh", "raised", "beyond", "sampled", "closed", "unknown")


@supervisors
def every(request: PageRequest) -> HttpResponse:
    """The runs, newest first."""
    asked = Asked(request, [Filter("kind", "范围", Run.Kind.choices), Filter("state", "状态", Run.Ended.choices)])
    rows = Run.objects.defer("counts", "not_run").order_by("-id")
    for key in ("kind", "state"):
        if asked[key]:
            rows = rows.filter(**{key: asked[key]})
    return render(request, "suspicions/runs.html", {"listing": Listing(asked, rows), "tones": TONES})


@supervisors
def one(request: PageRequest, pk: int) -> HttpResponse:
    """One run by check."""
    run = get_object_or_404(Run, pk=pk)
    names = {check.id: check.name for check in CHECKS}
    counts = [
        (rule, names.get(rule, rule), rule in names, [mine.get(name, 0) for name in COUNTS])
        for rule, mine in run.counts.items()
    ]
    unfed = [(one, names.get(one["check"], one["check"])) for one in run.not_run]
    context = {"run": run, "counts": counts, "unfed": unfed, "tone": TONES[run.state]}
    return render(request, "suspicions/run.html", context)
