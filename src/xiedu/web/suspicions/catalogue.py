"""The catalogue of checks: law, parameters, version, how each takes part, how precise it has proved, its last run."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from xiedu.base.dated import Settings, snapshot
from xiedu.base.specs import spec
from xiedu.bodies.models import Body
from xiedu.bodies.oversight import sources_read, sources_seen
from xiedu.checks import params
from xiedu.checks.catalogue import CHECKS, GROUPS, LEFT_OUT
from xiedu.checks.check import Check, Severity
from xiedu.lake import store
from xiedu.procedure.facts import F, Facts, Reason, Show
from xiedu.suspicions.models import KINDS, NotRecorded, Run, Suspicion
from xiedu.suspicions.modes import Taking, change, history, precisions, standings
from xiedu.suspicions.policies import FLOOR, JUDGED
from xiedu.suspicions.precision import Precision
from xiedu.suspicions.present import figures
from xiedu.suspicions.reasons import Mode
from xiedu.suspicions.records import waiting
from xiedu.suspicions.seeing import decides_checks
from xiedu.web.access import PageRequest
from xiedu.web.forms import FactsForm
from xiedu.web.lists import Asked, Filter
from xiedu.web.suspicions.policy import MODE_TONES, SEVERITY_TONES, SEVERITY_WORDS, supervisors

MOST_BEYOND = 50
REACHES = {"row": "逐条判断", "window": "同一当事人的多条记录", "group": "同类比较，夜间运行"}


class Switching(Facts):
    """How a check is to take part from now on, and why."""

    mode: Annotated[Mode, Show("radio")] = F("改为")
    reason: Reason = F("理由")


@dataclass(frozen=True)
class Line:
    """A check in the catalogue."""

    check: Check
    taking: Taking
    precision: Precision
    counts: dict[str, int]

    @property
    def severity(self) -> str:
        """The colour as a word."""
        return SEVERITY_WORDS[self.check.severity]

    @property
    def tone(self) -> str:
        """The colour's tone."""
        return SEVERITY_TONES[self.check.severity]


@supervisors
def every(request: PageRequest) -> HttpResponse:
    """All checks by group, narrowed by the address; three queries."""
    wish = Asked(request, _filters())
    last = Run.objects.filter(state=Run.Ended.DONE).order_by("-id").first()
    counts = last.counts if last else {}
    taking, seen = standings(), precisions()
    groups = []
    for letter, title, checks in GROUPS:
        lines = [
            Line(c, taking[c.id], seen.get((c.id, c.version), Precision()), counts.get(c.id, {}))
            for c in checks
            if _wanted(wish, c, taking[c.id])
        ]
        groups += [(letter, title, lines)] if lines else []
    listing = {"filters": wish.filters, "narrowed": wish.narrowed, "sort": ""}
    shown = sum(len(lines) for _, _, lines in groups)
    context = {
        "groups": groups,
        "listing": listing,
        "count": shown,
        "all": len(CHECKS),
        "run": last,
        "modes": MODE_TONES,
        "left_out": LEFT_OUT,
    }
    return render(request, "suspicions/checks.html", context)


def _filters() -> list[Filter]:
    return [
        Filter("q", "名称或编号"),
        Filter("kind", "记录种类", KINDS),
        Filter("severity", "等级", Severity.choices()),
        Filter("mode", "状态", Mode.choices()),
    ]


def _wanted(wish: Asked, check: Check, taking: Taking) -> bool:
    return (
        (not wish["q"] or wish["q"] in check.name or wish["q"] in check.id)
        and (not wish["kind"] or wish["kind"] == check.kind)
        and (not wish["severity"] or wish["severity"] == check.severity)
        and (not wish["mode"] or wish["mode"] == taking.mode)
    )


@supervisors
def one(request: PageRequest, rule: str) -> HttpResponse:
    """One check in full; the head of the city's justice bureau may switch it."""
    check = next((c for c in CHECKS if c.id == rule), None)
    if check is None:
        raise Http404
    taking = standings([check])[rule]
    form = _form(request, taking) if decides_checks(request.principal) else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if _switched(request, check, form):
            return redirect("check", rule=rule)
    now = snapshot()
    last = Run.objects.filter(state=Run.Ended.DONE).order_by("-id").first()
    context = {
        "check": check, "taking": taking, "form": form, "history": history(rule), "run": last, "modes": MODE_TONES,
        "counts": last.counts.get(rule, {}) if last else {}, "reach": REACHES[check.reach],
        "precision": precisions([(rule, check.version)]).get((rule, check.version), Precision()),
        "floor": now.value(FLOOR), "least": now.value(JUDGED), "params": _params(check, now),
        "needs": [check.record_kind.by_name[name].title for name in check.needs], "gaps": _gaps(request, rule),
        "unfed": [one for one in last.not_run if one["check"] == rule] if last else [],
        "tone": SEVERITY_TONES[check.severity],
        "beyond": _beyond(request, check) if last and last.counts.get(rule, {}).get("beyond") else [],
    }  # fmt: skip
    return render(request, "suspicions/check.html", context, status=422 if form and form.errors else 200)


def _form(request: PageRequest, taking: Taking) -> FactsForm[Switching]:
    posted = request.POST if request.method == "POST" else None
    return FactsForm(Switching, posted, {"mode": str(taking.mode)})


def _switched(request: PageRequest, check: Check, form: FactsForm[Switching]) -> bool:
    facts = form.validate()
    if facts is None:
        return False
    try:
        change(check, facts.mode, request.user, facts.reason)
    except ValueError as refused:
        form.add_error("mode", str(refused))
        return False
    messages.success(request, f"“{check.name}”已改为{facts.mode.label}，自下一次检查起生效。")
    return True


def _params(check: Check, now: Settings) -> list[tuple[Any, str]]:
    found = [spec(params.PREFIX + name) for name in figures(check)]
    return [(one, one.shown(now.value(one.key))) for one in found]


def _beyond(request: PageRequest, check: Check) -> list[tuple[int, str, str]]:
    """Hits that are no suspicions yet because the day's cap was reached: row, body, number; of records he reads."""
    seen = dict(sources_read(request.principal).values_list("pk", "short_name"))
    known = Suspicion.objects.filter(rule=check.id, version=check.version).values_list("record_key", flat=True)
    with store.reading(settings.LAKE_DIR) as connection:
        rows = waiting(connection, check, list(known), list(seen), MOST_BEYOND)
    return [(row, seen[reporter], number) for row, reporter, number in rows]


def _gaps(request: PageRequest, rule: str) -> list[tuple[str, int]]:
    """How many records could not be judged, by body that he sees; one query."""
    seen = NotRecorded.objects.filter(rule=rule, source__in=sources_seen(request.principal)).order_by()
    rows = seen.values("source").annotate(total=Sum("count")).order_by("-total")[:20]
    counts = {row["source"]: row["total"] for row in rows}
    names = dict(Body.objects.filter(pk__in=counts).values_list("pk", "short_name"))
    return [(names[pk], count) for pk, count in counts.items()]
