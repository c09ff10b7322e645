"""A player that looks for the states it has not seen, from the table alone: it takes the moves that lead towards them,
and lets days pass, so that what only an expired term allows comes about too.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.cast import POSTS
from tests.procedure.anything import ASIDE, Player
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, Done, start
from xiedu.procedure.situation import Actor, Situation
from xiedu.procedure.table import START, Move

FAR = 99
SINCE, WAIT = 400, 40


@dataclass
class Seeker(Player):
    """Every matter begins ``SINCE`` days ago; ``opened`` is how matters were begun that came into each state."""

    goal: str = ""
    now: str = ""
    opened: dict[str, list[Ask]] = field(default_factory=dict)

    @cached_property
    def ways(self) -> dict[str, dict[str, int]]:
        """State → state → the fewest moves between them, as the table allows."""
        codes = [START, *(s.code for s in self.table.states)]
        return {code: self._from(code) for code in codes}

    def _from(self, start: str) -> dict[str, int]:
        found, edge = {start: 0}, [start]
        while edge:
            state = edge.pop(0)
            for move in self.table.moves_from(state):
                if move.to and move.to not in found:
                    found[move.to] = found[state] + 1
                    edge.append(move.to)
        return found

    def reach(self, state: str, tries: int = 40, steps: int = 60) -> bool:
        """Whether some matter came into the state."""
        self.goal = state
        return any(state in self.states or self._seek(steps) for _ in range(tries))

    def _seek(self, steps: int) -> bool:
        self.ago, self.made = SINCE, []
        matter = self._again() or self.begin()
        opening = self.last
        for _ in range(steps):
            self.now = Matter.objects.get(pk=matter).state
            if opening and opening not in self.opened.setdefault(self.now, []):
                self.opened[self.now].append(opening)
            if self.goal in self.states:
                return True
            if self.goal not in self.ways[self.now] or (not self.step(matter) and not self._wait()):
                return False
            if self.draw.random() < 0.2:
                self._wait()
        return self.goal in self.states

    def _again(self) -> int:
        """A matter begun as the one was that came nearest to the goal; 0 to begin otherwise."""
        near = min(self.opened, key=lambda state: self.ways[state].get(self.goal, FAR), default="")
        if not near or self.draw.random() < 0.4:
            return 0
        with suppress(NotMade):
            self.last = self.draw.choice(self.opened[near])
            return start(self.table.code, self.last).matter_id
        return 0

    def attempt(self, sit: Situation | None, move: Move, who: Actor, *, review: bool = False) -> Done | None:
        """As any player; what is sent up is drafted by the handler, so that the others in the chain may agree."""
        drafter = self.cast.actor(self.name(who.body_id), *POSTS) if review else who
        return super().attempt(sit, move, drafter, review=review)

    def _wait(self) -> bool:
        """Days pass, and every term with them."""
        self.ago = max(0, self.ago - WAIT)
        return self.ago > 0

    def _pick(self, listed: Sequence[Any]) -> Any:
        """What stands first in a list is what mostly happens."""
        return listed[0] if self.draw.random() < 0.6 else super()._pick(listed)

    def _leaves_out(self, move: Move) -> bool:
        return move.routine and move.to is None

    def _weight(self, move: Move) -> float:
        """What leads nearer first; what may be done on the way now and then, each a few times; nothing that leads off."""
        if move.code in ASIDE:
            return 0.01
        left = self.ways[self.now].get(self.goal, FAR)
        after = self.ways[move.to].get(self.goal, FAR) if move.to else left
        if after == FAR:
            return 0.001
        return (20.0 if after < left else 1.0) / (1 + self.made.count(move.code)) ** 2
