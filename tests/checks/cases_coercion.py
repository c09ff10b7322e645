"""Cases of group G."""

from typing import Any

from tests.checks.harness import Cases

SEIZED = {
    "coercion_kind": "seize",
    "status": "ended",
    "started_at": "2024-09-02 10:00:00",
    "approved_at": "2024-09-02 09:00:00",
    "ended_at": "2024-09-20 10:00:00",
}
URGENT = {**SEIZED, "urgent": True, "approved_at": "2024-09-03 09:00:00"}
FROZEN = {**SEIZED, "coercion_kind": "freeze", "decision_delivered_at": "2024-09-03 10:00:00"}
LONGER = {"days": 30, "approved_on": "2024-09-30", "told_on": "2024-09-30"}
TEST = {"kind": "test", "start_on": "2024-09-10", "end_on": "2024-09-19"}
HELD: dict[str, Any] = {
    "last": {"ended_at": "2024-10-08 10:00:00"},  # 10-02 is a holiday; the first working day is 10-08
    "late": {"ended_at": "2024-10-09 10:00:00"},
    "exempt": {"exclusions": [TEST]},
}

CASES = {
    "coe-no-approval": Cases(
        clean=SEIZED,
        hit={"approved_at": "2024-09-02 11:00:00"},
        unknown={"approved_at": None},
        last={"approved_at": "2024-09-02 10:00:00"},
        late={"approved_at": "2024-09-02 10:01:00"},
        exempt={"urgent": True},
    ),
    "coe-24h": Cases(
        clean=URGENT,
        hit={"approved_at": "2024-09-04 09:00:00"},
        unknown={"approved_at": None},
        last={"approved_at": "2024-09-03 10:00:00"},
        late={"approved_at": "2024-09-03 10:01:00"},
        more=[({"urgent": False, "approved_at": None}, False)],
    ),
    "coe-30d": Cases(
        clean=SEIZED,
        hit={"ended_at": "2024-10-12 10:00:00"},
        unknown={"ended_at": None},
        **HELD,
        more=[
            ({"ended_at": None, "status": "open"}, True),
            ({"ended_at": "2024-11-01 10:00:00", "extensions": [LONGER]}, False),
            ({"ended_at": "2024-11-04 10:00:00", "extensions": [LONGER]}, True),
        ],
    ),
    "coe-freeze-30": Cases(
        clean=FROZEN,
        hit={"ended_at": "2024-10-12 10:00:00"},
        unknown={"ended_at": None},
        **HELD,
    ),
    "coe-ext-invalid": Cases(
        clean={**SEIZED, "extensions": [LONGER]},
        hit={"extensions": [{**LONGER, "days": 31}]},
        unknown={"extensions": [{**LONGER, "approved_on": None}]},
        last={"extensions": [{**LONGER, "approved_on": "2024-10-08"}]},
        late={"extensions": [{**LONGER, "approved_on": "2024-10-09"}]},
        more=[({"extensions": [{**LONGER, "told_on": None}]}, True), ({"extensions": None}, False)],
    ),
    "coe-no-list": Cases(
        clean={**SEIZED, "delivered_on_site": True},
        hit={"delivered_on_site": False},
        unknown={"delivered_on_site": None},
        exempt={"party_present": False, "witness": "村委会工作人员"},
    ),
    "coe-not-released": Cases(
        clean={**SEIZED, "case_decided_on": "2024-09-18"},
        hit={"case_decided_on": "2024-09-05"},
        unknown={"ended_at": None, "status": None},
        last={"ended_at": "2024-09-23 10:00:00"},
        late={"ended_at": "2024-09-24 10:00:00"},
        exempt={"kept_for_execution": True},
    ),
    "coe-freeze-3": Cases(
        clean=FROZEN,
        hit={"decision_delivered_at": "2024-09-10 10:00:00"},
        unknown={"decision_delivered_at": None},
        last={"decision_delivered_at": "2024-09-05 23:00:00"},
        late={"decision_delivered_at": "2024-09-06 00:00:00"},
    ),
    "coe-no-av": Cases(
        clean={**SEIZED, "recorded_percent": 95},
        hit={"recorded_percent": 10},
        unknown={"recorded_percent": None},
        last={"recorded_percent": 90},
        late={"recorded_percent": 89},
        exempt={"recording_failure": "设备故障"},
    ),
    "coe-record-sign": Cases(
        clean={**SEIZED, "party_signed": True},
        hit={"party_signed": False},
        unknown={"party_signed": None},
        exempt={"refusal_note": "当事人拒签"},
    ),
    "sub-coercion-entrusted": Cases(
        clean={**SEIZED, "acting_entrusted": False},
        hit={"acting_entrusted": True},
        unknown={"acting_entrusted": None},
        exempt={"concentrated_power": True},
    ),
}
