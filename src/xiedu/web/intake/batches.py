"""Batches of collected records: the list, sending a file in, what became of it."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from xiedu.base.filetypes import XLSX
from xiedu.base.jobs import remaining
from xiedu.base.models import Job, StoredFile
from xiedu.bodies.models import Body
from xiedu.bodies.oversight import own_sources, sources_read, sources_seen
from xiedu.intake import service
from xiedu.intake.annotate import annotate
from xiedu.intake.files import store_records
from xiedu.intake.models import Batch, RecordKind, TrayRow
from xiedu.procedure.facts import F, Facts, FileRef, Ref, Show
from xiedu.records.faults import Fault
from xiedu.records.layouts import LAYOUTS
from xiedu.web.access import PageRequest, business
from xiedu.web.downloads import attachment
from xiedu.web.forms import FactsForm
from xiedu.web.intake import precheck
from xiedu.web.lists import Asked, Filter, Listing
from xiedu.web.uploads import keep_all, own_files
from xiedu.web.views.jobs import TONES as JOB_TONES
from xiedu.web.views.jobs import span

TONES = {"received": "grey", "reading": "blue", "loading": "blue", "loaded": "green", "refused": "red"}
FAULTS_A_PAGE = 100
AUTO = "auto"
KINDS = ((AUTO, "自动识别"), *((str(value), str(label)) for value, label in RecordKind.choices))
HISTORIC = (("", "由系统按到达时间判断"), ("yes", "是，补报以前的数据"), ("no", "否，当期数据"))
_CHOSEN = {"": None, "yes": True, "no": False}


class Sending(Facts):
    """A file of records as it is sent in."""

    source: Annotated[int, Ref("body"), Show("choice", pick="source")] = F("数据来源单位")
    file: Annotated[FileRef, Show("records")] = F(
        "文件", help="Excel（.xlsx）、CSV 或 JSON。用模板填写、“双公示”表格或业务系统导出的表格均可。"
    )
    kind: Annotated[str, Show("radio", pick="kind")] = F("记录种类", default=AUTO)
    historic: Annotated[str, Show("radio", pick="historic")] = F(
        "是否历史补报", default="", help="补报的历史数据照常检查，但不逐条产生迟报疑点。"
    )


@business
def every(request: PageRequest) -> HttpResponse:
    """The batches of the bodies he sees, newest first."""
    seen = sources_seen(request.principal)
    sources = [(str(pk), name) for pk, name in seen.order_by("area__code", "id").values_list("pk", "name")]
    asked = Asked(request, _filters(sources))
    rows = _narrowed(asked, Batch.objects.filter(source__in=[int(pk) for pk, _ in sources]))
    waiting = Count("tray", filter=Q(tray__state=TrayRow.State.WAITING))
    listing = Listing(asked, rows.select_related("source", "file").annotate(waiting=waiting).order_by("-id"))
    context = {
        "listing": listing,
        "tones": TONES,
        "may_send": own_sources(request.principal).exists(),
        "sees_any": bool(sources),
    }
    return render(request, "intake/batches.html", context)


def _filters(sources: Sequence[tuple[str, str]]) -> list[Filter]:
    states = [(str(value), str(label)) for value, label in Batch.State.choices]
    found = [
        Filter("q", "批次号或文件名"),
        Filter("kind", "种类", KINDS[1:]),
        Filter("state", "状态", states),
        Filter("since", "收到日期自", kind="date"),
        Filter("until", "至", kind="date"),
    ]
    return [Filter("source", "数据来源单位", sources), *found] if len(sources) > 1 else found


def _narrowed(asked: Asked, rows: QuerySet[Batch]) -> QuerySet[Batch]:
    given = {one.key: one.value for one in asked.filters if one.value}
    for key in ("kind", "state", "source"):
        if key in given:
            rows = rows.filter(**{key: given[key]})
    if "q" in given:
        rows = rows.filter(Q(number__icontains=given["q"]) | Q(file__name__icontains=given["q"]))
    since, until = asked.day("since"), asked.day("until")
    if since:
        rows = rows.filter(received_at__date__gte=since)
    return rows.filter(received_at__date__lte=until) if until else rows


@require_POST
@business
def upload(request: PageRequest) -> HttpResponse:
    """Store a file of records ahead of its form: larger than other uploads may be."""
    return keep_all(request, lambda one: store_records(one, one.name or "", request.user).pk)


@business
def send(request: PageRequest) -> HttpResponse:
    """Send a file in, or only have it looked at (预检): both are the worker's."""
    mine = list(own_sources(request.principal))
    if not mine:
        return render(request, "intake/send.html", {"form": None})
    posted = request.POST if request.method == "POST" else None
    choices = {"source": [(b.pk, b.name) for b in mine], "kind": KINDS, "historic": HISTORIC}
    form = FactsForm(Sending, posted, {"source": mine[0].pk}, choices, files=own_files(request.user))
    if posted is not None:
        form.take(request.FILES, lambda one: store_records(one, one.name or "", request.user).pk)
        facts = form.validate()
        if facts is not None:
            return _sent(request, facts, next(b for b in mine if b.pk == facts.source))
    return render(request, "intake/send.html", {"form": form}, status=422 if form.errors else 200)


def _sent(request: PageRequest, facts: Sending, source: Body) -> HttpResponse:
    stored = StoredFile.objects.get(pk=facts.file, uploaded_by_id=request.user.pk)
    kind = None if facts.kind == AUTO else facts.kind
    if request.POST.get("dry"):
        looking = precheck.ask(stored, source, request.user, kind=kind, historic=_CHOSEN[facts.historic])
        return redirect("precheck", pk=looking.pk)
    with transaction.atomic():
        batch = service.register(stored, source, kind=kind, historic=_CHOSEN[facts.historic], user=request.user)
        service.submit(batch)
    return redirect("batch", pk=batch.pk)


def seen_batch(request: PageRequest, pk: int) -> Batch:
    """The batch if it is of a body he sees; Http404 alike for a foreign and an absent one."""
    rows = Batch.objects.select_related("source", "file", "by", "token")
    return get_object_or_404(rows.filter(source__in=sources_seen(request.principal)), pk=pk)


def read_batch(request: PageRequest, pk: int) -> Batch:
    """The batch if he reads the records of its body, else Http404: of others he sees the counts."""
    batch = seen_batch(request, pk)
    if not reads(request, batch):
        raise Http404
    return batch


def reads(request: PageRequest, batch: Batch) -> bool:
    """Whether he reads the records of the body the batch is of."""
    return sources_read(request.principal).filter(pk=batch.source_id).exists()


def may_change(request: PageRequest, batch: Batch) -> bool:
    """Whether he works in the body the batch is of."""
    return batch.source_id in request.principal.body_ids and not request.principal.duty


def own_batch(request: PageRequest, pk: int) -> Batch:
    """The batch if it is of a body he works in, else Http404."""
    batch = seen_batch(request, pk)
    if not may_change(request, batch):
        raise Http404
    return batch


@business
def one(request: PageRequest, pk: int) -> HttpResponse:
    """A batch: how far it is, its counts, every fault, what can be done."""
    batch = seen_batch(request, pk)
    context: dict[str, Any] = {"batch": batch, "tone": TONES[batch.state], "mine": may_change(request, batch)}
    context["reads"] = reads(request, batch)
    if batch.state in Batch.ENDED:
        context |= _report(request, batch)
    else:
        context |= _running(request, batch)
    return render(request, "intake/batch.html", context)


def _report(request: PageRequest, batch: Batch) -> dict[str, Any]:
    number = request.GET.get("page", "1")
    pages = Paginator(_Faults(batch), FAULTS_A_PAGE)
    return {
        "done": True,
        "page": pages.get_page(number if number.isascii() else 1),
        "waiting": batch.tray.filter(state=TrayRow.State.WAITING).count(),
        "tray": batch.tray.exists(),
        "layout": LAYOUTS[batch.layout].title if batch.layout in LAYOUTS else "",
        "corrections": batch.corrections.order_by("id"),
        "mappable": batch.state == Batch.State.REFUSED and may_change(request, batch),
    }


class _Faults(Sequence[Fault]):
    """The faults of a batch as a sequence of which only the asked part is read."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def __len__(self) -> int:
        return self.batch.faults

    def __getitem__(self, index: Any) -> Any:
        start_, stop, _ = index.indices(len(self))
        return service.faults(self.batch, stop - start_, start_)


def _running(request: PageRequest, batch: Batch) -> dict[str, Any]:
    """The job that works on it, as the partial of the jobs' pages shows it."""
    job = Job.objects.filter(kind="intake", arguments__batch=batch.pk).select_related("started_by").last()
    if job is None:
        return {"job": None, "ended": True, "may_resume": may_change(request, batch)}
    left = remaining(job)
    ended = job.state not in {Job.State.WAITING, Job.State.RUNNING}
    return {
        "job": job,
        "tone": JOB_TONES[job.state],
        "ended": ended,
        "left": span(left.total_seconds()) if left else "",
        "mine": False,
        "may_stop": job.started_by_id == request.user.pk,
        "may_resume": ended and may_change(request, batch),
    }


@business
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; when the batch has ended, the page reloads itself."""
    batch = seen_batch(request, pk)
    if batch.state in Batch.ENDED:
        return HttpResponse(status=286, headers={"HX-Refresh": "true"})
    context = _running(request, batch)
    return render(request, "intake/batch_progress.html", context, status=286 if context["ended"] else 200)


@require_POST
@business
def again(request: PageRequest, pk: int) -> HttpResponse:
    """Hand a batch that has not ended to the worker once more; its job failed or was stopped."""
    batch = own_batch(request, pk)
    if batch.state not in Batch.ENDED and _running(request, batch)["ended"]:
        service.submit(batch)
        messages.info(request, "已重新排队。")
    return redirect("batch", pk=pk)


@business
def report(request: PageRequest, pk: int) -> HttpResponse:
    """The report as JSON: counts and every fault."""
    batch = read_batch(request, pk)
    answer = JsonResponse(whole_report(batch), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return attachment(answer.content, f"批次{batch.number}-报告.json", "application/json")


def whole_report(batch: Batch) -> dict[str, Any]:
    """The report of a batch with all its faults, as page, file and JSON door give it."""
    return {**service.report(batch), "faults": [service.as_json(fault) for fault in service.faults(batch)]}


@business
def workbook(request: PageRequest, pk: int) -> HttpResponse:
    """The file that was sent, as a workbook with every fault noted at its cell."""
    batch = read_batch(request, pk)
    return attachment(annotate(batch, clear=may_change(request, batch)), f"批次{batch.number}-问题标注.xlsx", XLSX)
