"""The audit entries, for the audit administrator alone: who did what and when; no case content stands in them."""

from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiedu.base import audit
from xiedu.base.models import AuditEntry
from xiedu.web.access import PageRequest, duty
from xiedu.web.lists import Asked, Filter, Listing


@duty("audit")
def every(request: PageRequest) -> HttpResponse:
    """The entries, newest first."""
    actions = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    filters = (
        Filter("q", "操作人或对象"),
        Filter("action", "操作", [(a, a) for a in actions]),
        Filter("since", "自", kind="date"),
        Filter("until", "至", kind="date"),
    )
    asked = Asked(request, filters)
    return render(request, "web/audit.html", {"listing": Listing(asked, _narrowed(asked))})


def _narrowed(asked: Asked) -> "QuerySet[AuditEntry]":
    rows = AuditEntry.objects.order_by("-seq")
    if asked["q"]:
        rows = rows.filter(Q(actor__icontains=asked["q"]) | Q(target__icontains=asked["q"]))
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    since, until = asked.day("since"), asked.day("until")
    if since:
        rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    if until:
        rows = rows.filter(at__lt=timezone.make_aware(datetime.combine(until + timedelta(1), time.min)))
    return rows


@require_POST
@duty("audit")
def check(request: PageRequest) -> HttpResponse:
    """Walk the whole chain of audit entries and show what is wrong with it."""
    findings = audit.verify()
    context = {"findings": findings, "count": AuditEntry.objects.count(), "at": timezone.now()}
    return render(request, "web/audit_check.html", context)
