"""How each check takes part, who changed that and why, and the fall back to trial of a check that proved too unsure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from xiedu.base import audit, dated
from xiedu.base.models import User
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Check, Standing
from xiedu.suspicions.models import CheckState, Suspicion
from xiedu.suspicions.policies import FLOOR, JUDGED
from xiedu.suspicions.precision import Precision
from xiedu.suspicions.reasons import FALSE_REASONS, TRUE_REASONS, Mode, State

TRUE = Q(state=State.CONFIRMED) | Q(state=State.DISMISSED, reason__in=TRUE_REASONS)
FALSE = Q(state=State.DISMISSED, reason__in=FALSE_REASONS)
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Taking:
    """How a version of a check takes part now, since when; ``row`` is the change that said so, if any."""

    mode: Mode
    row: CheckState | None = None

    @property
    def since(self) -> datetime | None:
        """When it was last changed; None if it never was."""
        return self.row.at if self.row else None


def default(check: Check) -> Mode:
    """Before anybody has decided: on if its article was read, else (and for a new version) on trial."""
    return Mode.ON if check.standing is Standing.READ and check.version == 1 else Mode.SHADOW


def standings(checks: Sequence[Check] = CHECKS) -> dict[str, Taking]:
    """How each check takes part, by id; one query."""
    latest: dict[Key, CheckState] = {}
    for row in CheckState.objects.select_related("by").order_by("id"):
        latest[row.rule, row.version] = row
    return {c.id: _taking(c, latest.get((c.id, c.version))) for c in checks}


def _taking(check: Check, row: CheckState | None) -> Taking:
    return Taking(Mode.of(row.state), row) if row else Taking(default(check))


def history(rule: str) -> list[CheckState]:
    """Every change of a check, newest first; one query."""
    return list(CheckState.objects.filter(rule=rule).select_related("by").order_by("-id"))


def change(check: Check, mode: Mode, by: User | None, reason: str) -> CheckState:
    """Let a check take part in another way, and record who decided it and why.

    Raises:
        ValueError: (Chinese) without a reason, or when nothing would change.
    """
    if not reason.strip():
        raise ValueError("请写明理由：启用、试运行和停用都要留下理由。")
    with transaction.atomic():
        if standings([check])[check.id].mode is mode:
            raise ValueError(f"“{check.name}”已经是{mode.label}，没有变动。")
        row = CheckState.objects.create(
            rule=check.id, version=check.version, state=mode, by=by, reason=reason.strip()[:500]
        )
        if mode is Mode.ON:
            mine = Suspicion.objects.filter(rule=check.id, version=check.version, state=State.OPEN)
            mine.update(sample=False)
        detail = {"check": check.id, "version": check.version, "state": str(mode), "reason": row.reason}
        audit.record(f"检查改为{mode.label}", user=by, target=check.name, detail=detail)
    return row


def precisions(keys: Iterable[Key] | None = None, since: datetime | None = None) -> Mapping[Key, Precision]:
    """The judgements by check and version, of all checks or of these; one query."""
    rows = Suspicion.objects.filter(TRUE | FALSE).order_by()
    if keys is not None:
        rows = rows.filter(rule__in={rule for rule, _ in keys})
    if since is not None:
        rows = rows.filter(decided_at__gt=since)
    counted = rows.values("rule", "version").annotate(judged=Count("pk"), good=Count("pk", filter=TRUE))
    return {(r["rule"], r["version"]): Precision(r["good"], r["judged"]) for r in counted}


def fall_back(rules: Iterable[str]) -> list[str]:
    """Put on trial those checks that are on and whose precision since then is below the floor; their names."""
    now = dated.snapshot(timezone.localdate())
    floor, least = now.value(FLOOR), now.value(JUDGED)
    wanted = set(rules)
    fallen = []
    for check in CHECKS:
        if check.id not in wanted:
            continue
        standing = standings([check])[check.id]
        seen = precisions([(check.id, check.version)], standing.since).get((check.id, check.version), Precision())
        if standing.mode is Mode.ON and seen.below(floor, least):
            change(check, Mode.SHADOW, None, f"准确率 {seen.words}，低于下限 {floor}%，系统自动转为试运行。")
            fallen.append(check.name)
    return fallen
