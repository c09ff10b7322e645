"""Cases of group C, first part."""

from tests.checks.harness import Cases, officers

DECIDED = {"procedure": "ordinary", "status": "decided", "filed_on": "2024-09-02", "decided_on": "2024-09-30"}
TOLD = {**DECIDED, "notice_served_on": "2024-09-09"}  # a Monday
HEARD = {**TOLD, "hearing_right_told": True, "hearing_req_on": "2024-09-11", "hearing_on": "2024-09-25"}
PARTS = ["content", "facts", "reason", "basis", "rights"]
HEAVY = {**TOLD, "penalties": ["fine"], "fine": 5_000_00, "party_type": "natural_person", "hearing_right_told": False}

CASES = {
    "pen-no-notice": Cases(
        clean=TOLD,
        hit={"notice_served_on": "2024-10-08"},
        unknown={"notice_served_on": None},
        last={"notice_served_on": "2024-09-30"},
        late={"notice_served_on": "2024-10-01"},
        exempt={"procedure": "simple"},
        more=[
            ({"procedure": None, "notice_served_on": "2024-10-08"}, None),
            ({"status": "open", "decided_on": None}, False),
        ],
    ),
    "pen-notice-incomplete": Cases(
        clean={**TOLD, "notice_parts": PARTS},
        hit={"notice_parts": PARTS[:4]},
        unknown={"notice_parts": None},
        exempt={"procedure": "simple"},
    ),
    "pen-plead-window": Cases(
        clean=TOLD,
        hit={"decided_on": "2024-09-10"},
        unknown={"notice_served_on": None},
        last={"decided_on": "2024-09-13"},
        late={"decided_on": "2024-09-12"},
        exempt={"waiver_written": True},
        more=[
            ({"decided_on": "2024-09-14", "domain": "market"}, True),
            ({"decided_on": "2024-09-15", "domain": "market"}, False),  # the Saturday 09-14 is worked
        ],
    ),
    "pen-plead-ignored": Cases(
        clean={**TOLD, "pleading_on": "2024-09-10", "pleading_reviewed_on": "2024-09-20"},
        hit={"pleading_reviewed_on": None},
        unknown={"decided_on": None, "status": None},
        last={"pleading_reviewed_on": "2024-09-30"},
        late={"pleading_reviewed_on": "2024-10-01"},
        exempt={"pleading_on": "2024-09-20"},
    ),
    "pen-heavier": Cases(
        clean={**TOLD, "fine": 100_00, "notice_fine": 100_00, "pleading_on": "2024-09-10"},
        hit={"fine": 100_01},
        unknown={"notice_fine": None},
        last={"fine": 100_00},
        exempt={"second_notice_on": "2024-09-20"},
        more=[({"penalties": ["fine", "warning"], "notice_penalties": ["fine"]}, True), ({"pleading_on": None}, False)],
    ),
    "pen-hearing-not-told": Cases(
        clean=HEAVY,
        hit={"penalties": ["licence_revoked"]},
        unknown={"hearing_right_told": None, "fine": 20_000_00},
        last={"fine": 9_999_99},
        late={"fine": 10_000_00},
        exempt={"procedure": "simple"},
        more=[
            ({"party_type": "organisation", "fine": 99_999_00}, False),
            ({"party_type": "organisation", "fine": 100_000_00}, True),
            ({"fine": None}, None),
        ],
    ),
    "pen-hearing-not-held": Cases(
        clean=HEARD,
        hit={"hearing_on": None},
        unknown={"hearing_on": None, "notice_served_on": None},
        last={"hearing_on": "2024-09-30"},
        late={"hearing_on": "2024-10-01"},
        exempt={"hearing_withdrawn_on": "2024-09-12"},
        more=[
            ({"hearing_on": None, "hearing_req_on": "2024-09-14"}, True),
            ({"hearing_on": None, "hearing_req_on": "2024-09-19"}, False),
            ({"hearing_on": None, "hearing_req_on": None}, False),
        ],
    ),
    "pen-hearing-notice-7": Cases(
        clean={**HEARD, "hearing_notice_on": "2024-09-12"},
        hit={"hearing_notice_on": "2024-09-20"},
        unknown={"hearing_notice_on": None},
        last={"hearing_notice_on": "2024-09-13"},  # 14, 18, 19, 20, 23, 24, 25: seven working days
        late={"hearing_notice_on": "2024-09-14"},
    ),
    "pen-hearing-chair": Cases(
        clean={**HEARD, "hearing_chair_cert": "C", "officers": officers("A", "B")},
        hit={"hearing_chair_cert": "B"},
        unknown={"officers": None},
        more=[({"hearing_on": None, "hearing_chair_cert": "B"}, False)],
    ),
    "pen-hearing-record": Cases(
        clean={**HEARD, "hearing_record": True, "legal_review_on": "2024-09-26"},
        hit={"hearing_record": False},
        unknown={"hearing_record": None},
        last={"legal_review_on": "2024-09-25"},
        late={"legal_review_on": "2024-09-24"},
    ),
}
