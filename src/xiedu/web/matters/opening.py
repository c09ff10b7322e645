"""Beginning a matter: the first step of the dispute wizard, and taking over what was handed up."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from xiedu.base.models import today
from xiedu.bodies.principal import Holding, Principal
from xiedu.coordination.dispute.table import DISPUTE
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import Facts
from xiedu.procedure.perform import Ask, actor_of, start
from xiedu.procedure.situation import Actor, Situation
from xiedu.procedure.table import Move, Refusal
from xiedu.procedure.world import DbWorld
from xiedu.web.access import PageRequest, business, starter
from xiedu.web.forms import FactsForm
from xiedu.web.matters import drafts, entering
from xiedu.web.matters.case import load
from xiedu.web.matters.choices import choices, copyable, usable_files
from xiedu.web.matters.routing import Preview, preview
from xiedu.web.matters.screen import cited
from xiedu.web.uploads import keep

HEADINGS = {"open": "登记执法职责争议", "take_over": "接收移送的职责争议"}


@dataclass
class Opening:
    """A starting move before one person."""

    request: PageRequest
    move: Move
    actor: Actor
    holdings: list[Holding]
    form: FactsForm[Facts]
    token: str
    saved_at: datetime | None = None
    refusals: list[Refusal] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the draft."""
        return f"{DISPUTE.code}-new-{self.move.code}-{self.actor.body_id}"

    @property
    def heading(self) -> str:
        """What the page is called."""
        return HEADINGS.get(self.move.code, self.move.title)

    @property
    def copyable(self) -> list[tuple[Any, str]]:
        """Past disputes to copy from."""
        return copyable(self.request.principal, DISPUTE)

    @property
    def typed(self) -> dict[str, str]:
        """The day and the reason of a late entry, as typed."""
        return entering.typed(self.request.POST)

    @cached_property
    def route(self) -> Preview | None:
        """Who would handle the dispute of the bodies chosen so far."""
        return _route(self.request.principal, self.actor, self.form)


def holdings_for(who: Principal, move: Move) -> list[Holding]:
    """The person's bodies that may begin a matter by this move, in a post that may."""
    found: dict[int, Holding] = {}
    for h in who.holdings:
        if any(h.body_kind in w.kinds and h.posts & w.posts for w in move.who):
            found.setdefault(h.body_id, h)
    return list(found.values())


def _opening(request: PageRequest, move: Move, data: QueryDict | None, first: dict[str, Any]) -> Opening:
    mine = holdings_for(request.principal, move)
    if not mine:
        kinds = "行政执法机关" if move.code == "open" else "综合行政执法指导机构"
        raise PermissionDenied(f"“{move.title}”由{kinds}的经办或负责人办理，您目前没有这样的岗位。")
    wish = request.POST.get("as", "") or request.GET.get("as", "")
    body = next((h.body_id for h in mine if str(h.body_id) == wish), mine[0].body_id)
    actor = actor_of(request.principal, body)
    picked = choices(move.facts, request.principal, actor, Situation(DISPUTE.code))
    form: FactsForm[Facts] = FactsForm(move.facts, data, first, picked, files=usable_files(request.user, 0))
    token = (data.get("token", "")[:64] if data else "") or secrets.token_urlsafe(24)
    return Opening(request, move, actor, mine, form, token)


@require_http_methods(["GET", "POST"])
@starter(DISPUTE, "open", "行政执法机关的经办人员和负责人")
def dispute(request: PageRequest) -> HttpResponse:
    """The first step: what is in dispute and with whom. The next steps are moves of the matter it begins."""
    return _page(request, _move("open"))


@require_http_methods(["GET", "POST"])
@starter(DISPUTE, "take_over", "综合行政执法指导机构的经办人员和负责人")
def take_over(request: PageRequest) -> HttpResponse:
    """A dispute handed up, taken over by the upper guidance body."""
    return _page(request, _move("take_over"))


def _move(code: str) -> Move:
    move = DISPUTE.move(code)
    if move is None:
        raise Http404
    return move


def _page(request: PageRequest, move: Move) -> HttpResponse:
    if request.method == "POST":
        return _post(request, move)
    return _show(_begin(request, move))


def _begin(request: PageRequest, move: Move) -> Opening:
    at = _opening(request, move, None, {})
    first = _first(at)
    found = None if first else drafts.kept(request.user, at.key)
    if found:
        at = _opening(request, move, found[0], {})
        at.saved_at = found[1]
        return at
    return _opening(request, move, None, first)


def _first(at: Opening) -> dict[str, Any]:
    """The values of a past dispute (``copy``) or of the one handed up (``origin``)."""
    wish = at.request.GET.get("copy" if at.move.code == "open" else "origin", "")
    if not wish.isdecimal() or len(wish) > 18:
        return {}
    old = load(at.request.principal, int(wish))
    if at.move.code == "open":
        here = Situation(DISPUTE.code)
        return DISPUTE.copies["open"](old.sit, here, at.actor.body_id) if old.level == "file" else {}
    sit = old.handed_to(at.actor.body_id)
    return DISPUTE.follows[0].values(sit, old.matter.pk) if sit else {}


def _post(request: PageRequest, move: Move) -> HttpResponse:
    at = _opening(request, move, request.POST, {})
    at.form.take(request.FILES, lambda upload: keep(request.user, upload))
    drafts.keep(request.user, at.key, request.POST)
    if at.form.editing or request.POST.get("act") == "route":
        return _show(at)
    at.errors = entering.wrong_day(request.POST)
    facts = at.form.validate()
    if facts is None or at.errors:
        return _show(at, 422)
    try:
        with transaction.atomic():
            late = entering.entry_of(request.POST)
            done = start(DISPUTE.code, Ask(move.code, at.actor, facts, token=at.token, **late))
            drafts.discard(request.user, at.key)
    except NotMade as refused:
        for path, text in cited(refused).items():
            if path in entering.NAMES:
                at.errors[path] = text
            else:
                at.form.add_error(path, text)
        at.refusals = [r for r in refused.refusals if not r.field]
        return _show(at, 422)
    messages.success(request, f"已登记 {done.number}。")
    return (
        redirect("move", done.matter_id, "record_negotiation")
        if move.code == "open"
        else redirect("matter", done.matter_id)
    )


def _show(at: Opening, status: int = 200) -> HttpResponse:
    return render(at.request, "matters/new.html", {"at": at, "today": today()}, status=status)


@require_POST
@business
def route(request: PageRequest) -> HttpResponse:
    """The routing panel for the form as it stands; writes nothing."""
    at = _opening(request, _move("open"), request.POST, {})
    return render(request, "matters/route_panel.html", {"route": at.route})


def _route(who: Principal, actor: Actor, form: FactsForm[Facts]) -> Preview | None:
    values = form.value()
    offered = {value for bound in form.fields if bound.spec.name == "respondents" for value, _ in bound.choices}
    others = [b for b in values.get("respondents") or [] if b in offered]
    return preview(who, DbWorld(today()), [actor.body_id, *others], str(values.get("field") or ""))
