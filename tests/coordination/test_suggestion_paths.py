"""Every state and every end of art. 10 is reached through the door, and the events fold to what is stored."""

from datetime import timedelta

import pytest

from tests.cast import Cast, Dispute
from tests.coordination.letter import REASON, WAYS, Letter
from xiedu.base.models import today
from xiedu.law.codes import LimitOrigin
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Delivery, Link, Matter, RunningTerm, Waiting
from xiedu.procedure.perform import situation
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db


def test_every_state_has_its_way_its_waiting_work_and_no_other_clock(cast: Cast) -> None:
    table = registry.table("suggestion")
    assert set(WAYS) == {s.code for s in table.states}
    for state, way in WAYS.items():
        one = way(Letter(cast))
        assert one.state == state
        running = set(RunningTerm.objects.filter(matter=one.id, stopped_seq=None).values_list("key", flat=True))
        waits = set(Waiting.objects.filter(matter=one.id).values_list("term_key", flat=True))
        assert running == waits, state
        assert bool(waits) == (state not in table.ends)
    assert verify() == []


def test_refusal_criticism_report_and_end_with_the_copy(cast: Cast) -> None:
    one = Letter(cast).criticised()
    one.do(one.subject, "report", one.report()).do(one.handler, "verify", one.verification(**one.yes()))
    assert one.state == "performed"
    kinds = list(Paper.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["suggestion_letter", "suggestion_criticism", "suggestion_notice", "suggestion_copy"]
    assert Matter.objects.get(procedure="lead").state == "reported"
    assert Delivery.objects.filter(body=cast.bodies["柯城区司法局"], paper__kind="suggestion_copy").exists()
    assert verify() == []


def test_silence_correction_and_another_round(cast: Cast) -> None:
    """Silence, request, order; the report is not enough, is sent back, and then is."""
    one = Letter(cast).silent().signed("request_correction", {"items": ["责令纠正"], "reasons": "逾期未答复"})
    one.do(one.government, "order_correction", one.order(), "head")
    one.do(one.subject, "report", one.report())
    one.do(one.handler, "send_back", {"open": ["指定协作联系人"], "reason": "尚未指定"})
    assert one.state == "accepted"
    one.do(one.subject, "report", one.report()).do(one.handler, "verify", one.verification())
    assert one.state == "performed"


def test_what_is_not_performed_after_acceptance_may_be_criticised(cast: Cast) -> None:
    one = Letter(cast).unperformed().signed("request_criticism", Letter(cast).request())
    one.do(one.government, "criticise", one.criticism(), "head")
    assert one.state == "criticised"


def test_the_government_declines_and_the_guidance_body_may_still_suggest(cast: Cast) -> None:
    one = WAYS["declined"](Letter(cast)).signed("suggest", Letter(cast).suggestion())
    assert one.state == "suggested"
    one.do(one.subject, "accept", {"measures": "立即落实"})


def test_a_request_is_recalled_before_the_decision(cast: Cast) -> None:
    one = Letter(cast).criticising().do("柯城区指导", "recall", REASON, "section")
    assert one.state == "returned"
    one.signed("request_criticism", one.request())


def test_a_body_that_thinks_better_of_it_is_no_longer_defiant(cast: Cast) -> None:
    one = Letter(cast).refused().do("柯城区住建局", "accept", {"measures": "重新研究后落实"})
    assert one.state == "accepted"


def test_a_body_that_performs_late_after_all_is_done(cast: Cast) -> None:
    """The order's term has run out; there was no suggestion to accept, but what was ordered may still be done."""
    one = Letter(cast).ordered().wait().do("柯城区指导", "conclude_unperformed", REASON, "section")
    with pytest.raises(NotMade, match="没有向本机关发出书面建议"):
        one.do(one.subject, "accept", {"measures": "落实"})
    one.do(one.subject, "report", one.report()).do(one.handler, "verify", one.verification())
    assert one.state == "performed"


def test_an_opinion_not_carried_out_is_followed(cast: Cast) -> None:
    dispute = Dispute(cast).agreed().issue().close()
    one = Letter(cast, subject=dispute.respondent, duty="opinion", ago=0)
    follow = registry.table("suggestion").follows[0]
    values = follow.values(situation(Matter.objects.get(pk=dispute.id)), dispute.id)
    assert Matter.objects.get(pk=dispute.id).state in follow.states
    one.begin(**values, bases=[])
    assert Link.objects.get(frm_id=one.id).to_id == dispute.id
    assert values["document"] == Paper.objects.get(kind="dispute_opinion").number
    one.signed("suggest", one.suggestion())
    letter = Paper.objects.get(kind="suggestion_letter")
    assert values["document"] in str(letter.content)


def test_days_are_targets_but_for_the_report_that_runs_from_receipt(cast: Cast) -> None:
    one = Letter(cast).ordered()
    terms = {t.key: t for t in RunningTerm.objects.filter(matter=one.id)}
    assert {t.origin for key, t in terms.items() if key != "report"} == {LimitOrigin.INTERNAL}
    assert (terms["report"].origin, terms["report"].n, terms["report"].unit) == (LimitOrigin.NORMATIVE, 30, "CD")
    one.ago -= 10
    one.do(one.subject, "receive")
    running = RunningTerm.objects.get(matter=one.id, key="report", stopped_seq=None)
    assert running.start == today() - timedelta(days=one.ago)
    one.ago -= 1
    one.do(one.subject, "add_material", {"note": "进展情况"})
    assert RunningTerm.objects.get(matter=one.id, key="report", stopped_seq=None).start == running.start
