"""What arts 2–7 of the Measures make impossible, tried at every door; each test bears its article.

A refused act leaves every row as it was. What the Measures leave open and the platform decides (policy) is named so.
"""

from dataclasses import replace

import pytest

from tests.cast import SINCE, Cast, Dispute
from tests.coordination.doors import Trial, articles, basis
from tests.procedure import stages
from tests.procedure.stages import NO_ART23, REASON, do
from xiedu.base.models import today
from xiedu.bodies.models import Area, Body, Post
from xiedu.law.codes import BasisRank
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.perform import Ask, situation
from xiedu.procedure.policy import shows

pytestmark = pytest.mark.django_db


# --- art. 2 -----------------------------------------------------------------------------------------------------------


def test_art2_no_guidance_body_of_a_township(at: Trial) -> None:
    """Entered by mistake, it gets no matter: not by routing, not by hand."""
    town = Area.objects.get(code="330802101")
    body = Body.objects.create(
        name="航埠镇指导", kind="guidance", area=town, legal_level="township", paper_word="航", valid_from=SINCE
    )
    dispute = Dispute(at.cast, respondent="航埠镇").open().negotiate().submit()
    assert situation(Matter.objects.get(pk=dispute.id)).bodies("handler") == [at.cast.id("柯城区指导")]
    facts = {"handler": body.pk, "reason": "就近办理"}
    at.refused(dispute, dispute.handler, "override_route", facts, "市级", post="section")


def test_art2_nobody_acts_for_guidance_and_justice_in_one_matter(at: Trial) -> None:
    """One account with posts in both bodies: who has acted for one does not act for the other."""
    dispute = stages.reach(at.cast, "deliberating")
    person = at.cast.people[dispute.handler, "handler"]
    Post.objects.create(person=person, body=at.cast.bodies[dispute.justice], rank="handler", valid_from=SINCE)
    both = replace(at.cast.actor(dispute.justice), person_id=person.pk)
    fault = at.refused(dispute, dispute.justice, "consult", {"opinion": "同意"}, "另一机构", actor=both)
    assert articles(fault) == {2}


def test_art2_the_justice_bureau_has_no_handling_move(at: Trial) -> None:
    """It is consulted and copied to; it does not accept, conclude or issue (no command)."""
    handling = [m for m in registry.table("dispute").moves if {w.role for w in m.who} == {"handler"}]
    for state in ("submitted", "coordinating", "deliberating", "declined", "issued"):
        dispute = stages.reach(at.cast, state)
        for move in (m for m in handling if m.leaves(state)):
            at.refused(dispute, dispute.justice, move.code, {}, "办理", post="head")
        Matter.objects.filter(pk=dispute.id).update(ended_on=today())


# --- art. 3 and invariant 7 -------------------------------------------------------------------------------------------


def test_art3_a_justice_office_takes_no_part_and_begins_nothing(at: Trial) -> None:
    office = at.cast.actor("航埠司法所", "head")
    dispute = stages.reach(at.cast, "submitted")
    for move in registry.table("dispute").moves_from("submitted"):
        at.refused(dispute, "", move.code, {}, "办理|调阅", actor=office)
    opening = {"title": "争议", "field": "领域", "respondents": [at.cast.id("柯城区交通局")]}
    for code in ("open", "take_over", "import_closed"):
        at.not_begun("航埠司法所", code, opening, ".", post="head")


@pytest.mark.parametrize("body", ["航埠镇", "柯城区司法局", "柯城区编办", "柯城区政府", "柯城区城管局"])
def test_art2_inv7_nobody_but_a_guidance_body_is_made_handler(at: Trial, body: str) -> None:
    dispute = stages.reach(at.cast, "submitted")
    facts = {"handler": at.cast.id(body), "reason": "由其办理"}
    fault = at.refused(dispute, dispute.handler, "override_route", facts, "指导机构", post="section")
    assert articles(fault) == {6}


# --- art. 4 -----------------------------------------------------------------------------------------------------------


def test_art4_both_parties_see_the_same_steps() -> None:
    """Whatever is no body's own in-house step is shown to both; the in-house ones only to the body itself."""
    table = registry.table("dispute")
    applicant, respondent, handler = 1, 2, 3
    for move in table.moves:
        for actor in (applicant, respondent, handler):
            seen = [shows(table, move.code, actor, {side}) for side in (applicant, respondent)]
            assert seen == ([actor == applicant, actor == respondent] if move.inhouse else [True, True]), move.code
    inhouse = {m.code for m in table.moves if m.inhouse}
    assert inhouse == {"review.draft", "review.agree", "review.return", "review.recall", "assign", "hand_back"}


def test_art4_from_acceptance_to_the_end_both_parties_have_the_whole_file() -> None:
    table = registry.table("dispute")
    heard = ["coordinating", "agreed", "deliberating", "proposed", "accepted", "declined", "with_government"]
    for state in (*heard, "decided", "issued", "copied", "closed"):
        assert {table.view(role, state) for role in ("applicant", "respondent")} == {"file"}, state


def test_art4_nothing_a_party_rests_on_is_emptied_while_the_matter_is_open(at: Trial) -> None:
    dispute = stages.reach(at.cast, "proposed")
    for event in Event.objects.filter(matter=dispute.id, move__in=["submit", "meeting", "confirm", "deliberation"]):
        facts = {"seq": event.seq, "reason": "遮蔽"}
        at.refused(dispute, dispute.handler, "redact", facts, "事项结束后", post="head")


# --- art. 5 -----------------------------------------------------------------------------------------------------------


def test_art5_the_dispute_flow_is_item_7_and_no_other() -> None:
    table = registry.table("dispute")
    items = {c.item for m in table.moves for c in m.cites if c.article == 5} | {
        c.item for c in table.cites if c.article == 5
    }
    assert items == {7}


# --- art. 6 -----------------------------------------------------------------------------------------------------------


def test_art6_no_submission_without_negotiation(at: Trial) -> None:
    dispute = Dispute(at.cast).open()
    draft = {"move": "submit", "facts": dispute.application()}
    for move, facts, post in (("review.draft", draft, "handler"), ("submit", dispute.application(), "head")):
        fault = at.refused(dispute, dispute.applicant, move, facts, "协商", post=post)
        assert articles(fault) == {6}


def test_art6_no_submission_when_the_negotiation_succeeded(at: Trial) -> None:
    dispute = Dispute(at.cast).open().negotiate("agreed")
    at.refused(dispute, dispute.applicant, "submit", dispute.application(), "协商一致", post="head")


def test_art6_no_negotiation_without_proof(at: Trial) -> None:
    dispute = Dispute(at.cast).open()
    facts = {"outcome": "refused", "held_on": today(), "way": "函商", "summary": "拒绝", "evidence": []}
    fault = at.refused(dispute, dispute.applicant, "record_negotiation", facts, "至少")
    assert set(fault.errors) == {"evidence"}


@pytest.mark.parametrize("outcome", ["refused", "no_answer", "not_agreed"])
def test_art6_the_other_side_need_not_consent(cast: Cast, outcome: str) -> None:
    assert Dispute(cast).open().negotiate(outcome).submit().id


def test_art6_the_application_is_written(at: Trial) -> None:
    dispute = Dispute(at.cast).open().negotiate().submit()
    assert Paper.objects.get(issued_by__matter=dispute.id).kind == "dispute_application"


def test_art6_no_party_chooses_who_handles(at: Trial) -> None:
    """The application cannot name a handler, and a party cannot move the matter to another."""
    dispute = Dispute(at.cast).open().negotiate()
    chosen = {**dispute.application(), "handler": at.cast.id("衢州市指导")}
    at.refused(dispute, dispute.applicant, "submit", chosen, "没有这一项", post="head")
    dispute.submit()
    facts = {"handler": at.cast.id("衢州市指导"), "reason": "希望由市里办理"}
    for body in (dispute.applicant, dispute.respondent):
        at.refused(dispute, body, "override_route", facts, "办理", post="head")


def test_art6_nobody_routes_to_a_county_that_has_no_party(at: Trial) -> None:
    dispute = stages.reach(at.cast, "submitted")
    facts = {"handler": at.cast.id("衢江区指导"), "reason": "由其办理"}
    at.refused(dispute, dispute.handler, "override_route", facts, "只能是市级", post="section")


def test_art6_the_same_dispute_is_not_handled_twice(at: Trial) -> None:
    """Same parties (whoever applies), same field: refused unless a reason is given."""
    Dispute(at.cast).open().negotiate().submit()
    again = Dispute(at.cast, applicant="柯城区交通局", respondent="柯城区住建局").open().negotiate()
    fault = at.refused(again, again.applicant, "submit", again.application(), "在办争议", post="head")
    assert articles(fault) == {6}


def test_art6_a_dispute_is_taken_over_once_by_the_body_above_with_its_parties(at: Trial) -> None:
    c = at.cast
    dispute = stages.reach(c, "transferred_up")
    facts = {**dispute.application(), "origin": dispute.id, "applicant": c.id(dispute.applicant), "title": "争议",
             "respondents": [c.id(dispute.respondent)], "field": "渣土运输", "reason": "接收办理"}  # fmt: skip
    at.not_begun("衢江区指导", "take_over", facts, "上级指导机构")
    at.not_begun("柯城区指导", "take_over", facts, "上级指导机构")
    other = {**facts, "respondents": [c.id("柯城区城管局")]}
    at.not_begun("衢州市指导", "take_over", other, "一致")
    taken = at.done(lambda door: door.start("dispute", Ask("take_over", c.actor("衢州市指导"), facts)))
    at.not_begun("衢州市指导", "take_over", facts, "已经接收")
    new = Dispute(c, handler="衢州市指导", id=taken.matter_id)
    do(new, new.handler, "reject", {"reason": "不属职责争议", "advice": "另行处理", "art23": NO_ART23})
    at.not_begun("衢州市指导", "take_over", facts, "已经接收")


def test_art6_a_supplement_does_not_undo_an_override(cast: Cast) -> None:
    """Nor does the notice of acceptance give the county's ground for the city's competence."""
    dispute = stages.reach(cast, "submitted")
    do(dispute, dispute.handler, "override_route", {"handler": cast.id("衢州市指导"), "reason": "案情重大"})
    city = replace(dispute, handler="衢州市指导")
    do(city, city.handler, "return_for_supplement", {"items": ["补充"]})
    cast.do(city.id, city.applicant, "supplement", city.application())
    assert situation(Matter.objects.get(pk=city.id)).bodies("handler") == [cast.id("衢州市指导")]
    city.accept()
    notice = Paper.objects.get(kind="dispute_acceptance")
    assert notice.content["issuer"] == "衢州市指导"
    assert "案情重大" in str(notice.content["paragraphs"])
    assert "同一县" not in str(notice.content["paragraphs"])


def test_art6_a_dispute_is_merged_only_into_one_of_the_same_handler(at: Trial) -> None:
    dispute = stages.reach(at.cast, "submitted")
    other = Dispute(at.cast, "衢江区住建局", "衢江区交通局", "衢江区指导").open().negotiate().submit()
    for into in (other.id, dispute.id):
        facts = {**REASON, "art23": NO_ART23, "into": into}
        at.refused(dispute, dispute.handler, "merge", facts, "并入|另一件", post="section")


# --- art. 7 -----------------------------------------------------------------------------------------------------------


def test_art7_no_application_without_the_opponents_view(at: Trial) -> None:
    dispute = Dispute(at.cast).open().negotiate()
    facts = dispute.application()
    facts["views"][1] |= {"statement": "", "bases": []}
    fault = at.refused(dispute, dispute.applicant, "submit", facts, "观点", post="head")
    assert articles(fault) == {7}
    facts["views"][1] |= {"body": at.cast.id("柯城区城管局"), "statement": "第三方的观点", "bases": basis("law")}
    at.refused(dispute, dispute.applicant, "submit", facts, "观点", post="head")


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("rank", ["normative", "three_decisions", ""])
def test_art7_no_view_without_law_regulation_or_rule(at: Trial, side: int, rank: str) -> None:
    """规范性文件 and 三定 are only supplementary."""
    lower = [r.value for r in BasisRank if not r.primary]
    dispute = Dispute(at.cast).open().negotiate()
    facts = dispute.application()
    facts["views"][side] = {**facts["views"][side], "bases": [b for r in lower for b in basis(r)] if rank else []}
    fault = at.refused(dispute, dispute.applicant, "submit", facts, "依据", post="head")
    assert fault.errors.keys() == {f"views.{side}.bases"}


def test_art7_silence_of_the_other_side_needs_its_proof_and_is_never_ones_own(at: Trial) -> None:
    dispute = Dispute(at.cast).open().negotiate()
    facts = dispute.application()
    silent = {"no_answer": True, "statement": "", "bases": [], "proof": []}
    facts["views"][1] |= silent
    at.refused(dispute, dispute.applicant, "submit", facts, "未答复", post="head")
    facts["views"][0] |= {**silent, "proof": [at.cast.file(dispute.applicant)]}
    at.refused(dispute, dispute.applicant, "submit", facts, "本机关", post="head")
