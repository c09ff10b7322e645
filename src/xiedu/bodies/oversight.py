"""Whose collected records a person sees: those of his own bodies, and of those his body supervises (arts 2, 3, 14).

Two measures, as with matters: *figures* (how many, from whom, in which month, how good) of every body in the bureau's
territory; the *records* themselves only where the bureau is the one that supervises the body.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from xiedu.base.models import today
from xiedu.bodies.models import Area, Body
from xiedu.bodies.principal import Holding, Principal, current

Kind = Body.Kind
# Bodies that act on the public and so have records to report; the others coordinate, supervise or staff.
REPORTING = frozenset(
    {Kind.DEPARTMENT, Kind.TOWNSHIP, Kind.SUBDISTRICT, Kind.DISPATCHED, Kind.BRANCH, Kind.AUTHORISED, Kind.VERTICAL}
)
MANAGING = frozenset({"deputy", "head"})
# Supervised one level up, wherever they sit: what the city set up in a county, and vertical bodies.
_UPPER = Q(legal_level=Area.Level.CITY) | Q(kind=Kind.VERTICAL)


def sources_seen(who: Principal) -> QuerySet[Body]:
    """The bodies of whose records he sees the figures; none for administrators.

    His own bodies; for a justice bureau every body of its area, townships and counties below included; for a justice
    office the bodies of the townships it serves today.
    """
    return _sources(who, lambda holding: Q(area__code__startswith=territory(holding.area_code)))


def sources_read(who: Principal) -> QuerySet[Body]:
    """The bodies whose records he reads: of those he sees figures of, the ones his own bureau supervises."""
    return _sources(who, _supervised)


def _sources(who: Principal, of_bureau: Callable[[Holding], Q]) -> QuerySet[Body]:
    if who.duty:
        return Body.objects.none()
    found = Q(pk__in=who.body_ids)
    for holding in who.holdings:
        if holding.body_kind == Kind.JUSTICE:
            found |= of_bureau(holding)
        elif holding.body_kind == Kind.JUSTICE_OFFICE:
            serving = current("area__served_by__", today()) & Q(area__served_by__office_id=holding.body_id)
            found |= serving
    return Body.objects.filter(found, kind__in=REPORTING).distinct()


def _supervised(holding: Holding) -> Q:
    if holding.legal_level == Area.Level.CITY:
        return Q(area=holding.area_id) | (_UPPER & Q(area__code__startswith=territory(holding.area_code)))
    return (Q(area=holding.area_id) | Q(area__parent=holding.area_id)) & ~_UPPER


def supervising_area(body: Body) -> int:
    """The county or city whose justice bureau supervises the body, as leads are routed; ``body.area`` is used."""
    area = body.area
    if body.legal_level == Area.Level.CITY or body.kind == Kind.VERTICAL:
        while area.parent is not None:
            area = area.parent
        return area.pk
    return area.parent_id if area.rank == Area.Level.TOWNSHIP and area.parent_id else area.pk


def territory(code: str) -> str:
    """The part of a division code that all places inside share: 3308 of 330800, 330802 of itself."""
    short = code[:6]
    return short.removesuffix("00") if len(code) <= 6 else code


def own_sources(who: Principal) -> QuerySet[Body]:
    """The bodies in whose name he may send records in: those he works in, if they report."""
    mine = () if who.duty else who.body_ids
    return Body.objects.filter(pk__in=mine, kind__in=REPORTING).order_by("id")


def managed_sources(who: Principal) -> QuerySet[Body]:
    """The reporting bodies of which he is a deputy or the head: he answers for their keys."""
    managed = {h.body_id for h in who.holdings if h.posts & MANAGING}
    return own_sources(who).filter(pk__in=managed)


def supervises(who: Principal, source: Body) -> bool:
    """Whether he sees the body's records because his own body supervises it, not because he works there."""
    return source.pk not in who.body_ids and sources_seen(who).filter(pk=source.pk).exists()
