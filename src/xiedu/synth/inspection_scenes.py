"""What may be wrong with several inspections together: visits to one subject too close, too many, always in vain.

All are of the last year that is over, of a subject that nobody else visits.
"""

from collections.abc import Mapping

from xiedu.synth.model import Scene
from xiedu.synth.words import after, at, rolled
from xiedu.synth.world import MADE_UP, OFFICERS_APART, body_aside, body_at, step

_OURS = {"subject": "5000000 + n - part", "remote": "FALSE", "urgent": "FALSE", "inspection_type": "'daily'"}
# What the law of the subject allows in a year: two visits of a body.
_ORDINARY = {"risk_level": "'general'", "credit_level": "'b'"}
_PLANNED = {**_OURS, **_ORDINARY, "task_source": "'plan'"}
_ASKED_FOR = {**_OURS, **_ORDINARY, "task_source": "'complaint'"}
_JOINT = {**_OURS, **_ORDINARY, "task_source": "'joint'", "body": body_at("act + part")}
_OTHERS_EACH = {"first_officer": "part * 2", "second_officer": "first_officer + 1"}
_PLACE = "'合成地点' || part"


def _apart(days: int, room: int) -> Mapping[str, str]:
    """Visits so many days from each other, the first in the first ``room`` days of the year."""
    return {"inspected_on": rolled(after("last", f"5 + act % {room} + part * {days}"))}


def _scene(id_: str, parts: int, changes: Mapping[str, str], hits: tuple[int, ...] = ()) -> Scene:
    return Scene(id_, changes, parts=parts, hits=hits or (parts - 1,))


SCENES = (
    _scene("ins-repeat-bodies", 2, {**_PLANNED, **_apart(10, 300), "body": body_at("act + part")}),
    _scene("ins-repeat-agency", 2, {**_PLANNED, **_apart(10, 300), "body": body_at("act")}),
    # Visits that were asked for are no repeated ones of the bodies' own choice.
    _scene("ins-multi-agency", 3, {**_ASKED_FOR, **_apart(10, 300), "body": body_at("act + part")}),
    # Joint tasks may follow each other; too close they may not.
    _scene("ins-dense-day", 2, {**_JOINT, "inspected_on": rolled(after("last", "5 + act % 340"))}, hits=(0, 1)),
    _scene(
        "ins-dense-week",
        3,
        {**_JOINT, "inspected_on": after(f"date_trunc('week', {after('last', '10 + act % 330')})::DATE", "part")},
    ),
    _scene("ins-dense-month", 4, {**_JOINT, "inspected_on": "make_date(year(last), 1 + act % 12, 3 + part * 7)"}),
    _scene("ins-freq-cap", 3, {**_PLANNED, **_apart(60, 200), **_OTHERS_EACH, "body": body_at("act")}),
    _scene("ins-freq-cap-all", 5, {**_ASKED_FOR, **_apart(60, 80), "body": body_at("act")}),
    _scene(
        "ins-subject-year",
        13,
        {**_ASKED_FOR, **_apart(25, 20), "risk_level": "'special'", "body": body_at("act")},
    ),
    _scene(
        "ins-fruitless-officer",
        3,
        {
            **_PLANNED,
            **_apart(60, 200),
            "risk_level": "'high'",
            "problem_found": "FALSE",
            "body": body_at("act"),
            "first_officer": "act % 39",
            "second_officer": "first_officer + 1",
        },
    ),
    _scene(
        "off-two-places-ins",
        2,
        {
            **_PLANNED,
            "inspected_on": rolled(after("last", "5 + act % 340")),
            "subject": "5000000 + n",
            "body": body_at("act"),
            **OFFICERS_APART,
            "start_at": at("inspected_on", 9, "part * 10"),
            "minutes": "60",
            "steps": f"[{step('inspection', 'start_at', 'end_at', place=_PLACE)}]",
        },
    ),
    Scene(
        "ins-clean-all",
        {
            **_PLANNED,
            "subject": "5000000 + n",
            "body": body_aside("act"),
            "inspected_on": rolled(after("last", "5 + part * 3")),
            "problem_found": "FALSE",
        },
        parts=100,
        hits=(0,),
        most=MADE_UP,
    ),
)
