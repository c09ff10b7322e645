"""Scenes of penalties side by side, of officers at two places, of assets under two measures and of whole bodies."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.checks.scenes import CLEAN, EXEMPT, FIRST, GAP, HIT, LAST, Scene


def fined(fine: Any = 100_000, **changes: Any) -> dict[str, Any]:
    """A fine (分) for one act of one subject."""
    return {
        "party_key": "企业",
        "party_type": "organisation",
        "agency_code": "甲",
        "agency": "甲局",
        "violation": "占道经营",
        "violation_code": "V1",
        "place": "某路",
        "act_start": "2025-03-01",
        "act_end": "2025-03-10",
        "filed_on": "2025-03-12",
        "decided_on": "2025-05-06",
        "status": "decided",
        "penalties": ["fine"],
        "basis": "《某条例》第十条",
        "fine": fine,
        **changes,
    }


def many(number: int, first: str = "2024-02-05", **changes: Any) -> list[dict[str, Any]]:
    """So many fines of one body, a day apart."""
    begin = date.fromisoformat(first)
    return [fined(**{"decided_on": (begin + timedelta(days=n)).isoformat(), **changes}) for n in range(number)]


AGAIN: dict[str, Any] = {"decided_on": "2025-06-10", "agency_code": "乙", "agency": "乙局"}
NO_KEY: dict[str, Any] = {"violation_code": None}
FILED: dict[str, Any] = {"fact_key": "F", "decided_on": None, "status": "open", "fine": None}
OTHER_FILED: dict[str, Any] = {**FILED, "agency_code": "乙", "agency": "乙局"}
PEERS = [fined(fine, party_key=f"企{n}", discretion_step="一般") for n, fine in enumerate([90_000, 95_000, 100_000, 100_000, 105_000, 110_000, 100_000])]  # fmt: skip
STEP: dict[str, Any] = {"discretion_step": "一般", "party_key": "另企"}
RANGE = [{"law": "某条例", "article": "第十条", "fine_min": 100_000, "fine_max": 500_000}]
FIXED = [{**RANGE[0], "fine_max": 100_000}]


def step(day: str, begin: str, end: str, place: str | None, **more: Any) -> list[dict[str, Any]]:
    """One step of one officer."""
    moments = {"start_at": f"{day} {begin}:00", "end_at": f"{day} {end}:00"}
    return [{"kind": "investigation", "officers": ["1"], "place": place, **moments, **more}]


def stay(*steps: Any, **more: Any) -> dict[str, Any]:
    """A record of 2025 with one step."""
    days = {"decided_on": "2025-05-06", "inspected_on": "2025-05-06", "started_on": "2025-05-06"}
    return {**days, "steps": step(*steps, **more)}


HERE, THERE = ("2025-04-01", "09:00", "11:00", "东路"), ("2025-04-01", "10:00", "12:00", "西路")
NEXT = ("2025-04-01", "11:00", "12:00", "西路")
AT = {"longitude": 118.87, "latitude": 28.94}
NEAR = {"longitude": 118.875, "latitude": 28.94}
FAR = {"longitude": 119.87, "latitude": 28.94}
PLACES = (
    Scene(HIT, [stay(*HERE), stay(*THERE)]),
    Scene(CLEAN, [stay(*HERE), stay(*THERE)], at=0),
    Scene(CLEAN, [stay(*HERE), stay(*THERE[:3], "东路")]),
    Scene(CLEAN, [stay(*HERE, **AT), stay(*THERE, **NEAR)]),
    Scene(FIRST, [stay(*HERE), stay("2025-04-01", "10:59", "12:00", "西路")]),
    Scene(LAST, [stay(*HERE), stay(*NEXT)]),
    Scene(HIT, [stay(*HERE, **AT), stay(*NEXT, **FAR)]),
    Scene(CLEAN, [stay(*HERE, **AT), stay("2025-04-01", "12:00", "13:00", "西路", **FAR)]),
    Scene(GAP, [{"document_no": "文号"}]),
    Scene(EXEMPT, [stay(*HERE), stay(*THERE, remote=True)]),
    Scene(EXEMPT, [stay(*HERE), stay(*THERE, kind="paper")]),
)


def visited(begin: str, end: str, place: str | None, **changes: Any) -> dict[str, Any]:
    """An inspection whose times stand in the record itself."""
    moments = {"start_at": f"2025-04-01 {begin}:00", "end_at": f"2025-04-01 {end}:00", "inspected_on": "2025-04-01"}
    return {**moments, "place": place, "officers": [{"name": "甲", "cert_no": "1"}], **changes}


def held(start: str, end: str | None, body: str = "甲", **changes: Any) -> dict[str, Any]:
    """One asset sealed."""
    return {
        "coercion_kind": "seal",
        "started_on": start,
        "ended_on": end,
        "asset_id": "车1",
        "agency_code": body,
        "agency": f"{body}局",
        "status": "ended" if end else "open",
        **changes,
    }


def cleared(number: int, problems: int) -> list[dict[str, Any]]:
    """So many inspections of one body in one year, the last ones with a problem."""
    base = {"inspected_on": "2025-04-01", "agency_code": "甲", "agency": "甲局", "party_key": "企"}
    return [{**base, "problem_found": n >= number - problems} for n in range(number)]


def sued(number: int, lost: int, year: int, body: str) -> list[dict[str, Any]]:
    """So many decisions taken to review or court, the first ones lost."""
    told: list[dict[str, Any]] = [
        {"remedy": [{"kind": "suit", "result": "revoked" if n < lost else "upheld"}]} for n in range(number)
    ]
    return [fined(agency_code=body, agency=body, decided_on=f"{year}-05-06", **one) for one in told]


GROWN = many(20, "2024-02-05")
SCENES: Mapping[str, Sequence[Scene]] = {
    "pen-double-fine": (
        Scene(HIT, [fined(), fined(**AGAIN)]),
        Scene(CLEAN, [fined(), fined(**AGAIN)], at=0),
        Scene(HIT, [fined(fact_key="F"), fined(**AGAIN, fact_key="F", place="别处")]),
        Scene(CLEAN, [fined(), fined(**AGAIN, place="别处")]),
        Scene(CLEAN, [fined(**NO_KEY)]),
        Scene(FIRST, [fined(), fined(**AGAIN, act_start="2025-03-10", act_end="2025-03-20")]),
        Scene(LAST, [fined(), fined(**AGAIN, act_start="2025-03-11", act_end="2025-03-20")]),
        Scene(GAP, [fined(), fined(**AGAIN, **NO_KEY)]),
        Scene(GAP, [fined(party_key=None)]),
        Scene(EXEMPT, [fined(), fined(**AGAIN, daily_penalty=True)]),
        Scene(EXEMPT, [fined(changed_how="revoked"), fined(**AGAIN)]),
        Scene(CLEAN, [fined(), fined(**AGAIN, party_key="别家")]),
    ),
    "case-conflict-filing": (
        Scene(HIT, [fined(**FILED), fined(**OTHER_FILED)]),
        Scene(CLEAN, [fined(**FILED), fined(**FILED)]),
        Scene(CLEAN, [fined(**FILED), fined(**{**OTHER_FILED, "filed_on": "2025-03-13"})], at=0),
        Scene(GAP, [fined(**FILED), fined(**{**OTHER_FILED, "fact_key": None})]),
        Scene(CLEAN, [fined(**{**FILED, "fact_key": None})]),
        Scene(EXEMPT, [fined(**{**FILED, "status": "transferred"}), fined(**OTHER_FILED)]),
        Scene(CLEAN, [fined(**FILED), fined(**{**OTHER_FILED, "fact_key": "G"})]),
    ),
    "pen-same-case-diff": (
        Scene(HIT, [*PEERS, fined(400_000, **STEP)]),
        Scene(HIT, [*PEERS, fined(30_000, **STEP)]),
        Scene(CLEAN, [*PEERS, fined(110_000, **STEP)]),
        Scene(CLEAN, [*PEERS[:6], fined(400_000, **STEP)]),
        Scene(CLEAN, [*PEERS, fined(400_000, **{**STEP, "discretion_step": "严重"})]),
        Scene(FIRST, [*PEERS, fined(126_000, **STEP)]),
        Scene(LAST, [*PEERS, fined(125_000, **STEP)]),
        Scene(GAP, [*PEERS, fined(400_000, **STEP, **NO_KEY)]),
        Scene(GAP, [*PEERS, fined(None, **STEP)]),
        Scene(EXEMPT, [*PEERS, fined(10_000, **STEP, mitigation="reduced")]),
        Scene(CLEAN, [*PEERS, fined(400_000, **STEP, decided_on="2024-11-22")]),
    ),
    "pen-low-fine-rounding": (
        Scene(HIT, many(20, bases=RANGE), at=0),
        Scene(CLEAN, many(19, bases=RANGE), at=0),
        Scene(LAST, [*many(16, bases=RANGE), *many(4, bases=RANGE, fine=200_000)], at=0),
        Scene(FIRST, [*many(17, bases=RANGE), *many(3, bases=RANGE, fine=200_000)], at=0),
        Scene(EXEMPT, many(20, bases=FIXED), at=0),
    ),
    "off-two-places": PLACES,
    "off-two-places-ins": (
        *PLACES,
        Scene(HIT, [visited("09:00", "10:00", "东路"), visited("09:30", "11:00", "西路")]),
        Scene(CLEAN, [visited("09:00", "10:00", "东路"), visited("10:00", "11:00", "西路")]),
        Scene(GAP, [visited("09:00", "10:00", "东路", officers=None)]),
        Scene(EXEMPT, [visited("09:00", "10:00", "东路"), visited("09:30", "11:00", "西路", mode="remote")]),
    ),
    "off-two-places-coe": PLACES,
    "coe-duplicate": (
        Scene(HIT, [held("2025-03-01", None), held("2025-03-10", None, "乙")]),
        Scene(CLEAN, [held("2025-03-01", None), held("2025-03-10", None, "乙")], at=0),
        Scene(CLEAN, [held("2025-03-01", None), held("2025-03-10", None)]),
        Scene(HIT, [held("2025-03-01", None), held("2025-03-10", None, "乙", asset_id=None, goods=[{"asset_id": "车1"}])]),
        Scene(FIRST, [held("2025-03-01", "2025-03-10"), held("2025-03-10", None, "乙")]),
        Scene(LAST, [held("2025-03-01", "2025-03-09"), held("2025-03-10", None, "乙")]),
        Scene(GAP, [held("2025-03-01", None, asset_id=None)]),
        Scene(EXEMPT, [held("2025-03-01", None), held("2025-03-10", None, "乙", coercion_kind="demolish")]),
        Scene(EXEMPT, [held("2025-03-01", None), held("2025-03-10", None, "乙", coercion_kind="seize")]),
        Scene(CLEAN, [held("2025-03-01", None), held("2025-03-10", None, "乙", coercion_kind="freeze")]),
    ),
    "org-fine-growth": (
        Scene(HIT, [*GROWN, *many(20, "2025-02-05", fine=200_000)], at=20),
        Scene(FIRST, [*GROWN, *many(20, "2025-02-05", fine=120_000)], at=20),
        Scene(LAST, [*GROWN, *many(20, "2025-02-05", fine=119_999)], at=20),
        Scene(CLEAN, [*GROWN, *many(20, "2025-02-05")], at=20),
        Scene(EXEMPT, [*GROWN[:19], *many(20, "2025-02-05", fine=200_000)], at=19),
        Scene(EXEMPT, [*many(20, "2025-02-05"), *many(20, "2026-02-05", fine=200_000)], at=20),
    ),
    "org-fine-target": (
        Scene(HIT, [*GROWN, *many(20, "2025-02-05", fine=200_001)], at=20),
        Scene(LAST, [*GROWN, *many(20, "2025-02-05", fine=200_000)], at=20),
        Scene(CLEAN, [*GROWN, *many(24, "2025-02-05", fine=200_001)], at=20),
        Scene(EXEMPT, [*GROWN[:19], *many(20, "2025-02-05", fine=300_000)], at=19),
    ),
    "org-outside-parties": (
        Scene(HIT, [*many(11, party_area="330102", agency_area="330802"), *many(9, party_area="330802005", agency_area="330802")], at=0),
        Scene(LAST, [*many(10, party_area="330102", agency_area="330802"), *many(10, party_area="330802005", agency_area="330802")], at=0),
        Scene(CLEAN, many(20, party_area="330802005", agency_area="330800"), at=0),
        Scene(EXEMPT, many(19, party_area="330102", agency_area="330802"), at=0),
    ),
    "org-fourth-quarter": (
        Scene(HIT, [*many(10, "2024-05-06"), *many(11, "2024-10-08")], at=0),
        Scene(LAST, [*many(10, "2024-05-06"), *many(10, "2024-10-08")], at=0),
        Scene(CLEAN, many(20, "2024-05-06"), at=0),
        Scene(EXEMPT, many(19, "2024-10-08"), at=0),
    ),
    "org-lost-rate": (
        Scene(HIT, [*sued(10, 5, 2022, "甲"), *sued(40, 2, 2022, "乙")], at=0),
        Scene(CLEAN, [*sued(10, 5, 2022, "甲"), *sued(40, 2, 2022, "乙")], at=10),
        Scene(LAST, [*sued(10, 2, 2023, "甲"), *sued(10, 0, 2023, "乙")], at=0),
        Scene(EXEMPT, [*sued(9, 9, 2024, "甲"), *sued(40, 0, 2024, "乙")], at=0),
    ),
    "org-data-late": (
        Scene(HIT, many(20, decided_on="2025-05-06", uploaded_on="2025-05-12"), at=0),
        Scene(LAST, many(20, decided_on="2025-05-06", uploaded_on="2025-05-09"), at=0),
        Scene(CLEAN, many(20, decided_on="2025-05-06", uploaded_on="2025-05-06"), at=0),
        Scene(EXEMPT, many(19, decided_on="2025-05-06", uploaded_on="2025-05-12"), at=0),
    ),
    "ins-clean-all": (
        Scene(HIT, cleared(100, 1), at=0),
        Scene(LAST, cleared(100, 2), at=0),
        Scene(CLEAN, cleared(100, 50), at=0),
        Scene(EXEMPT, cleared(99, 0), at=0),
    ),
}  # fmt: skip
