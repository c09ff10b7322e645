"""Every end of a lead and of a supervision matter is reached through the door, and the events fold to what is stored."""

import pytest

from tests.cast import Cast
from tests.supervision.story import Story
from xiedu.papers.models import Paper
from xiedu.procedure.models import Matter
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db


def state(matter: int) -> str:
    return Matter.objects.get(pk=matter).state


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
        "situation_letter",
        "supervision_notice",
        "decision_request",
        "supervision_decision",
        "guidance_copy",
    ]
    assert verify() == []
