"""Cases of group C, third part."""

from tests.checks.harness import Cases

DECIDED = {"status": "decided", "filed_on": "2024-09-02", "decided_on": "2024-09-30", "procedure": "ordinary"}
FINED = {**DECIDED, "penalties": ["fine"], "fine": 1000_00}
SPOT = {
    "procedure": "simple",
    "decided_on": "2024-09-09",
    "penalties": ["fine"],
    "fine": 200_00,
    "party_type": "natural_person",
}
RANGE = {"law": "甲法", "article": "第十条", "rank": "law", "fine_min": 500_00, "fine_max": 2000_00}
LIGHTER = {"law": "乙条例", "article": "第二条", "rank": "regulation", "fine_min": 100_00, "fine_max": 800_00}
MINOR = {**DECIDED, "party_type": "natural_person", "penalties": ["warning"], "act_end": "2024-08-16"}
STEP = {**FINED, "benchmark_min": 1000_00, "benchmark_max": 1500_00}
LENIENT = {**FINED, "on_minor_list": True, "first_time": True, "corrected": True, "harmless": False}

CASES = {
    "pen-simple-ceiling": Cases(
        clean=SPOT,
        hit={"fine": 300_00},
        unknown={"fine": None},
        last={"fine": 200_00},
        late={"fine": 200_01},
        more=[
            ({"fine": 3000_00, "party_type": "organisation"}, False),
            ({"fine": 3000_01, "party_type": "organisation"}, True),
            ({"penalties": ["warning"], "fine": None}, False),
            ({"penalties": ["confiscation"], "fine": None}, True),
            ({"procedure": None, "fine": 300_00}, None),
        ],
    ),
    "pen-simple-unfiled": Cases(
        clean={**SPOT, "filed_with_agency_on": "2024-09-10"},
        hit={"filed_with_agency_on": "2024-09-13"},
        unknown={"filed_with_agency_on": None},
        last={"filed_with_agency_on": "2024-09-12"},
        late={"filed_with_agency_on": "2024-09-13"},
        exempt={"domain": "market"},
    ),
    "pen-no-order-correct": Cases(
        clean={**FINED, "order_to_correct": True},
        hit={"order_to_correct": False},
        unknown={"order_to_correct": None},
        exempt={"corrected": True},
    ),
    "pen-not-highest": Cases(
        clean={**FINED, "bases": [RANGE, LIGHTER]},
        hit={"fine": 499_99},
        unknown={"fine": None},
        last={"fine": 500_00},
        late={"fine": 499_99},
        exempt={"mitigation": "reduced"},
        more=[({"bases": [LIGHTER], "fine": 100_00}, False)],
    ),
    "pen-minor": Cases(
        clean={**MINOR, "party_birth": "1990-01-01"},
        hit={"party_birth": "2012-01-01"},
        unknown={"party_birth": None},
        last={"party_birth": "2010-08-15", "mitigation": "lighter"},  # 14 from the day after the birthday
        late={"party_birth": "2010-08-16", "mitigation": "lighter"},
        exempt={"party_birth": "2009-01-01", "mitigation": "lighter"},
        more=[
            ({"party_birth": "2009-01-01"}, True),
            ({"party_birth": None, "child_age": 13}, True),
            ({"party_type": "organisation", "party_birth": None}, False),
        ],
    ),
    "pen-out-of-statute": Cases(
        clean={**FINED, "bases": [RANGE]},
        hit={"fine": 400_00},
        unknown={"bases": None},
        last={"fine": 2000_00},
        late={"fine": 2000_01},
        exempt={"mitigation": "reduced"},
        more=[({"bases": [{"law": "甲法"}]}, None), ({"mitigation": "reduced", "fine": 3000_00}, True)],
    ),
    "pen-basis-rank": Cases(
        clean={**FINED, "bases": [RANGE, {"law": "丙通知", "rank": "normative"}]},
        hit={"bases": [{"law": "丙通知", "rank": "normative"}]},
        unknown={"bases": [{"law": "丙通知"}]},
    ),
    "pen-basis-repealed": Cases(
        clean={**FINED, "act_end": "2024-08-16", "bases": [{**RANGE, "version_on": "2021-07-15"}]},
        hit={"bases": [{**RANGE, "version_on": "2024-09-01"}]},
        unknown={"bases": [RANGE]},
        last={"bases": [{**RANGE, "version_on": "2024-08-16"}]},
        late={"bases": [{**RANGE, "version_on": "2024-08-17"}]},
        exempt={"act_continuing": True},
    ),
    "pen-out-of-benchmark": Cases(
        clean=STEP,
        hit={"fine": 2000_00},
        unknown={"benchmark_min": None},
        last={"fine": 1500_00},
        late={"fine": 1500_01},
        exempt={"collective_on": "2024-09-20", "benchmark_reason": "危害大"},
        more=[({"fine": 999_99}, True)],
    ),
    "pen-benchmark-unstated": Cases(
        clean={**STEP, "discretion_code": "CL-1"},
        hit={"discretion_code": None},
        unknown={"discretion_code": None, "benchmark_max": None},
        exempt={"procedure": "simple"},
    ),
    "pen-first-minor": Cases(
        clean=LENIENT,
        hit={"harmless": True},
        unknown={"harmless": None},
        exempt={"penalise_reason": "拒不配合"},
    ),
}
