"""The inbox: suspicions of the area, filtered by the address."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiedu.bodies.models import Body
from xiedu.bodies.principal import Principal
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Severity
from xiedu.suspicions.deciding import MOST
from xiedu.suspicions.models import KINDS, Suspicion
from xiedu.suspicions.reasons import State
from xiedu.suspicions.seeing import areas, judges, oversees, visible
from xiedu.web.access import PageRequest
from xiedu.web.lists import Asked, Filter, Listing
from xiedu.web.suspicions.policy import SEVERITY_TONES, SEVERITY_WORDS, STATE_TONES, supervisors

NAMES = {check.id: check.name for check in CHECKS}
SORTS = {"": ("新列入在前", ("-id",)), "event": ("事项日期近的在前", ("-event_on", "-id"))}
WHOSE = (("own", "本机构"), ("others", "所在地司法局"))
_DIRECT = ("state", "rule", "severity", "source", "month", "kind")


@dataclass(frozen=True)
class Row:
    """One suspicion in the list; of one of which only the head is seen, neither record nor subject is told."""

    suspicion: Suspicion
    name: str
    whole: bool

    @property
    def open(self) -> bool:
        """Whether it can be chosen for judging."""
        return self.whole and self.suspicion.state == State.OPEN


def asked(request: HttpRequest, who: Principal) -> Asked:
    """What the address asks for; one that says nothing of the state means the open ones."""
    if "state" not in request.GET:
        given = request.GET.copy()
        given["state"] = State.OPEN.value
        request.GET = given  # type: ignore[assignment]
    return Asked(request, _filters(who), tuple(SORTS))


def _filters(who: Principal) -> list[Filter]:
    """Two queries: the bodies and the checks that have suspicions here; whose they are only where it may differ."""
    seen = visible(who).order_by()
    bodies = Body.objects.filter(pk__in=seen.values("source")).order_by("area__code", "id")
    rules = set(seen.values_list("rule", flat=True).distinct())
    return [
        Filter("q", "文号或当事人"),
        Filter("state", "状态", State.choices()),
        Filter("rule", "检查", [(rule, name) for rule, name in NAMES.items() if rule in rules]),
        Filter("severity", "等级", Severity.choices()),
        Filter("source", "机关", [(str(pk), name) for pk, name in bodies.values_list("pk", "short_name")]),
        Filter("kind", "类别", KINDS),
        Filter("month", "月份", kind="month"),
        *([Filter("whose", "核实", WHOSE)] if oversees(who) else []),
    ]


def matching(who: Principal, wish: Asked) -> QuerySet[Suspicion]:
    """The suspicions the person sees and the address asks for."""
    rows = visible(who)
    for key in _DIRECT:
        if wish[key]:
            rows = rows.filter(**{key: wish[key]})
    whose = next((one.value for one in wish.filters if one.key == "whose"), "")
    if whose:
        rows = rows.filter(area_id__in=areas(who)) if whose == "own" else rows.exclude(area_id__in=areas(who))
    for word in wish["q"].split()[:5]:
        # What he may not read he may not find by its words either.
        readable = rows.filter(area_id__in=areas(who))
        rows = readable.filter(record__icontains=word) | readable.filter(party_name__icontains=word)
    return rows


@require_GET
@supervisors
def every(request: PageRequest) -> HttpResponse:
    """The suspicions, with the choice of those to confirm or dismiss."""
    who = request.principal
    wish = asked(request, who)
    listing = Listing(wish, matching(who, wish).select_related("source").order_by(*SORTS[wish.sort][1]))
    rows = [Row(s, NAMES.get(s.rule, s.rule), judges(who, s)) for s in listing.rows]
    plain = [one.key for one in wish.filters if one.value] == ["state"] and wish["state"] == State.OPEN
    context = {
        "plain": plain, "listing": listing, "rows": rows, "sorts": SORTS.items(), "most": MOST,
        "tones": STATE_TONES, "severities": SEVERITY_TONES, "severity_words": SEVERITY_WORDS,
        "choosing": any(row.open for row in rows),
    }  # fmt: skip
    return render(request, "suspicions/inbox.html", context)
