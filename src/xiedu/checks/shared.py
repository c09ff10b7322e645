"""What several checks of a kind need: worked out once in ``rows``; a column nobody asks for costs nothing.

Each layer may use the fields and the layers before it.
"""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from xiedu.checks import params
from xiedu.checks.check import COERCION, INSPECTION, LICENCE, PENALTY
from xiedu.checks.profiles import PROFILES, Profile, by_domain
from xiedu.checks.sql import CD, WD, due, spans
from xiedu.law.citation import Cite
from xiedu.records import calendar_sql
from xiedu.records.brief import layers
from xiedu.records.lists import total

DECIDE = params.statutory("decide_days", "办案期限（日）", 90, Cite("处罚法", 60), note="各领域另有规定的按期限表")
SEIZURE = params.statutory("seizure_days", "查封扣押期限（日）", 30, Cite("强制法", 25))
FREEZE = params.statutory("freeze_days", "冻结期限（日）", 30, Cite("强制法", 32))
LICENSING = params.statutory("licence_days", "许可决定期限（工作日）", 20, Cite("许可法", 42))
JOINT = params.statutory("licence_joint_days", "联合办理期限（工作日）", 45, Cite("许可法", 42, 2))

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_UNDECIDED = "status IN ('open', 'not_filed', 'transferred', 'terminated')"


def _limit(profile: Profile) -> str:
    if profile.months:
        return f"((filed_on + to_months({profile.months}))::DATE - filed_on)"
    return DECIDE if profile.days == PROFILES[0].days else str(profile.days)


def _kinds(profile: Profile) -> str:
    return f"[{', '.join(repr(kind) for kind in profile.excluded or PROFILES[0].excluded)}]"


def _extended(first_due: str) -> str:
    """The days of the extensions approved before the end they extend; each accepted one moves that end."""
    listed = "list_sort(list_transform(extensions, lambda o: {'approved': o.approved_on, 'days': o.days}))"
    step = (
        "CASE WHEN coalesce(x.approved <= a.approved + a.days::INTEGER, TRUE) "
        "THEN {'approved': a.approved, 'days': a.days + coalesce(x.days, 0)} ELSE a END"
    )
    # The due day travels in the state: DuckDB 1.5 mixes up rows when the lambda of a list_reduce captures a column.
    start = f"{{'approved': {first_due}, 'days': 0::BIGINT}}"
    folded = f"list_reduce({listed}, lambda a, x: {step}, {start}).days"
    in_time = f"coalesce(extensions[1].approved_on <= {first_due}, TRUE)"
    once = f"CASE WHEN {in_time} THEN coalesce(extensions[1].days, 0) ELSE 0 END"
    return f"(CASE coalesce(len(extensions), 0) WHEN 0 THEN 0 WHEN 1 THEN {once} ELSE {folded} END)"


_DAYS = f"coalesce(term_days, CASE WHEN coercion_kind = 'freeze' THEN {FREEZE} ELSE {SEIZURE} END)"
_LICENCE_DAYS = f"coalesce(term_days, CASE WHEN joint THEN {JOINT} ELSE {LICENSING} END)"

# No domain gives less than this many days from filing to decision.
SHORTEST = f"least({DECIDE}, {min(p.months * 28 or p.days for p in PROFILES)})"
_FIRST_DUE = due("filed_on", "case_limit", CD, "case_spans")

LAYERS: Mapping[str, tuple[Mapping[str, str], ...]] = MappingProxyType(
    {
        PENALTY: (
            *layers(PENALTY),
            {
                "undecided": f"coalesce(decided_on IS NULL AND {_UNDECIDED}, FALSE)",
                "case_end": "coalesce(decided_on, CASE WHEN status = 'open' THEN :today ELSE closed_on END)",
                "case_limit": f"{by_domain(_limit, 'filed_on')}::INTEGER",
                "case_spans": spans("exclusions", f"list_contains({by_domain(_kinds, 'filed_on')}, o.kind)"),
                "simple": "(procedure = 'simple')",
                "on_site": "(collection = 'on_site')",
            },
            {"case_due_first": _FIRST_DUE},
            {"case_extended": _extended(_FIRST_DUE)},
            {
                "case_due": due("filed_on", "(case_limit + case_extended)", CD, "case_spans"),
                "case_excluded": calendar_sql.excluded_days(
                    "filed_on", "(case_limit + case_extended)", CD, "case_spans"
                ),
            },
        ),
        INSPECTION: layers(INSPECTION),
        COERCION: (
            *layers(COERCION),
            {
                "held_from": "coalesce(started_on, started_at::DATE)",
                "held_to": "coalesce(ended_on, ended_at::DATE, CASE WHEN status = 'open' THEN :today END)",
                "test_spans": spans("exclusions"),
                "held_days": _DAYS,
                "held_extended": total("extensions", "coalesce(o.days, 0)"),
            },
            {"held_limit": "(held_days + coalesce(held_extended, 0))"},
            {"held_due": due("held_from", "held_limit", CD, "test_spans")},
        ),
        LICENCE: (
            *layers(LICENCE),
            {
                "settled_on": "coalesce(decided_on, CASE WHEN status IN ('received', 'accepted') THEN :today END)",
                "test_spans": spans("exclusions"),
                "licence_days": _LICENCE_DAYS,
                "licence_extended": f"coalesce({total('extensions', 'coalesce(o.days, 0)')}, 0)",
            },
            {"licence_due": due("accepted_on", "(licence_days + licence_extended)", WD, "test_spans")},
        ),
    }
)


def layered(kind: str, query: str, used: Collection[str]) -> str:
    """The query with those shared columns of the kind added that are used, or that a used one is worked out from."""
    for layer in LAYERS.get(kind, ()):
        columns = ", ".join(f"{sql} AS {name}" for name, sql in layer.items() if name in used)
        query = f"SELECT *, {columns} FROM ({query})" if columns else query
    return query


def words_in(kind: str, sql: str, have: Collection[str] = ()) -> set[str]:
    """The names a statement uses, with those its shared columns use in turn, unless the table ``have`` those."""
    used = set(_NAME.findall(sql))
    for layer in reversed(LAYERS.get(kind, ())):
        for name, expression in layer.items():
            used |= set(_NAME.findall(expression)) if name in used and name not in have else set()
    return used
