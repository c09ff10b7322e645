"""Who sees a suspicion: the justice bureau of the area reads it, the city's sees the heads of its districts' (art. 14).

The city's bureau reads one whose record it has called in (``perusal``); judging it stays with the district's.

The body that reported the record sees nothing of it until it is told in a later procedure; nobody else does either.
"""

from django.db.models import Q, QuerySet

from xiedu.bodies.models import Area, Body
from xiedu.bodies.principal import Holding, Principal
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.perusal import perused


def supervises(who: Principal) -> bool:
    """Whether he works in a justice bureau."""
    return not who.duty and any(_justice(h) for h in who.holdings)


def decides_checks(who: Principal) -> bool:
    """Whether he may switch checks: the head of the city's justice bureau, for they run for the whole city."""
    return not who.duty and any(
        _justice(h) and h.legal_level == Area.Level.CITY and "head" in h.posts for h in who.holdings
    )


def oversees(who: Principal) -> bool:
    """Whether he works in the city's justice bureau, which sees the heads of its districts'."""
    return any(h.legal_level == Area.Level.CITY for h in _holdings(who))


def whole(who: Principal) -> QuerySet[Suspicion]:
    """The suspicions he may read and judge."""
    return Suspicion.objects.filter(_own(who))


def visible(who: Principal) -> QuerySet[Suspicion]:
    """Those, and the ones of which he sees the head alone: check, body, month, state."""
    cities = [h.area_id for h in _holdings(who) if h.legal_level == Area.Level.CITY]
    return Suspicion.objects.filter(_own(who) | Q(area__parent_id__in=cities))


def reads(who: Principal, suspicion: Suspicion) -> bool:
    """Whether he may read this one: it is his to judge, or his bureau has called its record in."""
    return judges(who, suspicion) or (suspicion.source_id, suspicion.kind, suspicion.record_key) in perused(who)


def judges(who: Principal, suspicion: Suspicion) -> bool:
    """Whether this one is his to judge, as :func:`whole` says."""
    return suspicion.area_id in areas(who)


def _own(who: Principal) -> Q:
    return Q(area_id__in=areas(who))


def areas(who: Principal) -> set[int]:
    """The counties and cities whose suspicions he reads."""
    return {h.area_id for h in _holdings(who)}


def _holdings(who: Principal) -> list[Holding]:
    return [] if who.duty else [h for h in who.holdings if _justice(h)]


def _justice(holding: Holding) -> bool:
    return holding.body_kind == Body.Kind.JUSTICE
