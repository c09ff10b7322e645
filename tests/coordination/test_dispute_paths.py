"""The three ends of a dispute, from negotiation to close."""

import pytest

from tests.cast import Cast, Dispute, build
from xiedu.papers.models import Paper
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
