"""调阅 of a record: the upper bureau sees that it is there; to read it, a leading person says why, and that stays."""

from django.db.models import QuerySet

from xiedu.base import audit
from xiedu.base.models import User
from xiedu.bodies.models import Area, Body
from xiedu.bodies.oversight import sources_read, sources_seen
from xiedu.bodies.principal import Holding, Principal
from xiedu.procedure.table import LEADING_POSTS
from xiedu.suspicions.models import Perusal

Key = tuple[int, str, str]


def reads_record(who: Principal, source: Body, kind: str, record_key: str) -> bool:
    """Whether he reads the record: his bureau supervises the body, or has called this record in."""
    same = {"source": source, "kind": kind, "record_key": record_key}
    return sources_read(who).filter(pk=source.pk).exists() or _of(who).filter(**same).exists()


def perused(who: Principal) -> set[Key]:
    """The records his bureaus have called in: (source, kind, record key)."""
    return set(_of(who).values_list("source_id", "kind", "record_key"))


def _of(who: Principal) -> QuerySet[Perusal]:
    bureaus = [] if who.duty else [h.body_id for h in who.holdings if h.body_kind == Body.Kind.JUSTICE]
    return Perusal.objects.filter(body__in=bureaus)


def upper(who: Principal, source: Body) -> Holding | None:
    """The city's bureau in which he leads and which may call in a record of the body; None when there is none."""
    if who.duty or not sources_seen(who).filter(pk=source.pk).exists():
        return None
    leading = (h for h in who.holdings if h.body_kind == Body.Kind.JUSTICE and h.posts & LEADING_POSTS)
    return next((h for h in leading if h.legal_level == Area.Level.CITY), None)


def peruse(holding: Holding, user: User, record: Key, reason: str, *, address: str = "") -> Perusal:
    """Call the record in for the bureau; once is enough, the first reason stays. What was asked for goes to audit."""
    source, kind, key = record
    asked = {"by": user, "reason": reason}
    found, made = Perusal.objects.get_or_create(
        body_id=holding.body_id, source_id=source, kind=kind, record_key=key, defaults=asked
    )
    if made:
        detail = {"source": source, "kind": kind, "record": key, "reason": reason}
        audit.record("调阅执法记录", user=user, target=key, detail=detail, address=address)
    return found
