"""The database's answers to what a procedure's table may ask of the world outside the matter."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from xiedu.base import calendar, dated
from xiedu.base.specs import spec
from xiedu.bodies import directory
from xiedu.bodies.models import Body, Certificate, Post
from xiedu.bodies.principal import current
from xiedu.law.workdays import Calendar, Term, compute_term
from xiedu.procedure.expected import index_text
from xiedu.procedure.models import Delivery, Matter, Participant, RunningTerm
from xiedu.procedure.situation import BodyInfo, Clock

_INFO = ("pk", "name", "kind", "area_id", "area__code", "legal_level", "paper_word")


OFFICIALS = ("guidance", "justice", "staffing", "government")


class DbWorld:
    """A :class:`~xiedu.procedure.situation.World` of one day; what it has read it keeps for the length of one step."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._bodies: dict[int, BodyInfo] = {}
        self._hinted: set[int] = set()
        self._officials: dict[str, dict[str, BodyInfo]] = {}
        self._parties: dict[int, Mapping[str, Any]] = {}
        self._hosts: dict[int, int | None] = {}

    @cached_property
    def _settings(self) -> dated.Settings:
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
            rows = Body.objects.filter(pk__in=missing).values_list(*_INFO)
            self._bodies |= {row[0]: BodyInfo(*row) for row in rows}

    def existing(self, ids: set[int]) -> set[int]:
        """Those of the ids that are bodies."""
        self.preload(ids)
        return ids & self._bodies.keys()

    def body(self, body_id: int) -> BodyInfo:
        """A body by id.

        Raises:
            KeyError: when there is no such body.
        """
        self.preload([body_id])
        return self._bodies[body_id]

    def party(self, body_id: int) -> Mapping[str, Any]:
        """The body as a party of the routing of art. 6."""
        if body_id not in self._parties:
            body = Body.objects.select_related("area").get(pk=body_id)
            self._parties[body_id] = directory.route_party(body, self.on)
        return self._parties[body_id]

    def official(self, kind: str, area_code: str) -> BodyInfo | None:
        """The body of an official kind for a county or the city; None (an alarm of art. 25) if the area has none."""
        if area_code not in self._officials:
            rows = Body.objects.filter(current("", self.on), kind__in=OFFICIALS, area__code=area_code)
            found = [BodyInfo(*row) for row in rows.order_by("valid_from", "id").values_list(*_INFO)]
            self._officials[area_code] = {body.kind: body for body in found}
            self._bodies |= {body.id: body for body in found}
        return self._officials[area_code].get(kind)

    def host_of(self, guidance_id: int) -> int | None:
        """The agency in which a guidance body sits on the day."""
        if guidance_id not in self._hosts:
            host = directory.host_of(Body(pk=guidance_id), self.on)
            self._hosts[guidance_id] = host.pk if host else None
        return self._hosts[guidance_id]

    def setting(self, key: str, body_id: int = 0) -> Any:
        """A dated setting in force on the day."""
        return self._settings.value(key, body_id)

    def term(self, key: str, body_id: int = 0) -> Mapping[str, Any]:
        """A term setting with the origin of its limit."""
        return {**self._settings.value(key, body_id), "origin": str(spec(key).origin)}

    def due(self, clock: Clock) -> Term:
        """The term a clock gives under the calendar in force, with its explanation."""
        return compute_term(clock.start, clock.n, clock.unit, roll=clock.roll, exclude=[], calendar=self.calendar)

    def passed(self, matter_id: int, key: str, on: date) -> bool:
        """Whether the latest running clock of that key ended before the day."""
        row = RunningTerm.objects.filter(matter_id=matter_id, key=key, stopped_seq=None).order_by("-seq").first()
        return row is not None and row.due < on

    def posts_of(self, person_id: int, body_id: int) -> frozenset[str]:
        """The posts a person holds in a body on the day."""
        rows = Post.objects.filter(current("", self.on), person_id=person_id, body_id=body_id)
        return frozenset(rows.values_list("rank", flat=True))

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
        return self._with(procedure, key, text, ended_on=None)

    def known_with(self, procedure: str, key: str, text: str) -> list[tuple[int, str]]:
        """Matters (id, number), open or ended, of a procedure whose index entry is this text."""
        return self._with(procedure, key, text)

    def _with(self, procedure: str, key: str, text: str, **more: Any) -> list[tuple[int, str]]:
        """Two steps that ask for the same entry ask one after the other, so that neither overlooks the other's."""
        entry = index_text(text)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{procedure}:{key}:{entry}"])
        rows = Matter.objects.filter(procedure=procedure, indexed__key=key, indexed__text=entry, **more)
        return list(rows.values_list("pk", "number")[:5])

    def holders(self, matter_id: int, role: str) -> list[int]:
        """Ids of the bodies that hold a role in another matter."""
        rows = Participant.objects.filter(matter_id=matter_id, role=role, until_seq=None, body__isnull=False)
        return list(rows.order_by("id").values_list("body_id", flat=True))

    def matter(self, matter_id: int) -> tuple[str, str, str] | None:
        """Procedure, state and number of a matter."""
        return Matter.objects.filter(pk=matter_id).values_list("procedure", "state", "number").first()

    def banners(self) -> list[str]:
        """Notices printed on every page of a paper: in demo mode that it has no legal force."""
        return ["演示数据（合成），不具有法律效力"] if settings.DEMO else []

    def unsent(self, matter_id: int) -> int:
        """Services and copies not yet sent."""
        rows = Delivery.objects.filter(~Q(channel="notice"), matter_id=matter_id, sent_on=None, paper__voided_on=None)
        return rows.count()
