"""Which matters a person may begin: of themselves, and from a matter before him."""

from dataclasses import dataclass

from django.urls import reverse

from xiedu.bodies.principal import Principal
from xiedu.procedure import registry
from xiedu.procedure.table import Follow, Move, Procedure
from xiedu.web.access import beginners
from xiedu.web.matters.case import Case


@dataclass(frozen=True)
class FollowUp:
    """A start offered on the page of another matter."""

    table: Procedure
    move: Move
    address: str


def starts(who: Principal) -> list[tuple[Procedure, list[Move]]]:
    """The starting moves a page offers this person, by procedure."""
    found = [(t, [m for m in t.starts() if m.offered and beginners(who, m)]) for t in registry.tables()]
    return [(table, moves) for table, moves in found if moves]


def follow_ups(case: Case) -> list[FollowUp]:
    """What may be begun from the matter by somebody who sees it as this person does."""
    found = [(table, follow) for table in registry.tables() for follow in table.follows]
    return [up for table, follow in found if (up := _offered(case, table, follow))]


def _offered(case: Case, table: Procedure, follow: Follow) -> FollowUp | None:
    move = table.move(follow.move)
    mine = beginners(case.principal, move) if move else []
    able = [h for h in mine if case.ground(follow, h)]
    if move is None or not able:
        return None
    address = reverse("begin", args=[table.code, move.code])
    return FollowUp(table, move, f"{address}?from={case.matter.pk}&as={able[0].body_id}")
