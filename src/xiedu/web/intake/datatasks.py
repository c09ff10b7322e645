"""Data tasks: what a source is asked to mend or explain, with a term; the source answers, the asker withdraws."""

from datetime import date
from typing import Annotated, Any

from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from pydantic import AfterValidator, StringConstraints

from xiedu.base.models import today
from xiedu.bodies.oversight import sources_seen, supervises
from xiedu.intake import datatasks
from xiedu.intake.datatasks import DataTask
from xiedu.law.codes import LimitOrigin
from xiedu.procedure.facts import F, Facts, Show, clean
from xiedu.records.fields import KINDS
from xiedu.web.access import PageRequest, business
from xiedu.web.clocks import Face
from xiedu.web.forms import FactsForm
from xiedu.web.intake.contract import known_kind
from xiedu.web.intake.quality import month_of, seen_source
from xiedu.web.lists import Asked, Filter, Listing

TONES = {"open": "orange", "done": "green", "withdrawn": "grey"}
WHOLE = "-"


Ask = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(clean), Show("text", rows=3)]
Told = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(clean), Show("text", rows=4)]


class Asking(Facts):
    """A task to send."""

    field: Annotated[str, Show("choice", pick="field")] = F("字段", default=WHOLE)
    what: Ask = F("要求", help="写明缺什么、错在哪里、要补充或说明什么。")


class Answering(Facts):
    """What was done about it."""

    answer: Told = F("办理情况", help="写明已补充、更正了哪些记录；不能办理的说明原因。")


def _seen(request: PageRequest) -> QuerySet[DataTask]:
    return DataTask.objects.filter(source__in=sources_seen(request.principal)).select_related("source", "opened_by")


def face(task: DataTask, on: date) -> Face:
    """The term of a task as pages show it: an internal target, its arithmetic one click away."""
    origin = str(LimitOrigin.INTERNAL)
    return Face("办理", task.due_on, on, origin, tuple(task.arithmetic), stopped=task.state != DataTask.State.OPEN)


@business
def every(request: PageRequest) -> HttpResponse:
    """The tasks of the bodies he sees; open ones first, the earliest term first."""
    states = [(str(value), str(label)) for value, label in DataTask.State.choices]
    kinds = [(kind.name, kind.title) for kind in KINDS.values()]
    asked = Asked(request, [Filter("state", "状态", states), Filter("kind", "种类", kinds), Filter("q", "要求")])
    rows = _seen(request)
    for key in ("state", "kind"):
        if asked[key]:
            rows = rows.filter(**{key: asked[key]})
    if asked["q"]:
        rows = rows.filter(what__icontains=asked["q"])
    listing = Listing(asked, rows.order_by(models.F("ended_at").desc(nulls_first=True), "due_on", "id"))
    faces = [(task, face(task, today())) for task in listing.rows]
    return render(request, "intake/datatasks.html", {"listing": listing, "rows": faces, "tones": TONES})


@business
def new(request: PageRequest, pk: int, month: str, kind: str) -> HttpResponse:
    """Send a task to a source he supervises."""
    source, first, found = seen_source(request, pk), month_of(month), known_kind(kind)
    if not supervises(request.principal, source):
        raise Http404
    asked = request.GET.get("field", "")
    posted = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"field": asked if asked in found.by_name else WHOLE}
    if initial["field"] != WHOLE:
        initial["what"] = f"{first:%Y-%m} 的部分{found.title}记录未填“{found.by_name[asked].title}”，请补充。"
    choices = {"field": [(WHOLE, "全部内容"), *((f.name, f.title) for f in found.fields)]}
    form = FactsForm(Asking, posted, initial, choices)
    facts = form.validate() if posted is not None else None
    if facts is not None:
        field = "" if facts.field == WHOLE else facts.field
        task = datatasks.open_task(source, kind, field, first, facts.what, request.user)
        messages.success(request, f"数据任务已发给{source.name}，期限 {task.due_on}。")
        return redirect("data-task", pk=task.pk)
    context = {"form": form, "source": source, "month": first, "kind": found, "term": datatasks.term(today())}
    return render(request, "intake/datatask_new.html", context, status=422 if form.errors else 200)


@business
def one(request: PageRequest, pk: int) -> HttpResponse:
    """A task; the source answers it here."""
    task = get_object_or_404(_seen(request), pk=pk)
    mine = task.source_id in request.principal.body_ids and task.state == DataTask.State.OPEN
    posted = request.POST if request.method == "POST" and mine else None
    form = FactsForm(Answering, posted) if mine else None
    facts = form.validate() if form and posted is not None else None
    if facts is not None and _ended(request, task, facts.answer, datatasks.answer):
        return redirect("data-task", pk=pk)
    context = {
        "task": task,
        "kind": KINDS[task.kind],
        "face": face(task, today()),
        "tone": TONES[task.state],
        "form": form,
        "supervises": supervises(request.principal, task.source) and task.state == DataTask.State.OPEN,
    }
    return render(request, "intake/datatask.html", context, status=422 if form and form.errors else 200)


@require_POST
@business
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take a task back, with the reason."""
    task = get_object_or_404(_seen(request), pk=pk)
    if not supervises(request.principal, task.source):
        raise Http404
    _ended(request, task, request.POST.get("reason", ""), datatasks.withdraw)
    return redirect("data-task", pk=pk)


def _ended(request: PageRequest, task: DataTask, text: str, act: Any) -> bool:
    try:
        act(task, text, request.user)
    except ValueError as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, f"数据任务{task.get_state_display()}。")
    return True
