"""The head of a record that another bureau supervises, and calling it in (调阅)."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiedu.base.signins import address_of
from xiedu.bodies.models import Body
from xiedu.bodies.oversight import sources_seen
from xiedu.lake import store
from xiedu.procedure.facts import F, Facts, Line
from xiedu.records.cleaning import name
from xiedu.records.fields import KINDS
from xiedu.records.schema import Kind
from xiedu.suspicions.models import Perusal
from xiedu.suspicions.perusal import Key, peruse, upper
from xiedu.web.access import PageRequest
from xiedu.web.forms import FactsForm
from xiedu.web.suspicions.policy import supervisors


class Asking(Facts):
    """Why a record is called in."""

    reason: Line = F("调阅理由", help="例如“核查跨区域重复检查”。理由对所在地司法局可见，并记入审计。")


def told(source: Body, kind: str, key: str) -> QuerySet[Perusal]:
    """Who called the record in, newest first."""
    return Perusal.objects.filter(source=source, kind=kind, record_key=key).select_related("body", "by").order_by("-id")


def head(
    request: PageRequest,
    kind: Kind,
    source: Body,
    pk: int,
    days: Sequence[tuple[date, str]] = (),
    form: FactsForm[Asking] | None = None,
) -> HttpResponse:
    """What may be seen without calling it in: whose record, of what kind, in which month it was made."""
    context = {
        "kind": kind, "source": source, "pk": pk, "month": f"{days[0][0]:%Y-%m}" if days else "",
        "form": (form or FactsForm(Asking)) if upper(request.principal, source) else None,
    }  # fmt: skip
    return render(request, "suspicions/record_head.html", context, status=422 if form else 200)


@require_POST
@supervisors
def one(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Call the record in for his bureau; Http404 alike for a foreign and an absent one."""
    record = _record(kind, pk)
    source = sources_seen(request.principal).select_related("area").filter(pk=record[0]).first()
    holding = upper(request.principal, source) if source else None
    if source is None or holding is None:
        raise Http404
    form = FactsForm(Asking, request.POST)
    facts = form.validate()
    if facts is None:
        return head(request, KINDS[kind], source, pk, form=form)
    peruse(holding, request.user, record, facts.reason, address=address_of(request))
    messages.success(request, "已调阅。理由对所在地司法局可见。")
    return redirect("record", kind=kind, pk=pk)


def _record(kind: str, pk: int) -> Key:
    """Source, kind and key of a row of the lake; Http404 when there is none."""
    if kind not in KINDS or pk >= 2**63:
        raise Http404
    with store.reading(settings.LAKE_DIR) as db:
        found = db.execute(f"select reporter, record_key from lake.{name(kind)} where id = ?", [pk]).fetchone()
    if found is None:
        raise Http404
    return int(found[0]), kind, str(found[1])
