"""The list of matters: search, filters and columns from the address, a capped count; three queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from xiedu.base.models import today
from xiedu.bodies.principal import Principal
from xiedu.law.areas import CITY, CITY_NAME, COUNTIES
from xiedu.procedure import registry
from xiedu.procedure.models import Matter, MatterIndex, Participant, RunningTerm
from xiedu.procedure.policy import Sight
from xiedu.procedure.situation import Part
from xiedu.web.clocks import Face
from xiedu.web.lists import Asked, Filter, Listing
from xiedu.web.matters.states import tone

COLUMNS = {
    "number": "编号",
    "title": "标题",
    "procedure": "程序",
    "state": "状态",
    "parties": "各方",
    "handler": "承办",
    "field": "领域",
    "area": "区域",
    "opened": "发起",
    "changed": "最近变动",
    "due": "期限",
}
USUAL = ("number", "title", "state", "parties", "handler", "opened", "due")
SORTS = {
    "": ("新发起在前", ("-id",)),
    "old": ("早发起在前", ("id",)),
    "changed": ("最近变动在前", ("-changed_at", "-id")),
    "due": ("先到期在前", (F("due").asc(nulls_last=True), "-id")),
}
Choices = tuple[tuple[str, str], ...]
# By convention the role of the kinds of bodies that may begin a matter; nobody holds it.
STARTER = "starter"


@dataclass
class Row:
    """One matter in the list."""

    matter: Matter
    procedure: str
    state: str
    tone: str
    parties: str
    handler: str
    field: str
    face: Face | None


@dataclass(frozen=True)
class Page:
    """A page of the list: the shared list with its filters and pager, and its rows as shown."""

    listing: Listing[Matter]
    rows: list[Row]
    columns: list[str]


def asked(request: HttpRequest) -> Asked:
    """What the address asks for; what is not understood counts as not asked."""
    return Asked(request, filters(), tuple(SORTS))


def filters() -> list[Filter]:
    """The filters of the list."""
    return [
        Filter("q", "关键词"),
        Filter("procedure", "程序", tuple((table.code, table.title) for table in registry.tables())),
        Filter("state", "状态", _states()),
        Filter("field", "领域"),
        Filter("area", "区域", _areas()),
        Filter("role", "本机构身份", _roles()),
        Filter("from", "发起自", kind="date"),
        Filter("to", "发起至", kind="date"),
        Filter("overdue", "逾期", _YES),
    ]


def values(wish: Asked) -> dict[str, str]:
    """The filters that are set, by key."""
    days = {key for key in ("from", "to") if not wish.day(key)}
    return {f.key: f.value for f in wish.filters if f.value and f.key not in days}


_YES: Choices = (("yes", "只看逾期"),)


def _states() -> Choices:
    codes = _titled((s.code, s.title) for table in registry.tables() for s in table.states)
    return (("open", "全部在办"), ("ended", "全部已结束"), *codes)


def _roles() -> Choices:
    return _titled(
        (r.code, r.title) for table in registry.tables() for r in table.roles if r.shown and r.code != STARTER
    )


def _titled(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Codes with their titles; one that procedures call differently bears all of them."""
    found: dict[str, dict[str, None]] = {}
    for code, title in pairs:
        found.setdefault(code, {})[title] = None
    return tuple((code, "／".join(titles)) for code, titles in found.items())


def _areas() -> Choices:
    return ((CITY, f"{CITY_NAME}本级"), *COUNTIES.items())


def _search(rows: QuerySet[Matter], text: str, who: Principal) -> QuerySet[Matter]:
    for word in text.split()[:5]:
        rows = rows.filter(search__icontains=word)
    return rows


def _by_state(rows: QuerySet[Matter], code: str, who: Principal) -> QuerySet[Matter]:
    if code in {"open", "ended"}:
        return rows.filter(ended_on__isnull=code == "open")
    return rows.filter(state=code)


def _by_field(rows: QuerySet[Matter], text: str, who: Principal) -> QuerySet[Matter]:
    return rows.filter(Exists(MatterIndex.objects.filter(matter=OuterRef("pk"), key="field", text__icontains=text)))


def _by_role(rows: QuerySet[Matter], role: str, who: Principal) -> QuerySet[Matter]:
    mine = Participant.objects.filter(matter=OuterRef("pk"), body_id__in=who.body_ids, role=role, until_seq=None)
    return rows.filter(Exists(mine))


def _overdue(rows: QuerySet[Matter], _: str, who: Principal) -> QuerySet[Matter]:
    # Not correlated: asked matter by matter, the planner would read all overdue terms for each.
    late = RunningTerm.objects.filter(stopped_seq=None, due__lt=today())
    return rows.filter(pk__in=late.values("matter_id"))


_FILTERS: dict[str, Callable[[QuerySet[Matter], str, Principal], QuerySet[Matter]]] = {
    "q": _search,
    "procedure": lambda rows, code, who: rows.filter(procedure=code),
    "state": _by_state,
    "field": _by_field,
    "area": lambda rows, code, who: rows.filter(area__code=code),
    "role": _by_role,
    "from": lambda rows, day, who: rows.filter(opened_on__gte=day),
    "to": lambda rows, day, who: rows.filter(opened_on__lte=day),
    "overdue": _overdue,
}


def matching(who: Principal, filters: Mapping[str, str]) -> QuerySet[Matter]:
    """The matters of which the person sees at least the head, narrowed by the filters."""
    rows = Sight(who).matters()
    for key, narrow in _FILTERS.items():
        if filters.get(key):
            rows = narrow(rows, filters[key], who)
    return rows


def page(who: Principal, wish: Asked, columns: list[str]) -> Page:
    """One page of the list; three queries."""
    found = matching(who, values(wish)).select_related("area")
    if wish.sort == "due":
        found = found.annotate(due=_next_clock("pk", "due"))
    listing = Listing(wish, found.order_by(*SORTS[wish.sort][1]))
    return Page(listing, _rows(listing.rows, who), columns)


def _next_clock(matter: str, column: str) -> Subquery:
    running = RunningTerm.objects.filter(matter=OuterRef(matter), stopped_seq=None)
    # Ordered by an expression: ordered by the column, the planner reads every running term in the order of due days
    # until it meets one of this matter, instead of the few of this matter.
    return Subquery(running.order_by(Coalesce("due", Value(date.max))).values(column)[:1])


def _rows(matters: list[Matter], who: Principal) -> list[Row]:
    """The rows with participants, next clock and field, read for this page alone; a matter has a participant always."""
    about = MatterIndex.objects.filter(matter=OuterRef("matter_id"), key="field")
    people = Participant.objects.filter(matter_id__in=[m.pk for m in matters], until_seq=None).annotate(
        due=_next_clock("matter_id", "due"),
        clock=_next_clock("matter_id", "title"),
        origin=_next_clock("matter_id", "origin"),
        provisional=_next_clock("matter_id", "provisional"),
        about=Subquery(about.values("text")[:1]),
    )
    parts: dict[int, list[Part]] = {}
    dress: dict[int, Any] = {}
    for p in people.order_by("pk"):
        parts.setdefault(p.matter_id, []).append(Part(p.role, p.body_id, p.person_id, p.name))
        dress[p.matter_id] = p
    sight = Sight(who)
    return [_row(m, parts.get(m.pk, []), sight, dress.get(m.pk)) for m in matters]


def _row(matter: Matter, parts: list[Part], sight: Sight, dress: Any) -> Row:
    """Of a matter of which only the head is seen neither term nor field is told."""
    table = registry.table(matter.procedure)
    whole = dress is not None and sight.of(matter, parts) == "file"
    face = None
    if whole and dress.due:
        face = Face(dress.clock, dress.due, today(), dress.origin, (), dress.provisional)
    return Row(
        matter,
        table.title,
        table.state(matter.state).title,
        tone(table, matter.state),
        "、".join(dict.fromkeys(p.name for p in parts if p.role in table.sides)),
        "、".join(p.name for p in parts if p.role == "handler"),
        (dress.about or "") if whole else "",
        face,
    )
