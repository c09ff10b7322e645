"""Who sees what. One object answers for a single matter and for a list; a property test holds the two equal.

A person sees a matter if, and only if, a body he acts for holds a role that the procedure's table lets see something in
the present state, or oversees the matter's area and kind: the guidance body coordination, the justice bureau
supervision, the government both; the body of the matter's own area sees the file, the upper level its head. In the
procedure's private states oversight sees nothing. Administrators see nothing, even if they hold a post.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Expression, F, Q, QuerySet

from xiedu.base.rows import marks
from xiedu.bodies.principal import Holding, Principal
from xiedu.law.areas import CITY
from xiedu.procedure import registry, sights
from xiedu.procedure.models import Matter, Participant
from xiedu.procedure.nearest import Overseen, nearest
from xiedu.procedure.situation import Part
from xiedu.procedure.table import Procedure

OVERSEES = {
    "guidance": frozenset({"coordination"}),
    "justice": frozenset({"supervision"}),
    "government": frozenset({"coordination", "supervision"}),
}
PERSONAL = ("assignee",)
_RANK = {"nothing": 0, "head": 1, "file": 2}


class _Partakes(Expression):
    """Whether one of the bodies holds a role that sees something in the matter's present state.

    Written out, because it stands in every list: one look-up by matter, whatever the number of bodies and roles. The
    bodies are kept out of the index on purpose (``+ 0``): a matter has a handful of participants, and reading them is
    cheaper than looking for each of the person's bodies under each of the roles.
    """

    def __init__(self, bodies: tuple[int, ...]) -> None:
        super().__init__(BooleanField())
        self.columns: list[Any] = [F("pk"), F("procedure"), F("state")]
        self.bodies = bodies

    def get_source_expressions(self) -> list[Any]:
        """The matter's id, procedure and state."""
        return self.columns

    def set_source_expressions(self, exprs: Any) -> None:
        """The same columns as the query at hand calls them."""
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The test with the matter's columns under whatever name the query gives them."""
        matter, procedure, state = (compiler.compile(column)[0] for column in self.columns)
        test, values = sights.sees(procedure, state, "sees.role")
        sql = (
            f"EXISTS (SELECT 1 FROM procedure_participant sees WHERE sees.matter_id = {matter}"
            f" AND sees.until_seq IS NULL AND sees.body_id + 0 IN ({marks(self.bodies)}) AND ({test}))"
        )
        return sql, (*self.bodies, *values)


@dataclass(frozen=True)
class Sight:
    """What somebody sees of matters."""

    principal: Principal

    def of(self, matter: Matter, parts: Iterable[Part]) -> str:
        """``file``, ``head`` or ``nothing`` for one matter with its present participants; ``matter.area`` is used."""
        if self.principal.duty:
            return "nothing"
        table = registry.table(matter.procedure)
        views = [table.view(p.role, matter.state) for p in parts if self._holds(p) and _known(table, p.role)]
        views += [self._over(table, matter, h) for h in self.principal.holdings]
        return max(views, key=_RANK.__getitem__, default="nothing")

    def _holds(self, part: Part) -> bool:
        return part.body_id in self.principal.body_ids and part.role not in PERSONAL

    def _over(self, table: Procedure, matter: Matter, holding: Holding) -> str:
        if table.kind not in OVERSEES.get(holding.body_kind, ()) or matter.state in table.private:
            return "nothing"
        if matter.area_id == holding.area_id:
            return "file"
        return "head" if matter.area.parent_id == holding.area_id else "nothing"

    def matters(self) -> QuerySet[Matter]:
        """The matters of which he sees at least the head."""
        if self.principal.duty or not self.principal.holdings:
            return Matter.objects.none()
        found = Q(_Partakes(tuple(sorted(self.principal.body_ids))))
        for table in registry.tables():
            if areas := {area for area, _ in self._areas(table)}:
                found |= _overseen(table, areas)
        return Matter.objects.filter(found)

    def first(self, rows: QuerySet[Matter], most: int, *, oldest: bool = False) -> list[int]:
        """The ids of the newest (or oldest) ``most`` of ``rows`` that :meth:`matters` has, in this order; one query."""
        if self.principal.duty:
            return []
        overseen = [
            Overseen(table.code, tuple(sorted(table.private)), area, upper)
            for table in registry.tables()
            for area, upper in sorted(self._areas(table))
        ]
        return nearest(sorted(self.principal.body_ids), overseen, rows, most, oldest=oldest)

    def _areas(self, table: Procedure) -> set[tuple[int, bool]]:
        """The areas whose matters of the procedure he oversees, and whether it is the city."""
        mine = [h for h in self.principal.holdings if table.kind in OVERSEES.get(h.body_kind, ())]
        return {(h.area_id, h.area_code == CITY) for h in mine}


def _overseen(table: Procedure, areas: set[int]) -> Q:
    """The matters of a procedure that are handled in the areas or right below, past the private states."""
    there = Q(area__in=areas) | Q(area__parent__in=areas)
    return Q(procedure=table.code) & there & ~Q(state__in=sorted(table.private))


def _known(table: Procedure, role: str) -> bool:
    return any(r.code == role for r in table.roles)


def parts_of(matter_id: int) -> list[Part]:
    """The present participants of a matter; one query."""
    rows = Participant.objects.filter(matter_id=matter_id, until_seq=None).order_by("id")
    return [Part(p.role, p.body_id, p.person_id, p.name) for p in rows]


def shows(table: Procedure, move: str, actor_body: int, bodies: Iterable[int]) -> bool:
    """Whether an event is shown to somebody of these bodies: in-house steps are the acting body's own."""
    found = table.move(move)
    return found is None or not found.inhouse or actor_body in set(bodies)
