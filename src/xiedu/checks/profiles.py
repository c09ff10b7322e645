"""Deadline profiles: the 90 days of art. 60 are not one limit; each department's procedure rules say more.

A profile holds for a domain and for cases filed between two days. ``rule`` names the articles that were read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

GENERAL = "general"
_ALL_TESTS = ("inspection", "quarantine", "test", "appraisal")


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension of the case limit: at most ``days`` (None: the approver fixes the length) and who may approve."""

    days: int | None
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The limit for checking a lead and filing: ``n`` and at most ``extra`` of the same unit (CD or WD)."""

    n: int
    unit: str
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """The limits of one domain. ``days`` or, where the rule counts months, ``months`` from filing to decision."""

    domain: str
    rule: str
    days: int = 90
    months: int = 0
    extensions: tuple[Extension, ...] = ()
    excluded: tuple[str, ...] = ()
    lead: Lead | None = None
    valid_from: date | None = None
    valid_until: date | None = None


_HEAD = Extension(30, ("head", "deputy"))
_BY_MEETING = ("collective",)

PROFILES: tuple[Profile, ...] = (
    Profile(
        GENERAL,
        "行政处罚法第六十条；浙江省行政程序办法第六十四条",
        excluded=(*_ALL_TESTS, "announcement", "hearing", "tender", "auction", "expert_review", "commissioned"),
    ),
    Profile(
        "market",
        "市场监督管理行政处罚程序规定第十八条、第六十四条",
        extensions=(_HEAD, Extension(None, _BY_MEETING)),
        excluded=(*_ALL_TESTS, "suspension", "hearing", "announcement", "identification", "refund"),
        lead=Lead(15, "WD", 15),
    ),
    Profile(
        "housing",
        "住房和城乡建设行政处罚程序规定第十五条、第二十九条",
        extensions=(_HEAD, Extension(60, _BY_MEETING)),
        excluded=("hearing", "test", "inspection", "appraisal", "suspension"),
        lead=Lead(15, "CD", 10),
    ),
    Profile(
        "agriculture",
        "农业行政处罚程序规定第二十九条、第五十八条",
        extensions=(_HEAD, Extension(None, ("superior",))),
        excluded=("suspension", "hearing", "announcement", "inspection", "test", "appraisal"),
        lead=Lead(7, "CD", 7),
    ),
    Profile("transport", "交通运输行政执法程序规定第七十八条", extensions=(_HEAD,)),
    Profile(
        "medical_insurance",
        "医疗保障行政处罚程序暂行规定第十四条、第四十五条",
        extensions=(_HEAD, Extension(60, _BY_MEETING)),
        excluded=("test", "inspection", "appraisal", "hearing", "announcement", "expert_review"),
        lead=Lead(15, "WD", 15),
    ),
    Profile(
        "environment",
        "环境行政处罚办法（2010年）第二十二条、第五十五条",
        months=3,
        excluded=("hearing", "announcement", "monitoring", "appraisal", "service"),
        lead=Lead(7, "WD"),
        valid_until=date(2023, 6, 30),
    ),
    Profile(
        "natural_resources",
        "自然资源行政处罚办法（2020年）第十二条、第三十二条",
        days=60,
        extensions=(_HEAD, Extension(None, ("head", "collective"))),
        lead=Lead(10, "WD"),
        valid_until=date(2024, 4, 30),
    ),
    Profile(
        "health",
        "卫生行政处罚程序第十五条、第二十九条",
        months=3,
        extensions=(Extension(None, ("superior",)),),
        lead=Lead(7, "CD"),
    ),
)


def by_domain(value: Callable[[Profile], str], day: str, otherwise: str = "") -> str:
    """SQL that picks ``value`` of the profile of the record's domain on ``day``; the general one where none fits.

    ``otherwise`` replaces the general profile. A record without domain is measured by the general profile too.
    """
    special = (p for p in PROFILES if p.domain != GENERAL)
    cases = " ".join(f"WHEN {_holds(p, day)} THEN {value(p)}" for p in special)
    return f"(CASE {cases} ELSE {otherwise or value(PROFILES[0])} END)"


def _holds(profile: Profile, day: str) -> str:
    parts = [f"domain = '{profile.domain}'"]
    parts += [f"{day} >= DATE '{profile.valid_from}'"] if profile.valid_from else []
    parts += [f"{day} <= DATE '{profile.valid_until}'"] if profile.valid_until else []
    return " AND ".join(parts)
