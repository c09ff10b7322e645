"""One move of one matter before one person: its form, its papers, what the door said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from xiedu.procedure.authority import POST_TITLES
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import Facts
from xiedu.procedure.offers import Offer
from xiedu.procedure.perform import Ask
from xiedu.procedure.situation import REVIEW_AGREE, REVIEW_RECALL, REVIEW_RETURN, Actor
from xiedu.procedure.table import Move, Refusal
from xiedu.web.access import PageRequest
from xiedu.web.clocks import Face
from xiedu.web.forms import FactsForm
from xiedu.web.matters import wording
from xiedu.web.matters.about import Quote, quotes
from xiedu.web.matters.case import Case
from xiedu.web.matters.choices import choices, copyable, usable_files
from xiedu.web.matters.entering import typed
from xiedu.web.matters.panels import Beside, drawn, panels
from xiedu.web.matters.stated import Names, lines, wanted
from xiedu.web.matters.timeline import filed
from xiedu.web.matters.ways import Step, way

REVIEWING = frozenset({REVIEW_AGREE, REVIEW_RETURN, REVIEW_RECALL})


@dataclass
class Screen:
    """One move of one matter before one person: what he sees, what he typed, what the door said."""

    request: PageRequest
    case: Case
    move: Move
    body: int
    actor: Actor
    offer: Offer | None
    form: FactsForm[Facts]
    form_data: QueryDict | None = None
    saved_at: datetime | None = None
    wording_rows: wording.Rows = field(default_factory=list)
    sheets: list[wording.Sheet] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    stale: bool = False

    @property
    def key(self) -> str:
        """The key of the draft."""
        return f"{self.case.table.code}-{self.case.matter.pk}-{self.move.code}-{self.body}"

    @property
    def signing(self) -> bool:
        """The move's own facts were drafted and stand to be signed."""
        pending = self.case.sit.pending
        return bool(pending and pending.move == self.move.code and pending.body_id == self.body)

    @property
    def mode(self) -> str:
        """``sign``, ``review`` (send up), ``do`` or ``refused``."""
        if self.offer is None or self.offer.mode == "refused":
            return "refused"
        return "sign" if self.signing else self.offer.mode

    @property
    def papers_of(self) -> Move | None:
        """The move whose papers this screen shows: its own, or the one under approval in this body."""
        pending = self.case.sit.pending
        if self.move.code in REVIEWING and pending and pending.body_id == self.body:
            return self.case.table.move(pending.move)
        return self.move if self.move.issues else None

    @property
    def editable(self) -> bool:
        """Whether the wording of the paper may be changed here."""
        return wording.editable(self.move) and not self.signing

    @cached_property
    def quotes(self) -> list[Quote]:
        """What the step is about."""
        if self.case.level != "file":
            return []
        return quotes(self.case.table, self.case.seen, self.move.code, Names)

    @cached_property
    def drafted(self) -> Quote | None:
        """The full draft under approval, for those who agree, return or sign."""
        pending = self.case.sit.pending
        if pending is None or pending.body_id != self.body or not (self.signing or self.move.code in REVIEWING):
            return None
        move = self.case.table.move(pending.move)
        if move is None:
            return None
        names = Names(wanted(move.facts, pending.facts) | {("person", pending.drafter_id)})
        title = f"送审稿：{move.title}（{names.of('person', pending.drafter_id)}起草）"
        return Quote(title, lines(move.facts, pending.facts, names))

    @property
    def paragraphs(self) -> list[wording.Paragraph]:
        """The wording as it may be edited."""
        try:
            return wording.paragraphs(self.case, self.ask(self.facts()), self.wording_rows)
        except NotMade:
            return [wording.Paragraph(i, int(r.get("level") or 0), str(r["text"]), False)
                    for i, r in enumerate(self.wording_rows)]  # fmt: skip

    @property
    def copyable(self) -> list[tuple[Any, str]]:
        """Past matters of the same procedure to copy from."""
        if self.move.code not in self.case.table.copies:
            return []
        return copyable(self.case.principal, self.case.table, self.case.matter.pk)

    @property
    def heading(self) -> str:
        """What is done here, and to which draft."""
        pending = self.case.sit.pending
        drafted = self.case.table.move(pending.move) if pending and self.drafted and not self.signing else None
        verb = {"review": "送审：", "sign": "签发："}.get(self.mode, "")
        return f"{verb}{self.move.title}" + (f"：{drafted.title}" if drafted else "")

    @property
    def state_title(self) -> str:
        """The present state in words."""
        return self.case.table.state(self.case.sit.state).title

    @property
    def chain_text(self) -> str:
        """The posts that have to agree."""
        return " → ".join(POST_TITLES[p] for p in self.offer.chain) if self.offer else ""

    @property
    def form_extra(self) -> dict[str, str]:
        """What was typed into the fields that belong to the entry and not to the facts."""
        data = self.form_data
        return {"remark": data.get("remark", "") if data else "", **typed(data)}

    @property
    def previews(self) -> bool:
        """Whether there is a paper to look at before the move is made."""
        return bool(self.move.issues) and self.mode in {"do", "review"}

    @property
    def also(self) -> bool:
        """Whoever signs or agrees may return the draft instead."""
        return self.signing or self.move.code == REVIEW_AGREE

    @property
    def clocks(self) -> list[Face]:
        """The running clocks of the matter."""
        return self.case.clocks()

    @property
    def panels(self) -> list[SafeString]:
        """What is particular to this form."""
        at = Beside(self.case.principal, self.actor, self.case.seen, self.form.value(), lambda name: set())
        return [drawn(p, at) for p in panels(self.case.table.code, self.move.code)]

    @property
    def way(self) -> list[Step]:
        """The guided way from the matter's start of which this form is a step, if it is one."""
        begun = self.case.sit.past[:1]
        return way(self.case.table, begun[0].move, self.move.code) if begun else []

    def facts(self) -> dict[str, Any]:
        """What was typed, with the wording."""
        value = dict(self.form.value())
        if self.editable:
            value[wording.FIELD] = self.wording_rows
        return value

    def ask(self, facts: Mapping[str, Any] | None, move: str = "") -> Ask:
        """The question to the door, without what the page adds."""
        return Ask(move or self.move.code, self.actor, facts)


def screen(request: PageRequest, case: Case, move: Move, data: QueryDict | None, first: Mapping[str, Any]) -> Screen:
    """The screen of a move for the body named in the address or the form."""
    body = case.acting(request.POST.get("as", "") or request.GET.get("as", ""))
    actor = case.actor(body)
    offer = next((o for o in case.offers(body) if o.move.code == move.code), None)
    names = [n for n in move.facts.model_fields if n != wording.FIELD]
    form: FactsForm[Facts] = FactsForm(
        move.facts, data, first, choices(move.facts, case.principal, actor, case.sit), only=names,
        files=usable_files(request.user, lambda: filed(case)),
    )  # fmt: skip
    rows = wording.posted(move, data) if data is not None and wording.editable(move) else []
    return Screen(request, case, move, body, actor, offer, form, data, wording_rows=rows)


def against(at: Screen, refused: NotMade) -> None:
    """Faults to their fields, refusals to the head of the page."""
    known = set(at.move.facts.model_fields)
    for path, text in cited(refused).items():
        inner = path.removeprefix("facts.") if path.startswith("facts.") else path
        if inner.split(".")[0] in known - {wording.FIELD}:
            at.form.add_error(inner, text)
        else:
            at.errors[inner.split(".")[0]] = text
    at.refusals = [r for r in refused.refusals if not r.field or r.field.removeprefix("facts.") not in at.form.errors]


def cited(refused: NotMade) -> dict[str, str]:
    """The faults by field; one that the law makes bears its article."""
    cites = {r.field: r.cite for r in refused.refusals if r.field and r.cite}
    return {p: f"{text}（{cites[p]}）" if p in cites else text for p, text in refused.errors.items()}


def compose(at: Screen) -> None:
    """Compose the papers of the screen; what stands against them is shown at its field."""
    move = at.papers_of
    pending = at.case.sit.pending
    if move is None:
        return
    facts = dict(pending.facts) if pending and at.drafted else at.facts()
    try:
        at.sheets = wording.sheets(at.case, Ask(move.code, at.actor, facts))
    except NotMade as refused:
        against(at, refused)
