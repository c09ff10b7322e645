"""A matter as folded from its events, and what a move may ask about it. Pure: no database.

``fold(events)`` is the truth; the projections the database holds (state, participants, terms, waiting work)
are written from the same values and compared with this fold by ``verify``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from xiedu.procedure.facts import Facts
from xiedu.procedure.table import Move, Procedure


@dataclass(frozen=True)
class Part:
    """A role held in the matter by a body or a person."""

    role: str
    body_id: int | None
    person_id: int | None = None
    name: str = ""

    def as_json(self) -> list[Any]:
        """The form stored in an event."""
        return [self.role, self.body_id, self.person_id, self.name]


@dataclass(frozen=True)
class Past:
    """An event as the table's functions see it."""

    seq: int
    move: str
    person_id: int
    body_id: int
    occurred_on: date
    facts: Mapping[str, Any]
    made: Mapping[str, Any]
    frm: str = ""
    to: str = ""
    redacted: bool = False


@dataclass(frozen=True)
class Clock:
    """A running or stopped term as the events state it; the due day follows from the calendar."""

    key: str
    title: str
    start: date
    n: int
    unit: str
    roll: bool
    origin: str
    setting: str
    stopped: bool = False


@dataclass(frozen=True)
class Pending:
    """A move under in-house approval: its facts, who drafted it, the posts that still have to agree."""

    move: str
    facts: Mapping[str, Any]
    body_id: int
    drafter_id: int
    chain: tuple[str, ...]
    agreed: tuple[int, ...]
    occurred_on: date

    @property
    def next_post(self) -> str:
        """The post whose turn it is; the last one signs by making the move itself."""
        return self.chain[len(self.agreed)]

    @property
    def to_sign(self) -> bool:
        """Only the signature is missing."""
        return len(self.agreed) == len(self.chain) - 1


@dataclass(frozen=True)
class Situation:
    """Everything the events say of one matter. ``past`` is in order of ``seq``."""

    procedure: str
    matter_id: int = 0
    state: str = "start"
    seq: int = 0
    past: tuple[Past, ...] = ()
    parts: tuple[Part, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    pending: Pending | None = None
    index: Mapping[str, Any] = field(default_factory=dict)

    def last(self, *moves: str) -> Past | None:
        """The latest event of one of these moves."""
        return next((p for p in reversed(self.past) if p.move in moves), None)

    def every(self, *moves: str) -> list[Past]:
        """All events of these moves, oldest first."""
        return [p for p in self.past if p.move in moves]

    def since(self, *moves: str) -> list[Past]:
        """The events after the latest one of these moves; all if there was none."""
        mark = self.last(*moves)
        return [p for p in self.past if mark is None or p.seq > mark.seq]

    def bodies(self, role: str) -> list[int]:
        """Ids of the bodies holding a role, in the order they came to it."""
        return [p.body_id for p in self.parts if p.role == role and p.body_id is not None]

    def people(self, role: str) -> list[int]:
        """Ids of the persons holding a personal role."""
        return [p.person_id for p in self.parts if p.role == role and p.person_id is not None]

    def roles_of(self, body_id: int, person_id: int | None = None) -> set[str]:
        """Roles of the body (and of the person) with recusal applied.

        While a presenter is named, he has the handler's role and the handler has only ``recused``
        (the Measures are silent on recusal: policy).
        """
        held = {p.role for p in self.parts if p.body_id == body_id and p.person_id is None}
        if person_id is not None:
            held |= {p.role for p in self.parts if p.person_id == person_id and p.role != "assignee"}
        if any(p.role == "presenter" for p in self.parts):
            if "presenter" in held:
                held.add("handler")
            elif "handler" in held:
                held = (held - {"handler"}) | {"recused"}
        return held

    def acting_handler(self) -> int | None:
        """The body that makes the handler's moves: the presenter if one is named, else the handler."""
        return next(iter(self.bodies("presenter") or self.bodies("handler")), None)

    def assignee(self, body_id: int) -> int | None:
        """The person the matter was given to inside a body (分办)."""
        return next((p.person_id for p in self.parts if p.role == "assignee" and p.body_id == body_id), None)


class BodyInfo(Protocol):
    """What a table may know of a body."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def name(self) -> str:
        """Its full name."""

    @property
    def kind(self) -> str:
        """Its kind (``guidance``, ``department``, …)."""

    @property
    def area_id(self) -> int:
        """The area it lies in."""

    @property
    def area_code(self) -> str:
        """The division code of that area."""

    @property
    def legal_level(self) -> str:
        """city, county or township."""

    @property
    def paper_word(self) -> str:
        """The word its paper numbers begin with; empty if it issues none."""


class World(Protocol):
    """The outside a move may ask: bodies, dated settings, duplicates. The database answers it; tests may too.

    ``on`` is the day for which it answers.
    """

    on: date

    def body(self, body_id: int) -> BodyInfo:
        """A body by id; KeyError if there is none."""
        ...

    def existing(self, ids: set[int]) -> set[int]:
        """Those of the ids that are bodies."""
        ...

    def party(self, body_id: int) -> Mapping[str, Any]:
        """The body as a party of the routing of art. 6."""
        ...

    def official(self, kind: str, area_code: str) -> BodyInfo | None:
        """The body of a kind (``guidance``, ``justice``, ``staffing``, ``government``) for an area."""
        ...

    def host_of(self, guidance_id: int) -> int | None:
        """The agency that hosts a guidance body today."""
        ...

    def setting(self, key: str, body_id: int = 0) -> Any:
        """A dated setting in force on the day of the move."""
        ...

    def term(self, key: str, body_id: int = 0) -> Mapping[str, Any]:
        """A term setting with its origin: ``n``, ``unit``, ``roll``, ``origin``."""
        ...

    def passed(self, matter_id: int, key: str, on: date) -> bool:
        """Whether the running clock of that key ended before the day."""
        ...

    def certified(self, person_ids: set[int], on: date) -> set[int]:
        """Those of the people who hold a supervision certificate valid on the day (art. 13)."""
        ...

    def served(self, office_id: int) -> frozenset[str]:
        """Codes of the townships a justice office serves (art. 3)."""
        ...

    def posts_of(self, person_id: int, body_id: int) -> frozenset[str]:
        """The posts a person holds in a body on the day of the move."""
        ...

    def open_with(self, procedure: str, key: str, text: str) -> list[tuple[int, str]]:
        """Open matters (id, number) whose index ``key`` is ``text``."""
        ...

    def known_with(self, procedure: str, key: str, text: str) -> list[tuple[int, str]]:
        """Matters (id, number), open or ended, whose index ``key`` is ``text``."""
        ...

    def holders(self, matter_id: int, role: str) -> list[int]:
        """Ids of the bodies that hold a role in another matter."""
        ...

    def takes_part(self, matter_id: int, body_id: int) -> bool:
        """Whether a body has a part in another matter."""
        ...

    def matter(self, matter_id: int) -> tuple[str, str, str] | None:
        """Procedure, state and number of another matter."""
        ...

    def due(self, clock: Clock) -> Any:
        """The computed term of a clock: ``due``, ``provisional``, ``explanation``."""
        ...

    def banners(self) -> list[str]:
        """Notices to be printed on every page of a paper."""
        ...

    def unsent(self, matter_id: int) -> int:
        """How many services and copies of the matter have not been sent."""
        ...


@dataclass(frozen=True)
class Actor:
    """Who acts now: person, body, posts there, and the absent colleague if he stands in."""

    person_id: int
    person_name: str
    body_id: int
    body_name: str
    body_kind: str
    area_code: str
    posts: frozenset[str]
    for_person_id: int | None = None


@dataclass(frozen=True)
class Ctx:
    """A move about to be made."""

    table: Procedure
    sit: Situation
    move: Move
    actor: Actor
    facts: Any
    on: date
    world: World


@dataclass
class Effects:
    """What a move makes beyond its state: written into the event as ``made`` and projected.

    ``clocks`` run besides those the table starts (their length was stated); ``tell`` are words for bodies that
    are told what came of something.
    """

    join: list[Part] = field(default_factory=list)
    leave: list[Part] = field(default_factory=list)
    index: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    notes: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[str, int]] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    tell: dict[int, str] = field(default_factory=dict)
    sent: bool = False
    received: bool = False
    area_id: int | None = None
    redacts: list[int] = field(default_factory=list)


def fold(procedure: str, events: Iterable[Past], matter_id: int = 0) -> Situation:
    """The situation after the events, oldest first."""
    sit = Situation(procedure, matter_id)
    for event in events:
        sit = after(sit, event)
    return sit


def after(sit: Situation, event: Past) -> Situation:
    """The situation one event later."""
    made = event.made
    return Situation(
        procedure=sit.procedure,
        matter_id=sit.matter_id,
        state=event.to or sit.state,
        seq=event.seq,
        past=(*sit.past, event),
        parts=_parts(sit.parts, made),
        clocks=_clocks(sit.clocks, made),
        pending=_pending(sit.pending, event),
        index={**sit.index, **made["index"]} if made.get("index") else sit.index,
    )


def _parts(parts: tuple[Part, ...], made: Mapping[str, Any]) -> tuple[Part, ...]:
    if not made.get("leave") and not made.get("join"):
        return parts
    gone = {tuple(p[:3]) for p in made.get("leave", ())}
    kept = tuple(p for p in parts if (p.role, p.body_id, p.person_id) not in gone)
    known = {(p.role, p.body_id, p.person_id) for p in kept}
    return kept + tuple(Part(*p) for p in made.get("join", ()) if tuple(p[:3]) not in known)


def _clocks(clocks: Mapping[str, Clock], made: Mapping[str, Any]) -> Mapping[str, Clock]:
    if not made.get("stops") and not made.get("clocks"):
        return clocks
    now = {k: replace(c, stopped=True) if k in made.get("stops", ()) else c for k, c in clocks.items()}
    for c in made.get("clocks", ()):
        now[c["key"]] = Clock(**{**c, "start": date.fromisoformat(c["start"])})
    return now


REVIEW_DRAFT, REVIEW_AGREE, REVIEW_RETURN, REVIEW_RECALL = (
    "review.draft",
    "review.agree",
    "review.return",
    "review.recall",
)


def _pending(pending: Pending | None, event: Past) -> Pending | None:
    if event.move == REVIEW_DRAFT:
        made = event.made["notes"]["review"]
        return Pending(
            move=made["move"],
            facts=event.facts.get("facts", {}),
            body_id=event.body_id,
            drafter_id=event.person_id,
            chain=tuple(made["chain"]),
            agreed=(),
            occurred_on=event.occurred_on,
        )
    if pending is None:
        return None
    if event.move == REVIEW_AGREE:
        return replace(pending, agreed=(*pending.agreed, event.person_id))
    if event.move in {REVIEW_RETURN, REVIEW_RECALL, pending.move} or event.frm != event.to:
        return None
    return pending


Compose = Callable[[Ctx], Any]
__all__ = [
    "REVIEW_AGREE", "REVIEW_DRAFT", "REVIEW_RECALL", "REVIEW_RETURN", "Actor", "BodyInfo", "Clock", "Ctx", "Effects",
    "Facts", "Part", "Past", "Pending", "Situation", "World", "after", "fold",
]  # fmt: skip
