"""Cases of group C, second part."""

from tests.checks.harness import Cases, officers

DECIDED = {"status": "decided", "filed_on": "2024-09-02", "decided_on": "2024-10-15"}
REVIEWED = {**DECIDED, "major": True, "legal_review_on": "2024-10-10", "review_result": "pass"}
MEETING = [{"name": "甲", "cert_no": n} for n in ("X", "Y", "Z")]
LATE = {"filed_on": "2024-09-09", "status": "decided", "decided_on": "2024-12-09"}  # 12-08 is a Sunday
TEST = {
    "kind": "test",
    "start_on": "2024-10-01",
    "end_on": "2024-10-05",
    "document": "委托1",
    "report_on": "2024-10-05",
}
LONGER = {"days": 30, "approved_on": "2024-12-09", "approver_role": "head"}
PARTS = ["party", "facts", "basis", "performance", "remedy", "agency_date", "seal"]

CASES = {
    "pen-no-legal-review": Cases(
        clean=REVIEWED,
        hit={"legal_review_on": None},
        unknown={"major": None, "legal_review_on": None},
        last={"legal_review_on": "2024-10-15"},
        late={"legal_review_on": "2024-10-16"},
        more=[({"review_result": "reject"}, True), ({"major": False, "legal_review_on": None}, False)],
    ),
    "pen-reviewer-unqualified": Cases(
        clean={**REVIEWED, "reviewer_first_on": "2019-05-01", "reviewer_qualified": True},
        hit={"reviewer_qualified": False},
        unknown={"reviewer_qualified": False, "reviewer_first_on": None},
        last={"reviewer_qualified": False, "reviewer_first_on": "2017-12-31"},
        late={"reviewer_qualified": False, "reviewer_first_on": "2018-01-01"},
        exempt={"reviewer_first_on": "2017-06-01"},
    ),
    "pen-reviewer-handler": Cases(
        clean={**REVIEWED, "legal_reviewer_cert": "C", "officers": officers("A", "B")},
        hit={"legal_reviewer_cert": "A"},
        unknown={"legal_reviewer_cert": None},
    ),
    "pen-no-collective": Cases(
        clean={**REVIEWED, "collective_on": "2024-10-12"},
        hit={"collective_on": None},
        unknown={"major": None, "collective_on": None},
        last={"collective_on": "2024-10-15"},
        late={"collective_on": "2024-10-16"},
        more=[({"major": False, "benchmark_departed": True, "collective_on": None}, True)],
    ),
    "pen-collective-form": Cases(
        clean={**DECIDED, "collective_on": "2024-10-12", "collective": MEETING, "officers": officers("A", "B")},
        hit={"collective": MEETING[:2]},
        unknown={"collective": None},
        last={"collective": MEETING},
        more=[
            ({"collective": [*MEETING, {"cert_no": "A", "voted": True}]}, True),
            ({"collective": [*MEETING, {"cert_no": "A", "voted": False}]}, False),
            ({"collective": [*MEETING, {"cert_no": "W", "on_leave": True}]}, True),
        ],
    ),
    "pen-90d": Cases(
        clean=LATE,
        hit={"decided_on": "2024-12-11"},
        unknown={"filed_on": None},
        last={"decided_on": "2024-12-09"},
        late={"decided_on": "2024-12-10"},
        exempt={"exclusions": [TEST]},
        more=[
            ({"decided_on": "2024-12-14", "exclusions": [TEST]}, True),  # 90 + 5 days end on 12-13, a Friday
            ({"decided_on": "2024-12-13", "exclusions": [TEST, {**TEST, "start_on": "2024-10-03"}]}, False),
            ({"decided_on": "2024-12-14", "exclusions": [TEST, {**TEST, "start_on": "2024-10-03"}]}, True),
            ({"decided_on": "2024-12-11", "exclusions": [{**TEST, "kind": "other"}]}, True),
            ({"decided_on": "2025-01-07", "domain": "market", "extensions": [LONGER]}, False),
            ({"decided_on": "2025-01-08", "domain": "market", "extensions": [LONGER]}, True),
            ({"decided_on": "2025-01-02", "extensions": [{**LONGER, "approved_on": "2024-12-10"}]}, True),
            ({"decided_on": None, "status": "open"}, True),
            ({"decided_on": None, "status": None}, None),
            ({"decided_on": None, "status": "not_filed"}, False),
            ({"filed_on": "2023-01-03", "decided_on": "2023-04-04", "domain": "environment"}, True),
            ({"filed_on": "2023-01-03", "decided_on": "2023-04-03", "domain": "environment"}, False),
            ({"filed_on": "2020-01-03", "decided_on": "2020-12-03"}, False),  # before the law took its present form
        ],
    ),
    "pen-ext-invalid": Cases(
        clean={**LATE, "domain": "market", "extensions": [LONGER]},
        hit={"extensions": [{**LONGER, "approved_on": "2024-12-20"}]},
        unknown={"extensions": [{**LONGER, "approver_role": None}]},
        last={"extensions": [{**LONGER, "approved_on": "2024-12-09"}]},
        late={"extensions": [{**LONGER, "approved_on": "2024-12-10"}]},
        more=[
            ({"extensions": [{**LONGER, "days": 31}]}, True),
            ({"extensions": [{**LONGER, "approver_role": "department"}]}, True),
            ({"domain": "transport", "extensions": [LONGER, LONGER]}, True),
            ({"domain": None}, None),
            ({"extensions": []}, False),
        ],
    ),
    "pen-excl-abuse": Cases(
        clean={**LATE, "exclusions": [TEST]},
        hit={"exclusions": [{**TEST, "document": None}]},
        unknown={"filed_on": None},
        last={"decided_on": "2024-10-19", "exclusions": [{**TEST, "end_on": "2024-10-24", "report_on": "2024-10-24"}]},
        late={"decided_on": "2024-10-18", "exclusions": [{**TEST, "end_on": "2024-10-24", "report_on": "2024-10-24"}]},
        more=[({"exclusions": [{**TEST, "report_on": "2024-10-04"}]}, True), ({"exclusions": None}, False)],
    ),
    "pen-doc-elements": Cases(
        clean={**DECIDED, "decision_parts": PARTS},
        hit={"decision_parts": PARTS[:6]},
        unknown={"decision_parts": None},
        more=[({"decision_parts": None, "status": "open", "decided_on": None}, False)],
    ),
    "pen-remedy-wrong": Cases(
        clean={**DECIDED, "told_reconsideration_days": 60, "told_suit_months": 6},
        hit={"told_suit_months": 3},
        unknown={"told_suit_months": None},
        more=[({"told_reconsideration_days": 30, "told_suit_months": None}, True)],
    ),
}
