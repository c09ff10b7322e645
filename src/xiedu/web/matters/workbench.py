"""工作台: what waits for me, for my bodies, what runs out, what came in. Three queries beside session, user, person."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from xiedu.base import calendar
from xiedu.base.models import today
from xiedu.bodies.principal import Principal
from xiedu.law.workdays import Calendar
from xiedu.procedure import registry
from xiedu.procedure.models import Delivery
from xiedu.procedure.policy import Sight
from xiedu.web.access import PageRequest, business
from xiedu.web.clocks import Face
from xiedu.web.matters.awaited import NEWS, Awaited, awaited, new_to
from xiedu.web.matters.begun import starts
from xiedu.web.matters.states import tone

SOON_WORKDAYS = 3
SHOWN = 50


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
    mine_in_all: int = 0
    ours_in_all: int = 0
    overdue: int = 0
    news: list[Delivery] = field(default_factory=list)

    @property
    def capped(self) -> bool:
        """Whether more waits than is listed."""
        return self.mine_in_all > len(self.mine) or self.ours_in_all > len(self.ours)

    @property
    def urgent(self) -> list[Item]:
        """Overdue first, then what runs out within three working days, mine before my bodies'."""
        found = [i for i in (*self.mine, *self.ours) if i.overdue or i.soon]
        return sorted(found, key=lambda i: i.face.due if i.face else date.max)

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
    """What waits for a person: the first of his and of his bodies' work; three queries however much it is."""
    found = Board()
    if not who.holdings:
        return found
    counted = calendar.current()
    for row in awaited(who, SHOWN):
        found.overdue = row.late
        if row.mine:
            found.mine_in_all = row.many
        else:
            found.ours_in_all = row.many
        (found.mine if row.mine else found.ours).append(_item(row, counted))
    found.news = list(_news(who))
    return found


def _item(row: Awaited, counted: Calendar) -> Item:
    on = today()
    table = registry.table(row.procedure)
    face = Face(row.clock or "", row.due, on, row.origin or "", (), bool(row.provisional)) if row.due else None
    return Item(
        matter=row.matter,
        number=row.number,
        title=row.title,
        state=table.state(row.state).title,
        tone=tone(table, row.state),
        label=row.label,
        body=row.body,
        person=row.person or "",
        since=row.since,
        face=face,
        workdays=workdays_to(row.due, on, counted) if row.due else None,
    )


def workdays_to(due: date, on: date, counted: Calendar) -> int:
    """Working days after ``on`` up to and including ``due``; counting stops after a fortnight."""
    span = min((due - on).days, 14)
    return sum(counted.is_workday(on + timedelta(days=n)) for n in range(1, span + 1))


def _news(who: Principal) -> QuerySet[Delivery]:
    """Unread notices and papers not yet signed for, of matters the person still sees."""
    seen = Sight(who).matters().filter(pk=OuterRef("matter_id"))
    latest = new_to(sorted(who.body_ids))
    rows = Delivery.objects.filter(Exists(seen), pk__in=latest).select_related("matter", "paper", "body")
    return rows.order_by("-pk")[:NEWS]


@require_POST
@business
def mark_read(request: PageRequest) -> HttpResponse:
    """All notices to my bodies are read; papers stay until they are signed for."""
    rows = Delivery.objects.filter(body_id__in=request.principal.body_ids, channel="notice", read_at=None)
    count = rows.update(read_at=timezone.now())
    messages.success(request, f"已将 {count} 条提醒标为已读。")
    return redirect("workbench")
