"""Cases of group B."""

from tests.checks.harness import Cases

LEAD = {"domain": "market", "clue_on": "2024-09-02", "filed_on": "2024-09-20", "status": "decided"}
ORDER = {
    "procedure": "ordinary",
    "status": "decided",
    "filed_on": "2024-09-02",
    "investigation_end": "2024-09-20",
    "notice_served_on": "2024-09-20",
    "decided_on": "2024-10-15",
    "served_on": "2024-10-15",
}
VISIT = {
    "inspected_on": "2025-03-03",
    "problem_found": True,
    "items": [{"code": "1", "result": "breach"}],
    "handling": "order_correct",
}
HOLD = {"start_on": "2024-09-02", "end_on": "2024-09-11", "outcome": "released"}
CAMERA = {"kind": "electronic_monitoring", "device_reviewed": True, "site_published": True, "record_reviewed": True}

CASES = {
    "case-clue-overdue": Cases(
        clean=LEAD,
        hit={"filed_on": "2024-10-15"},
        unknown={"domain": None, "filed_on": "2024-10-15"},
        last={"filed_on": "2024-09-24"},  # 15 working days: 09-14 is worked, 09-15..17 are not
        late={"filed_on": "2024-09-25"},
        exempt={"clue_extensions": [{"days": 15}]},
        more=[
            ({"domain": "agriculture", "filed_on": "2024-09-09"}, False),
            ({"domain": "agriculture", "filed_on": "2024-09-10"}, True),
            ({"domain": "general", "filed_on": "2025-01-10"}, False),
        ],
    ),
    "case-not-filed": Cases(
        clean=VISIT,
        hit={"handling": "none"},
        unknown={"handling": None},
        last={"handling": "none", "inspected_on": "2026-10-24"},  # 30 days end on 11-23
        late={"handling": "none", "inspected_on": "2026-10-21"},
        exempt={"on_minor_list": True},
    ),
    "case-transferred-silent": Cases(
        clean={"transfer_received_on": "2024-09-02", "transfer_replied_on": "2024-09-10", "filed_on": "2024-09-12"},
        hit={"transfer_replied_on": None},
        unknown={"transfer_received_on": "1980-01-01"},
        last={"transfer_replied_on": "2024-09-24"},
        late={"transfer_replied_on": "2024-09-25"},
        more=[({"transfer_received_on": None}, False)],
    ),
    "case-limitation": Cases(
        clean={"act_end": "2022-09-08", "discovered_on": "2023-01-01", "status": "decided", "decided_on": "2023-09-01"},
        hit={"discovered_on": "2025-09-01"},
        unknown={"act_end": None},
        last={"discovered_on": "2024-09-09"},  # 09-08 is a Sunday
        late={"discovered_on": "2024-09-10"},
        exempt={"harm_serious": True},
        more=[({"act_end": None, "act_continuing": True}, False)],
    ),
    "case-order": Cases(
        clean=ORDER,
        hit={"filed_on": "2024-09-23"},
        unknown={"served_on": None},
        last={"filed_on": "2024-09-20"},
        late={"filed_on": "2024-09-21"},
        exempt={"urgent_first": True, "discovered_on": "2024-09-14"},
        more=[
            ({"notice_served_on": "2024-09-19"}, True),
            ({"served_on": "2024-10-14"}, True),
            ({"procedure": "simple", "served_on": "2024-10-14"}, False),
        ],
    ),
    "case-evidence-hold-7d": Cases(
        clean={"filed_on": "2024-09-02", "evidence_holds": [HOLD]},
        hit={"evidence_holds": [HOLD, {**HOLD, "end_on": None}]},
        unknown={"evidence_holds": None},
        last={"evidence_holds": [{**HOLD, "end_on": "2024-09-11"}]},
        late={"evidence_holds": [{**HOLD, "end_on": "2024-09-12"}]},
        exempt={"evidence_holds": [{**HOLD, "end_on": "2024-09-30", "outcome": "seized"}]},
        more=[({"evidence_holds": [{**HOLD, "start_on": None}]}, None), ({"evidence_holds": []}, False)],
    ),
    "case-edevice": Cases(
        clean={"decided_on": "2024-10-15", "evidence": [CAMERA]},
        hit={"evidence": [CAMERA, {**CAMERA, "site_published": False}]},
        unknown={"evidence": [{**CAMERA, "device_reviewed": None}]},
        more=[({"evidence": [{"kind": "recorder"}]}, False)],
    ),
}
