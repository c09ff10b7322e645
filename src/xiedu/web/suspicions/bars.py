"""Limits as bars: on one scale of days, how long was allowed and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiedu.suspicions.records import Limit

WIDTH = 600
LEAST = 3


@dataclass(frozen=True)
class Bar:
    """One limit on the picture, in units of :data:`WIDTH` for the whole span."""

    limit: Limit
    x: int
    allowed: int
    taken: int
    tone: str
    word: str


def bars(limits: Sequence[Limit], day: date) -> list[Bar]:
    """The bars; what has no end yet runs to ``day``."""
    if not limits:
        return []
    first = min(one.start for one in limits)
    last = max(max(one.due, one.end or day) for one in limits)
    span = max((last - first).days, 1)

    def at(one: date) -> int:
        return round((one - first).days * WIDTH / span)

    return [_bar(one, at(one.start), at(one.due), at(one.end or day), day) for one in limits]


def _bar(limit: Limit, start: int, due: int, end: int, day: date) -> Bar:
    over = ((limit.end or day) - limit.due).days
    tone = "red" if over > 0 else "green" if limit.end else "orange"
    word = f"超过届满日 {over} 日" if over > 0 else "期限内" if limit.end else f"进行中，剩 {-over} 日"
    return Bar(limit, start, max(due - start, LEAST), max(end - start, LEAST), tone, word)
