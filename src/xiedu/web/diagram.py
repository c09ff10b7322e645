"""The picture of a procedure, drawn on the server from its table alone.

States stand below each other in the order in which they can be reached, each a card that lists the moves leaving it
with the state they lead to. A line runs from each move to its state; all lines into one state share a track beside the
cards, and tracks that do not meet share a column, so labels never overlap and the picture stays narrow enough for a
phone. Moves that do not change the state are left out; moves into an end carry the end mark in place of a line.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from html import escape

from xiedu.procedure.table import START, Move, Procedure

HEAD, ROW, GAP, PAD, TRACK, EDGE = 30, 22, 14, 12, 13, 10
WIDE, NARROW = 13, 7.5
LEAST_WIDTH = 230
ENDS_TITLE = "结束状态"


@dataclass
class Port:
    """A move leaving a card: its words, where it leads, whether that is an end; ``y`` is its middle."""

    move: Move
    to: str
    end: bool
    y: float = 0.0


@dataclass
class Card:
    """A state with the moves that leave it; ``y`` is its top."""

    code: str
    title: str
    ports: list[Port] = field(default_factory=list)
    y: float = 0.0

    @property
    def height(self) -> float:
        """Head and one row a move."""
        return HEAD + ROW * len(self.ports) + (4 if self.ports else 0)

    @property
    def entry(self) -> float:
        """The height at which lines arrive."""
        return self.y + HEAD / 2


def draw(procedure: Procedure, lit: str | None = None, passed: Collection[str] = ()) -> str:
    """The SVG of a procedure.

    Args:
        procedure: the table.
        lit: code of the present state, shown filled, with the moves that leave it.
        passed: codes of the states the matter has been in.
    """
    cards = _cards(procedure)
    ends = [s for s in procedure.states if s.code in procedure.ends]
    width = max([LEAST_WIDTH, *(_need(procedure, card) for card in cards)])
    bottom = _place(cards)
    tracks = _tracks(cards)
    total = PAD + width + EDGE + TRACK * (max(tracks.values(), default=0) + 1) + EDGE
    parts = [part for code in tracks for part in _bus(code, cards, tracks[code], width, lit)]
    parts += [_card(procedure, card, width, lit, passed) for card in cards]
    chips, height = _ends(ends, bottom, total, lit)
    return _svg(procedure, lit, total, height, [*parts, *chips])


def ranks(procedure: Procedure) -> dict[str, int]:
    """How far each state lies from the start: the longest way to it without going back up the table."""
    order = {s.code: place for place, s in enumerate(procedure.states)}
    found = dict.fromkeys(order, 0)
    for code in order:
        for move in procedure.moves_from(code):
            if move.to is not None and order[move.to] > order[code]:
                found[move.to] = max(found[move.to], found[code] + 1)
    return found


def _cards(procedure: Procedure) -> list[Card]:
    depth = ranks(procedure)
    states = [s for s in procedure.states if s.code not in procedure.ends]
    states.sort(key=lambda s: depth[s.code])
    cards = [Card(START, "开始"), *(Card(s.code, s.title) for s in states)]
    for card in cards:
        leaving = [m for m in procedure.moves_from(card.code) if m.to not in (None, card.code)]
        card.ports = [Port(m, m.to or "", m.to in procedure.ends) for m in leaving]
    return cards


def _place(cards: list[Card]) -> float:
    y = float(PAD)
    for card in cards:
        card.y = y
        for place, port in enumerate(card.ports):
            port.y = y + HEAD + ROW * place + ROW / 2
        y += card.height + GAP
    return y


def _tracks(cards: list[Card]) -> dict[str, int]:
    """The column of each state's track: the leftmost one free over the whole stretch its lines need."""
    spans: dict[str, tuple[float, float]] = {}
    entry = {card.code: card.entry for card in cards}
    for card in cards:
        for port in card.ports:
            if not port.end:
                low, high = spans.get(port.to, (entry[port.to], entry[port.to]))
                spans[port.to] = (min(low, port.y), max(high, port.y))
    found: dict[str, int] = {}
    for code, (low, high) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        taken = {found[other] for other in found if spans[other][0] <= high and low <= spans[other][1]}
        found[code] = next(n for n in range(len(spans)) if n not in taken)
    return found


def text_width(text: str, size: float = WIDE) -> float:
    """How wide a text may be: every Chinese character a full square, others a little over half."""
    return sum(size if ord(c) > 0x2E7F else NARROW for c in text)


def _need(procedure: Procedure, card: Card) -> float:
    rows = [text_width(p.move.title) + text_width(procedure.state(p.to).title) + 64 for p in card.ports]
    return max([text_width(card.title) + 32, *rows])


def _card(procedure: Procedure, card: Card, width: float, lit: str | None, passed: Collection[str]) -> str:
    look = " lit" if card.code == lit else " passed" if card.code in passed else ""
    parts = [f'<g class="node{look}">', _box(PAD, card.y, width, card.height)]
    if card.code == START:
        parts.append(f'<circle class="start" cx="{PAD + 14}" cy="{card.entry:g}" r="5"/>')
    inset = 26 if card.code == START else 10
    now = "（当前）" if card.code == lit else ""
    parts.append(_text(PAD + inset, card.entry, card.title + now, "name"))
    for port in card.ports:
        parts.append(_text(PAD + 22, port.y, port.move.title, "move"))
        target = procedure.state(port.to).title
        if port.end:
            parts.append(_end_mark(PAD + width - 14, port.y))
        parts.append(_text(PAD + width - (24 if port.end else 10), port.y, target, "to", "end"))
    return "".join([*parts, "</g>"])


def _bus(code: str, cards: list[Card], track: int, width: float, lit: str | None) -> list[str]:
    """All lines into one state. Their light borders come first, so that they cut other buses but not this one."""
    target = next(c for c in cards if c.code == code)
    right = PAD + width
    ways = [
        (card.code == lit, _way(right, port.y, target.entry, track))
        for card in cards
        for port in card.ports
        if port.to == code
    ]
    ways.sort()
    halos = [f'<path class="halo" d="{way}"/>' for _, way in ways]
    lines = [f'<path class="next" d="{way}"/>' if now else f'<path d="{way}"/>' for now, way in ways]
    look = "head next" if any(now for now, _ in ways) else "head"
    head = f'<path class="{look}" d="M{right + 1:g} {target.entry:g}l7 -4v8z"/>'
    return ['<g class="edge">', *halos, *lines, head, "</g>"]


def _way(right: float, start: float, end: float, track: int) -> str:
    """From a move's row out to its track, along it and back to the head of a card."""
    x = right + EDGE + TRACK * (track + 0.5)
    turn = 4 if end > start else -4
    out = f"M{right:g} {start:g}H{x - 4:g}Q{x:g} {start:g} {x:g} {start + turn:g}"
    return f"{out}V{end - turn:g}Q{x:g} {end:g} {x - 4:g} {end:g}H{right + 5:g}"


def _ends(ends: Iterable[object], top: float, total: float, lit: str | None) -> tuple[list[str], float]:
    """The ends as chips in rows under the cards."""
    parts, x, y = [_text(PAD, top + 8, ENDS_TITLE, "to")], float(PAD), top + 22
    for state in ends:
        code, title = str(getattr(state, "code", "")), str(getattr(state, "title", ""))
        wide = text_width(title) + 40
        if x > PAD and x + wide > total - EDGE:
            x, y = float(PAD), y + HEAD + 8
        look = " lit" if code == lit else ""
        chip = _box(x, y, wide, HEAD, HEAD / 2) + _end_mark(x + 16, y + HEAD / 2)
        parts.append(f'<g class="node end{look}">{chip}{_text(x + 28, y + HEAD / 2, title, "name")}</g>')
        x += wide + 8
    return parts, y + HEAD + PAD


def _box(x: float, y: float, width: float, height: float, radius: float = 4) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"/>'


def _end_mark(x: float, y: float) -> str:
    return f'<circle class="ring" cx="{x:g}" cy="{y:g}" r="5"/><circle class="dot" cx="{x:g}" cy="{y:g}" r="2.5"/>'


def _text(x: float, y: float, text: str, look: str, anchor: str = "start") -> str:
    return f'<text class="{look}" x="{x:g}" y="{y + 4.5:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(procedure: Procedure, lit: str | None, width: float, height: float, parts: list[str]) -> str:
    where = f"当前状态：{procedure.state(lit).title}。" if lit and lit != START else ""
    ways = "；".join(
        f"{procedure.state(code).title}经“{m.title}”到{procedure.state(m.to).title}"
        for m in procedure.moves
        for code in m.frm
        if m.to and code != START and m.to != code
    )
    name = f"{escape(procedure.code)}-picture"
    return (
        f'<svg class="diagram" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f'<title id="{name}-title">{escape(procedure.title)}状态图</title>'
        f'<desc id="{name}-desc">{escape(where + ways)}。</desc>{"".join(parts)}</svg>'
    )
