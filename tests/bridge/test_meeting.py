"""The joint meeting: both bodies, an issue list, nothing settled left open (art. 21)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast, Dispute
from xiedu.base.models import today
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Link, Matter, RunningTerm, Waiting
from xiedu.procedure.perform import Ask, situation, start
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db
GUIDANCE, JUSTICE = "柯城区指导", "柯城区司法局"


def plan(cast: Cast, body: str = GUIDANCE, **more: Any) -> int:
    facts = {"title": "月度会商", "held_on": today(), "place": "会议室", "topics": [{"topic": "渣土运输"}], **more}
    return start("meeting", Ask("plan", cast.actor(body), facts)).matter_id


@pytest.mark.parametrize(("body", "other"), [(GUIDANCE, JUSTICE), (JUSTICE, GUIDANCE)])
def test_art21_either_body_calls_the_other_of_its_level(cast: Cast, body: str, other: str) -> None:
    sit = situation(Matter.objects.get(pk=plan(cast, body)))
    assert sit.bodies("handler") == [cast.id(body)]
    assert sit.bodies("counterpart") == [cast.id(other)]


def test_art21_a_meeting_ends_when_all_that_was_settled_is_done(cast: Cast) -> None:
    meeting = plan(cast, held_on=today() + timedelta(days=3))
    assert RunningTerm.objects.get(matter=meeting, key="meet").due == today() + timedelta(days=3)
    cast.do(meeting, GUIDANCE, "reschedule", {"held_on": today(), "reason": "提前"})
    cast.do(meeting, JUSTICE, "add_topic", {"topic": "数据归集"})
    settled = [{"topic": "渣土运输", "conclusion": "加强移送", "responsible": cast.id(GUIDANCE)},
               {"topic": "数据归集", "conclusion": "按月通报", "responsible": cast.id(JUSTICE)}]  # fmt: skip
    cast.do(meeting, GUIDANCE, "minutes", {"held_on": today(), "attendees": "双方", "conclusions": settled})
    assert {w.body_id for w in Waiting.objects.filter(matter=meeting)} == {cast.id(GUIDANCE), cast.id(JUSTICE)}
    with pytest.raises(NotMade, match="尚有议定事项"):
        cast.do(meeting, GUIDANCE, "close")
    with pytest.raises(NotMade, match="由其他单位落实"):
        cast.do(meeting, JUSTICE, "carry_out", {"topic": "渣土运输", "result": "已办"})
    cast.do(meeting, GUIDANCE, "carry_out", {"topic": "渣土运输", "result": "已办"})
    cast.do(meeting, JUSTICE, "carry_out", {"topic": "数据归集", "result": "已办"})
    cast.do(meeting, GUIDANCE, "close")
    assert Matter.objects.get(pk=meeting).state == "closed"
    assert verify() == []


def test_art21_only_own_matters_are_brought_up(cast: Cast) -> None:
    ours, foreign = (
        Dispute(cast).coordinating(),
        Dispute(cast, "衢江区住建局", "衢江区交通局", "衢江区指导").coordinating(),
    )
    meeting = plan(cast, topics=[{"topic": "争议", "matter": ours.id}])
    assert Link.objects.get(frm_id=meeting).to_id == ours.id
    with pytest.raises(NotMade, match="本机构办理或者参加"):
        plan(cast, topics=[{"topic": "争议", "matter": foreign.id}])


def test_a_meeting_is_not_planned_for_the_past_nor_minuted_before_it_was_held(cast: Cast) -> None:
    with pytest.raises(NotMade, match="早于登记日"):
        plan(cast, held_on=today() - timedelta(days=1))
    meeting = plan(cast)
    facts = {"held_on": today() + timedelta(days=1), "attendees": "双方",
             "conclusions": [{"topic": "渣土运输", "conclusion": "加强移送", "responsible": cast.id(GUIDANCE)}]}  # fmt: skip
    with pytest.raises(NotMade, match="晚于登记日"):
        cast.do(meeting, GUIDANCE, "minutes", facts)
    cast.do(meeting, GUIDANCE, "cancel", {"reason": "双方另行安排"}, post="section")
    assert Matter.objects.get(pk=meeting).state == "cancelled"
