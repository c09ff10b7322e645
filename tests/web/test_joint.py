"""Meetings, copies both ways and one's own overdue steps on one page, for those it concerns (arts 21, 23, 24)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, Dispute
from tests.supervision.story import Story
from tests.web.conftest import As
from xiedu.base.models import today
from xiedu.procedure.models import Matter, Waiting
from xiedu.procedure.perform import Ask, start

pytestmark = pytest.mark.django_db
GUIDANCE, JUSTICE = "柯城区指导", "柯城区司法局"


def fill(cast: Cast) -> None:
    Dispute(cast).agreed().issue().close(art23=True)
    Story(cast).corrected().copy(yes=True)
    facts = {"title": "月度会商", "held_on": today(), "place": "会议室", "topics": [{"topic": "渣土运输"}]}
    start("meeting", Ask("plan", cast.actor(JUSTICE), facts))


@pytest.mark.parametrize("body", [GUIDANCE, JUSTICE, "柯城区政府"])
def test_each_side_sees_meetings_and_copies(cast: Cast, sign_in: As, body: str) -> None:
    fill(cast)
    page = sign_in(body, "handler").get("/joint/").content.decode()
    for text in ("月度会商", "第二十三条抄送：", "待登记", "待筛查"):
        assert text in page, text


def test_a_guidance_body_sees_of_a_referred_lead_no_more_than_its_head(cast: Cast, sign_in: As) -> None:
    fill(cast)
    lead = Matter.objects.get(procedure="lead", indexed__key="source", indexed__text="guidance")
    cast.do(lead.pk, JUSTICE, "screen", {"lane": "general", "matter": "duties", "reason": "属于监督范围"})
    page = sign_in(GUIDANCE, "handler").get(f"/matters/{lead.pk}/").content.decode()
    assert "核查中" in page
    assert "属于监督范围" not in page


def test_overdue_work_of_the_watching_bodies_is_shown_to_themselves(cast: Cast, sign_in: As) -> None:
    fill(cast)
    lead = Matter.objects.filter(procedure="lead", state="reported").get()
    Waiting.objects.filter(matter=lead).update(due=today() - timedelta(days=3))
    page = sign_in(JUSTICE, "handler").get("/joint/").content.decode()
    assert "筛查线索" in page
    assert sign_in("柯城区住建局", "handler").get("/joint/").status_code == 403


def test_queries_do_not_grow_with_what_there_is(cast: Cast, sign_in: As) -> None:
    fill(cast)
    client = sign_in(JUSTICE, "handler")
    client.get("/joint/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get("/joint/")
        counts.append(len(found))
        fill(cast)
    assert counts[0] == counts[1] <= 14
