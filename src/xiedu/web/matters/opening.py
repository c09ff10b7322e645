"""Beginning a matter by any starting move: of itself, from another matter, or copied from a past one."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiedu.base.models import today
from xiedu.bodies.models import Body
from xiedu.bodies.principal import Holding
from xiedu.procedure import registry
from xiedu.procedure.authority import POST_TITLES
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import Facts
from xiedu.procedure.perform import Ask, Done, actor_of, start
from xiedu.procedure.sealed import without_veil
from xiedu.procedure.situation import Actor, Situation
from xiedu.procedure.table import Follow, Move, Procedure, Refusal
from xiedu.web.access import PageRequest, beginners, business
from xiedu.web.fields import Choice
from xiedu.web.forms import FactsForm
from xiedu.web.matters import drafts, entering
from xiedu.web.matters.begun import starts
from xiedu.web.matters.case import Case, load
from xiedu.web.matters.choices import choices, copyable, labelled, usable_files
from xiedu.web.matters.onward import onward
from xiedu.web.matters.panels import Beside, drawn, panels
from xiedu.web.matters.screen import cited
from xiedu.web.matters.ways import Step, way
from xiedu.web.uploads import keep

NO_FOLLOW = "该事项现在不能由您所在机构接着办理本步骤，没有带入内容。可以自行填写。"
Way = tuple[Follow, Case]


@dataclass
class Opening:
    """A starting move before one person; ``origin`` is the matter it is begun from, if one."""

    request: PageRequest
    table: Procedure
    move: Move
    actor: Actor
    holdings: list[Holding]
    form: FactsForm[Facts]
    token: str
    origin: Way | None = None
    saved_at: datetime | None = None
    refusals: list[Refusal] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the draft; what is begun from a matter has its own."""
        from_ = f"-{self.origin[1].matter.pk}" if self.origin else ""
        return f"{self.table.code}-new-{self.move.code}-{self.actor.body_id}{from_}"

    @property
    def copyable(self) -> list[Choice]:
        """Past matters to copy from."""
        return copyable(self.request.principal, self.table) if self.move.code in self.table.copies else []

    @property
    def typed(self) -> dict[str, str]:
        """The day and the reason of a late entry, as typed."""
        return entering.typed(self.request.POST)

    @property
    def way(self) -> list[Step]:
        """The guided way that begins here, if one does."""
        return way(self.table, self.move.code, self.move.code)

    @property
    def panels(self) -> list[SafeString]:
        """What is particular to this form and stands still."""
        return [drawn(p, self._beside) for p in panels(self.table.code, self.move.code) if not p.ask]

    @property
    def live(self) -> list[SafeString]:
        """What is particular to this form and changes with what is typed."""
        return [drawn(p, self._beside) for p in panels(self.table.code, self.move.code) if p.ask]

    @property
    def asks(self) -> list[str]:
        """The words of the buttons that draw the changing panels anew."""
        return [p.ask for p in panels(self.table.code, self.move.code) if p.ask]

    @property
    def _beside(self) -> Beside:
        sit = Situation(self.table.code)
        return Beside(self.request.principal, self.actor, sit, self.form.value(), self._offered)

    def _offered(self, name: str) -> set[Any]:
        return {value for bound in self.form.fields if bound.spec.name == name for value, _ in bound.choices}


def _find(procedure: str, code: str) -> tuple[Procedure, Move]:
    """The starting move of that name; Http404 for one that is none or that no page offers."""
    table = next((t for t in registry.tables() if t.code == procedure), None)
    move = table.move(code) if table else None
    if table is None or move is None or not move.begins or not move.offered:
        raise Http404
    return table, move


def _opening(request: PageRequest, found: tuple[Procedure, Move], data: QueryDict | None, first: Any = None) -> Opening:
    table, move = found
    mine = beginners(request.principal, move)
    if not mine:
        raise PermissionDenied(f"“{move.title}”由{_who(move)}办理，您目前没有这样的岗位。")
    wish = request.POST.get("as", "") or request.GET.get("as", "")
    body = next((h for h in mine if str(h.body_id) == wish), mine[0])
    actor = actor_of(request.principal, body.body_id)
    origin = _origin(request, table, move, body)
    offered = dict(choices(move.facts, request.principal, actor, Situation(table.code)))
    if origin:
        _with_origin(offered, origin[1])
    form: FactsForm[Facts] = FactsForm(move.facts, data, first, offered, files=usable_files(request.user))
    token = (data.get("token", "")[:64] if data else "") or secrets.token_urlsafe(24)
    return Opening(request, table, move, actor, mine, form, token, origin)


def _who(move: Move) -> str:
    """Who may begin: 行政执法部门、乡镇人民政府的经办、科室负责人."""
    kinds = dict.fromkeys(label for w in move.who for kind, label in Body.Kind.choices if kind in w.kinds)
    posts = dict.fromkeys(title for w in move.who for post, title in POST_TITLES.items() if post in w.posts)
    return f"{'、'.join(kinds)}的{'、'.join(posts)}"


def _origin(request: PageRequest, table: Procedure, move: Move, body: Holding) -> Way | None:
    """The matter the address names as the one to begin from, as far as it may be.

    Raises:
        Http404: when the person sees no such matter.
    """
    wish = request.GET.get("from", "")
    if not wish.isdecimal() or len(wish) > 18:
        return None
    case = load(request.principal, int(wish))
    found = [(f, case.ground(f, body)) for f in table.follows if f.move == move.code]
    return next(((f, ground) for f, ground in found if ground), None)


def _with_origin(offered: dict[str, Any], case: Case) -> None:
    """The matter one begins from may be picked, even where only the newest are listed."""
    mine = labelled([(case.matter.pk, case.matter.number, case.matter.title)])
    for pick, found in offered.items():
        if pick.split(":")[:2] == ["matters", case.table.code] and mine[0][0] not in dict(found):
            offered[pick] = [*mine, *found]


@require_GET
@business
def every(request: PageRequest) -> HttpResponse:
    """All that this person may begin, with what it causes."""
    return render(request, "matters/starts.html", {"starts": starts(request.principal)})


@require_http_methods(["GET", "POST"])
@business
def begin(request: PageRequest, procedure: str, code: str) -> HttpResponse:
    """The form of a starting move (GET), and making it (POST); the steps after it are moves of the matter it begins."""
    found = _find(procedure, code)
    return _post(request, found) if request.method == "POST" else _show(_begin(request, found))


def _begin(request: PageRequest, found: tuple[Procedure, Move]) -> Opening:
    """A fresh form, a copied one, or the draft as it was left."""
    at = _opening(request, found, None)
    first = _copied(at)
    kept = None if first else drafts.kept(request.user, at.key)
    if kept:
        at = _opening(request, found, kept[0])
        at.saved_at = kept[1]
        return at
    if not first and at.origin:
        first = without_veil(at.origin[0].values(at.origin[1].seen, at.origin[1].matter.pk))
    again = _opening(request, found, None, first)
    if request.GET.get("from") and not at.origin:
        again.refusals = [Refusal(NO_FOLLOW)]
    return again


def _copied(at: Opening) -> dict[str, Any]:
    wish = at.request.GET.get("copy", "")
    maker = at.table.copies.get(at.move.code)
    if maker is None or not wish.isdecimal() or len(wish) > 18:
        return {}
    old = load(at.request.principal, int(wish))
    if old.level != "file" or old.table is not at.table:
        return {}
    return dict(without_veil(maker(old.seen, Situation(at.table.code), at.actor.body_id)))


def _post(request: PageRequest, found: tuple[Procedure, Move]) -> HttpResponse:
    at = _opening(request, found, request.POST)
    at.form.take(request.FILES, lambda upload: keep(request.user, upload))
    drafts.keep(request.user, at.key, drafts.with_files(request.POST, at.form))
    if at.form.editing or request.POST.get("act") == "panel":
        return _show(at)
    at.errors = entering.wrong_day(request.POST)
    facts = at.form.validate()
    if facts is None or at.errors:
        return _show(at, 422)
    try:
        done = _made(at, facts)
    except NotMade as refused:
        _against(at, refused)
        return _show(at, 422)
    messages.success(request, f"已登记 {done.number}。")
    return onward(request, done.matter_id, at.move, at.actor.body_id)


def _made(at: Opening, facts: Facts) -> Done:
    """Through the door; the draft goes in the same transaction."""
    with transaction.atomic():
        late = entering.entry_of(at.request.POST)
        done = start(at.table.code, Ask(at.move.code, at.actor, facts, token=at.token, **late))
        drafts.discard(at.request.user, at.key)
    return done


def _against(at: Opening, refused: NotMade) -> None:
    for path, text in cited(refused).items():
        if path in entering.NAMES:
            at.errors[path] = text
        else:
            at.form.add_error(path, text)
    at.refusals = [r for r in refused.refusals if not r.field]


def _show(at: Opening, status: int = 200) -> HttpResponse:
    return render(at.request, "matters/new.html", {"at": at, "today": today()}, status=status)


@require_POST
@business
def panel(request: PageRequest, procedure: str, code: str) -> HttpResponse:
    """The changing panels for the form as it stands; writes nothing."""
    at = _opening(request, _find(procedure, code), request.POST)
    return HttpResponse("".join(at.live))
