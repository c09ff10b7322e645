"""Cases of group H."""

from tests.checks.harness import Cases

GRANTED = {"status": "granted", "received_on": "2024-09-02", "accepted_on": "2024-09-02", "decided_on": "2024-09-20"}
ASKED = {**GRANTED, "supplements": [{"noticed_on": "2024-09-05"}]}
TEST = {"kind": "test", "start_on": "2024-09-04", "end_on": "2024-09-06"}
HEARD = {
    **GRANTED,
    "hearing_req_on": "2024-09-03",
    "hearing_notice_on": "2024-09-09",
    "hearing_on": "2024-09-24",
    "decided_on": "2024-10-08",
}
RENEWED = {
    "application": "renewal",
    "status": "granted",
    "accepted_on": "2024-09-02",
    "renewal_applied_on": "2024-09-02",
    "previous_valid_until": "2024-10-10",
    "decided_on": "2024-09-30",
}

CASES = {
    "lic-accept-5": Cases(
        clean=ASKED,
        hit={"supplements": [{"noticed_on": "2024-09-20"}]},
        unknown={"received_on": None},
        last={"supplements": [{"noticed_on": "2024-09-09"}]},
        late={"supplements": [{"noticed_on": "2024-09-10"}]},
        more=[({"supplements": []}, False)],
    ),
    "lic-once": Cases(
        clean=ASKED,
        hit={"supplements": [{"noticed_on": "2024-09-05"}, {"noticed_on": "2024-09-12"}]},
        unknown={"supplements": None},
        exempt={"new_material_issue": True},
    ),
    "lic-20": Cases(
        clean=GRANTED,
        hit={"decided_on": "2024-10-08"},
        unknown={"accepted_on": None},
        last={"decided_on": "2024-09-30"},
        late={"decided_on": "2024-10-01"},
        exempt={"exclusions": [TEST]},
        more=[
            ({"decided_on": None, "status": "accepted"}, True),
            ({"extensions": [{"days": 11}]}, True),
            ({"decided_on": "2024-10-16", "extensions": [{"days": 10}]}, False),
            ({"term_days": 5, "decided_on": "2024-09-10"}, True),
        ],
    ),
    "lic-45": Cases(
        clean={**GRANTED, "joint": True},
        hit={"decided_on": "2024-12-02"},
        unknown={"accepted_on": None},
        last={"decided_on": "2024-11-08"},
        late={"decided_on": "2024-11-09"},
        exempt={"decided_on": "2024-11-09", "exclusions": [TEST]},
    ),
    "lic-promised": Cases(
        clean={**GRANTED, "promised_days": 15},
        hit={"decided_on": "2024-09-30"},
        unknown={"accepted_on": None},
        last={"decided_on": "2024-09-24"},
        late={"decided_on": "2024-09-25"},
        exempt={"decided_on": "2024-09-25", "exclusions": [TEST]},
        more=[({"promised_days": None, "decided_on": "2025-01-01"}, False)],
    ),
    "lic-issue-10": Cases(
        clean={**GRANTED, "issued_on": "2024-09-25"},
        hit={"issued_on": "2024-10-20"},
        unknown={"issued_on": None},
        last={"issued_on": "2024-10-10"},
        late={"issued_on": "2024-10-11"},
        exempt={"electronic": True},
    ),
    "lic-refuse": Cases(
        clean={**GRANTED, "status": "refused", "refusal_reason": "不符合条件", "remedy_told": True},
        hit={"remedy_told": False},
        unknown={"remedy_told": None},
        more=[({"refusal_reason": None}, True), ({"status": "granted", "remedy_told": None}, False)],
    ),
    "lic-check-two": Cases(
        clean={**GRANTED, "site_check_on": "2024-09-05", "site_checkers": 2},
        hit={"site_checkers": 1},
        unknown={"site_checkers": None},
        last={"test_assigned_on": "2024-09-09"},
        late={"test_assigned_on": "2024-09-10"},
        more=[({"site_check_on": None, "site_checkers": None}, False)],
    ),
    "lic-hearing": Cases(
        clean=HEARD,
        hit={"hearing_notice_on": "2024-09-20"},
        unknown={"hearing_notice_on": None},
        last={"hearing_on": "2024-10-08"},
        late={"hearing_on": "2024-10-09"},
        more=[({"hearing_req_on": None, "hearing_on": None}, False)],
    ),
    "lic-renew": Cases(
        clean=RENEWED,
        hit={"decided_on": "2024-10-20"},
        unknown={"renewal_applied_on": None, "decided_on": "2024-10-20"},
        last={"decided_on": "2024-10-10"},
        late={"decided_on": "2024-10-11"},
        exempt={"renewal_applied_on": "2024-09-20"},
    ),
    "lic-fee": Cases(
        clean={**GRANTED, "fee": 0},
        hit={"fee": 100_00},
        unknown={"fee": None},
        exempt={"fee_basis": "某法第五条"},
    ),
}
