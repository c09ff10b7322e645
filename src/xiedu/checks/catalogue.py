"""All checks in the order of the groups A–J, and the rules that no layout can feed yet, each with the reason."""

from collections.abc import Iterable, Sequence
from datetime import date

from xiedu.checks import (
    coercion,
    decision,
    execution,
    filing,
    inspection,
    licence,
    notice,
    publicity,
    sanction,
    subjects,
)
from xiedu.checks.check import Check

GROUPS: tuple[tuple[str, str, tuple[Check, ...]], ...] = (
    ("A", "主体与人员", subjects.CHECKS),
    ("B", "线索与立案", filing.CHECKS),
    ("C", "告知听证审核决定", notice.CHECKS + decision.CHECKS + sanction.CHECKS),
    ("E", "送达公示信用", publicity.CHECKS),
    ("F", "罚缴与执行", execution.CHECKS),
    ("G", "强制措施", coercion.CHECKS),
    ("H", "许可", licence.CHECKS),
    ("I", "检查", inspection.CHECKS),
)
CHECKS: tuple[Check, ...] = tuple(check for _, _, checks in GROUPS for check in checks)


def by_id(ids: Iterable[str]) -> list[Check]:
    """The checks with these ids, in the order of the catalogue; ValueError names the ids nobody knows."""
    wanted = list(ids)
    known = {check.id for check in CHECKS}
    strange = [one for one in wanted if one not in known]
    if strange:
        raise ValueError(f"没有检查“{'、'.join(strange)}”。全部检查见 xiedu checks。")
    return [check for check in CHECKS if check.id in set(wanted)]


def of_kind(kind: str, day: date, checks: Sequence[Check] = CHECKS) -> list[Check]:
    """The checks over records of this kind whose version is in force on the day."""
    alive = (c for c in checks if c.kind == kind)
    return [c for c in alive if (c.since is None or c.since <= day) and (c.until is None or day <= c.until)]
