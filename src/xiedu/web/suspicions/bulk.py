"""Many at once: the chosen suspicions are frozen as a signed list, shown with their number, then judged together."""

from typing import Annotated

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiedu.law.citation import M
from xiedu.procedure.facts import F, Facts, OptionalText, Show
from xiedu.supervision.from_suspicions import confirm_and_raise
from xiedu.suspicions.deciding import MOST, Decided, confirm, dismiss
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.reasons import Reason, State
from xiedu.suspicions.seeing import whole
from xiedu.web.access import PageRequest
from xiedu.web.forms import FactsForm
from xiedu.web.suspicions.inbox import NAMES, asked, matching
from xiedu.web.suspicions.policy import supervisors

SALT = "suspicions.frozen"
FROZEN_SECONDS = 3600
SHOWN = 20
Verdict = type[Facts]


class Confirmation(Facts):
    """What is said of confirmed suspicions."""

    remark: OptionalText = F("核实情况", default="", help="写明核实的方式和结果，可不填。")
    lead: Annotated[bool, Show("yes")] = F(
        "转为监督线索", help="每个机关一条线索，进入筛查；选“否”只登记核实结果。", cite=M(12), default=True
    )


class Dismissal(Facts):
    """Why suspicions are dismissed."""

    reason: Annotated[Reason, Show("radio")] = F("排除理由", help="理由计入该检查的准确率；后两项不计为误报。")
    remark: OptionalText = F("核实情况", default="")


FORMS: dict[str, Verdict] = {"confirm": Confirmation, "dismiss": Dismissal}
TITLES = {"confirm": "确认疑点", "dismiss": "排除疑点"}


@require_POST
@supervisors
def choose(request: PageRequest) -> HttpResponse:
    """Freeze the choice and ask once more, naming the number."""
    what = request.POST.get("what", "")
    ids = _chosen(request)
    if what not in FORMS or not ids:
        messages.error(request, "没有选中待核实的疑点。请先勾选，或选“筛选出的全部”。")
        return redirect("suspicions")
    return _ask(request, what, ids, FactsForm(FORMS[what]))


def _chosen(request: PageRequest) -> list[int]:
    """The open suspicions he may judge among those ticked, or among all the address asked for."""
    mine = whole(request.principal).filter(state=State.OPEN)
    if request.POST.get("all"):
        wish = HttpRequest()
        wish.GET = QueryDict(request.POST.get("query", "")[:2000])
        found = matching(request.principal, asked(wish, request.principal))
        mine = mine.filter(pk__in=found.order_by().values("pk"))
    else:
        ticked = [int(one) for one in request.POST.getlist("id")[:MOST] if one.isdecimal() and len(one) < 19]
        mine = mine.filter(pk__in=ticked)
    return list(mine.order_by("-pk").values_list("pk", flat=True)[:MOST])


def _ask(request: PageRequest, what: str, ids: list[int], form: FactsForm[Facts]) -> HttpResponse:
    rows = list(Suspicion.objects.filter(pk__in=ids[:SHOWN]).select_related("source").order_by("-pk"))
    context = {
        "what": what, "title": TITLES[what], "count": len(ids), "form": form, "more": max(0, len(ids) - SHOWN),
        "frozen": signing.dumps(ids, salt=SALT), "rows": [(s, NAMES.get(s.rule, s.rule)) for s in rows],
    }  # fmt: skip
    return render(request, "suspicions/choose.html", context, status=422 if form.errors else 200)


@require_POST
@supervisors
def decide(request: PageRequest) -> HttpResponse:
    """Judge the frozen list; whatever has been judged or closed meanwhile is left alone and counted."""
    what = request.POST.get("what", "")
    ids = _thawed(request.POST.get("frozen", ""))
    if what not in FORMS or not ids:
        messages.error(request, "选定的清单已过期，请重新选择。")
        return redirect("suspicions")
    form: FactsForm[Facts] = FactsForm(FORMS[what], request.POST)
    facts = form.validate()
    if facts is None:
        return _ask(request, what, ids, form)
    told(request, what, judged(request, facts, ids))
    return redirect("suspicions")


def judged(request: PageRequest, facts: Facts, ids: list[int]) -> Decided:
    """Confirm or dismiss, as the facts are."""
    if isinstance(facts, Dismissal):
        return dismiss(request.principal, request.user, ids, facts.reason, facts.remark)
    if not isinstance(facts, Confirmation):
        raise TypeError(type(facts).__name__)
    if not facts.lead:
        return confirm(request.principal, request.user, ids, facts.remark)
    raised = confirm_and_raise(request.principal, request.user, ids, facts.remark, NAMES)
    for done in raised.leads:
        messages.success(request, f"已建立监督线索 {done.number}，请筛查。")
    for text in raised.refused:
        messages.warning(request, f"疑点已确认，但没有建立线索。{text}")
    return raised.decided


def told(request: PageRequest, what: str, done: Decided) -> None:
    """Say what was done, what was left, and which checks are on trial from now on."""
    word = "确认" if what == "confirm" else "排除"
    left = f"另有 {done.skipped} 条已由他人核实或已关闭，未改动。" if done.skipped else ""
    if done.count:
        messages.success(request, f"已{word} {done.count} 条疑点。{left}")
    else:
        messages.error(request, f"没有疑点被{word}。{left}")
    for name in done.fallen:
        messages.warning(request, f"检查“{name}”的准确率低于下限，已自动转为试运行。")


def _thawed(frozen: str) -> list[int]:
    try:
        found = signing.loads(frozen, salt=SALT, max_age=FROZEN_SECONDS)
    except signing.BadSignature:
        return []
    return [one for one in found if isinstance(one, int)] if isinstance(found, list) else []
