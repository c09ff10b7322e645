"""One matter: what it is, what waits for whom until when, what may be done, and the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from xiedu.base.files import FileDamagedError, path_of
from xiedu.base.models import StoredFile
from xiedu.law.citation import Cite
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.authority import POST_TITLES
from xiedu.procedure.models import Delivery, Draft, IssuedPaper, Link, Waiting
from xiedu.procedure.offers import Offer
from xiedu.procedure.policy import Sight
from xiedu.web.access import PageRequest, business
from xiedu.web.diagram import draw
from xiedu.web.matters.begun import follow_ups
from xiedu.web.matters.beside import double_roles, instruments, threads
from xiedu.web.matters.case import Case, load, load_file
from xiedu.web.matters.stated import Names
from xiedu.web.matters.states import tone
from xiedu.web.matters.timeline import entries, filed, referred, visible

LINKED = ("关联", "关联")
QUIET = frozenset({"receive", "read_up"})


@dataclass
class Steps:
    """The offers as the page shows them: the one next step, further ones, refused ones that are the obvious next."""

    primary: Offer | None = None
    more: list[Offer] = field(default_factory=list)
    routine: list[Offer] = field(default_factory=list)
    greyed: list[Offer] = field(default_factory=list)
    later: list[Offer] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether anything can be done now."""
        return bool(self.primary or self.more or self.routine)


@require_GET
@business
def matter(request: PageRequest, pk: int) -> HttpResponse:
    """The page of a matter; with the head alone number, title, parties, state and the 调阅 offer."""
    case = load(request.principal, pk)
    body = case.acting(request.GET.get("as", ""))
    steps = sort(case.offers(body) if body else [], case.sit.pending is not None)
    context: dict[str, Any] = {
        "case": case,
        "tone": tone(case.table, case.matter.state),
        "state": case.table.state(case.matter.state),
        "acting": body,
        "steps": steps,
        "parties": parties(case),
        "posts": POST_TITLES,
        "follow_ups": follow_ups(case),
    }
    if case.level == "file":
        context |= _file(case, request)
    return render(request, "matters/matter.html", context)


def sort(found: list[Offer], under_review: bool) -> Steps:
    """The offers by what the page does with them."""
    steps = Steps()
    for offer in found:
        code = offer.move.code
        if offer.mode == "refused":
            if offer.move.routine or code in QUIET or code.startswith("review."):
                continue
            (steps.greyed if offer.move.main and not under_review else steps.later).append(offer)
        elif steps.primary is None and (offer.move.main or code == "review.agree"):
            steps.primary = offer
        else:
            (steps.routine if offer.move.routine else steps.more).append(offer)
    if steps.primary:
        # One next step is enough to be shown why it is not yet possible; the others are in the list below.
        steps.later = [*steps.greyed, *steps.later]
        steps.greyed = []
    return steps


def parties(case: Case) -> list[tuple[str, list[str]]]:
    """Role title and names, in the order of the table."""
    found = []
    for role in case.table.roles:
        names = [p.name for p in case.sit.parts if p.role == role.code and p.body_id and role.shown]
        if names:
            found.append((role.title, list(dict.fromkeys(names))))
    return found


def _file(case: Case, request: PageRequest) -> dict[str, Any]:
    pk, mine = case.matter.pk, case.principal.body_ids
    events = visible(case)
    papers = list(IssuedPaper.objects.filter(matter_id=pk).select_related("paper", "paper__scan").order_by("-pk"))
    names = Names(referred(case, events) | {("person", p) for p in _assignees(case)})
    sent = list(
        Delivery.objects.filter(~Q(channel="notice") | Q(body_id__in=mine, read_at=None), matter_id=pk)
        .select_related("body", "paper")
        .order_by("-event__seq", "pk")
    )
    _read(sent)
    return {
        "clocks": case.clocks(),
        "waiting": list(Waiting.objects.filter(matter_id=pk).select_related("body", "person").order_by("pk")),
        "assignees": [(case.world.body(b).name, names.of("person", p)) for b, p in _given(case)],
        "entries": entries(case, events, names, papers),
        "papers": papers,
        "deliveries": by_paper(d for d in sent if d.channel != "notice"),
        "links": _links(case),
        "routing": _routing(case),
        "recused": _recused(case),
        "instruments": instruments(case),
        "double_roles": double_roles(case),
        "threads": threads(case),
        "drafts": _drafts(case, request),
        "diagram": draw(case.table, case.matter.state, {e.to for e in case.events}),
    }


def by_paper(sent: Iterable[Delivery]) -> list[tuple[Paper, list[Delivery]]]:
    """Services and copies under their paper."""
    found: dict[int, tuple[Paper, list[Delivery]]] = {}
    for d in sent:
        if d.paper:
            found.setdefault(d.paper.pk, (d.paper, []))[1].append(d)
    return list(found.values())


def _given(case: Case) -> list[tuple[int, int]]:
    """(body, person) of assignments inside the asker's own bodies; other bodies' are in-house matters."""
    mine = case.principal.body_ids
    return [(p.body_id, p.person_id) for p in case.sit.parts
            if p.role == "assignee" and p.body_id in mine and p.body_id and p.person_id]  # fmt: skip


def _assignees(case: Case) -> Iterable[int]:
    return (person for _, person in _given(case))


def _read(sent: list[Delivery]) -> None:
    """Notices to his bodies are read when somebody of them opens the matter."""
    unread = [d.pk for d in sent if d.channel == "notice"]
    if unread:
        Delivery.objects.filter(pk__in=unread, read_at=None).update(read_at=timezone.now())


def _links(case: Case) -> list[tuple[str, int, str, str]]:
    """(relation, id or 0, number, title) of linked matters; of foreign ones the number only."""
    pk = case.matter.pk
    rows = list(Link.objects.filter(Q(frm_id=pk) | Q(to_id=pk)).select_related("frm", "to").order_by("pk"))
    others = [(_word(r, r.frm_id == pk), r.to if r.frm_id == pk else r.frm) for r in rows]
    seen = set(Sight(case.principal).matters().filter(pk__in=[m.pk for _, m in others]).values_list("pk", flat=True))
    return [(word, m.pk if m.pk in seen else 0, m.number, m.title if m.pk in seen else "") for word, m in others]


def _word(link: Link, ours: bool) -> str:
    """What the other matter is to this one, in the words of the procedure that made the link."""
    return registry.table(link.frm.procedure).links.get(link.kind, LINKED)[0 if ours else 1]


def _routing(case: Case) -> dict[str, Any] | None:
    """How the handler was found (art. 6), as it was explained when the application came in."""
    found = next((p.made["notes"] for p in reversed(case.sit.past) if p.made.get("notes", {}).get("routing")), None)
    if found is None:
        return None
    last = next((p.made["notes"]["override"] for p in reversed(case.sit.past)
                 if p.made.get("notes", {}).get("override")), None)  # fmt: skip
    routing = found["routing"]
    return {**routing, "articles": [Cite.parse(c) for c in routing["cites"]], "override": last}


def _recused(case: Case) -> tuple[str, str] | None:
    presenter = case.sit.bodies("presenter")
    if not presenter:
        return None
    return case.world.body(case.sit.bodies("handler")[0]).name, case.world.body(presenter[0]).name


def _drafts(case: Case, request: PageRequest) -> set[str]:
    """Codes of the moves for which the person has something typed and not handed in."""
    rows = Draft.objects.filter(user_id=request.user.pk, key__startswith=f"{case.table.code}-{case.matter.pk}-")
    return {key.split("-")[2] for key in rows.values_list("key", flat=True)}


@require_GET
@business
def stored(request: PageRequest, pk: int, file: int) -> HttpResponse:
    """A file of the matter, always as a download; only for who sees the step it belongs to."""
    case = load_file(request.principal, pk)
    if file not in filed(case):
        raise Http404
    return download(StoredFile.objects.get(pk=file))


def download(row: StoredFile) -> HttpResponse:
    """The bytes as a download under the name they were given.

    Raises:
        FileDamagedError: when the bytes are missing.
    """
    path = path_of(row.digest)
    if not path.exists():
        raise FileDamagedError(f"文件“{row.name}”不在存储中。请从备份恢复，并查明原因。")
    return FileResponse(path.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)  # type: ignore[return-value]
