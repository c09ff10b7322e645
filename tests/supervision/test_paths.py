"""Every end of a lead and of a supervision matter is reached through the door, and the events fold to what is stored."""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.supervision.story import REASON, Story
from xiedu.base.models import today
from xiedu.bodies.models import Hosting
from xiedu.bodies.principal import principal_of
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.models import Delivery, Event, Matter, RunningTerm
from xiedu.procedure.perform import situation
from xiedu.procedure.policy import Sight
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db
WHY = {"reason": "已核实", "feedback": "谢谢，已办理"}


def state(matter: int) -> str:
    return Matter.objects.get(pk=matter).state


def ready(cast: Cast) -> Story:
    return Story(cast, ago=0).register().screen().verify(breach=False)


def transferred(story: Story) -> None:
    receiver = {"receiver": story.cast.id("柯城区指导"), "reason": "宜由其协调", "days": 10}
    story.cast.signed(story.lead, story.bureau, "offer", receiver, ("section",), **story.late)
    story.with_lead("accept_offer", body="柯城区指导").with_lead("feedback", {"result": "已协调"}, body="柯城区指导")
    story.with_lead("end_transferred", WHY, "section")


def merged(story: Story) -> None:
    other = Story(story.cast, ago=0).register(source="public")
    story.with_lead("merge", {"into": other.lead, "reason": "同一问题"}, "section")


def sent_out(story: Story) -> None:
    organ = {"organ": "police", "name": "公安机关", "reason": "涉嫌犯罪"}
    story.cast.signed(story.lead, story.bureau, "send_out", organ, ("section",), **story.late)
    story.with_lead("organ_reply", {"result": "已立案"}).with_lead("end_transferred", WHY, "section")


ENDS: dict[str, tuple[Callable[[Story], object], str]] = {
    "no_problem": (lambda s: s.with_lead("end_no_problem", WHY, "section"), "no_problem"),
    "self_corrected": (lambda s: s.with_lead("end_self_corrected", {**WHY, "corrected": "已改正"}, "section"),
                       "self_corrected"),
    "not_within": (lambda s: s.with_lead("end_not_within", {**WHY, "advice": "申请行政复议"}, "section"), "not_within"),
    "transferred": (transferred, "transferred"),
    "sent_out": (sent_out, "transferred"),
    "merged": (merged, "merged"),
}  # fmt: skip


@pytest.mark.parametrize("end", sorted(ENDS))
def test_every_end_of_a_lead(cast: Cast, end: str) -> None:
    story = ready(cast)
    way, wanted = ENDS[end]
    way(story)
    assert state(story.lead) == wanted
    assert verify() == []


def test_every_end_state_of_both_tables_is_reached_here(cast: Cast) -> None:
    assert {wanted for _, wanted in ENDS.values()} | {"filed", "returned"} == registry.table("lead").ends
    assert {"closed", "ended_without_notice", "withdrawn", "escalated"} == registry.table("notice").ends


def test_a_lead_is_returned_with_its_reason_and_the_source_is_told(cast: Cast) -> None:
    story = Story(cast, ago=0)
    facts = {
        "title": "移送未反馈",
        "subject": cast.id("柯城区交通局"),
        "description": "移送后无反馈",
        "found_on": today(),
    }
    story.begin("hand_in", "柯城区住建局", facts)
    story.with_lead("return_lead", {"reason": "请先向对方催办", "feedback": "请先催办"}, "section")
    assert state(story.lead) == "returned"
    told = Delivery.objects.filter(matter=story.lead, body=cast.bodies["柯城区住建局"], channel="notice")
    assert any("请先催办" in d.text for d in told)
    assert verify() == []


def test_the_source_sees_the_head_and_the_outcome_not_the_file(cast: Cast) -> None:
    story = Story(cast, ago=0)
    facts = {"subject": cast.id("航埠镇"), "description": "当场收缴罚款", "found_on": today()}
    story.begin("report_township", "航埠司法所", facts)
    user = cast.people["航埠司法所", "handler"].user
    assert user
    sight = Sight(principal_of(user))
    row = Matter.objects.select_related("area").get(pk=story.lead)
    parts = situation(row).parts
    assert sight.of(row, parts) == "file"
    story.screen()
    row.refresh_from_db()
    assert sight.of(row, parts) == "head"


def test_a_lead_becomes_a_notice_is_corrected_and_closed(cast: Cast) -> None:
    story = Story(cast).closed()
    assert (state(story.lead), state(story.id)) == ("filed", "closed")
    assert verify() == []


def test_an_overdue_notice_ends_with_the_governments_decision(cast: Cast) -> None:
    story = Story(cast).executed().copy(yes=True)
    story.do(story.guidance, "record_guidance", {"done": "已开展专题指导"})
    story.do(story.bureau, "close")
    assert state(story.id) == "closed"
    kinds = list(Paper.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "situation_letter", "supervision_notice", "decision_request", "supervision_decision", "guidance_copy",
    ]  # fmt: skip
    assert verify() == []


def test_a_confirmed_breach_may_end_without_a_notice_for_a_reason(cast: Cast) -> None:
    story = Story(cast, ago=0).heard()
    story.do(story.bureau, "end_without_notice", {"ground": "minor", "reason": "情节轻微并已改正"}, "head")
    assert state(story.id) == "ended_without_notice"
    assert verify() == []


@pytest.mark.parametrize("objected", [False, True])
def test_a_notice_is_withdrawn_by_a_paper(cast: Cast, objected: bool) -> None:
    story = Story(cast).correcting()
    if objected:
        story.do(story.subject, "object", {"reason": "事实不符"})
        story.do(story.bureau, "uphold_withdraw", {"reason": "异议成立"}, "deputy")
    else:
        story.signed(story.bureau, "withdraw_notice", {"reason": "事实不符"})
    assert state(story.id) == "withdrawn"
    assert Paper.objects.get(kind="supervision_notice").voided_on
    assert Paper.objects.filter(kind="notice_withdrawal").exists()
    assert not RunningTerm.objects.filter(matter=story.id, stopped_seq=None).exists()
    assert verify() == []


def test_conduct_that_is_not_corrected_is_urged_and_reported(cast: Cast) -> None:
    story = Story(cast, conduct="conduct").overdue()
    story.signed(story.bureau, "urge", {"demand": "请立即整改"}, ("section",))
    facts = {"way": "government", "target": "柯城区人民政府", "reason": "拒不整改"}
    story.do(story.bureau, "escalate", facts, "head")
    assert state(story.id) == "escalated"
    assert verify() == []


def test_a_government_that_declines_or_returns_says_why_and_the_matter_goes_on(cast: Cast) -> None:
    story = Story(cast).submitted()
    story.do(story.government, "government_return", REASON, "section")
    story.signed(story.bureau, "submit", story.submission())
    story.do(story.government, "decline", REASON, "head")
    assert state(story.id) == "correcting"
    facts = {"way": "accountability", "target": "柯城区监察委员会", "reason": "政府不予决定"}
    story.do(story.bureau, "escalate", facts, "head")
    assert verify() == []


def test_nobody_can_keep_a_lead_or_a_submission_by_silence(cast: Cast) -> None:
    story = ready(cast)
    offer = {"receiver": cast.id("柯城区指导"), "reason": "宜由其协调", "days": 10}
    for accepted in (False, True):
        cast.signed(story.lead, story.bureau, "offer", offer, ("section",), **story.late)
        if accepted:
            story.with_lead("accept_offer", body="柯城区指导")
        story.with_lead("recall_offer", REASON, "section")
        assert state(story.lead) == "verifying"
        assert not situation(Matter.objects.get(pk=story.lead)).bodies("receiver")
    other = Story(cast, subject="柯城区住建局").submitted()
    other.do(other.bureau, "recall_submission", {"reason": "被监督机关已自行纠正"}, "head")
    assert state(other.id) == "correcting"
    assert verify() == []


def test_a_decision_that_is_not_carried_out_is_reported(cast: Cast) -> None:
    story = Story(cast, ago=100).executing()
    story.ago -= 40
    facts = {"way": "accountability", "target": "柯城区监察委员会", "reason": "逾期未执行决定"}
    story.do(story.bureau, "escalate", facts, "head")
    assert state(story.id) == "escalated"
    assert verify() == []


def test_a_partly_accepted_correction_names_what_stays_open_and_the_clock_runs_on(cast: Cast) -> None:
    story = Story(cast).reported()
    before = RunningTerm.objects.get(matter=story.id, key="correct", stopped_seq=None).due
    story.do(story.bureau, "return_correction", {"open": ["组织执法人员培训"], "reason": "尚未培训"})
    assert state(story.id) == "correcting"
    assert RunningTerm.objects.get(matter=story.id, key="correct", stopped_seq=None).due == before
    story.ago -= 30
    story.signed(story.bureau, "submit", story.submission())
    request = Paper.objects.get(kind="decision_request").content
    assert any("组织执法人员培训" in p["text"] for p in request["paragraphs"])


def test_more_time_moves_the_due_day_by_the_days_given(cast: Cast) -> None:
    story = Story(cast).correcting()
    first = RunningTerm.objects.get(matter=story.id, key="correct", stopped_seq=None)
    story.do(story.bureau, "extend", {"days": 10, "reason": "工程未完"}, "section")
    now = RunningTerm.objects.get(matter=story.id, key="correct", stopped_seq=None)
    assert (now.start, now.n) == (first.start, first.n + 10)
    assert now.origin == "normative"
    assert verify() == []


def test_the_city_takes_a_lead_up_and_hands_it_down(cast: Cast) -> None:
    story = Story(cast, ago=0).register()
    story.with_lead("take_up", REASON, "section", "衢州市司法局")
    sit = situation(Matter.objects.get(pk=story.lead))
    assert sit.bodies("handler") == [cast.id("衢州市司法局")]
    story.with_lead("hand_down", REASON, "section", "衢州市司法局")
    row = Matter.objects.get(pk=story.lead)
    assert situation(row).bodies("handler") == [cast.id("柯城区司法局")]
    assert row.area.code == "330802"
    assert verify() == []


def test_a_guidance_body_in_the_bureaus_house_is_a_recorded_double_role(cast: Cast) -> None:
    Hosting.objects.filter(guidance=cast.bodies["柯城区指导"]).update(host=cast.bodies["柯城区司法局"])
    story = Story(cast).corrected().copy(yes=True)
    made = Event.objects.get(matter=story.id, move="art24").made
    assert made["double"] == [[cast.id("柯城区指导"), cast.id("柯城区司法局")]]
    banners = Paper.objects.get(kind="guidance_copy").content["banners"]
    assert any("双重身份" in b for b in banners)
