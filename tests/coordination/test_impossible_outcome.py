"""What arts 8, 9, 11, 23 and 31 of the Measures make impossible, tried at every door; each test bears its article."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import OPINION_CHAIN, SINCE, Cast, Dispute
from tests.coordination.doors import Trial, articles
from tests.procedure import stages
from tests.procedure.stages import NO_ART23, REASON, do
from xiedu.base.models import today
from xiedu.bodies.models import Body
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.models import Delivery, Event, Matter, RunningTerm
from xiedu.procedure.perform import Ask

pytestmark = pytest.mark.django_db


# --- art. 8 and invariants 1, 2, 6 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [(), ("applicant",), ("respondent",)])
def test_art8_not_agreed_without_both_confirmations(at: Trial, given: tuple[str, ...]) -> None:
    dispute = Dispute(at.cast).coordinating().meet()
    for side in given:
        at.cast.do(dispute.id, getattr(dispute, side), "confirm", {"answer": "accept"})
    fault = at.refused(dispute, dispute.handler, "conclude_agreed", {}, "沉默不视为同意")
    assert articles(fault) == {8}


def test_art8_confirmations_of_an_older_plan_do_not_count(at: Trial) -> None:
    dispute = Dispute(at.cast).coordinating().meet().say("confirm", applicant="accept", respondent="accept").meet()
    at.refused(dispute, dispute.handler, "conclude_agreed", {}, "尚未同意")


@pytest.mark.parametrize("state", ["agreed", "coordinating", "issued"])
def test_art8_inv6_not_closed_before_opinion_service_and_copies(at: Trial, state: str) -> None:
    dispute = stages.reach(at.cast, state)
    at.refused(dispute, dispute.handler, "close", {"art23": NO_ART23}, "不能办理")


def test_art8_inv6_not_closed_while_one_copy_is_unsent(at: Trial) -> None:
    """Even when the state says so: the deliveries themselves are asked."""
    dispute = stages.reach(at.cast, "copied")
    for kind in ("staffing", "justice"):
        row = Delivery.objects.filter(matter=dispute.id, channel="copy", body__kind=kind)
        assert row.update(sent_on=None) == 1
        fault = at.refused(dispute, dispute.handler, "close", {"art23": NO_ART23}, "抄送")
        assert articles(fault) == {8}
        row.update(sent_on=today())


@pytest.mark.parametrize("kind", ["staffing", "justice"])
def test_art8_no_opinion_that_could_not_be_copied(at: Trial, kind: str) -> None:
    dispute = stages.reach(at.cast, "agreed")
    Body.objects.filter(kind=kind, area__code="330802").update(valid_to=today() - timedelta(days=1))
    facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
    fault = at.refused(dispute, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts}, "尚未登记")
    assert articles(fault) == {25}


@pytest.mark.parametrize("way", ["agreed", "accepted", "decided"])
def test_art8_art9_copies_go_to_the_handlers_own_level(cast: Cast, way: str) -> None:
    """A county dispute before the city body: city 编办 and city 司法局."""
    dispute = Dispute(cast, "衢江区住建局", "柯城区交通局", "衢州市指导", "衢州市司法局", "衢州市编办", "衢州市政府")
    getattr(dispute, way)().issue().close()
    copies = Delivery.objects.filter(matter=dispute.id, channel="copy", paper__kind="dispute_opinion")
    assert {c.body.name for c in copies} == {"衢州市编办", "衢州市司法局"}
    assert all(c.sent_on for c in copies)
    served = Delivery.objects.filter(matter=dispute.id, channel="service", paper__kind="dispute_opinion")
    assert {s.body.name for s in served} == {dispute.applicant, dispute.respondent}


def test_art8_inv1_a_corrected_opinion_keeps_its_number_void_and_is_not_sent(cast: Cast) -> None:
    dispute = stages.reach(cast, "issued")
    facts = {"outcome": dispute.outcome, "reasons": "依照条例", "fault": "笔误"}
    cast.signed(dispute.id, dispute.handler, "correct_opinion", facts, OPINION_CHAIN)
    do(dispute, dispute.handler, "dispatch", {})
    first, second = Paper.objects.filter(kind="dispute_opinion").order_by("serial")
    assert (first.serial, second.serial) == (1, 2)
    assert first.voided_on
    assert second.voided_on is None
    assert not Delivery.objects.filter(paper=first, sent_on__isnull=False).exists()
    assert not Delivery.objects.filter(paper=second, sent_on=None).exists()
    do(dispute, dispute.handler, "close", {"art23": NO_ART23})
    assert Matter.objects.get(pk=dispute.id).state == "closed"


@pytest.mark.parametrize("way", ["agreed", "accepted", "decided"])
def test_inv2_each_paper_is_signed_by_the_body_whose_paper_it_is(cast: Cast, way: str) -> None:
    dispute = getattr(Dispute(cast), way)().issue().close(art23=True)
    issuers = {"dispute_application": dispute.applicant}
    for paper in Paper.objects.filter(issued_by__matter=dispute.id):
        assert paper.body.name == issuers.get(paper.kind, dispute.handler), paper.kind
        assert paper.content["issuer"] == paper.body.name
    opinions = Event.objects.filter(matter=dispute.id, move="issue_opinion")
    assert [e.body.kind for e in opinions] == ["guidance"]


# --- art. 9 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["coordinating", "agreed", "submitted"])
def test_art9_the_deliberation_is_not_skipped(at: Trial, state: str) -> None:
    dispute = stages.reach(at.cast, state)
    for move in ("deliberation", "suggest", "conclude_accepted", "conclude_declined", "record_decision"):
        body = dispute.government if move == "record_decision" else dispute.handler
        at.refused(dispute, body, move, {}, "不能办理", post="head")


def test_art9_no_deliberation_before_a_coordination(at: Trial) -> None:
    dispute = stages.reach(at.cast, "coordinating")
    fault = at.refused(dispute, dispute.handler, "conclude_not_agreed", REASON, "尚未组织协调")
    assert articles(fault) == {9}
    at.refused(dispute, dispute.handler, "accept_recused", {}, "不能办理", post="section")


def test_art9_no_way_past_coordination_for_a_neutral_handler(at: Trial) -> None:
    dispute = stages.reach(at.cast, "submitted")
    at.refused(dispute, dispute.handler, "accept_recused", {}, "应先组织协调", post="section")


@pytest.mark.parametrize("silent", ["staffing", "justice"])
def test_art9_no_view_without_staffing_and_justice(at: Trial, silent: str) -> None:
    dispute = stages.reach(at.cast, "deliberating")
    spoke = dispute.justice if silent == "staffing" else dispute.staffing
    at.cast.do(dispute.id, spoke, "consult", {"opinion": "同意"})
    facts = {"held_on": today(), "attendees": "各方", "minutes": "会商", "outcome": dispute.outcome, "reasons": "依据"}
    draft = {"move": "deliberation", "facts": facts}
    fault = at.refused(dispute, dispute.handler, "review.draft", draft, "尚未提交会商意见")
    assert articles(fault) == {9}


def test_art9_no_deliberation_dated_before_the_coordination_failed(at: Trial) -> None:
    dispute = stages.reach(at.cast, "deliberating")
    for body in (dispute.staffing, dispute.justice):
        at.cast.do(dispute.id, body, "consult", {"opinion": "同意"})
    facts = {"held_on": date(2023, 1, 1), "attendees": "各方", "minutes": "会商", "outcome": dispute.outcome,
             "reasons": "依据"}  # fmt: skip
    at.refused(dispute, dispute.handler, "review.draft", {"move": "deliberation", "facts": facts}, "早于")


@pytest.mark.parametrize("given", [(), ("applicant",), ("respondent",)])
def test_art9_silence_is_not_acceptance(at: Trial, given: tuple[str, ...]) -> None:
    dispute = stages.reach(at.cast, "proposed")
    for side in given:
        at.cast.do(dispute.id, getattr(dispute, side), "answer", {"answer": "accept"})
    fault = at.refused(dispute, dispute.handler, "conclude_accepted", {}, "沉默不视为同意")
    assert articles(fault) == {9}
    at.refused(dispute, dispute.handler, "conclude_declined", REASON, "未届满")


def test_art9_silence_is_a_refusal_only_after_the_policy_term(at: Trial) -> None:
    """Silence past the internal term leads to the government, never to acceptance."""
    dispute = stages.reach(at.cast, "proposed")
    RunningTerm.objects.filter(matter=dispute.id, key="answer").update(due=today() - timedelta(days=1))
    at.refused(dispute, dispute.handler, "conclude_accepted", {}, "沉默")
    ask = Ask("conclude_declined", at.cast.actor(dispute.handler), REASON)
    done = at.done(lambda door: door.perform(dispute.id, ask))
    assert done.state == "declined"


def test_art9_the_guidance_body_imposes_nothing(at: Trial) -> None:
    """Neither before an agreement nor after a refusal does it issue an opinion of its own."""
    for state in ("coordinating", "deliberating", "proposed", "declined", "with_government"):
        dispute = stages.reach(at.cast, state)
        facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
        at.refused(dispute, dispute.handler, "issue_opinion", facts, "不能办理", post="head")
        at.refused(
            dispute, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts}, "不能(送审|办理)"
        )
        Matter.objects.filter(pk=dispute.id).update(ended_on=today())


@pytest.mark.parametrize("state", ["coordinating", "deliberating", "proposed", "declined", "accepted"])
def test_art9_no_government_decision_without_the_suggestion(at: Trial, state: str) -> None:
    dispute = stages.reach(at.cast, state)
    at.refused(dispute, dispute.government, "record_decision", {}, "不能办理", post="head")


def test_art9_no_government_decision_dated_before_the_suggestion(at: Trial) -> None:
    dispute = stages.reach(at.cast, "with_government")
    facts = {**dispute.decision(), "decided_on": date(2023, 1, 1)}
    fault = at.refused(dispute, dispute.government, "record_decision", facts, "早于", post="head")
    assert articles(fault) == {9}


@pytest.mark.parametrize("body", ["柯城区指导", "衢州市政府", "衢江区政府", "柯城区司法局"])
def test_art9_nobody_but_the_same_level_government_decides(at: Trial, body: str) -> None:
    dispute = stages.reach(at.cast, "with_government")
    at.refused(dispute, body, "record_decision", dispute.decision(), "办理", post="head")


@pytest.mark.parametrize("way", ["agreed", "accepted", "decided"])
def test_art9_the_opinion_says_what_was_agreed_accepted_or_decided(at: Trial, way: str) -> None:
    dispute = getattr(Dispute(at.cast), way)()
    turned = [{**dispute.outcome[0], "duty": at.cast.id(dispute.applicant), "assist": []}]
    more = [*dispute.outcome, {**dispute.outcome[0], "item": "另加一项"}]
    for outcome in (turned, more):
        draft = {"move": "issue_opinion", "facts": {"outcome": outcome, "reasons": "依照条例"}}
        fault = at.refused(dispute, dispute.handler, "review.draft", draft, "完全一致")
        assert articles(fault) <= {8, 9}


@pytest.mark.parametrize("way", ["agreed", "accepted", "decided"])
def test_art9_the_wording_of_an_opinion_keeps_ground_and_duties(at: Trial, way: str) -> None:
    """Edited by hand or in Word: the paragraphs with the ground and the duties stand."""
    dispute = getattr(Dispute(at.cast), way)()
    facts = {"outcome": dispute.outcome, "reasons": "依照条例", "wording": [{"level": 0, "text": "由申请方负责。"}]}
    at.refused(dispute, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts}, "不得修改或删除")


# --- art. 11 ----------------------------------------------------------------------------------------------------------


def test_art11_no_expert_of_a_party_counts_as_independent(at: Trial) -> None:
    dispute = stages.reach(at.cast, "coordinating")
    branch = Body.objects.create(
        name="住建中心", kind="branch", area=at.cast.areas["柯城区"], legal_level="county",
        parent=at.cast.bodies["柯城区住建局"], valid_from=SINCE,
    )  # fmt: skip
    base = {"expert": "教授", "employer": "某大学", "independent": True, "opinion": "意见"}
    for change in (
        {"employer_body": at.cast.id(dispute.applicant)},
        {"employer_body": at.cast.id(dispute.respondent)},
        {"employer_body": branch.pk},
        {"employer": f"{dispute.respondent}下属中心"},
    ):
        fault = at.refused(dispute, dispute.handler, "expert_opinion", {**base, **change}, "无利害关系")
        assert articles(fault) == {11}
    at.refused(dispute, dispute.handler, "expert_opinion", {**base, "independent": False}, "利害关系")


def test_art11_expert_opinion_and_conference_are_advice_and_move_nothing() -> None:
    table = registry.table("dispute")
    for code in ("expert_opinion", "joint_conference"):
        move = table.move(code)
        assert move is not None
        assert move.to is None
        assert not move.issues


# --- art. 23 and invariant 5 ------------------------------------------------------------------------------------------

ENDINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "close": ("copied", {}),
    "close_withdrawn": ("withdrawing", {}),
    "reject": ("submitted", {"reason": "不属争议", "advice": "另行处理"}),
    "transfer_up": ("submitted", {"reason": "请市级办理"}),
    "merge": ("submitted", {"reason": "同一争议"}),
}


def test_art23_every_end_by_a_guidance_body_asks_the_question() -> None:
    """All moves of the handler into an end carry the answer; those that do not are the parties' own, or the ledger."""
    table = registry.table("dispute")
    into = {m.code for m in table.moves if m.to in table.ends}
    asking = {m.code for m in table.moves if "art23" in m.facts.model_fields}
    assert into - asking == {"settle", "take_case_route", "drop", "import_closed"}
    assert asking == set(ENDINGS) | {"lapse"}


@pytest.mark.parametrize("move", sorted(ENDINGS))
def test_art23_inv5_no_end_without_the_answer(at: Trial, move: str) -> None:
    state, facts = ENDINGS[move]
    dispute = stages.reach(at.cast, state)
    if move == "merge":
        facts = {**facts, "into": Dispute(at.cast, respondent="航埠镇").open().negotiate().submit().id}
    fault = at.refused(dispute, dispute.handler, move, facts, "必填", post="section")
    assert "art23" in fault.errors
    unnamed = {**facts, "art23": {"found": True, "reason": "发现问题"}}
    at.refused(dispute, dispute.handler, move, unnamed, "哪一项", post="section")


@pytest.mark.parametrize("move", sorted(ENDINGS))
def test_art23_yes_is_copied_to_the_justice_bureau_in_the_same_step(cast: Cast, move: str) -> None:
    state, facts = ENDINGS[move]
    dispute = stages.reach(cast, state)
    if move == "merge":
        facts = {**facts, "into": Dispute(cast, respondent="航埠镇").open().negotiate().submit().id}
    found = {"found": True, "reason": "发现问题", "case": "non_performance", "subject": cast.id(dispute.respondent)}
    do(dispute, dispute.handler, move, {**facts, "art23": found})
    letter = Delivery.objects.get(matter=dispute.id, paper__kind="dispute_copy")
    assert letter.body.name == dispute.justice
    assert letter.sent_on == today()
    assert Matter.objects.get(pk=dispute.id).state in registry.table("dispute").ends


def test_art23_lapse_of_a_supplement_asks_too_and_only_after_its_time(at: Trial) -> None:
    dispute = stages.reach(at.cast, "supplementing")
    facts = {"reason": "逾期", "advice": "重新提请", "art23": NO_ART23}
    at.refused(dispute, dispute.handler, "lapse", facts, "尚未届满", post="section")
    RunningTerm.objects.filter(matter=dispute.id, key="supplement").update(due=today() - timedelta(days=1))
    at.refused(dispute, dispute.handler, "lapse", {**facts, "art23": None}, "内容不完整", post="section")


def test_art23_a_withdrawal_does_not_end_before_the_question(at: Trial) -> None:
    dispute = stages.reach(at.cast, "coordinating")
    do(dispute, dispute.applicant, "withdraw", REASON)
    assert Matter.objects.get(pk=dispute.id).state == "withdrawing"
    at.refused(dispute, dispute.applicant, "close_withdrawn", {"art23": NO_ART23}, "办理", post="head")


@pytest.mark.parametrize("state", ["agreed", "accepted", "decided", "issued", "copied", "closed", "proposed"])
def test_only_the_applicant_withdraws_and_only_before_the_decision(at: Trial, state: str) -> None:
    dispute = stages.reach(at.cast, state)
    at.refused(dispute, dispute.respondent, "withdraw", REASON, "申请机关|不能办理", post="head")
    if state != "proposed":
        at.refused(dispute, dispute.applicant, "withdraw", REASON, "不能办理", post="head")


# --- art. 31 ----------------------------------------------------------------------------------------------------------


def test_art31_nothing_is_begun_before_the_measures_were_in_force(at: Trial) -> None:
    facts = {"title": "争议", "field": "领域", "respondents": [at.cast.id("柯城区交通局")]}
    late = {"late_reason": "补录", "occurred_on": date(2022, 7, 13)}
    fault = at.not_begun("柯城区住建局", "open", facts, "2022-07-14", **late)
    assert articles(fault) == {31}
    ask = Ask("open", at.cast.actor("柯城区住建局"), facts, date(2022, 7, 14), late_reason="补录")
    at.done(lambda door: door.start("dispute", ask))


def test_art31_an_older_matter_comes_in_only_as_a_closed_entry_of_the_ledger(at: Trial) -> None:
    facts = {"old_number": "旧〔2019〕1号", "title": "旧争议", "applicant": "甲局", "respondent": "乙局",
             "applied_on": date(2019, 1, 1), "closed_on": date(2019, 2, 1), "result": "甲局负责"}  # fmt: skip
    at.not_begun("柯城区住建局", "import_closed", facts, "办理")
    ask = Ask("import_closed", at.cast.actor("柯城区指导"), facts)
    done = at.done(lambda door: door.start("dispute", ask))
    assert done.state == "closed"
    assert not Paper.objects.exists()
    at.not_begun("柯城区指导", "import_closed", facts, "已经导入")
