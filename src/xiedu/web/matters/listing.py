"""The list of matters: search, filters and columns from the address, a capped count; three queries."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from xiedu.base.models import today
from xiedu.bodies.models import Area
from xiedu.bodies.principal import Principal
from xiedu.law.areas import CITY, CITY_NAME, COUNTIES
from xiedu.procedure import registry
from xiedu.procedure.models import Matter, MatterIndex, Participant, RunningTerm
from xiedu.procedure.policy import Sight
from xiedu.procedure.situation import Part
from xiedu.web.clocks import Face
from xiedu.web.lists import CAP, PER_PAGE, Asked, Filter, Listing
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
# Whoever acts for more bodies sees so much that matters read one by one soon fill a page; ground by ground, each of his
# bodies would be read as far as the list is wanted.
MANY_BODIES = 4
BY_NUMBER = {"", "old"}
NUMBER = re.compile(r"\d{6,12}-\d{4}-\d{4,}")
Choices = tuple[tuple[str, str], ...]
_DAY = Coalesce("due", Value(date.max))
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
        rows = rows.filter(number=word) if _is_number(word) else rows.filter(search__icontains=word)
    return rows


def _is_number(word: str) -> bool:
    """Whether it is a whole number of ours: that is looked up, where other words are looked for in every text."""
    return word[:1] in {table.mark for table in registry.tables()} and bool(NUMBER.fullmatch(word[1:]))


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
    # By an expression: by the column, the planner would read all overdue terms for each matter.
    running = RunningTerm.objects.filter(matter=OuterRef("pk"), stopped_seq=None).annotate(day=_DAY)
    return rows.filter(Exists(running.filter(day__lt=today())))


_FILTERS: dict[str, Callable[[QuerySet[Matter], str, Principal], QuerySet[Matter]]] = {
    "q": _search,
    "procedure": lambda rows, code, who: rows.filter(procedure=code),
    "state": _by_state,
    "field": _by_field,
    "area": lambda rows, code, who: rows.filter(area__in=Area.objects.filter(code=code)),
    "role": _by_role,
    "from": lambda rows, day, who: rows.filter(opened_on__gte=day),
    "to": lambda rows, day, who: rows.filter(opened_on__lte=day),
    "overdue": _overdue,
}


def matching(who: Principal, filters: Mapping[str, str]) -> QuerySet[Matter]:
    """The matters of which the person sees at least the head, narrowed by the filters."""
    return _narrow(Sight(who).matters(), who, filters)


def _narrow(rows: QuerySet[Matter], who: Principal, filters: Mapping[str, str]) -> QuerySet[Matter]:
    for key, narrow in _FILTERS.items():
        if filters.get(key):
            rows = narrow(rows, filters[key], who)
    return rows


def page(who: Principal, wish: Asked, columns: list[str]) -> Page:
    """One page of the list; three queries."""
    listing = _by_number(who, wish) if wish.sort in BY_NUMBER else _by_other(who, wish)
    return Page(listing, _rows(listing.rows, who), columns)


def _by_number(who: Principal, wish: Asked) -> Listing[Matter]:
    """The page read along the numbers of what he sees; two queries."""
    first = (wish.page - 1) * PER_PAGE
    last = first + PER_PAGE + 1
    filters = values(wish)
    if len(who.body_ids) > MANY_BODIES or any(map(_is_number, filters.get("q", "").split())):
        found = matching(who, filters).select_related("area")
        return Listing(wish, found.order_by(*SORTS[wish.sort][1]))
    rows = _narrow(Matter.objects.all(), who, filters)
    ids = Sight(who).first(rows, max(CAP + 1, last), oldest=wish.sort == "old")
    found = Matter.objects.filter(pk__in=ids[first:last]).select_related("area").order_by(*SORTS[wish.sort][1])
    return Listing(wish, found, count=len(ids), picked=True)


def _by_other(who: Principal, wish: Asked) -> Listing[Matter]:
    """The page in another order: the few he sees sorted, else all matters read in that order; two queries."""
    filters = values(wish)
    ids = Sight(who).first(_narrow(Matter.objects.all(), who, filters), CAP + 1)
    few = len(ids) <= CAP
    found = Matter.objects.filter(pk__in=ids) if few else matching(who, filters)
    found = found.select_related("area")
    if wish.sort == "due":
        if not few and (page := _by_clock(found, wish, len(ids))).more:
            return page
        found = found.annotate(due=_next_clock("pk", "due"))
    return Listing(wish, found.order_by(*SORTS[wish.sort][1]), count=len(ids))


def _by_clock(found: QuerySet[Matter], wish: Asked, count: int) -> Listing[Matter]:
    """Matters with a running clock, read along the due days; whole only where more of them follow the page."""
    running = FilteredRelation("terms", condition=Q(terms__stopped_seq=None))
    sooner = RunningTerm.objects.filter(matter=OuterRef("pk"), stopped_seq=None).alias(day=_DAY)
    sooner = sooner.filter(Q(day__lt=OuterRef("due")) | Q(day=OuterRef("due"), pk__lt=OuterRef("clock")))
    rows = found.alias(running=running).filter(running__due__isnull=False)
    rows = rows.annotate(due=F("running__due"), clock=F("running__pk")).filter(~Exists(sooner))
    return Listing(wish, rows.order_by("due", "-running__matter"), count=count)


def _next_clock(matter: str, column: str) -> Subquery:
    running = RunningTerm.objects.filter(matter=OuterRef(matter), stopped_seq=None)
    # Ordered by an expression: ordered by the column, the planner reads every running term in the order of due days
    # until it meets one of this matter, instead of the few of this matter.
    return Subquery(running.order_by(_DAY).values(column)[:1])


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
