"""Approval and recusal (policy) and the invariants of papers, numbers and clocks, tried at every door."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import OPINION_CHAIN, Cast, Dispute
from tests.coordination.doors import Trial, basis
from tests.procedure import stages
from tests.procedure.stages import do
from xiedu.base.models import today
from xiedu.bodies.models import Body, Hosting
from xiedu.law.codes import LimitOrigin
from xiedu.papers.content import Para
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter, RunningTerm
from xiedu.procedure.perform import Ask, preview, situation

pytestmark = pytest.mark.django_db


# --- approval: policy of each body, the signature all the same --------------------------------------------------------


def test_policy_no_drafter_signs_his_own_paper(at: Trial) -> None:
    dispute = stages.reach(at.cast, "agreed")
    facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
    draft = {"move": "issue_opinion", "facts": facts}
    at.cast.do(dispute.id, dispute.handler, "review.draft", draft, post="head")
    for post in OPINION_CHAIN[:-1]:
        at.cast.do(dispute.id, dispute.handler, "review.agree", {}, post=post)
    at.refused(dispute, dispute.handler, "issue_opinion", None, "起草人不能签发", post="head")


def test_policy_what_is_signed_is_what_was_approved(at: Trial) -> None:
    dispute = stages.reach(at.cast, "agreed")
    facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
    at.cast.do(dispute.id, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts})
    for post in OPINION_CHAIN[:-1]:
        at.cast.do(dispute.id, dispute.handler, "review.agree", {}, post=post)
    other = {**facts, "reasons": "另写的理由"}
    at.refused(dispute, dispute.handler, "issue_opinion", other, "一致", post="head")


def test_policy_no_step_of_the_chain_is_left_out(at: Trial) -> None:
    dispute = stages.reach(at.cast, "agreed")
    facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
    at.refused(dispute, dispute.handler, "issue_opinion", facts, "送审", post="head")
    at.cast.do(dispute.id, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts})
    at.refused(dispute, dispute.handler, "issue_opinion", None, "尚未走完", post="head")
    at.refused(dispute, dispute.handler, "review.agree", {}, "轮到", post="deputy")


# --- recusal: policy --------------------------------------------------------------------------------------------------


def test_policy_the_interested_body_signs_nothing_alone(at: Trial) -> None:
    """The handler sits in a party: the presenter acts, deliberates and signs; the paper names the recusal."""
    dispute = stages.recused(at.cast)
    at.refused(dispute, dispute.handler, "accept_recused", {}, "回避", post="section")
    at.refused(dispute, dispute.justice, "accept", {}, "不单独组织协调", post="section")
    presenter = replace(dispute, handler=dispute.justice)
    do(presenter, presenter.handler, "accept_recused", {})
    at.cast.do(dispute.id, dispute.staffing, "consult", {"opinion": "同意"})
    facts = {"held_on": today(), "attendees": "各方", "minutes": "会商", "outcome": dispute.outcome, "reasons": "依据"}
    at.refused(dispute, "柯城区指导", "review.draft", {"move": "deliberation", "facts": facts}, "回避")
    at.cast.signed(dispute.id, dispute.justice, "deliberation", facts, OPINION_CHAIN)
    paper = Paper.objects.get(kind="dispute_deliberation")
    assert any("回避" in banner and "柯城区司法局" in banner for banner in paper.content["banners"])


def test_policy_no_interested_body_handles_where_nobody_neutral_can_present(at: Trial) -> None:
    c = at.cast
    touched = ("柯城区城管局", "柯城区司法局", "柯城区编办")
    dispute = Dispute(c).open(respondents=[c.id(b) for b in touched]).negotiate()
    views = [{"body": c.id(b), "statement": "观点", "bases": basis("law")} for b in ("柯城区住建局", *touched)]
    at.refused(dispute, dispute.applicant, "submit", {"focus": "焦点", "views": views}, "回避", post="head")


def test_policy_when_justice_is_the_host_the_staffing_office_presents(cast: Cast) -> None:
    Hosting.objects.filter(guidance=cast.bodies["柯城区指导"]).update(host=cast.bodies["柯城区司法局"])
    dispute = Dispute(cast, respondent="柯城区司法局").open().negotiate().submit()
    assert situation(Matter.objects.get(pk=dispute.id)).bodies("presenter") == [cast.id("柯城区编办")]


# --- invariants 1, 8, 12 ----------------------------------------------------------------------------------------------


def test_inv1_issued_papers_cannot_share_a_number(cast: Cast) -> None:
    dispute = stages.reach(cast, "issued")
    paper = Paper.objects.get(kind="dispute_opinion")
    copy = {f.attname: getattr(paper, f.attname) for f in Paper._meta.concrete_fields if f.name != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(**{**copy, "code": "另一个核验码"})
    assert dispute.id


def test_inv1_a_body_without_its_word_issues_nothing(at: Trial) -> None:
    dispute = Dispute(at.cast).open().negotiate()
    Body.objects.filter(pk=at.cast.id(dispute.applicant)).update(paper_word="")
    at.refused(dispute, dispute.applicant, "submit", dispute.application(), "代字", post="head")


def test_inv8_every_clock_says_how_it_was_reckoned(cast: Cast) -> None:
    dispute = stages.reach(cast, "decided")
    rows = RunningTerm.objects.filter(matter=dispute.id)
    assert rows.count() >= 6
    for row in rows:
        assert row.start
        assert row.n > 0
        assert row.unit in {"CD", "WD", "M", "Y", "H"}
        assert row.origin == LimitOrigin.INTERNAL
        assert row.calendar_version
        assert row.due > row.start


@pytest.mark.parametrize("way", ["agreed", "accepted", "decided"])
def test_inv12_no_internal_target_is_printed_as_law(cast: Cast, way: str) -> None:
    dispute = getattr(Dispute(cast), way)().issue().close(art23=True)
    papers = Paper.objects.filter(issued_by__matter=dispute.id)
    assert papers.count() >= 4
    for paper in papers:
        _no_legal_limit(paper)


def test_inv12_no_notice_prints_an_internal_target_as_law(cast: Cast) -> None:
    for state in ("supplementing", "rejected"):
        dispute = stages.reach(cast, state)
        for paper in Paper.objects.filter(issued_by__matter=dispute.id):
            _no_legal_limit(paper)
        Matter.objects.filter(pk=dispute.id).update(ended_on=today())


def _no_legal_limit(paper: Paper) -> None:
    """法定期限 and its like stand on a paper only to say that a day is none."""
    printed = "\n".join([*_strings(paper.content)])
    for word in ("法定期限", "法定时限", "法定限期", "法定办理期限"):
        for before in printed.split(word)[:-1]:
            assert before.endswith(("不是", "并非", "非")), (paper.kind, before[-30:])


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in _strings(v)]
    return [s for v in value for s in _strings(v)] if isinstance(value, list) else []


def test_inv12_the_drafter_cannot_call_an_internal_target_law(at: Trial) -> None:
    dispute = stages.reach(at.cast, "deliberating")
    for body in (dispute.staffing, dispute.justice):
        at.cast.do(dispute.id, body, "consult", {"opinion": "同意"})
    facts: dict[str, Any] = {"held_on": today(), "attendees": "各方", "minutes": "会商", "outcome": dispute.outcome,
                             "reasons": "依据"}  # fmt: skip
    plain = _preview(at.cast, dispute, facts)
    assert any("不是法定期限" in text for _, text in plain)
    for turned in (
        [(level, text.replace("不是法定期限", "为法定期限")) for level, text in plain],
        [(level, text) for level, text in plain if "不是法定期限" not in text],
        [*plain, (0, "请在法定期限内答复。")],
    ):
        words = [{"level": level, "text": text} for level, text in turned]
        with pytest.raises(NotMade, match=r"法定期限|不得修改"):
            _preview(at.cast, dispute, {**facts, "wording": words})


def _preview(cast: Cast, dispute: Dispute, facts: dict[str, Any]) -> list[tuple[int, str]]:
    sit = situation(Matter.objects.get(pk=dispute.id))
    ask = Ask("deliberation", cast.actor(dispute.handler, "head"), facts)
    content = preview(registry.table("dispute"), sit, ask)[0]
    return [(p.level, p.text) for p in content.paragraphs if isinstance(p, Para)]
