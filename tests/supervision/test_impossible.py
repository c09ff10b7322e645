"""What arts 2, 3, 12, 13, 14, 16, 17, 18, 23 and 24 make impossible, tried at every door; each test bears its article."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import SINCE, Cast, Dispute
from tests.coordination.doors import Trial, articles
from tests.supervision.story import REASON, Story
from xiedu.base.models import today
from xiedu.bodies.models import Certificate
from xiedu.papers.models import Paper
from xiedu.procedure.models import Delivery, Matter, RunningTerm
from xiedu.procedure.perform import Ask, situation

pytestmark = pytest.mark.django_db


class Act:
    """One of the two matters of a story, as the doors want it."""

    def __init__(self, number: int) -> None:
        self.id = number


def lead(story: Story) -> Any:
    return Act(story.lead)


def matter(story: Story) -> Any:
    return Act(story.id)


# --- art. 2 -----------------------------------------------------------------------------------------------------------


def test_art2_a_bureau_does_not_supervise_what_another_is_competent_for(at: Trial) -> None:
    story = Story(at.cast)
    facts = {**story.filing(), "subject": at.cast.id("衢江区城管局"), "matter": "quality"}
    fault = at.not_begun("柯城区司法局", "file", facts, "衢江区司法行政机关", procedure="notice")
    assert articles(fault) == {2}


def test_art2_a_bureau_does_not_supervise_itself(at: Trial) -> None:
    facts = {**Story(at.cast).filing(), "subject": at.cast.id("柯城区司法局"), "matter": "quality"}
    at.not_begun("柯城区司法局", "file", facts, "上一级司法行政机关", procedure="notice")


def test_art2_art16_nobody_but_a_justice_bureau_begins_supervision(at: Trial) -> None:
    facts = {**Story(at.cast).filing(), "subject": at.cast.id("柯城区住建局"), "matter": "quality"}
    for body in ("柯城区指导", "柯城区城管局", "航埠司法所", "柯城区政府", "柯城区编办"):
        at.not_begun(body, "file", facts, "办理", procedure="notice")


# --- art. 3 -----------------------------------------------------------------------------------------------------------


def township(cast: Cast, subject: str) -> dict[str, Any]:
    return {"subject": cast.id(subject), "description": "当场收缴罚款未开票据", "found_on": today()}


def test_art3_a_justice_office_reports_its_own_township_to_the_county(cast: Cast) -> None:
    story = Story(cast, ago=0)
    story.begin("report_township", "航埠司法所", township(cast, "航埠镇"))
    sit = situation(Matter.objects.get(pk=story.lead))
    assert sit.bodies("handler") == [cast.id("柯城区司法局")]


@pytest.mark.parametrize("subject", ["柯城区城管局", "市交通局"])
def test_art3_a_justice_office_reports_no_other_body(at: Trial, subject: str) -> None:
    fault = at.not_begun("航埠司法所", "report_township", township(at.cast, subject), ".", procedure="lead")
    assert fault.refusals or fault.errors


def test_art3_a_justice_office_disposes_of_nothing(at: Trial) -> None:
    story = Story(at.cast, ago=0)
    story.begin("report_township", "航埠司法所", township(at.cast, "航埠镇"))
    for move in ("screen", "verify", "file", "end_no_problem", "end_not_within", "return_lead"):
        at.refused(lead(story), "航埠司法所", move, REASON, ".", post="head")


def test_art3_what_a_justice_office_reports_is_not_returned(at: Trial) -> None:
    story = Story(at.cast, ago=0)
    story.begin("report_township", "航埠司法所", township(at.cast, "航埠镇"))
    fault = at.refused(lead(story), "柯城区司法局", "return_lead", REASON, "不能退回", post="section")
    assert articles(fault) == {3}


# --- arts 12, 13 ------------------------------------------------------------------------------------------------------


def test_art12_no_lead_ends_before_anybody_has_looked(at: Trial) -> None:
    story = Story(at.cast, ago=0).register().screen()
    ends: dict[str, Any] = {
        "end_no_problem": REASON, "end_transferred": REASON, "end_self_corrected": {**REASON, "corrected": "已改"},
        "file": story.filing(),
    }  # fmt: skip
    for move, facts in ends.items():
        at.refused(lead(story), story.bureau, move, facts, ".", post="section")


@pytest.mark.parametrize("people", [0, 1])
def test_art13_on_site_needs_two_with_valid_supervision_certificates(at: Trial, people: int) -> None:
    story = Story(at.cast, ago=0).register().screen()
    two = [at.cast.people[story.bureau, post] for post in ("handler", "section")]
    for one in two[:people]:
        Certificate.objects.create(person=one, kind="supervision", number=f"监{one.pk}", issuer="省", valid_from=SINCE,
                                   valid_to=today())  # fmt: skip
    for one in two[people:]:
        Certificate.objects.create(person=one, kind="enforcement", number=f"执{one.pk}", issuer="省", valid_from=SINCE,
                                   valid_to=today())  # fmt: skip
    facts = {"findings": "现场检查", "on_site": True, "visited_on": today(), "supervisors": [p.pk for p in two]}
    fault = at.refused(lead(story), story.bureau, "verify", facts, "有效的行政执法监督证件")
    assert articles(fault) == {13}
    fault = at.refused(lead(story), story.bureau, "verify", {**facts, "supervisors": [two[0].pk] * 2}, "不得少于两人")


def test_art13_an_expired_or_suspended_certificate_does_not_count(cast: Cast) -> None:
    from xiedu.procedure.world import DbWorld

    person = cast.people["柯城区司法局", "handler"]
    row = Certificate.objects.create(person=person, kind="supervision", number="监1", issuer="省", valid_from=SINCE,
                                     valid_to=date(2026, 6, 30), suspended_from=date(2026, 3, 1))  # fmt: skip
    world = DbWorld(today())
    days = {date(2026, 2, 28): True, date(2026, 3, 1): False, date(2026, 7, 1): False, date(2019, 1, 1): False}
    assert {d: world.certified({person.pk}, d) == {person.pk} for d in days} == days
    Certificate.objects.filter(pk=row.pk).update(suspended_from=None, revoked_on=date(2026, 5, 1))
    assert world.certified({person.pk}, date(2026, 4, 30)) == {person.pk}
    assert not world.certified({person.pk}, date(2026, 5, 1))


# --- arts 19, 27 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "article"), [("contact", 19), ("monitor", 27)])
def test_art19_art27_a_lead_in_the_name_of_somebody_says_whose_and_he_is_told(
    at: Trial, source: str, article: int
) -> None:
    """The bureau registers what a contact point or a monitor, who has no account, reports; the name is sealed."""
    story = Story(at.cast, ago=0)
    nameless = {"title": "处罚未告知听证", "subject": at.cast.id(story.subject), "description": "未告知", "source": source,
                "found_on": today()}  # fmt: skip
    fault = at.not_begun(story.bureau, "register", nameless, "请写明是哪一位", procedure="lead")
    assert articles(fault) == {article}
    story.register(source=source).screen().verify(breach=False)
    told = {"told_on": today(), "way": "电话", "said": "已核实，未发现问题"}
    for end, facts in (("end_no_problem", REASON), ("end_not_within", {**REASON, "advice": "申请行政复议"})):
        fault = at.refused(lead(story), story.bureau, end, facts, "看不到本系统", post="section")
        assert articles(fault) == {article}
    at.refused(lead(story), story.subject, "tell_reporter", told, ".")
    story.with_lead("end_no_problem", {**REASON, "feedback": "已核实"}, "section")
    early = {**told, "told_on": today() - timedelta(days=1)}
    at.refused(lead(story), story.bureau, "tell_reporter", early, "不早于线索登记日")
    ask = Ask("tell_reporter", at.cast.actor(story.bureau), told)
    assert at.done(lambda door: door.perform(story.lead, ask)).state == "no_problem"


def test_whoever_reads_here_what_became_of_his_lead_is_not_told_apart(at: Trial) -> None:
    story = Story(at.cast, ago=0)
    story.begin("report_township", "航埠司法所", township(at.cast, "航埠镇"))
    told = {"told_on": today(), "way": "电话", "said": "正在核查"}
    at.refused(lead(story), story.bureau, "tell_reporter", told, "无须另行登记告知")


# --- art. 14 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["reconsideration", "normative_document", "contract"])
def test_art14_excluded_kinds_reach_no_notice(at: Trial, kind: str) -> None:
    story = Story(at.cast, ago=0).register().screen(excluded=kind).verify()
    fault = at.refused(lead(story), story.bureau, "file", story.filing(), "不属职权", post="section")
    assert articles(fault) == {14}
    facts = {**story.filing(), "subject": at.cast.id(story.subject), "matter": "quality", "excluded": kind}
    fault = at.not_begun(story.bureau, "file", facts, "不能由此立案", procedure="notice")
    assert articles(fault) == {14}


# --- art. 16 ----------------------------------------------------------------------------------------------------------


def test_art16_no_notice_without_facts_basis_deadline_measures(at: Trial) -> None:
    story = Story(at.cast, ago=0).heard()
    empty: dict[str, Any] = {"days": 0, "findings": ""}
    for lack in ("findings", "clauses", "evidence", "correct", "days", "measures"):
        draft_ = {"move": "issue_notice", "facts": story.notice(**{lack: empty.get(lack, [])})}
        at.refused(matter(story), story.bureau, "review.draft", draft_, ".")


def test_art16_nobody_else_issues_the_notice(at: Trial) -> None:
    story = Story(at.cast, ago=0).heard()
    for body in ("柯城区指导", "柯城区政府", "柯城区城管局", "衢州市司法局"):
        at.refused(matter(story), body, "issue_notice", story.notice(), ".", post="head")


def test_art16_policy_no_notice_before_the_body_was_heard(at: Trial) -> None:
    story = Story(at.cast, ago=0).file()
    story.do(story.bureau, "investigate", {"way": "调阅", "findings": "属实"})
    story.signed(story.bureau, "hear", {"questions": "为何"}, ("section",))
    draft = {"move": "issue_notice", "facts": story.notice()}
    at.refused(matter(story), story.bureau, "review.draft", draft, "听取被监督机关")


def test_art16_a_served_notice_is_not_edited_only_replaced(cast: Cast) -> None:
    story = Story(cast).correcting()
    first = Paper.objects.get(kind="supervision_notice")
    facts = {**story.notice(findings="更正后的事实"), "error": "事实有误"}
    story.signed(story.bureau, "correct_notice", facts)
    old, new = Paper.objects.filter(kind="supervision_notice").order_by("pk")
    assert old.pk == first.pk
    assert old.content == first.content
    assert old.voided_on
    assert new.serial == old.serial + 1
    assert "更正并代替" in new.content["paragraphs"][0]["text"]
    clocks = situation(Matter.objects.get(pk=story.id)).clocks
    assert clocks["correct"].stopped


def test_art16_a_notice_neither_changes_nor_revokes(cast: Cast) -> None:
    Story(cast).issued()
    text = "".join(p["text"] for p in Paper.objects.get(kind="supervision_notice").content["paragraphs"])
    assert "变更" not in text
    assert "撤销" not in text


def test_art16_art17_a_notice_does_not_decide_on_the_act(at: Trial) -> None:
    story = Story(at.cast, ago=0).heard()
    for wrong in ({"correct": ["我局决定撤销该处罚"]}, {"measures": ["该处罚予以变更"]}):
        facts = {"move": "issue_notice", "facts": {**story.notice(), **wrong}}
        fault = at.refused(matter(story), story.bureau, "review.draft", facts, "同级人民政府决定")
        assert articles(fault) == {17}


# --- art. 17 ----------------------------------------------------------------------------------------------------------


def draft(story: Story, **more: Any) -> dict[str, Any]:
    return {"move": "submit", "facts": story.submission(**more)}


def test_art17_no_submission_before_the_deadline_has_passed(at: Trial) -> None:
    story = Story(at.cast, ago=10).correcting()
    fault = at.refused(matter(story), story.bureau, "review.draft", draft(story), "尚未届满")
    assert articles(fault) == {17}


def test_art17_an_extended_deadline_counts(at: Trial) -> None:
    story = Story(at.cast).correcting()
    story.do(story.bureau, "extend", {"days": 60, "reason": "正在整改"}, post="section")
    at.refused(matter(story), story.bureau, "review.draft", draft(story), "尚未届满")


@pytest.mark.parametrize("conduct", ["conduct", "inaction"])
def test_art17_only_an_act_can_be_changed_or_revoked(at: Trial, conduct: str) -> None:
    story = Story(at.cast, conduct=conduct).overdue()
    fault = at.refused(matter(story), story.bureau, "review.draft", draft(story), "不是可以变更或者撤销")
    assert articles(fault) == {17}


def test_art17_4_major_and_obvious_both(at: Trial) -> None:
    story = Story(at.cast).overdue()
    for half in ({"major": True, "obvious": False}, {"major": False, "obvious": True}):
        ground = {**story.submission()["grounds"][0], **half}
        fault = at.refused(matter(story), story.bureau, "review.draft", draft(story, grounds=[ground]), "同时属于")
        assert articles(fault) == {17}


def test_art17_nothing_while_reconsideration_or_a_court_has_it(at: Trial) -> None:
    story = Story(at.cast).overdue()
    at.refused(matter(story), story.bureau, "review.draft", draft(story, remedy="pending"), "正在行政复议")


def test_art17_no_ground_outside_the_five_and_none_without_evidence(at: Trial) -> None:
    story = Story(at.cast).overdue()
    ground = story.submission()["grounds"][0]
    for wrong in ({**ground, "ground": "unreasonable"}, {**ground, "evidence": []}):
        at.refused(matter(story), story.bureau, "review.draft", draft(story, grounds=[wrong]), ".")


def test_art17_the_government_must_control_the_agency(at: Trial) -> None:
    """A county department before the city bureau: through the county government (地方组织法 73(3))."""
    story = Story(at.cast).register().screen().verify()
    story.with_lead("take_up", REASON, "section", "衢州市司法局")
    story.bureau = "衢州市司法局"
    story.with_lead("file", story.filing(), post="section")
    story.id = Matter.objects.get(procedure="notice").pk
    story.do(story.bureau, "investigate", {"way": "调阅", "findings": "属实"})
    story.signed(story.bureau, "hear", {"questions": "为何"}, ("section",))
    story.do(story.subject, "explain", {"statement": "疏忽"})
    story.signed(story.bureau, "issue_notice", story.notice())
    story.do(story.bureau, "serve", {"way": "直接送达", "recipient": "办公室"})
    story.ago -= 30
    fault = at.refused(matter(story), story.bureau, "review.draft", draft(story), "柯城区政府依法决定")
    assert 73 in articles(fault)


def test_art17_nobody_but_the_same_level_government_decides(at: Trial) -> None:
    story = Story(at.cast).submitted()
    for body in ("柯城区司法局", "柯城区指导", "衢州市政府", "柯城区城管局"):
        at.refused(matter(story), body, "issue_decision", story.decision(), ".", post="head")


def test_art17_the_handlers_of_the_government_do_not_sign(at: Trial) -> None:
    story = Story(at.cast).submitted()
    for post in ("handler", "section"):
        at.refused(matter(story), story.government, "issue_decision", story.decision(), "主要负责人", post=post)


def test_art17_a_decision_rests_on_what_was_submitted_and_says_nothing_else(at: Trial) -> None:
    story = Story(at.cast).submitted()
    wrongs: list[dict[str, Any]] = [
        {"grounds": ["facts"]}, {"measure": "fine"}, {"measure": "confirm_illegal"}, {"grounds": []},
    ]  # fmt: skip
    for wrong in wrongs:
        at.refused(matter(story), story.government, "issue_decision", story.decision(**wrong), ".", post="head")


def test_art17_no_decision_without_submission(at: Trial) -> None:
    story = Story(at.cast).overdue()
    at.refused(matter(story), story.government, "issue_decision", story.decision(), ".", post="head")


def test_art17_policy_none_while_an_objection_is_open(at: Trial) -> None:
    story = Story(at.cast).correcting()
    story.do(story.subject, "object", {"reason": "认为合法"})
    story.ago -= 30
    at.refused(matter(story), story.bureau, "review.draft", draft(story), "不能送审")


def test_art17_policy_a_second_objection_does_not_put_the_decision_off(at: Trial) -> None:
    story = Story(at.cast).correcting()
    story.do(story.subject, "object", {"reason": "认为合法"})
    story.do(story.bureau, "maintain", REASON, post="section")
    at.refused(matter(story), story.subject, "object", {"reason": "仍认为合法"}, "已提出过异议")
    story.signed(story.bureau, "correct_notice", {**story.notice(), "error": "补充事实"})
    story.do(story.bureau, "serve", {"way": "直接送达", "recipient": "办公室"})
    story.do(story.subject, "object", {"reason": "对新的通知书有异议"})


def test_art16_policy_the_drafter_or_signer_does_not_review_the_objection(at: Trial) -> None:
    story = Story(at.cast).correcting()
    story.do(story.subject, "object", {"reason": "认为合法"})
    at.refused(matter(story), story.bureau, "maintain", REASON, "以外的人员", post="head")
    story.do(story.bureau, "maintain", REASON, post="section")


# --- art. 18 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("post", ["handler", "head"])
def test_art18_the_accused_body_makes_and_sees_nothing_of_a_lead(at: Trial, post: str) -> None:
    story = Story(at.cast, ago=0).register().screen()
    at.refused(lead(story), story.subject, "verify", {"findings": "无问题"}, ".", post=post)


# --- arts 23, 24 ------------------------------------------------------------------------------------------------------


def test_art23_yes_opens_a_lead_that_must_be_disposed_of(at: Trial) -> None:
    dispute = Dispute(at.cast).agreed().issue().close(art23=True)
    found = Matter.objects.get(procedure="lead")
    sit = situation(found)
    assert found.state == "reported"
    assert sit.bodies("handler") == [at.cast.id(dispute.justice)]
    assert found.links_out.get().to_id == dispute.id
    waiting = Act(found.pk)
    fault = at.refused(waiting, dispute.justice, "return_lead", REASON, "不能退回", post="section")
    assert articles(fault) == {23}


def test_art23_no_opens_nothing(cast: Cast) -> None:
    Dispute(cast).agreed().issue().close()
    assert not Matter.objects.filter(procedure="lead").exists()


def test_art23_of_a_city_dispute_goes_to_the_city_bureau(cast: Cast) -> None:
    """Same level as the guidance body, not as the body it is about."""
    dispute = Dispute(cast, "衢江区住建局", "柯城区交通局", "衢州市指导", "衢州市司法局", "衢州市编办", "衢州市政府")
    dispute.agreed().issue().close(art23=True)
    sit = situation(Matter.objects.get(procedure="lead"))
    assert sit.bodies("handler") == [cast.id("衢州市司法局")]


def test_art24_no_closing_before_a_person_has_decided_on_the_copy(at: Trial) -> None:
    story = Story(at.cast).corrected()
    fault = at.refused(matter(story), story.bureau, "close", {}, "是否抄送")
    assert articles(fault) == {24}
    assert not Delivery.objects.filter(paper__kind="guidance_copy").exists()


def test_art24_no_closing_while_a_copied_notice_has_no_guidance(at: Trial) -> None:
    story = Story(at.cast).corrected().copy(yes=True)
    fault = at.refused(matter(story), story.bureau, "close", {}, "加强指导")
    assert articles(fault) == {24}


def test_art24_the_choice_needs_its_reason(at: Trial) -> None:
    story = Story(at.cast).corrected()
    at.refused(matter(story), story.bureau, "art24", {"copy_it": True}, ".", post="section")


# --- art. 31 ----------------------------------------------------------------------------------------------------------


def test_art31_acts_before_the_measures_are_not_supervised_under_them(at: Trial) -> None:
    story = Story(at.cast)
    act = {**(story.act or {}), "made_on": date(2022, 7, 13)}
    facts = {**story.filing(), "act": act, "subject": at.cast.id(story.subject), "matter": "quality"}
    fault = at.not_begun(story.bureau, "file", facts, "施行", procedure="notice")
    assert articles(fault) == {31}


# --- art. 18: an organ that asks is answered ---------------------------------------------------------------------------


def test_art18_a_lead_with_an_unanswered_letter_does_not_end(at: Trial) -> None:
    by = today() + timedelta(days=20)
    story = Story(at.cast, ago=0).register(source="external", organ="procuratorate", reply_by=by).screen().verify()
    for move in ("end_no_problem", "end_not_within", "file"):
        facts = {"end_not_within": {**REASON, "advice": "另行提出"}, "file": story.filing()}.get(move, REASON)
        fault = at.refused(lead(story), story.bureau, move, facts, "尚未答复", post="section")
        assert articles(fault) == {18}
    assert RunningTerm.objects.get(matter=story.lead, key="organ").due == by
    story.with_lead("answer_organ", {"result": "已核查处理"}).with_lead("end_no_problem", REASON, "section")
