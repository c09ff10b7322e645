"""Scenes of one subject's inspections over time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.checks.harness import officers
from tests.checks.scenes import CLEAN, EXEMPT, FIRST, GAP, HIT, LAST, Scene

ASKED: dict[str, Any] = {"task_source": "complaint"}
UNSAID: dict[str, Any] = {"task_source": None}


def visit(day: str, body: str = "甲", **changes: Any) -> dict[str, Any]:
    """A daily inspection by plan of one subject."""
    return {
        "party_key": "企业",
        "inspected_on": day,
        "agency_code": body,
        "agency": f"{body}局",
        "task_source": "plan",
        "mode": "on_site",
        "inspection_type": "daily",
        **changes,
    }


def days(number: int, first: str = "2025-06-02", step: int = 7, **changes: Any) -> list[dict[str, Any]]:
    """So many visits of one body, ``step`` days apart."""
    begin = date.fromisoformat(first)
    return [visit((begin + timedelta(days=step * n)).isoformat(), **changes) for n in range(number)]


def bodies(number: int, day: str = "2025-06-02", **changes: Any) -> list[dict[str, Any]]:
    """One visit each of so many bodies on one day."""
    return [visit(day, body="甲乙丙丁戊"[n], **changes) for n in range(number)]


ONE = visit("2025-06-02")
TWO = [ONE, visit("2025-06-20", "乙")]
FRUIT: dict[str, Any] = {"officers": officers("1", "2"), "problem_found": False}
DENSE = [visit("2025-06-03", "甲"), visit("2025-06-04", "乙"), visit("2025-06-05", "丙"), visit("2025-06-06", "丁")]
YEAR = days(13, "2025-01-06", 14)

SCENES: Mapping[str, Sequence[Scene]] = {
    "ins-repeat-bodies": (
        Scene(HIT, TWO),
        Scene(CLEAN, TWO, at=0),
        Scene(CLEAN, [ONE, visit("2025-06-20")]),
        Scene(FIRST, [ONE, visit("2025-07-02", "乙")]),
        Scene(LAST, [ONE, visit("2025-07-03", "乙")]),
        Scene(GAP, [ONE, visit("2025-06-20", "乙", **UNSAID)]),
        Scene(GAP, [visit("2025-06-02", **UNSAID), visit("2025-06-20", "乙")]),
        Scene(GAP, [visit("2025-06-02", party_key=None)]),
        Scene(EXEMPT, [ONE, visit("2025-06-20", "乙", **ASKED)]),
        Scene(EXEMPT, [visit("2025-06-02", joint_task="联1"), visit("2025-06-02", "乙", joint_task="联1")]),
        Scene(CLEAN, [ONE, visit("2025-06-20", "乙", party_key="另一企业")]),
    ),
    "ins-repeat-agency": (
        Scene(HIT, days(2)),
        Scene(CLEAN, TWO),
        Scene(CLEAN, [ONE, ONE]),
        Scene(FIRST, [ONE, visit("2025-07-02")]),
        Scene(LAST, [ONE, visit("2025-07-03")]),
        Scene(GAP, [ONE, visit("2025-06-09", **UNSAID)]),
        Scene(EXEMPT, [ONE, visit("2025-06-09", is_recheck=True)]),
        Scene(EXEMPT, [visit("2025-06-02", premises_no=1), visit("2025-06-09", premises_no=2)]),
    ),
    "ins-multi-agency": (
        Scene(HIT, bodies(3)),
        Scene(HIT, [*bodies(2), visit("2025-06-09", "丙", **ASKED)]),
        Scene(CLEAN, bodies(2)),
        Scene(FIRST, [*bodies(2), visit("2025-07-02", "丙")]),
        Scene(LAST, [*bodies(2), visit("2025-07-03", "丙")]),
        Scene(GAP, [visit("2025-06-02", party_key=None)]),
        Scene(EXEMPT, bodies(3, accident_response=True)),
    ),
    "ins-dense-day": (
        Scene(HIT, bodies(2)),
        Scene(CLEAN, bodies(1)),
        Scene(CLEAN, [ONE, ONE]),
        Scene(LAST, [ONE, visit("2025-06-03", "乙")]),
        Scene(GAP, [ONE, visit("2025-06-02", "乙", **UNSAID)]),
        Scene(EXEMPT, bodies(2, joint_task="联1")),
        Scene(EXEMPT, [ONE, visit("2025-06-02", "乙", mode="remote")]),
    ),
    "ins-dense-week": (
        Scene(HIT, DENSE[:3]),
        Scene(CLEAN, DENSE[:2]),
        Scene(FIRST, [visit("2025-06-02"), visit("2025-06-05", "乙"), visit("2025-06-08", "丙")]),
        Scene(LAST, [visit("2025-06-02"), visit("2025-06-05", "乙"), visit("2025-06-09", "丙")]),
        Scene(GAP, [*DENSE[:2], visit("2025-06-05", "丙", **UNSAID)]),
        Scene(EXEMPT, [*DENSE[:2], visit("2025-06-05", "丙", task_source="accident")]),
    ),
    "ins-dense-month": (
        Scene(HIT, DENSE),
        Scene(CLEAN, DENSE[:3]),
        Scene(FIRST, [*DENSE[:3], visit("2025-06-30", "丁")]),
        Scene(LAST, [*DENSE[:3], visit("2025-07-01", "丁")]),
        Scene(GAP, [*DENSE[:3], visit("2025-06-30", "丁", **UNSAID)]),
        Scene(EXEMPT, [*DENSE[:3], visit("2025-06-30", "丁", **ASKED)]),
    ),
    "ins-freq-cap": (
        Scene(HIT, days(3)),
        Scene(CLEAN, days(2)),
        Scene(CLEAN, [*days(2), visit("2025-08-04", "乙")]),
        Scene(CLEAN, days(3, risk_level="high")),
        Scene(HIT, days(2, risk_level="low")),
        Scene(CLEAN, [*days(2), visit("2025-08-04", domain="fire")]),
        Scene(FIRST, [*days(2), visit("2025-12-31")]),
        Scene(LAST, [*days(2), visit("2026-01-01")]),
        Scene(GAP, [*days(2), visit("2025-08-04", **UNSAID)]),
        Scene(EXEMPT, [*days(2), visit("2025-08-04", **ASKED)]),
    ),
    "ins-freq-cap-all": (
        Scene(HIT, days(5, **ASKED)),
        Scene(CLEAN, days(4, **ASKED)),
        Scene(FIRST, [*days(4), visit("2025-12-31")]),
        Scene(LAST, [*days(4), visit("2026-01-01")]),
        Scene(GAP, days(1, party_key=None)),
        Scene(EXEMPT, [*days(4), visit("2025-08-04", mode="paper")]),
    ),
    "ins-subject-year": (
        Scene(HIT, YEAR),
        Scene(CLEAN, YEAR[:12]),
        Scene(FIRST, [*YEAR[:12], visit("2025-12-31", "乙")]),
        Scene(LAST, [*YEAR[:12], visit("2026-01-01", "乙")]),
        Scene(GAP, days(1, party_key=None)),
        Scene(EXEMPT, [*YEAR[:12], visit("2025-12-31", "乙", mode="remote")]),
        Scene(EXEMPT, [*YEAR[:12], YEAR[11]]),
    ),
    "ins-fruitless-officer": (
        Scene(HIT, days(3, **FRUIT)),
        Scene(CLEAN, days(2, **FRUIT)),
        Scene(CLEAN, [*days(2, **FRUIT), visit("2025-08-04", **{**FRUIT, "problem_found": True})]),
        Scene(CLEAN, [*days(2, **FRUIT), visit("2025-08-04", **{**FRUIT, "officers": officers("3", "4")})]),
        Scene(FIRST, [*days(2, "2025-06-02", **FRUIT), visit("2026-06-02", **FRUIT)]),
        Scene(LAST, [*days(2, "2025-06-02", **FRUIT), visit("2026-06-03", **FRUIT)]),
        Scene(GAP, [*days(2, **FRUIT), visit("2025-08-04", **{**FRUIT, "problem_found": None})]),
        Scene(GAP, days(1, problem_found=False)),
        Scene(EXEMPT, [*days(2, **FRUIT), visit("2025-08-04", **FRUIT, is_recheck=True)]),
    ),
}
