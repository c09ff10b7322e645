"""What may be wrong with several penalties together: one act fined twice, like cases fined unlike, a body's whole year.

A body's year is that of a body of which nothing else is told, and of cases decided on the spot: so each figure of the
year is known beforehand.
"""

from collections.abc import Mapping

from xiedu.synth.model import Scene
from xiedu.synth.penalty_breaches import base
from xiedu.synth.words import after, at, rolled, workday
from xiedu.synth.world import ELSEWHERE, MADE_UP, OFFICERS_APART, body_aside, body_at, step

_OURS = {"subject": "5000000 + n - part", "revoked": "FALSE"}
_ORDINARY = {**_OURS, "procedure": "'ordinary'", "course": "'plain'", "penalties": "['fine']", "to_court": "FALSE"}
# One in the year before the last and one in the last, like any two of four cases that go together.
_LATER = {"began": "CASE part WHEN 0 THEN early ELSE last END + (act % 149)::INTEGER", "body": body_at("act")}
_NINE = at("filed_on", 9, "part * 10")
_ELSEWHERE = "'合成地点' || part"

TWICE = (
    Scene("pen-double-fine", {**_ORDINARY, **_LATER, "fact_key": "'合成同一事实' || act"}, parts=2, hits=(1,)),
    Scene(
        "pen-double-fine",
        {
            **_ORDINARY,
            **_LATER,
            "fact_key": "NULL",
            "place": "'合成同一地点' || act",
            "act_start": after("early", -60),
            "act_end": after("early", -1),
        },
        parts=2,
        hits=(1,),
    ),
    Scene(
        "case-conflict-filing",
        {
            **_ORDINARY,
            **_LATER,
            "body": body_at("act + part"),
            "penalties": "CASE part WHEN 0 THEN ['fine'] ELSE ['warning'] END",
            "fact_key": "'合成争议事实' || act",
        },
        parts=2,
        hits=(1,),
    ),
    Scene(
        "off-two-places",
        {
            **_ORDINARY,
            "body": body_at("act"),
            **OFFICERS_APART,
            "filed_on": rolled(after("clue_on", 3)),
            "steps": f"[{step('investigation', _NINE, f'{_NINE} + INTERVAL 90 MINUTE', place=_ELSEWHERE)}]",
        },
        parts=2,
        hits=(1,),
    ),
)


def _peers(id_: str, code: str, fines: tuple[int, ...]) -> Scene:
    """Like cases with these fines in 元; the last one is unlike."""
    told = " ".join(f"WHEN {part} THEN {fine * 100}" for part, fine in enumerate(fines))
    return Scene(
        id_,
        {
            **_ORDINARY,
            "party_type": "'organisation'",
            "body": body_at("act"),
            "tier": "0",
            "violation_code": f"'{code}' || act",
            "benchmark_min": "100000",
            "benchmark_max": "9000000",
            "fine": f"CASE part {told} END",
            "bases": f"[{base('100000', '10000000')}]",
        },
        parts=len(fines),
        hits=(len(fines) - 1,),
    )


ALIKE = (
    # All alike but one of more than three times as much: there is no deviation to measure it by.
    _peers("pen-same-case-diff", "合成同案甲", (*[10000] * 8, 30001)),
    # Median 13,500, median deviation 2,000: the last lies 5.6 robust deviations off, no other more than 1.2.
    _peers("pen-same-case-diff", "合成同案乙", (*range(10000, 16001, 1000), 30000)),
)
_BODIES = 8


def _year(
    id_: str, nth: int, parts: int, changes: Mapping[str, str], hit: int = 0, also: tuple[str, ...] = ()
) -> Scene:
    """A year of a body's decisions, three days apart and of 1,000 元 each where ``changes`` do not say otherwise.

    Each act needs ``_BODIES`` bodies, of which this is the ``nth``.
    """
    told = {
        **_OURS,
        "procedure": "'simple'",
        "penalties": "['fine']",
        "party_type": "'organisation'",
        "body": body_aside(f"act * {_BODIES} + {nth}"),
        "began": after("last", "10 + part * 3"),
        "fine": "100000",
        "violation_code": "'合成各异' || n",
        **changes,
    }
    return Scene(id_, told, also, parts=parts, hits=(hit,), most=MADE_UP // _BODIES)


def _grown(fine: int) -> Mapping[str, str]:
    """Twenty decisions in the year before the last and as many, of this fine in 元, in the last."""
    return {
        "began": after("CASE WHEN part < 20 THEN early ELSE last END", "10 + part % 20 * 3"),
        "fine": f"CASE WHEN part < 20 THEN 100000 ELSE {fine * 100} END",
    }


_RESULT = "CASE WHEN part < 10 THEN 'perform' ELSE 'upheld' END"
YEARS = (
    _year("org-fine-growth", 0, 40, _grown(1200), hit=20),
    # Who takes in twice as much has grown as well.
    _year("org-fine-target", 1, 40, _grown(2001), hit=20, also=("org-fine-growth",)),
    _year("org-outside-parties", 2, 20, {"party_area": f"CASE WHEN part < 11 THEN '{ELSEWHERE}' ELSE body.area END"}),
    _year("org-fourth-quarter", 3, 20, {"began": after("last", "CASE WHEN part < 9 THEN 10 ELSE 280 END + part * 3")}),
    # Ten lost of ten; thirty won by a second body, so that the mean of all stays below a quarter.
    _year(
        "org-lost-rate",
        4,
        40,
        {
            "body": body_aside(f"act * {_BODIES} + CASE WHEN part < 10 THEN 4 ELSE 5 END"),
            "remedy": "[{'kind': 'reconsideration', 'start_on': served_on + 10, 'end_on': served_on + 60, "
            f"'result': {_RESULT}}}]",
        },
    ),
    _year("org-data-late", 6, 20, {"uploaded_on": workday("decided_on", "4 + part % 4")}),
    _year(
        "pen-low-fine-rounding",
        7,
        20,
        {
            "violation_code": "'合成顶格' || act",
            "fine": "CASE WHEN part < 17 THEN 300000 ELSE 200000 END",
            "bases": f"[{base('10000', '300000')}]",
        },
    ),
)
SCENES = TWICE + ALIKE + YEARS
