"""What is particular to one form of one procedure and cannot be said in its table: panels beside the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from xiedu.bodies.principal import Principal
from xiedu.procedure.situation import Actor, Situation
from xiedu.web.matters import routing


@dataclass(frozen=True)
class Beside:
    """A form as a panel sees it: who fills it in, in what matter (none yet: id 0), what is typed and may be chosen."""

    principal: Principal
    actor: Actor
    sit: Situation
    values: Mapping[str, Any]
    offered: Callable[[str], set[Any]]


@dataclass(frozen=True)
class Panel:
    """A template and what it is drawn with; with ``ask`` (the words of a button) it changes with what is typed."""

    template: str
    context: Callable[[Beside], Mapping[str, Any]] = lambda at: {}
    ask: str = ""


def _opening_route(at: Beside) -> Mapping[str, Any]:
    offered = at.offered("respondents")
    others = [b for b in at.values.get("respondents") or [] if b in offered]
    field = str(at.values.get("field") or "")
    return {"route": routing.preview(at.principal, [at.actor.body_id, *others], field)}


def _route(at: Beside) -> Mapping[str, Any]:
    ids = [*at.sit.bodies("applicant"), *at.sit.bodies("respondent")]
    field = str(at.sit.index.get("field", ""))
    return {"route": routing.preview(at.principal, ids, field, at.sit.matter_id)}


_ROUTE = Panel("matters/route_panel.html", _route)
PANELS: Mapping[tuple[str, str], Sequence[Panel]] = {
    ("dispute", "open"): (
        Panel("matters/route_panel.html", _opening_route, ask="查看由谁承办"),
        Panel("matters/two_questions.html"),
    ),
    ("dispute", "submit"): (_ROUTE,),
    ("dispute", "supplement"): (_ROUTE,),
    ("dispute", "reply"): (Panel("matters/no_reply.html"),),
}


def panels(procedure: str, move: str) -> Sequence[Panel]:
    """The panels beside a form; none for most."""
    return PANELS.get((procedure, move), ())


def drawn(panel: Panel, at: Beside) -> SafeString:
    """The panel as HTML."""
    return render_to_string(panel.template, dict(panel.context(at)))
