"""The database's answers to what a procedure's table may ask of the world outside the matter."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from xiedu.base import calendar, dated
from xiedu.base.rows import fetch, run
from xiedu.base.specs import spec
from xiedu.bodies import directory, dossier
from xiedu.bodies.dossier import Dossier
from xiedu.bodies.models import Body, Certificate
from xiedu.law.workdays import Calendar, Term, compute_term
from xiedu.procedure.expected import index_text
from xiedu.procedure.situation import Clock

_IN_FORCE = "valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)"
_DUE = (
    "SELECT due FROM procedure_runningterm WHERE matter_id = %s AND key = %s AND stopped_seq IS NULL"
    " ORDER BY seq DESC LIMIT 1"
)
_WITH = (
    "SELECT m.id, m.number FROM procedure_matter m JOIN procedure_matterindex i ON i.matter_id = m.id"
    " WHERE m.procedure = %s AND i.key = %s AND i.text = %s"
)
_HOLDERS = (
    "SELECT body_id FROM procedure_participant"
    " WHERE matter_id = %s AND role = %s AND until_seq IS NULL AND body_id IS NOT NULL ORDER BY id"
)
_UNSENT = (
    "SELECT COUNT(*) FROM procedure_delivery d LEFT JOIN papers_paper p ON p.id = d.paper_id"
    " WHERE d.matter_id = %s AND d.channel <> 'notice' AND d.sent_on IS NULL AND p.voided_on IS NULL"
)


class DbWorld:
    """A :class:`~xiedu.procedure.situation.World` of one day; what it has read it keeps for the length of one step."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._bodies: dict[int, Dossier] = {}
        self._hinted: set[int] = set()
        self._officials: dict[str, dict[str, Dossier]] = {}

    @cached_property
    def settings(self) -> dated.Settings:
        """The settings in force on the day."""
        return dated.snapshot(self.on)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar in force."""
        return calendar.current()

    def hint(self, ids: Iterable[int]) -> None:
        """Bodies that will probably be asked for: read with the first one that really is."""
        self._hinted |= set(ids)

    def preload(self, ids: Iterable[int]) -> None:
        """Read several bodies in one query."""
        missing = set(ids) - self._bodies.keys()
        if missing:
            missing |= self._hinted - self._bodies.keys()
            self._bodies |= {body.id: body for body in dossier.read(missing, self.on)}

    def existing(self, ids: set[int]) -> set[int]:
        """Those of the ids that are bodies."""
        self.preload(ids)
        return ids & self._bodies.keys()

    def body(self, body_id: int) -> Dossier:
        """A body by id.

        Raises:
            KeyError: when there is no such body.
        """
        self.preload([body_id])
        return self._bodies[body_id]

    def party(self, body_id: int) -> Mapping[str, Any]:
        """The body as a party of the routing of art. 6."""
        return dossier.as_party(self.body(body_id))

    def official(self, kind: str, area_code: str) -> Dossier | None:
        """The body of an official kind for a county or the city; None (an alarm of art. 25) if the area has none."""
        if area_code not in self._officials:
            found = dossier.officials(area_code, self.on)
            self._officials[area_code] = found
            self._bodies |= {body.id: body for body in found.values()}
        return self._officials[area_code].get(kind)

    def host_of(self, guidance_id: int) -> int | None:
        """The agency in which a guidance body sits on the day."""
        return self.body(guidance_id).host_id

    def setting(self, key: str, body_id: int = 0) -> Any:
        """A dated setting in force on the day."""
        return self.settings.value(key, body_id)

    def term(self, key: str, body_id: int = 0) -> Mapping[str, Any]:
        """A term setting with the origin of its limit."""
        return {**self.settings.value(key, body_id), "origin": str(spec(key).origin)}

    def due(self, clock: Clock) -> Term:
        """The term a clock gives under the calendar in force, with its explanation."""
        return compute_term(clock.start, clock.n, clock.unit, roll=clock.roll, exclude=[], calendar=self.calendar)

    def passed(self, matter_id: int, key: str, on: date) -> bool:
        """Whether the latest running clock of that key ended before the day."""
        found = fetch(_DUE, [matter_id, key])
        return bool(found) and found[0][0] < on

    def posts_of(self, person_id: int, body_id: int) -> frozenset[str]:
        """The posts a person holds in a body on the day."""
        sql = f"SELECT rank FROM bodies_post WHERE person_id = %s AND body_id = %s AND {_IN_FORCE}"
        return frozenset(rank for (rank,) in fetch(sql, [person_id, body_id, self.on, self.on]))

    def certified(self, person_ids: set[int], on: date) -> set[int]:
        """Those of the people who hold a supervision certificate valid on the day (art. 13)."""
        rows = Certificate.objects.filter(
            Q(suspended_from=None) | Q(suspended_from__gt=on), Q(revoked_on=None) | Q(revoked_on__gt=on),
            person_id__in=person_ids, kind=Certificate.Kind.SUPERVISION, valid_from__lte=on, valid_to__gte=on,
        )  # fmt: skip
        return set(rows.values_list("person_id", flat=True))

    def served(self, office_id: int) -> frozenset[str]:
        """Codes of the townships a justice office serves on the day (art. 3)."""
        return frozenset(area.code for area in directory.townships_served(Body(pk=office_id), self.on))

    def open_with(self, procedure: str, key: str, text: str) -> list[tuple[int, str]]:
        """Open matters (id, number) of a procedure whose index entry is this text."""
        return self._with(procedure, key, text, " AND m.ended_on IS NULL")

    def known_with(self, procedure: str, key: str, text: str) -> list[tuple[int, str]]:
        """Matters (id, number), open or ended, of a procedure whose index entry is this text."""
        return self._with(procedure, key, text)

    def _with(self, procedure: str, key: str, text: str, only: str = "") -> list[tuple[int, str]]:
        """Two steps that ask for the same entry ask one after the other, so that neither overlooks the other's."""
        entry = index_text(text)
        if connection.vendor == "postgresql":
            run("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{procedure}:{key}:{entry}"])
        found = fetch(f"{_WITH}{only} LIMIT 5", [procedure, key, entry])
        return [(pk, number) for pk, number in found]

    def holders(self, matter_id: int, role: str) -> list[int]:
        """Ids of the bodies that hold a role in another matter."""
        return [body for (body,) in fetch(_HOLDERS, [matter_id, role])]

    def takes_part(self, matter_id: int, body_id: int) -> bool:
        """Whether a body has a part in another matter."""
        sql = "SELECT 1 FROM procedure_participant WHERE matter_id = %s AND body_id = %s AND until_seq IS NULL"
        return bool(fetch(sql, [matter_id, body_id]))

    def matter(self, matter_id: int) -> tuple[str, str, str] | None:
        """Procedure, state and number of a matter."""
        found = fetch("SELECT procedure, state, number FROM procedure_matter WHERE id = %s", [matter_id])
        return (found[0][0], found[0][1], found[0][2]) if found else None

    def banners(self) -> list[str]:
        """Notices printed on every page of a paper: in demo mode that it has no legal force."""
        return ["演示数据（合成），不具有法律效力"] if settings.DEMO else []

    def unsent(self, matter_id: int) -> int:
        """Services and copies not yet sent."""
        return int(fetch(_UNSENT, [matter_id])[0][0])
