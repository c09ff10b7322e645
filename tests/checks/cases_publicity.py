"""Cases of group E."""

from tests.checks.harness import Cases

DECIDED = {"status": "decided", "filed_on": "2024-08-01", "decided_on": "2024-09-02"}
BY_NOTICE = {"service_mode": "announcement", "announced_on": "2024-09-02", "served_on": "2024-10-02"}
SOUGHT = {"service_mode": "announcement", "failed_attempts": 2}
STARTED = {"started_at": "2024-09-01 09:00:00"}
OUT = {"decided_on": "2024-09-02", "published_on": "2024-09-11"}
RESULT = {"result_on": "2024-09-02", "published_on": "2024-09-25"}
SENT = {"decided_on": "2024-09-02", "uploaded_on": "2024-09-11"}
TEXT = {"published_text": "衢州某公司（91330800MA2DXXXX0B）违法占道，罚款 200 元"}
LEAK = {"published_text": "当事人身份证330802199003071234，罚款"}
ANNOUNCED = Cases(
    clean=BY_NOTICE,
    hit={"served_on": "2024-09-20"},
    unknown={"announced_on": None},
    last={"served_on": "2024-10-02"},
    late={"served_on": "2024-10-01"},
    more=[({"service_mode": "direct", "announced_on": None}, False)],
)
TRIED = Cases(
    clean=SOUGHT,
    hit={"failed_attempts": 0},
    unknown={"failed_attempts": None},
    last={"failed_attempts": 1},
    more=[({"service_mode": "post", "failed_attempts": None}, False)],
)
PUBLISHED = Cases(
    clean=OUT,
    hit={"published_on": "2024-09-20"},
    unknown={"published_on": None},
    last={"published_on": "2024-09-11"},
    late={"published_on": "2024-09-12"},
    exempt={"publish_required": False},
    more=[
        ({"published_on": "2024-09-30", "domain": "market"}, False),
        ({"published_on": "2024-10-09", "domain": "market"}, True),
    ],
)
PUBLISHED_RESULT = Cases(
    clean=RESULT,
    hit={"published_on": "2024-12-01"},
    unknown={"published_on": None},
    last={"published_on": "2024-09-30"},
    late={"published_on": "2024-10-09"},
    exempt={"publish_required": False},
)
UPLOADED = Cases(
    clean=SENT,
    hit={"uploaded_on": "2024-09-20"},
    unknown={"uploaded_on": None},
    last={"uploaded_on": "2024-09-11"},
    late={"uploaded_on": "2024-09-12"},
    exempt={"publish_required": False},
)
PRIVATE = Cases(
    clean=TEXT,
    hit=LEAK,
    unknown={"published_text": None},
    more=[({"published_text": "电话13812345678"}, True), ({"published_text": "编号2024138123456789"}, False)],
)

CASES = {
    "srv-7wd": Cases(
        clean={**DECIDED, "served_on": "2024-09-11"},
        hit={"served_on": "2024-09-20"},
        unknown={"served_on": None},
        last={"served_on": "2024-09-11"},
        late={"served_on": "2024-09-12"},
        exempt={"service_start_on": "2024-09-05"},
    ),
    "srv-announce": ANNOUNCED,
    "srv-announce-coe": Cases(**{**vars(ANNOUNCED), "clean": {**STARTED, **BY_NOTICE}}),
    "srv-announce-first": TRIED,
    "srv-announce-first-coe": Cases(**{**vars(TRIED), "clean": {**STARTED, **SOUGHT}}),
    "pub-7wd": Cases(
        **{
            **vars(PUBLISHED),
            "more": [*PUBLISHED.more, ({"published_on": "2024-10-30", "penalties": ["warning"]}, False)],
        }
    ),
    "pub-7wd-lic": PUBLISHED,
    "pub-20wd": Cases(**{**vars(PUBLISHED_RESULT), "clean": {**RESULT, "inspected_on": "2024-09-01"}}),
    "pub-20wd-coe": Cases(**{**vars(PUBLISHED_RESULT), "clean": {**RESULT, **STARTED}}),
    "pub-withdraw": Cases(
        clean={
            **OUT,
            "changed_on": "2024-11-04",
            "publish_withdrawn_on": "2024-11-06",
            "withdraw_reason_published": True,
        },
        hit={"publish_withdrawn_on": None},
        unknown={"withdraw_reason_published": None},
        last={"publish_withdrawn_on": "2024-11-07"},
        late={"publish_withdrawn_on": "2024-11-08"},
        more=[({"changed_on": None}, False), ({"withdraw_reason_published": False}, True)],
    ),
    "pub-privacy": PRIVATE,
    "pub-privacy-lic": PRIVATE,
    "pub-over-term": Cases(
        clean={**OUT, "publish_until": "2027-09-11"},
        hit={"publish_until": "2025-09-11"},
        unknown={"published_on": None, "publish_until": None},
        last={"publish_until": "2026-11-23"},
        late={"publish_until": "2026-11-22"},
        more=[
            ({"publish_until": None}, False),
            ({"publish_until": "2025-09-11", "unpublished_on": "2025-09-11"}, False),
        ],
    ),
    "crd-not-sent": UPLOADED,
    "crd-not-sent-lic": UPLOADED,
    "crd-premature-bad": Cases(
        clean={**DECIDED, "procedure": "ordinary", "served_on": "2024-09-09", "bad_record_on": "2025-04-01"},
        hit={"bad_record_on": "2024-10-08"},
        unknown={"served_on": None},
        last={"bad_record_on": "2025-03-11"},  # six months end on Sunday 03-09, roll to 03-10
        late={"bad_record_on": "2025-03-10"},
        more=[
            ({"procedure": "simple"}, True),
            ({"remedy": [{"kind": "suit", "start_on": "2025-01-02"}]}, True),
            ({"bad_record_on": None}, False),
        ],
    ),
}
