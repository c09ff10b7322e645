"""All checks in the order of the groups A–J, and the rules that no layout can feed yet, each with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xiedu.checks import (
    assets,
    bases,
    coercion,
    criminal,
    decision,
    execution,
    filing,
    inspection,
    licence,
    notice,
    organisation,
    peers,
    presence,
    publicity,
    sanction,
    subjects,
    visits,
)
from xiedu.checks.check import COERCION, INSPECTION, LICENCE, PENALTY, Check

GROUPS: tuple[tuple[str, str, tuple[Check, ...]], ...] = (
    ("A", "主体与人员", subjects.CHECKS + presence.CHECKS),
    ("B", "线索与立案", filing.CHECKS),
    ("C", "告知听证审核决定", notice.CHECKS + decision.CHECKS + sanction.CHECKS + bases.CHECKS + peers.CHECKS),
    ("D", "行刑衔接", criminal.CHECKS),
    ("E", "送达公示信用", publicity.CHECKS),
    ("F", "罚缴与执行", execution.CHECKS),
    ("G", "强制措施", coercion.CHECKS + assets.CHECKS),
    ("H", "许可", licence.CHECKS),
    ("I", "检查", inspection.CHECKS + visits.CHECKS),
    ("J", "机关层面", organisation.CHECKS),
)
CHECKS: tuple[Check, ...] = tuple(check for _, _, checks in GROUPS for check in checks)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule no check stands for: what it would need that no record holds. ``kinds`` are the records it would be of."""

    id: str
    name: str
    kinds: tuple[str, ...]
    reason: str


_ALL = (PENALTY, INSPECTION, COERCION, LICENCE)
_POWERS = "需要各机关权责清单（事项、层级、起止日期）作对照表，记录中没有"
_CERTIFICATES = "需要执法证件库（证号、有效期、暂扣注销、执法类别）作对照表，记录中只有证号"
LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut("sub-no-power", "超越权责清单执法", _ALL, _POWERS),
    LeftOut(
        "sub-township-not-granted",
        "乡镇街道执行未赋权事项",
        (PENALTY,),
        "需要县级公布的乡镇街道赋权清单及其历次调整作对照表，记录中没有",
    ),
    LeftOut(
        "sub-entrust-scope",
        "超委托范围期限或再委托",
        (PENALTY,),
        "需要委托书登记（事项、权限、期限、委托层级）作对照表，记录中只有委托书编号",
    ),
    LeftOut("off-cert-invalid", "无证或证件过期暂扣", _ALL, _CERTIFICATES),
    LeftOut("off-cert-domain", "证件执法类别不符", _ALL, _CERTIFICATES),
    LeftOut("org-reviewer-5pct", "法制审核人员不足", (), "需要机关人员编制数，执法记录中没有"),
    LeftOut("org-annual-0131", "年报未按期公开", (), "需要年度报告的公开日期，不属于四类执法记录"),
    LeftOut("org-zero-case", "长期零办案", (), "需要各机关应当履行的事项清单；没有记录的机关不会出现在记录里"),
    LeftOut("org-benchmark-missing", "裁量基准未制定公开", (), "需要裁量基准库和事项清单，记录中只有已适用的基准"),
    LeftOut(
        "org-correction-overdue", "监督整改逾期", (), "属于监督通知书的办理期限，由监督程序自身计时，不属于执法记录"
    ),
)


def left_out(kind: str) -> list[LeftOut]:
    """The rules over records of this kind that no check stands for."""
    return [one for one in LEFT_OUT if kind in one.kinds]


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
