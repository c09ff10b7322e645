"""One suspicion with everything needed to judge it, and the judging."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xiedu.checks import words
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Check
from xiedu.law.citation import Cite
from xiedu.procedure.facts import Facts
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.reasons import State
from xiedu.suspicions.seeing import judges, reads, visible
from xiedu.web.access import PageRequest
from xiedu.web.forms import FactsForm
from xiedu.web.suspicions.bulk import FORMS, judged, told
from xiedu.web.suspicions.policy import SEVERITY_TONES, SEVERITY_WORDS, STATE_TONES, supervisors

BY_ID = {check.id: check for check in CHECKS}
# Facts the checks reckon, in words; fields have their own titles.
FIGURES = {
    "due": "届满日", "limit": "限值", "days": "日数", "excluded": "扣除日数", "over": "超出日数", "end": "截止日",
    "how": "办理情况", "started": "起算日", "others": "相关的其他记录",
}  # fmt: skip
WEEKDAYS = "一二三四五六日"
ROLLED = Cite("浙江省行政程序办法", 65)


@supervisors
def one(request: PageRequest, pk: int) -> HttpResponse:
    """The suspicion; of one in a district the city's bureau sees the head alone, or what it has called in."""
    rows = visible(request.principal).select_related("source__area", "decided_by", "first_run", "last_run", "lead")
    suspicion = get_object_or_404(rows, pk=pk)
    readable = reads(request.principal, suspicion)
    what = request.POST.get("what", "")
    forms: dict[str, FactsForm[Facts]] = {}
    if suspicion.state == State.OPEN and judges(request.principal, suspicion):
        forms = {code: FactsForm(form, request.POST if what == code else None) for code, form in FORMS.items()}
    if request.method == "POST":
        if what not in forms:
            raise Http404
        facts = forms[what].validate()
        if facts is not None:
            told(request, what, judged(request, facts, [pk]))
            return redirect("suspicion", pk=pk)
    check = BY_ID.get(suspicion.rule)
    context = {
        "s": suspicion, "check": check, "whole": readable, "forms": forms, "tones": STATE_TONES,
        "severity_tone": SEVERITY_TONES[suspicion.severity], "severity_word": SEVERITY_WORDS[suspicion.severity],
        "cites": [Cite.parse(key) for key in suspicion.cites], "outdated": check and check.version != suspicion.version,
        "facts": _facts(suspicion, check) if readable and check else [],
        "rolled": ROLLED if "due" in suspicion.facts else None,
        "siblings": _siblings(request, suspicion) if readable else [],
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "suspicions/one.html", context, status=422 if wrong else 200)


def _facts(suspicion: Suspicion, check: Check) -> list[tuple[str, str]]:
    """The figures under their titles, fields first."""
    fields = check.record_kind.by_name
    told_ = []
    for name, value in suspicion.facts.items():
        known = fields.get(name)
        title = known.title if known else FIGURES.get(name, "")
        if title:
            money = known is not None and known.type == "money" and isinstance(value, int)
            text = f"{words.yuan(value)} 元" if money else _with_weekday(_listed(words.labelled(known, value)))
            told_.append((title, text))
    return told_


def _with_weekday(value: object) -> str:
    """A value as people read it; a day with its day of the week, because limits roll on over days off."""
    text = words.plain(value)
    try:
        return f"{text}（星期{WEEKDAYS[date.fromisoformat(text).weekday()]}）"
    except ValueError:
        return text


def _listed(value: object) -> object:
    """A list of items as their number: the record's page shows them."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)} 项"
    return value


def _siblings(request: PageRequest, suspicion: Suspicion) -> list[tuple[Suspicion, str]]:
    """Other suspicions on the same record."""
    rows = visible(request.principal).filter(source=suspicion.source_id, record_key=suspicion.record_key)
    found = rows.filter(kind=suspicion.kind).exclude(pk=suspicion.pk).order_by("-id")[:20]
    return [(s, BY_ID[s.rule].name if s.rule in BY_ID else s.rule) for s in found]
