"""The three ends of a dispute, from negotiation to close."""

import pytest

from tests.cast import Cast, Dispute, build
from xiedu.papers.models import Paper
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Delivery, Matter, Waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build()


@pytest.mark.parametrize("way", ["agreed", "accepted", "decided"])
def test_a_dispute_reaches_its_written_opinion(cast: Cast, way: str) -> None:
    dispute = getattr(Dispute(cast), way)().issue().close()
    matter = Matter.objects.get(pk=dispute.id)
    assert matter.state == "closed"
    assert matter.ended_on is not None
    assert not Waiting.objects.filter(matter=matter).exists()
    opinion = Paper.objects.get(kind="dispute_opinion")
    assert opinion.number.startswith("柯协调〔")
    copies = Delivery.objects.filter(matter=matter, channel="copy", paper=opinion)
    assert {c.body.kind for c in copies} == {"staffing", "justice"}
    assert all(c.sent_on for c in copies)


def test_wording_that_drops_a_duty_is_refused_when_it_is_sent_up(cast: Cast) -> None:
    dispute = Dispute(cast).agreed()
    facts = {
        "outcome": dispute.outcome,
        "reasons": "依照条例",
        "requirement": "",
        "wording": [{"level": 0, "text": "各方自行处理。"}],
    }
    draft = {"move": "issue_opinion", "facts": facts}
    with pytest.raises(NotMade, match="职责分工和依据段落不得修改或删除"):
        cast.do(dispute.id, dispute.handler, "review.draft", draft)
    assert Matter.objects.get(pk=dispute.id).state == "agreed"
