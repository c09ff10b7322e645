"""Cases of group F."""

from tests.checks.harness import Cases

DECIDED = {"status": "decided", "filed_on": "2024-08-01", "decided_on": "2024-09-02"}
SPOT = {**DECIDED, "procedure": "simple", "collection": "on_site", "penalties": ["fine"], "fine": 100_00}
REMITTED = {
    "collection": "on_site",
    "collected_on": "2024-09-02",
    "to_agency_on": "2024-09-04",
    "to_bank_on": "2024-09-06",
}
FINED = {**DECIDED, "penalties": ["fine"], "fine": 1000_00, "served_on": "2024-09-09"}
ADDED = {**FINED, "surcharge": 300_00, "surcharge_from": "2024-10-01", "surcharge_to": "2024-10-10"}
APPLIED = {**FINED, "demand_served_on": "2025-05-06", "court_applied_on": "2025-05-21"}
EXECUTED = {"coercion_kind": "clear", "started_at": "2024-09-10 10:00:00"}
PULLED_DOWN = {
    "coercion_kind": "demolish",
    "started_at": "2025-04-01 09:00:00",
    "executed_decision_served_on": "2024-09-09",
    "demolition_announced_on": "2024-09-10",
}
INSTEAD = {
    "coercion_kind": "substitute",
    "started_at": "2024-09-12 09:00:00",
    "demand_served_on": "2024-09-06",
    "execution_document": True,
    "agency_present": True,
}

CASES = {
    "exe-onsite-illegal": Cases(
        clean=SPOT,
        hit={"fine": 200_00},
        unknown={"procedure": None},
        last={"fine": 100_00},
        late={"fine": 100_01},
        exempt={"hard_to_execute": True},
        more=[({"procedure": "ordinary"}, True), ({"collection": "bank", "fine": 500_00}, False)],
    ),
    "exe-remit": Cases(
        clean=REMITTED,
        hit={"to_agency_on": "2024-09-06"},
        unknown={"to_agency_on": None},
        last={"to_agency_on": "2024-09-04"},
        late={"to_agency_on": "2024-09-05"},
        exempt={"on_water": True, "landed_on": "2024-09-04"},
        more=[({"to_bank_on": "2024-09-07"}, True)],
    ),
    "exe-no-receipt": Cases(
        clean={**REMITTED, "receipt_no": "浙财 001"},
        hit={"receipt_no": None},
        unknown={"receipt_no": None, "collected_on": None},
        more=[({"collection": "electronic", "receipt_no": None}, False)],
    ),
    "exe-fine-unpaid": Cases(
        clean={**FINED, "paid": [{"paid_on": "2024-09-20", "amount": 1000_00}]},
        hit={"paid": [{"paid_on": "2024-09-20", "amount": 999_99}]},
        unknown={"paid": None},
        last={"paid": [], "served_on": "2026-10-09"},  # 10-24 is a Saturday, so paid by 10-26; thirty days more: 11-25
        late={"paid": [], "served_on": "2026-10-05"},
        exempt={"deferrals": [{"kind": "instalment", "until_on": "2027-01-01"}]},
        more=[({"paid": [{"amount": 1000_00, "kind": "surcharge"}]}, True)],
    ),
    "exe-surcharge": Cases(
        clean=ADDED,
        hit={"surcharge": 330_00},
        unknown={"fine": None},
        exempt={"surcharge_waived": True},
        more=[
            ({"surcharge": 1000_01, "surcharge_to": "2025-10-10"}, True),
            ({"surcharge": 1000_00, "surcharge_to": "2025-10-10"}, False),
            ({"remedy": [{"start_on": "2024-10-06", "end_on": "2024-12-01"}], "surcharge": 150_00}, False),
            ({"surcharge": None}, False),
        ],
    ),
    "exe-demand-missing": Cases(
        clean=APPLIED,
        hit={"demand_served_on": None},
        unknown={"court_applied_on": None, "execution_state": "court"},
        last={"court_applied_on": "2025-05-21"},  # ten working days end on 05-20
        late={"court_applied_on": "2025-05-20"},
        exempt={"immediate_execution": True},
        more=[({"court_applied_on": None}, False)],
    ),
    "exe-court-3m": Cases(
        clean={**APPLIED, "paid": []},
        hit={"court_applied_on": "2025-08-01"},
        unknown={"paid": None, "court_applied_on": "2025-08-01"},
        last={"court_applied_on": "2025-06-10"},  # 2025-03-09 is a Sunday: suit until 03-10, three months to 06-10
        late={"court_applied_on": "2025-06-11"},
        exempt={"own_power": True},
        more=[
            ({"court_applied_on": "2025-08-01", "deferrals": [{"until_on": "2025-05-09"}]}, False),
            ({"court_applied_on": None}, True),
            ({"court_applied_on": None, "paid": [{"amount": 1000_00}]}, False),
        ],
    ),
    "exe-decision-idle": Cases(
        clean={
            **EXECUTED,
            "execution_decided_on": "2024-09-09",
            "executed_on": "2024-12-01",
            "execution_state": "done",
        },
        hit={"executed_on": None, "execution_state": "running"},
        unknown={"executed_on": None, "execution_state": None},
        last={"executed_on": None, "execution_state": "running", "execution_decided_on": "2026-05-27"},
        late={"executed_on": None, "execution_state": "running", "execution_decided_on": "2026-05-26"},
        exempt={"execution_state": "suspended"},
    ),
    "exe-night-holiday": Cases(
        clean=EXECUTED,
        hit={"started_at": "2024-10-01 10:00:00"},
        unknown={"started_at": None},
        last={"started_at": "2024-09-10 21:59:00"},
        late={"started_at": "2024-09-10 22:00:00"},
        exempt={"urgent_reason": "汛情"},
        more=[
            ({"started_at": "2024-09-10 05:59:00"}, True),
            ({"started_at": "2024-09-14 10:00:00"}, False),  # a worked Saturday
            ({"coercion_kind": "seal", "started_at": "2024-10-01 10:00:00"}, False),
        ],
    ),
    "exe-utilities": Cases(
        clean={**EXECUTED, "means": ["power"], "residential": False},
        hit={"residential": True},
        unknown={"residential": None},
        more=[({"means": ["none"], "residential": True}, False)],
    ),
    "exe-demolish": Cases(
        clean=PULLED_DOWN,
        hit={"demolition_announced_on": None},
        unknown={"executed_decision_served_on": None},
        last={"started_at": "2025-03-11 09:00:00"},
        late={"started_at": "2025-03-10 09:00:00"},
        exempt={"self_demolished": True},
        more=[({"remedy": [{"kind": "suit", "start_on": "2024-10-01"}]}, True)],
    ),
    "exe-substitute": Cases(
        clean=INSTEAD,
        hit={"agency_present": False},
        unknown={"demand_served_on": None},
        last={"started_at": "2024-09-12 09:00:00"},
        late={"started_at": "2024-09-11 09:00:00"},
        exempt={"immediate": True},
    ),
    "exe-close-late": Cases(
        clean={**DECIDED, "executed_on": "2024-09-02", "closed_on": "2024-09-10"},
        hit={"closed_on": None},
        unknown={"executed_on": "1975-01-01"},
        last={"closed_on": "2024-09-24"},
        late={"closed_on": "2024-09-25"},
        more=[({"executed_on": None, "closed_on": None}, False)],
    ),
}
