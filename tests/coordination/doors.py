"""The doors through which a matter can be moved. What the law forbids is tried at each of them in turn.

A door is a name and two functions with the meaning of ``perform.start`` and ``perform.perform``; it raises ``NotMade``
when the act was refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from tests.coordination import by_command, by_json, by_page
from tests.procedure import prints
from xiedu.procedure import perform
from xiedu.procedure.errors import NotMade
from xiedu.procedure.perform import Ask, Done


class Begun(Protocol):
    """A matter of any procedure on its way."""

    id: int


@dataclass(frozen=True)
class Door:
    """One way in."""

    name: str
    start: Callable[[str, Ask], Done]
    perform: Callable[[int, Ask], Done]


DOORS = [
    Door("function", perform.start, perform.perform),
    Door("page", by_page.start, by_page.perform),
    Door("json", by_json.start, by_json.perform),
    Door("command", by_command.start, by_command.perform),
]


# Page, JSON and command know no database: behind them stands the function, which is tried on every one.
TRIED = DOORS if connection.vendor == "sqlite" else DOORS[:1]


@dataclass
class Trial:
    """Acts at every door, one after the other: a refused one leaves no trace, so that the next finds what it found."""

    cast: Cast
    doors: Sequence[Door]

    def refused(self, dispute: Begun, body: str, move: str, facts: Any, match: str, **more: Any) -> NotMade:
        """The act is refused with a reason that matches, and nothing has changed; what the function says comes back."""
        who = more.pop("actor", None) or self.cast.actor(body, more.pop("post", "handler"))
        return self._nothing(lambda door: door.perform(dispute.id, Ask(move, who, facts, **more)), match)

    def not_begun(self, body: str, move: str, facts: Any, match: str, **more: Any) -> NotMade:
        """The matter is not begun."""
        who = self.cast.actor(body, more.pop("post", "handler"))
        procedure = more.pop("procedure", "dispute")
        return self._nothing(lambda door: door.start(procedure, Ask(move, who, facts, **more)), match)

    def done(self, act: Callable[[Door], Done]) -> Done:
        """The act passes at every door; what was done at the function's stays."""
        for door in self.doors[1:]:
            with transaction.atomic():
                act(door)
                transaction.set_rollback(True)
        return act(self.doors[0])

    def _nothing(self, act: Callable[[Door], Any], match: str) -> NotMade:
        before = prints.counts(), prints.digest()
        caught = [_refusal(door, act, match) for door in self.doors]
        assert (prints.counts(), prints.digest()) == before
        law, *others = map(articles, caught)
        # A page may add why its form is shut, and shuts a start to whoever has no post for it without an article.
        assert all(found == law or (door.name == "page" and (not found or found > law))
                   for door, found in zip(self.doors[1:], others, strict=True)), (law, others)  # fmt: skip
        return caught[0]


def _refusal(door: Door, act: Callable[[Door], Any], match: str) -> NotMade:
    with pytest.raises(NotMade, match=match) as caught:
        act(door)
    return caught.value


def basis(rank: str) -> list[dict[str, str]]:
    return [{"rank": rank, "title": "依据"}]


def articles(fault: NotMade) -> set[int]:
    return {r.cite.article for r in fault.refusals if r.cite}
