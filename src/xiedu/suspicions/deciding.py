"""Confirming and dismissing: a person's judgement, recorded with its reason; the precision of the checks follows."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from xiedu.base import audit
from xiedu.base.models import User
from xiedu.bodies.principal import Principal
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.modes import fall_back
from xiedu.suspicions.reasons import Reason, State
from xiedu.suspicions.seeing import whole

MOST = 500
_NUMBERS_TOLD = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """How many suspicions were decided, how many had been decided meanwhile, which checks fell back to trial."""

    count: int
    skipped: int
    fallen: tuple[str, ...] = ()


def confirm(who: Principal, user: User, ids: Collection[int], remark: str = "") -> Decided:
    """Confirm open suspicions; those he may not judge and those not open any more are left alone."""
    return _decide(who, user, ids, State.CONFIRMED, "", remark)


def dismiss(who: Principal, user: User, ids: Collection[int], reason: Reason, remark: str = "") -> Decided:
    """Dismiss open suspicions for a reason; a check that proves too unsure thereby falls back to trial."""
    return _decide(who, user, ids, State.DISMISSED, reason.value, remark)


def _decide(who: Principal, user: User, ids: Collection[int], state: State, reason: str, remark: str) -> Decided:
    if len(set(ids)) > MOST:
        raise ValueError(f"一次最多核实 {MOST} 条，请分批办理。")
    with transaction.atomic():
        rows = list(
            whole(who).filter(pk__in=ids, state=State.OPEN).select_for_update().order_by("pk").values("pk", "rule")
        )
        chosen = [row["pk"] for row in rows]
        if not chosen:
            return Decided(0, len(set(ids)))
        Suspicion.objects.filter(pk__in=chosen).update(
            state=state,
            reason=reason,
            remark=remark[:1000],
            decided_by=user,
            decided_at=timezone.now(),
        )
        fallen = fall_back({row["rule"] for row in rows}) if state is State.DISMISSED else []
        detail = {"count": len(chosen), "first": chosen[:_NUMBERS_TOLD], "reason": reason, "remark": remark[:200]}
        audit.record(f"疑点{state.label}", user=user, target=f"{len(chosen)} 条疑点", detail=detail)
    return Decided(len(chosen), len(set(ids)) - len(chosen), tuple(fallen))
