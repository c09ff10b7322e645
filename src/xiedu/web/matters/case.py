"""One matter as one person sees it, read in a fixed number of queries. Foreign and absent look alike."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import Http404

from xiedu.base.models import today
from xiedu.bodies.principal import Holding, Principal
from xiedu.procedure import registry
from xiedu.procedure.authority import refusal
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.offers import Offer, offers
from xiedu.procedure.perform import actor_of
from xiedu.procedure.policy import Sight, parts_of
from xiedu.procedure.record import past_of
from xiedu.procedure.sealed import Reader, seen
from xiedu.procedure.situation import REVIEW_DRAFT, Actor, Clock, Part, Situation, fold
from xiedu.procedure.table import START, Follow, Move, Procedure, Refusal
from xiedu.procedure.upkeep import as_day
from xiedu.procedure.world import DbWorld
from xiedu.web.clocks import Face


@dataclass
class Case:
    """A matter, what of it the person sees (``head`` or ``file``), and its situation.

    With ``head`` the situation holds state and participants only: nothing of what was said or done is read.
    """

    matter: Matter
    table: Procedure
    level: str
    principal: Principal
    sit: Situation
    events: list[Event] = field(default_factory=list)

    @cached_property
    def world(self) -> DbWorld:
        """The register of today, with the bodies of this matter read at once."""
        world = DbWorld(today())
        world.preload({p.body_id for p in self.sit.parts if p.body_id})
        return world

    @cached_property
    def reader(self) -> Reader:
        """The person as a reader of what is sealed."""
        return Reader(self.principal.body_ids, self.principal.person_id)

    @cached_property
    def seen(self) -> Situation:
        """The situation as this person may read it: what is shown, quoted or put into a form comes from here."""
        return seen(self.table, self.sit, self.reader)

    @cached_property
    def holdings(self) -> list[Holding]:
        """The bodies for which the person may act here: those with a role, and those whose kind a move admits."""
        found: dict[int, Holding] = {}
        kinds = {k for m in self.table.moves_from(self.sit.state) for who in m.who for k in who.kinds}
        for h in self.principal.holdings:
            if self.sit.roles_of(h.body_id, self.principal.person_id) or h.body_kind in kinds:
                found.setdefault(h.body_id, h)
        return list(found.values())

    def actor(self, body_id: int) -> Actor:
        """The person acting for one of these bodies."""
        return actor_of(self.principal, body_id)

    def offers(self, body_id: int) -> list[Offer]:
        """What the body may do now; with the head alone only what needs no more than the head."""
        found = offers(self.table, self.sit, self.actor(body_id), self.world)
        return found if self.level == "file" else [o for o in found if _from_outside(o.move)]

    @cached_property
    def best(self) -> int:
        """The body to act for unless the person chooses: the one with the next step, else with any step, else any."""
        ids = [h.body_id for h in self.holdings]
        ranked = sorted(ids, key=lambda body: -_weight(self.offers(body))) if len(ids) > 1 else ids
        return ranked[0] if ranked else 0

    def acting(self, wish: str) -> int:
        """The body named in the address if the person may act for it here, else :attr:`best`; 0 if there is none."""
        number = int(wish) if wish.isdecimal() and len(wish) < 19 else 0
        return number if number in {h.body_id for h in self.holdings} else self.best

    def move(self, code: str) -> Move:
        """A move with a form of its own; Http404 for one unknown, or that begins matters or sends a draft up."""
        move = self.table.move(code)
        if move is None or code == REVIEW_DRAFT or set(move.frm) == {START}:
            raise Http404
        if self.level == "head" and not _from_outside(move):
            raise Http404
        return move

    def against(self, move: Move, body_id: int) -> Refusal | None:
        """Why the body may not make the move, before any facts."""
        return refusal(self.table, move, self.sit, self.actor(body_id), self.world)

    def ground(self, follow: Follow, holding: Holding) -> "Case | None":
        """This matter as a matter may be begun from it for this body; None when it may not."""
        if follow.procedure != self.table.code or self.matter.state not in follow.states:
            return None
        if not follow.above:
            return self if self.level == "file" else None
        return _whole(self.principal, self.matter) if self.matter.area.parent_id == holding.area_id else None

    def clocks(self) -> list[Face]:
        """The running clocks, the next due first, each with its arithmetic."""
        on = today()
        faces = [_face(self.world, c, on) for c in self.sit.clocks.values() if not c.stopped]
        return sorted(faces, key=lambda f: f.due)


def _from_outside(move: Move) -> bool:
    """A step that is not for a participant but for any body of a kind: it needs no more than the head."""
    return all(who.kinds for who in move.who)


def _weight(found: list[Offer]) -> int:
    open_ = [o for o in found if o.mode != "refused" and not o.move.inhouse]
    return 2 * any(o.move.main for o in open_) + bool(open_)


def _face(world: DbWorld, clock: Clock, on: date) -> Face:
    term = world.due(clock)
    return Face(clock.title, as_day(term.due), on, clock.origin, tuple(term.explanation), term.provisional)


def load(principal: Principal, pk: int) -> Case:
    """The matter for this person; three queries, two with the head alone.

    Raises:
        Http404: when it does not exist or he sees nothing of it.
    """
    matter = Matter.objects.select_related("area").filter(pk=pk).first()
    parts = parts_of(pk) if matter else []
    level = Sight(principal).of(matter, parts) if matter else "nothing"
    if matter is None or level == "nothing":
        raise Http404
    table = registry.table(matter.procedure)
    if level == "head":
        return Case(matter, table, level, principal, _outline(matter, parts))
    return _whole(principal, matter)


def _whole(principal: Principal, matter: Matter) -> Case:
    rows = Event.objects.filter(matter_id=matter.pk).select_related("stated", "person", "for_person", "body")
    events = list(rows.order_by("seq"))
    sit = fold(matter.procedure, map(past_of, events), matter.pk)
    return Case(matter, registry.table(matter.procedure), "file", principal, sit, events)


def load_file(principal: Principal, pk: int) -> Case:
    """Like :func:`load` for pages that need the whole file; the head alone is not enough (Http404)."""
    case = load(principal, pk)
    if case.level != "file":
        raise Http404
    return case


def _outline(matter: Matter, parts: list[Part]) -> Situation:
    return Situation(matter.procedure, matter.pk, matter.state, matter.seq, (), tuple(parts))
