"""What art. 10 makes impossible, tried at every door; each test bears its article. A refused act leaves no trace."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cast import SINCE, Cast, Dispute
from tests.coordination.doors import DOORS, Trial, articles, basis
from tests.coordination.letter import NO_ART23, REASON, WAYS, Letter
from xiedu.base.models import today
from xiedu.bodies.models import Body
from xiedu.bodies.principal import principal_of
from xiedu.coordination import suggestion_rules as rule
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, situation, start
from xiedu.procedure.policy import Sight, parts_of
from xiedu.procedure.situation import Past, Situation

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(cast: Cast) -> Trial:
    """The function alone, where the other doors would show nothing new."""
    return Trial(cast, DOORS[:1])


def now(cast: Cast, **more: Any) -> Letter:
    """A matter all of whose steps are of today."""
    return Letter(cast, ago=0, **more)


# --- the guidance body commands nobody --------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "move"), [("correcting", "order_correction"), ("criticising", "criticise")])
def test_art10_a_guidance_body_orders_criticises_and_decides_nothing(at: Trial, state: str, move: str) -> None:
    one = WAYS[state](now(at.cast))
    facts = one.order() if move == "order_correction" else one.criticism()
    at.refused(one, one.handler, move, facts, "同级人民政府", post="head")
    at.refused(one, one.handler, "decline", REASON, "同级人民政府", post="head")
    at.refused(one, "柯城区司法局", move, facts, "同级人民政府", post="head")
    fault = at.refused(one, one.government, move, facts, "分管负责人、主要负责人", post="section")
    assert articles(fault) == {10}


def test_art10_no_move_that_commands_is_open_to_a_handler_and_its_papers_are_the_governments() -> None:
    table = registry.table("suggestion")
    for code, kind in (("order_correction", "suggestion_order"), ("criticise", "suggestion_notice")):
        move = table.move(code)
        assert move
        assert {w.role for w in move.who} == {"decider"}
        assert [(i.kind, i.issuer) for i in move.issues] == [(kind, "decider")]
    issued = [(m, i) for m in table.moves for i in m.issues if i.issuer == "handler"]
    assert {i.kind for _, i in issued} == {
        "suggestion_letter", "suggestion_correction", "suggestion_criticism", "suggestion_copy", "suggestion_withdrawal",
    }  # fmt: skip


def test_art10_a_suggestion_carries_no_order_and_no_sanction(at: Trial) -> None:
    one = now(at.cast).drafting()
    for words in ("责令你局三日内改正", "对你局予以处罚", "决定对你局通报", "给予处分", "予以通报批评"):
        facts = one.suggestion(items=[{"item": words, "note": ""}])
        fault = at.refused(one, one.handler, "review.draft", {"move": "suggest", "facts": facts}, "指导机构只能建议")
        assert articles(fault) == {10}


def test_art10_nor_does_it_in_the_drafters_own_words(cast: Cast) -> None:
    one = now(cast).drafting()
    told = one.suggestion(wording=[{"level": 0, "text": "责令你局三日内改正。"}])
    with pytest.raises(NotMade, match="指导机构只能建议"):
        one.do(one.handler, "review.draft", {"move": "suggest", "facts": told})


def test_art10_what_a_body_should_do_to_others_is_no_order_to_it(cast: Cast) -> None:
    """A suggestion may well be that the body use its own powers."""
    item = {"item": "对违法施工单位依法给予行政处罚，责令施工单位停止施工", "note": ""}
    one = now(cast).drafting()
    one.signed("suggest", one.suggestion(items=[item]))
    assert one.state == "suggested"


# --- criticism only after a suggestion that was not heeded ------------------------------------------------------------


def test_art10_no_criticism_without_a_written_suggestion(at: Trial) -> None:
    """The government was asked at once, ordered, and nothing came of it: still there was no suggestion."""
    one = Letter(at.cast).ordered().wait().do("柯城区指导", "conclude_unperformed", REASON, "section")
    draft = {"move": "request_criticism", "facts": one.request()}
    fault = at.refused(one, one.handler, "review.draft", draft, "尚未发出书面建议", **one.late)
    assert articles(fault) == {10}
    one.signed("suggest", one.suggestion())
    at.refused(one, one.handler, "review.draft", draft, "不能", **one.late)


def test_art10_no_criticism_while_the_body_may_still_answer_or_perform(at: Trial) -> None:
    one = now(at.cast).suggested()
    steps = (("accept", {"measures": "落实"}), ("report", one.report()))
    for step in (*steps, None):
        at.refused(one, one.handler, "request_criticism", one.request(), "不能办理", post="head")
        if step:
            one.do(one.subject, *step)


def test_art10_nobody_is_silent_or_idle_before_the_term_has_run_out(door: Trial) -> None:
    one = now(door.cast).suggested()
    door.refused(one, one.handler, "conclude_silent", REASON, "尚未届满", post="section")
    one.do(one.subject, "accept", {"measures": "落实"})
    fault = door.refused(one, one.handler, "conclude_unperformed", REASON, "尚未届满", post="section")
    assert articles(fault) == {10}


def test_art10_the_term_on_an_order_runs_from_its_receipt(cast: Cast) -> None:
    one = Letter(cast).ordered()
    one.ago -= 20
    one.do(one.subject, "receive")
    one.ago -= 15
    with pytest.raises(NotMade, match="尚未届满"):
        one.do(one.handler, "conclude_unperformed", REASON, "section")
    one.ago -= 20
    one.do(one.handler, "conclude_unperformed", REASON, "section")


def test_art10_defiance_is_a_refusal_or_an_expired_term_after_the_suggestion() -> None:
    def sit(*moves: str) -> Situation:
        past = tuple(Past(n, m, 1, 1, today(), {}, {}) for n, m in enumerate(moves, 1))
        return Situation("suggestion", past=past)

    for moves in (("suggest",), ("refuse", "suggest"), ("suggest", "refuse", "accept"), ("suggest", "report"), ()):
        assert rule.defiance(sit("open", *moves)) is None, moves
    for turn in rule.DEFIED:
        found = rule.defiance(sit("open", "suggest", "accept", turn, "request_criticism"))
        assert found
        assert found.move == turn
    assert rule.criticised_after_defiance(sit("open", "suggest", "criticise"))
    assert rule.criticised_after_defiance(sit("open", "refuse", "criticise"))
    assert rule.criticised_after_defiance(sit("open", "suggest", "refuse", "criticise")) is None


def test_art10_a_second_letter_is_not_sent_instead_of_going_on(door: Trial) -> None:
    one = now(door.cast).refused()
    draft = {"move": "suggest", "facts": one.suggestion()}
    door.refused(one, one.handler, "review.draft", draft, "已经发出书面建议")


# --- what a suggestion rests on ---------------------------------------------------------------------------------------


def test_art10_non_performance_has_its_evidence_and_its_legal_basis(at: Trial) -> None:
    one = now(at.cast)
    fault = at.not_begun(one.handler, "open", one.opening(evidence=[]), "至少", procedure="suggestion")
    assert set(fault.errors) == {"evidence"}
    for lower in ("normative", "staffing_scheme"):
        told = one.opening(bases=basis(lower))
        fault = at.not_begun(one.handler, "open", told, "法律、法规或规章", procedure="suggestion")
        assert articles(fault) == {10}


def test_art8_an_opinion_is_named_and_was_given_here_to_that_body(door: Trial) -> None:
    cast = door.cast
    one = now(cast, duty="opinion", subject="柯城区交通局")
    door.not_begun(one.handler, "open", one.opening(bases=[]), "意见书|意见文号", procedure="suggestion")
    dispute = Dispute(cast).coordinating()
    door.not_begun(one.handler, "open", one.opening(origin=dispute.id), "尚未出具", procedure="suggestion")
    dispute.meet().say("confirm", applicant="accept", respondent="accept")
    cast.do(dispute.id, dispute.handler, "conclude_agreed")
    dispute.issue()
    told = one.opening(origin=dispute.id, subject=cast.id("柯城区城管局"))
    door.not_begun(one.handler, "open", told, "没有参加该争议", procedure="suggestion")
    city = replace(one, handler="衢州市指导", subject="市交通局")
    door.not_begun(city.handler, "open", city.opening(origin=dispute.id), "本机构办理", procedure="suggestion")


# --- who guides whom --------------------------------------------------------------------------------------------------


def test_art10_own_level_suggests_and_own_government_decides(cast: Cast) -> None:
    """A township is admonished by the body and the government of its county (综合行政执法条例 36)."""
    for handler, subject, government in (
        ("柯城区指导", "航埠镇", "柯城区政府"),
        ("衢州市指导", "市住建局", "衢州市政府"),
    ):
        one = now(cast, handler=handler, subject=subject, government=government).criticised()
        paper = Paper.objects.get(kind="suggestion_notice", issued_by__matter=one.id)
        assert (paper.content["issuer"], one.state) == (government, "criticised")


def test_art2_art10_who_is_not_guided_from_here_is_not_admonished_from_here(cast: Cast) -> None:
    for handler, subject, match in (
        ("衢州市指导", "航埠镇", "由柯城区指导提出"),
        ("衢州市指导", "柯城区住建局", "由柯城区指导提出"),
        ("柯城区指导", "市住建局", "由衢州市指导提出"),
        ("衢江区指导", "柯城区住建局", "由柯城区指导提出"),
        ("柯城区指导", "柯城区政府", "不是行政执法机关"),
        ("柯城区指导", "柯城区司法局", "不是行政执法机关"),
    ):
        with pytest.raises(NotMade, match=match):
            now(cast, handler=handler, subject=subject).begin()


def test_art2_a_vertical_body_and_one_outside_are_named_whom_to_ask(cast: Cast) -> None:
    city = cast.areas["衢州市"]
    tax = Body.objects.create(name="市税务局", kind="vertical", area=city, legal_level="city", valid_from=SINCE)
    one = now(cast, handler="衢州市指导", subject="市住建局")
    with pytest.raises(NotMade, match="上级主管机关"):
        one.begin(subject=tax.pk)
    Body.objects.filter(pk=tax.pk).update(kind="department", legal_level="province")
    with pytest.raises(NotMade, match="共同的上一级机关"):
        one.begin(subject=tax.pk)


def test_art31_nothing_is_begun_before_the_measures_were_in_force(door: Trial) -> None:
    told = {**now(door.cast).opening(), "found_on": date(2022, 7, 1)}
    late = {"occurred_on": date(2022, 7, 13), "late_reason": "补录"}
    fault = door.not_begun("柯城区指导", "open", told, "起施行", procedure="suggestion", **late)
    assert articles(fault) == {31}


# --- recusal: policy --------------------------------------------------------------------------------------------------


def test_policy_a_guidance_body_does_not_admonish_its_host_alone(at: Trial) -> None:
    """The justice bureau presents: it suggests and asks, and signs beside the interested body."""
    one = now(at.cast, subject="柯城区城管局").drafting()
    draft = {"move": "suggest", "facts": one.suggestion()}
    at.refused(one, "柯城区指导", "review.draft", draft, "回避")
    present = replace(one, handler="柯城区司法局").signed("suggest", one.suggestion())
    letter = Paper.objects.get(kind="suggestion_letter")
    assert [s["name"] for s in letter.content["signatories"]] == ["柯城区指导", "柯城区司法局"]
    assert any("回避" in banner and "柯城区司法局" in banner for banner in letter.content["banners"])
    assert present.state == "suggested"


def test_policy_where_nobody_neutral_can_present_nothing_is_begun(cast: Cast) -> None:
    Body.objects.filter(kind__in=("justice", "staffing")).update(valid_to=SINCE)
    with pytest.raises(NotMade, match="回避"):
        now(cast, subject="柯城区城管局").begin()


# --- art. 4: who sees it ----------------------------------------------------------------------------------------------


def test_art10_the_body_sees_nothing_before_a_paper_reaches_it(cast: Cast) -> None:
    user = cast.people["柯城区住建局", "handler"].user
    assert user
    sight = Sight(principal_of(user))

    def seen(one: Letter) -> str:
        matter = Matter.objects.select_related("area").get(pk=one.id)
        assert sight.matters().filter(pk=one.id).exists() == (sight.of(matter, parts_of(one.id)) != "nothing")
        return sight.of(matter, parts_of(one.id))

    for state in ("drafting", "correcting", "declined", "dropped"):
        assert seen(WAYS[state](now(cast))) == "nothing", state
    for state in ("suggested", "ordered", "criticising", "closed"):
        assert seen(WAYS[state](now(cast))) == "file", state


# --- art. 23 ----------------------------------------------------------------------------------------------------------


def test_art23_no_end_without_the_answer(at: Trial) -> None:
    """Every end is tried from the state it leaves; the matter goes on from one to the next."""
    one = now(at.cast).drafting()
    seen: dict[str, Any] = {"way": "查阅", "findings": "属实"}
    for move, facts, step in (
        ("drop", REASON, lambda: one.signed("suggest", one.suggestion())),
        ("withdraw", REASON, lambda: one.do(one.subject, "refuse", {"reasons": "不属职责"}, "head")),
        ("close", REASON, lambda: one.do(one.subject, "accept", {"measures": "落实"})),
        ("", {}, lambda: one.do(one.subject, "report", one.report())),
        ("verify", seen, lambda: None),
    ):
        if move == "withdraw":
            move, facts = "review.draft", {"move": move, "facts": {**facts}}
        if move:
            fault = at.refused(one, one.handler, move, facts, "必填|不完整|至少", post="section")
            assert any("art23" in path for path in fault.errors)
        step()


def test_art23_established_non_performance_of_a_statutory_duty_is_copied(door: Trial) -> None:
    one = now(door.cast, duty="statutory").criticised()
    one.do(one.subject, "report", one.report())
    fault = door.refused(one, one.handler, "verify", one.verification(), "应当抄送")
    assert articles(fault) == {23}
    one.do(one.handler, "verify", one.verification(**one.yes()))
    assert Matter.objects.filter(procedure="lead", links_out__to_id=one.id).exists()


def test_a_withdrawn_suggestion_is_void_and_keeps_its_number(cast: Cast) -> None:
    one = WAYS["withdrawn"](now(cast))
    paper = Paper.objects.get(kind="suggestion_letter")
    assert paper.voided_on
    assert paper.number
    assert Paper.objects.get(kind="suggestion_withdrawal").voided_on is None
    assert situation(Matter.objects.get(pk=one.id)).index["art23"] == "no"
    assert NO_ART23["found"] is False


def test_only_a_guidance_body_begins(cast: Cast) -> None:
    for body in ("柯城区司法局", "柯城区政府", "柯城区住建局", "航埠镇", "航埠司法所"):
        with pytest.raises(NotMade):
            start("suggestion", Ask("open", cast.actor(body), now(cast, handler=body).opening()))
