"""Guidance body and justice bureau on one page: meetings, copies both ways, own overdue steps (arts 21, 23, 24).

The same clocks and the same duty to give reasons bind those who supervise; here they and their government see it.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from xiedu.base.models import today
from xiedu.bodies.models import Body
from xiedu.bodies.principal import Principal, current
from xiedu.procedure import registry
from xiedu.procedure.models import Event, EventFacts, Matter, MatterIndex, Participant, Waiting
from xiedu.procedure.policy import Sight
from xiedu.web.access import PageRequest, Policy, page

KINDS = ("guidance", "justice")
SHORT, DAYS, MOST, READ = 6, 90, 50, 1000


def _allowed(who: Principal) -> bool:
    return not who.duty and any(h.body_kind in (*KINDS, "government") for h in who.holdings)


JOINT = Policy("joint", "综合行政执法指导机构、司法行政机关和人民政府的人员", _allowed)


@dataclass(frozen=True)
class Own:
    """What one of the watching bodies has itself left undone: overdue work, late entries, reasons hardly given."""

    body: str
    overdue: int
    late: int
    short: int


@require_GET
@page(JOINT)
def overview(request: PageRequest) -> HttpResponse:
    """The page; a fixed number of queries."""
    who = request.principal
    seen = Sight(who).matters()
    bodies = watched(who)
    overdue = list(_overdue(seen, bodies))
    context = {
        "meetings": list(_meetings(seen)),
        "referred": [(m, _state(m)) for m in _referred(seen)],
        "copied": [(m, _state(m)) for m in _copied(seen)],
        "overdue": overdue[:MOST],
        "more": len(overdue) > MOST,
        "own": _own(bodies),
        "days": DAYS,
        "short": SHORT,
        "today": today(),
    }
    return render(request, "joint.html", context)


def watched(who: Principal) -> dict[int, str]:
    """The guidance bodies and justice bureaus he works in, or that his government has at its level and below."""
    governed = [h.area_id for h in who.holdings if h.body_kind == "government"]
    mine = Q(pk__in=who.body_ids) | Q(area_id__in=governed) | Q(area__parent_id__in=governed)
    rows = Body.objects.filter(current("", today()), mine, kind__in=KINDS).order_by("area__code", "kind")
    return dict(rows.values_list("pk", "short_name"))


def _meetings(seen: QuerySet[Matter]) -> QuerySet[Matter]:
    day = MatterIndex.objects.filter(matter=OuterRef("pk"), key="held_on").values("day")[:1]
    rows = seen.filter(procedure="meeting", ended_on=None).annotate(held_on=Subquery(day))
    return rows.order_by("held_on", "pk")[:MOST]


def _referred(seen: QuerySet[Matter]) -> QuerySet[Matter]:
    """Leads the guidance body copied, whose disposition is due (art. 23), the open ones first."""
    rows = seen.filter(procedure="lead", indexed__key="source", indexed__text="guidance")
    return rows.order_by("ended_on", "-pk")[:MOST]


def _copied(seen: QuerySet[Matter]) -> QuerySet[Matter]:
    """Notices copied to the guidance body, and whether it has recorded what it did (art. 24)."""
    copied = Participant.objects.filter(matter=OuterRef("pk"), role="guidance", until_seq=None)
    said = Event.objects.filter(matter=OuterRef("pk"), move="record_guidance")
    rows = seen.filter(Exists(copied), procedure="notice").annotate(guided=Exists(said))
    return rows.order_by("guided", "-pk")[:MOST]


def _overdue(seen: QuerySet[Matter], bodies: Iterable[int]) -> QuerySet[Waiting]:
    rows = Waiting.objects.filter(body_id__in=list(bodies), due__lt=today(), matter__in=seen)
    return rows.select_related("matter", "body").order_by("due", "pk")[: MOST + 1]


def _own(bodies: dict[int, str]) -> list[Own]:
    since = timezone.now() - timedelta(days=DAYS)
    late = Counter(
        Event.objects.filter(body_id__in=list(bodies), at__gte=since).exclude(late_reason="")
        .values_list("body_id", flat=True)[:READ]
    )  # fmt: skip
    due = Counter(Waiting.objects.filter(body_id__in=list(bodies), due__lt=today()).values_list("body_id", flat=True))
    stated = EventFacts.objects.filter(event__body_id__in=list(bodies), event__at__gte=since, body__contains='"reason"')
    rows = stated.order_by("-event_id").values_list("event__body_id", "body")[:READ]
    short = Counter(body for body, said in rows if _hardly(json.loads(said)))
    return [Own(name, due[pk], late[pk], short[pk]) for pk, name in bodies.items()]


def _hardly(said: dict[str, Any]) -> bool:
    reason = said.get("reason")
    return isinstance(reason, str) and len(reason.strip()) < SHORT


def _state(matter: Matter) -> str:
    return registry.table(matter.procedure).state(matter.state).title
