"""Look-ups in the register by area and day: who governs, guides, supervises, staffs; who works where.

Art. 2 gives each county and the city one guidance body and one justice bureau; a township has none of its own, so for a
township the bodies of its county are meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from xiedu.base.models import today
from xiedu.bodies import dossier
from xiedu.bodies.models import Area, Body, Hosting, Person, Post, Serving, Standin
from xiedu.bodies.principal import current

Kind = Body.Kind
_RANK_ORDER = {rank: place for place, rank in enumerate(reversed(Post.Rank.values))}


@dataclass(frozen=True, slots=True)
class Staff:
    """A person in a body on a day, with his posts there; ``deputy`` acts for him when he is away (代办)."""

    person: Person
    ranks: tuple[str, ...]
    section: str
    deputy: Person | None = None


def handling_area(code: str) -> Area:
    """The county or city a division code of 6, 9 or 12 digits lies in.

    Raises:
        Area.DoesNotExist: when the register has no such county or city.
    """
    return Area.objects.exclude(rank=Area.Level.TOWNSHIP).get(code=code[:6])


def official(kind: str, area: Area, on: date | None = None) -> Body | None:
    """The body of an official kind for an area (a township: its county's) on a day; None is an alarm (art. 25).

    One query.
    """
    county = area.parent_id if area.rank == Area.Level.TOWNSHIP and area.parent_id else area.pk
    rows = Body.objects.filter(current("", on or today()), kind=kind, area_id=county)
    return rows.select_related("area").order_by("-valid_from", "id").first()


def government_of(area: Area, on: date | None = None) -> Body | None:
    """The people's government of the county or city."""
    return official(Kind.GOVERNMENT, area, on)


def guidance_of(area: Area, on: date | None = None) -> Body | None:
    """The guidance body (art. 2): it coordinates."""
    return official(Kind.GUIDANCE, area, on)


def justice_of(area: Area, on: date | None = None) -> Body | None:
    """The justice bureau (art. 2): it supervises."""
    return official(Kind.JUSTICE, area, on)


def staffing_of(area: Area, on: date | None = None) -> Body | None:
    """The staffing office (机构编制部门, arts 8, 9)."""
    return official(Kind.STAFFING, area, on)


def host_of(guidance: Body, on: date | None = None) -> Body | None:
    """The agency in which a guidance body sits on the day; one query."""
    rows = Hosting.objects.filter(current("", on or today()), guidance_id=guidance.pk).select_related("host__area")
    found = rows.order_by("-valid_from", "-id").first()
    return found.host if found else None


def justice_office_of(township: Area, on: date | None = None) -> Body | None:
    """The justice office that serves a township area on the day (art. 3); one query."""
    rows = Serving.objects.filter(current("", on or today()), area_id=township.pk).select_related("office__area")
    found = rows.order_by("-valid_from", "-id").first()
    return found.office if found else None


def townships_served(office: Body, on: date | None = None) -> list[Area]:
    """The township areas a justice office serves on the day, by code; one query."""
    serving = current("served_by__", on or today()) & Q(served_by__office_id=office.pk)
    return list(Area.objects.filter(serving).order_by("code").distinct())


def route_party(body: Body, on: date | None = None) -> dict[str, Any]:
    """The body as a party of the routing of art. 6, in the JSON of ``xiedu route``; one query."""
    return dossier.as_party(dossier.read([body.pk], on or today())[0])


def people_of(body: Body, on: date | None = None, rank: str | None = None) -> list[Staff]:
    """Who works in a body on a day, head first; with ``rank`` only the holders of that post. Two queries."""
    day = on or today()
    posts = Post.objects.filter(current("", day), body_id=body.pk).select_related("person__user")
    grouped: dict[int, list[Post]] = {}
    for post in sorted(posts, key=lambda p: (_RANK_ORDER[p.rank], p.pk)):
        grouped.setdefault(post.person_id, []).append(post)
    chosen = {pk: mine for pk, mine in grouped.items() if rank is None or rank in {p.rank for p in mine}}
    deputies = deputies_of(chosen, day)
    return [
        Staff(mine[0].person, tuple(p.rank for p in mine), mine[0].section, deputies.get(pk))
        for pk, mine in chosen.items()
    ]


def deputies_of(person_ids: Iterable[int], on: date) -> dict[int, Person]:
    """Of those people, who is away on the day and who acts for him; one query."""
    rows = Standin.objects.filter(absent_id__in=list(person_ids), valid_from__lte=on, valid_to__gte=on)
    return {row.absent_id: row.deputy for row in rows.select_related("deputy__user").order_by("id")}
