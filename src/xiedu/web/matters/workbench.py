"""工作台: what waits for me, for my bodies, what runs out, what came in. Three queries beside session, user, person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from xiedu.base import calendar
from xiedu.base.models import today
from xiedu.bodies.principal import Principal
from xiedu.law.workdays import Calendar
from xiedu.procedure import registry
from xiedu.procedure.models import Delivery, RunningTerm, Waiting
from xiedu.procedure.policy import Sight
from xiedu.web.access import PageRequest, business
from xiedu.web.clocks import Face
from xiedu.web.matters.begun import starts
from xiedu.web.matters.states import tone

SOON_WORKDAYS = 3
DATED_EACH, UNDATED_EACH, NEWS = 60, 40, 30


@dataclass(frozen=True)
class Item:
    """One piece of waiting work: which matter, what is expected of whom, until when."""

    matter: int
    number: str
    title: str
    state: str
    tone: str
    label: str
    body: str
    person: str
    since: date
    face: Face | None
    workdays: int | None

    @property
    def overdue(self) -> bool:
        """The due day is past."""
        return self.face is not None and self.face.left < 0

    @property
    def soon(self) -> bool:
        """Due within three working days."""
        return self.workdays is not None and not self.overdue and self.workdays <= SOON_WORKDAYS


@dataclass
class Board:
    """The workbench sorted into its lists; an item stands in one of ``mine`` and ``ours``."""

    mine: list[Item] = field(default_factory=list)
    ours: list[Item] = field(default_factory=list)
    news: list[Delivery] = field(default_factory=list)
    capped: bool = False

    @property
    def urgent(self) -> list[Item]:
        """Overdue first, then what runs out within three working days, mine before my bodies'."""
        found = [i for i in (*self.mine, *self.ours) if i.overdue or i.soon]
        return sorted(found, key=lambda i: i.face.due if i.face else date.max)

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(i.overdue for i in self.urgent)

    @property
    def my_rest(self) -> list[Item]:
        """What waits for me and is not urgent."""
        return [i for i in self.mine if not (i.overdue or i.soon)]

    @property
    def our_rest(self) -> list[Item]:
        """What waits for colleagues and is not urgent."""
        return [i for i in self.ours if not (i.overdue or i.soon)]


@require_GET
@business
def workbench(request: PageRequest) -> HttpResponse:
    """The first page of everybody who handles matters."""
    who = request.principal
    return render(request, "matters/workbench.html", {"board": board(who), "may_open": bool(starts(who))})


def board(who: Principal) -> Board:
    """What waits for a person; three queries however much it is."""
    found = Board()
    if not who.holdings:
        return found
    rows = list(_waiting(who))
    counted = calendar.current()
    for row in rows:
        (found.mine if _his(who, row) else found.ours).append(_item(row, counted))
    for items in (found.mine, found.ours):
        items.sort(key=lambda i: (i.face.due if i.face else date.max, i.matter))
    found.news = list(_news(who))
    found.capped = len(rows) >= DATED_EACH
    return found


def _his(who: Principal, row: dict[str, Any]) -> bool:
    """Assigned to him or the colleague he stands in for, or to nobody and one of his posts is asked for."""
    mine = [h for h in who.holdings if h.body_id == row["body_id"]]
    if row["person_id"]:
        return row["person_id"] == who.person_id or row["person_id"] in {h.for_person_id for h in mine}
    return any(set(row["posts"].split(",")) & h.posts for h in mine)


def _waiting(who: Principal) -> QuerySet[Waiting, Any]:
    """For each body the work due first and the oldest without a due day: the page costs the same with any load."""
    clock = RunningTerm.objects.filter(matter=OuterRef("matter_id"), key=OuterRef("term_key"), stopped_seq=None)
    chosen = _together(Waiting, [rows for body in sorted(who.body_ids) for rows in _of(body)])
    return Waiting.objects.filter(pk__in=chosen).values(
        "matter_id", "matter__number", "matter__title", "matter__state", "matter__procedure", "label", "posts",
        "body_id", "body__short_name", "person_id", "person__name", "since", "due",
        origin=Subquery(clock.values("origin")[:1]), provisional=Subquery(clock.values("provisional")[:1]),
        clock=Subquery(clock.values("title")[:1]),
    )  # fmt: skip


def _of(body: int) -> Iterable[QuerySet[Waiting]]:
    rows = Waiting.objects.filter(body_id=body)
    yield rows.filter(due__isnull=False).order_by("due")[:DATED_EACH]
    yield rows.filter(due=None).order_by("id")[:UNDATED_EACH]


def _together(model: type[Any], parts: Iterable[QuerySet[Any]]) -> QuerySet[Any, Any]:
    """The ids of several short lists, each read along its own index."""
    first, *rest = [model.objects.filter(pk__in=part.values("pk")).values("pk") for part in parts]
    ids: QuerySet[Any, Any] = first.union(*rest, all=True) if rest else first
    return ids


def _item(row: dict[str, Any], counted: Calendar) -> Item:
    on, due = today(), row["due"]
    table = registry.table(row["matter__procedure"])
    face = Face(row["clock"] or "", due, on, row["origin"] or "", (), bool(row["provisional"])) if due else None
    return Item(
        matter=row["matter_id"],
        number=row["matter__number"],
        title=row["matter__title"],
        state=table.state(row["matter__state"]).title,
        tone=tone(table, row["matter__state"]),
        label=row["label"],
        body=row["body__short_name"],
        person=row["person__name"] or "",
        since=row["since"],
        face=face,
        workdays=workdays_to(due, on, counted) if due else None,
    )


def workdays_to(due: date, on: date, counted: Calendar) -> int:
    """Working days after ``on`` up to and including ``due``; counting stops after a fortnight."""
    span = min((due - on).days, 14)
    return sum(counted.is_workday(on + timedelta(days=n)) for n in range(1, span + 1))


def _news(who: Principal) -> QuerySet[Delivery]:
    """Unread notices and papers not yet signed for, of matters the person still sees."""
    seen = Sight(who).matters().filter(pk=OuterRef("matter_id"))
    latest = _together(Delivery, [rows for body in sorted(who.body_ids) for rows in _new_of(body)])
    rows = Delivery.objects.filter(Exists(seen), pk__in=latest).select_related("matter", "paper", "body")
    return rows.order_by("-pk")[:NEWS]


def _new_of(body: int) -> Iterable[QuerySet[Delivery]]:
    mine = Delivery.objects.filter(body_id=body).exclude(sent_on=None)
    yield mine.filter(channel="notice", read_at=None).order_by("-pk")[:NEWS]
    for channel in ("service", "copy"):
        yield mine.filter(channel=channel, received_on=None).order_by("-pk")[:NEWS]


@require_POST
@business
def mark_read(request: PageRequest) -> HttpResponse:
    """All notices to my bodies are read; papers stay until they are signed for."""
    rows = Delivery.objects.filter(body_id__in=request.principal.body_ids, channel="notice", read_at=None)
    count = rows.update(read_at=timezone.now())
    messages.success(request, f"已将 {count} 条提醒标为已读。")
    return redirect("workbench")
