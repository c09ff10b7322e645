"""The doors through which a matter can be moved. What the law forbids is tried at each of them.

A door is a name and two functions with the meaning of ``perform.start`` and ``perform.perform``; it raises ``NotMade``
when the act was refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from django.db import connection

from tests.cast import Cast
from tests.coordination import by_command, by_page
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
    Door("command", by_command.start, by_command.perform),
]


# Page and command know no database: behind them stands the function, which is tried on every one.
TRIED = DOORS if connection.vendor == "sqlite" else DOORS[:1]


@dataclass
class Trial:
    """Acts at one door and shows that a refused one has left no trace."""

    cast: Cast
    door: Door

    def refused(self, dispute: Begun, body: str, move: str, facts: Any, match: str, **more: Any) -> NotMade:
        """The act is refused with a reason that matches, and nothing has changed."""
        who = more.pop("actor", None) or self.cast.actor(body, more.pop("post", "handler"))
        return self._nothing(lambda: self.door.perform(dispute.id, Ask(move, who, facts, **more)), match)

    def not_begun(self, body: str, move: str, facts: Any, match: str, **more: Any) -> NotMade:
        """The matter is not begun."""
        who = self.cast.actor(body, more.pop("post", "handler"))
        procedure = more.pop("procedure", "dispute")
        return self._nothing(lambda: self.door.start(procedure, Ask(move, who, facts, **more)), match)

    def _nothing(self, act: Callable[[], Any], match: str) -> NotMade:
        before = prints.counts(), prints.digest()
        with pytest.raises(NotMade, match=match) as caught:
            act()
        assert (prints.counts(), prints.digest()) == before
        return caught.value


def basis(rank: str) -> list[dict[str, str]]:
    return [{"rank": rank, "title": "依据"}]


def articles(fault: NotMade) -> set[int]:
    return {r.cite.article for r in fault.refusals if r.cite}
