"""What the projections of a matter must be, computed from its events alone. Pure; ``verify`` and ``replay`` compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiedu.procedure.situation import Past

Row = tuple[Any, ...]


@dataclass
class Projections:
    """Rows as plain tuples, in no particular order but for what they say.

    ``participants`` (role, body, person, since, until, name); ``clocks`` (key, seq, start, n, unit, roll, origin,
    stopped); ``waiting`` (body, person, posts, label, clock key, since); ``deliveries`` (channel, body, paper number or
    text, sent, received); ``papers`` (number, digest, voided on); ``index`` key → text; ``mismarked`` roles whose
    mark of seeing something is not what their table says (none are expected).
    """

    participants: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    index: dict[str, str] = field(default_factory=dict)
    redacted: dict[int, int] = field(default_factory=dict)
    mismarked: set[str] = field(default_factory=set)
    title: str = ""

    def differences(self, other: "Projections") -> list[str]:
        """The names of the projections in which two differ."""
        names = ("participants", "clocks", "waiting", "deliveries", "papers", "links")
        found = [n for n in names if sorted(map(repr, getattr(self, n))) != sorted(map(repr, getattr(other, n)))]
        return found + [n for n in ("index", "redacted", "mismarked") if getattr(self, n) != getattr(other, n)]


def expected(events: Iterable[Past]) -> Projections:
    """The projections after the events, oldest first."""
    now = Projections()
    for event in events:
        made = event.made
        _roles(now, event.seq, made)
        _clocks(now, event.seq, made)
        _deliveries(now, event, made)
        voids = made.get("notes", {}).get("voids", ())
        now.papers = [(*p[:2], event.occurred_on) if p[0] in voids else p for p in now.papers]
        now.papers += [(number, digest, None) for _, number, digest in made.get("papers", ())]
        now.links += [(kind, to) for kind, to in made.get("links", ())]
        now.index |= {key: index_text(value) for key, value in made.get("index", {}).items()}
        now.redacted |= dict.fromkeys(made.get("redacts", ()), event.seq)
        _waiting(now, event, made)
        now.title = made.get("title") or now.title
    return now


def index_text(value: Any) -> str:
    """An indexed value in the one form in which it is compared."""
    return str(value)[:300]


def _waiting(now: Projections, event: Past, made: Mapping[str, Any]) -> None:
    """Rewritten with the day of the step unless neither the work nor a clock has changed."""
    rows = [tuple(row) for row in made.get("waiting", ())]
    if rows != [row[:5] for row in now.waiting] or made.get("clocks") or made.get("stops"):
        now.waiting = [(*row, event.occurred_on) for row in rows]


def _roles(now: Projections, seq: int, made: Mapping[str, Any]) -> None:
    for leaving in made.get("leave", ()):
        key = tuple(leaving[:3])
        now.participants = [(*p[:4], seq, p[5]) if p[:3] == key and p[4] is None else p for p in now.participants]
    now.participants += [
        (role, body, person, seq, None, name[:120]) for role, body, person, name in made.get("join", ())
    ]


def _clocks(now: Projections, seq: int, made: Mapping[str, Any]) -> None:
    stopped = {*made.get("stops", ()), *(c["key"] for c in made.get("clocks", ()))}
    if stopped:
        now.clocks = [(*c[:7], seq) if c[0] in stopped and c[7] is None else c for c in now.clocks]
    now.clocks += [
        (c["key"], seq, c["start"], c["n"], c["unit"], c["roll"], c["origin"], None) for c in made.get("clocks", ())
    ]


def _deliveries(now: Projections, event: Past, made: Mapping[str, Any]) -> None:
    day = event.occurred_on
    rows: list[Row] = [
        (channel, body, number, day if sent else None, None)
        for channel, body, number, sent in made.get("deliveries", ())
    ]
    rows += [("notice", body, text[:300], day, None) for body, text in made.get("notices", ())]
    now.deliveries += rows
    if made.get("sent"):
        void = {number for number, _, voided_on in now.papers if voided_on}
        now.deliveries = [row if row[2] in void else _sent(row, day) for row in now.deliveries]
    if made.get("received"):
        now.deliveries = [_received(row, event.body_id, day) for row in now.deliveries]


def _sent(row: Row, day: date) -> Row:
    return (*row[:3], day, row[4]) if row[0] != "notice" and row[3] is None else row


def _received(row: Row, body: int, day: date) -> Row:
    mine = row[0] != "notice" and row[1] == body and row[3] is not None and row[4] is None
    return (*row[:4], day) if mine else row
