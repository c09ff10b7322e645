"""Policy settings: what the Measures leave open, as dated values with author and reason.

Everybody may read them, because everybody is bound by them. Who may change them is our policy: the security
administrator for all bodies; the deputy or head of a guidance body or justice bureau for his own body alone.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from pydantic import create_model

from xiedu.base.dated import set_value, snapshot
from xiedu.base.models import DatedSetting, today
from xiedu.base.specs import Kind, Spec, all_specs
from xiedu.base.specs import spec as find
from xiedu.bodies.models import Body
from xiedu.bodies.principal import Principal
from xiedu.law.workdays import Unit
from xiedu.procedure.facts import Day, F, Facts, Line, OptionalLine, OptionalText, Reason, Show
from xiedu.web.access import PageRequest, signed_in
from xiedu.web.forms import FactsForm

MAY_CHANGE_OWN = frozenset({Body.Kind.GUIDANCE, Body.Kind.JUSTICE})
ALL_BODIES = ("0", "所有机构")
UNITS = {"WD": "个工作日", "CD": "日", "M": "个月", "Y": "年", "H": "小时"}


class Post(StrEnum):
    """A link of an approval chain, upwards."""

    HANDLER = "handler"
    SECTION = "section"
    DEPUTY = "deputy"
    HEAD = "head"

    @property
    def label(self) -> str:
        """As shown."""
        return {"handler": "经办", "section": "科室负责人", "deputy": "分管负责人", "head": "主要负责人"}[self]


class Change(Facts):
    """What every change says: for whom, from when, why."""

    scope: Annotated[str, Show("radio")] = F("适用范围")
    valid_from: Day = F("施行日", help="不得早于今天；此前已作出的决定不受影响。")
    reason: Reason = F("理由", help="与设定一并公开，注明依据的会议或文件。")


class Length(Facts):
    """A length of time."""

    n: int = F("数字", ge=1, le=10_000)
    unit: Annotated[Literal["WD", "CD", "M", "Y", "H"], Show("choice")] = F("单位")
    roll: bool = F("末日遇休息日顺延", default=False)


class Number(Facts):
    """A number."""

    value: int = F("值")


class Words(Facts):
    """A text."""

    value: OptionalText = F("值", default="")


class Pick(Facts):
    """One of several."""

    value: Annotated[str, Show("choice")] = F("值")


class Items(Facts):
    """Several texts."""

    value: Annotated[list[OptionalLine], Show("rows", label_each="一项")] = F("值", default=[])


class Chain(Facts):
    """An approval chain."""

    value: list[Post] = F("经过的岗位", min_length=1)


def _change(value: type[Facts]) -> type[Change]:
    """The form of a kind: its value first, then what every change says."""
    return type(f"{value.__name__}Change", (Change, value), {"__module__": __name__, "__doc__": value.__doc__})


FORMS: Mapping[Kind, type[Change]] = {
    Kind.TERM: _change(Length),
    Kind.INT: _change(Number),
    Kind.TEXT: _change(Words),
    Kind.CHOICE: _change(Pick),
    Kind.LIST: _change(Items),
    Kind.CHAIN: _change(Chain),
}


def form_of(spec: Spec) -> type[Change]:
    """The form of a setting; names have a line each."""
    return _names_form(spec.key) if spec.kind is Kind.NAMES else FORMS[spec.kind]


@cache
def _names_form(key: str) -> type[Change]:
    fields: dict[str, Any] = {code: (Line, F(label)) for code, label in (find(key).choices or {}).items()}
    return _change(create_model("Named", __base__=Facts, __doc__="A name for each code.", **fields))


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """All settings with the value in force, the own bodies' values and what is already decided for later."""
    now = snapshot()
    coming = {s.key: s for s in DatedSetting.objects.filter(valid_from__gt=today(), body_id=0).order_by("-valid_from")}
    rows = [
        (s, s.shown(now.value(s.key)), _own(request.principal, now, s), _coming(s, coming.get(s.key)))
        for s in all_specs()
    ]
    return render(request, "web/settings.html", {"rows": rows, "on": today()})


def _own(who: Principal, now: Any, spec: Spec) -> list[tuple[str, str]]:
    ids = dict.fromkeys((h.body_id, h.body_name) for h in who.holdings)
    return [(name, spec.shown(now.value(spec.key, body))) for body, name in ids if now.is_own(spec.key, body)]


def _coming(spec: Spec, row: DatedSetting | None) -> str:
    return f"自 {row.valid_from} 起：{spec.shown(row.value)}" if row else ""


@signed_in
def one(request: PageRequest, key: str) -> HttpResponse:
    """One setting: history, and the form to change it for whoever may."""
    spec = next((s for s in all_specs() if s.key == key), None)
    if spec is None:
        raise Http404
    scopes = scopes_of(request.principal)
    form = _form(request, spec, scopes) if scopes else None
    if form and form.posted and _saved(request, spec, form):
        return redirect("setting", key=key)
    rows = list(DatedSetting.objects.filter(key=key).select_related("author").order_by("-valid_from", "-id"))
    names = dict(Body.objects.filter(pk__in={r.body_id for r in rows}).values_list("pk", "name"))
    context = {
        "spec": spec,
        "now": spec.shown(snapshot().value(key)),
        "default": spec.shown(spec.default),
        "history": [(r, names.get(r.body_id, ALL_BODIES[1]), spec.shown(r.value)) for r in rows],
        "form": form,
        "on": today(),
    }
    return render(request, "web/setting.html", context)


def scopes_of(who: Principal) -> list[tuple[str, str]]:
    """For whom he may change settings: (body id or 0, name); empty if for nobody."""
    if who.duty == "security":
        return [ALL_BODIES]
    return [
        (str(h.body_id), h.body_name)
        for h in who.holdings
        if h.body_kind in MAY_CHANGE_OWN and h.posts & {"deputy", "head"}
    ]


def _form(request: PageRequest, spec: Spec, scopes: list[tuple[str, str]]) -> FactsForm[Change]:
    posted = request.POST if request.method == "POST" else None
    now = snapshot().value(spec.key, int(scopes[0][0]))
    start = now if isinstance(now, Mapping) else {"value": now}
    initial = {"scope": scopes[0][0], "valid_from": today().isoformat(), **start}
    choices = {"scope": scopes, "value": list((spec.choices or {}).items()), "unit": list(UNITS.items())}
    if spec.kind is Kind.CHAIN:
        del choices["value"]
    return FactsForm(form_of(spec), posted, initial, choices)


def _saved(request: PageRequest, spec: Spec, form: FactsForm[Change]) -> bool:
    facts = form.validate()
    if facts is None:
        return False
    try:
        set_value(spec.key, _value(spec, facts), facts.valid_from, request.user, facts.reason, int(facts.scope))
    except ValueError as refused:
        form.add_error("valid_from" if "施行日" in str(refused) else "", str(refused))
        return False
    messages.success(request, f"“{spec.title}”已设定，自 {facts.valid_from} 起施行。")
    return True


def _value(spec: Spec, facts: Change) -> Any:
    if spec.kind is Kind.NAMES:
        return {code: getattr(facts, code) for code in spec.choices or {}}
    if isinstance(facts, Length):
        return {"n": facts.n, "unit": str(Unit(facts.unit)), "roll": facts.roll}
    value = getattr(facts, "value", None)
    return [str(v) for v in value] if isinstance(value, list) else value
