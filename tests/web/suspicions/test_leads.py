"""Confirmed suspicions become leads: one a body, which the body itself does not see (arts 12, 14, 22)."""

import pytest

from tests.cast import Cast
from tests.web.conftest import As
from tests.web.suspicions.conftest import Raise
from xiedu.bodies.principal import principal_of
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.policy import Sight
from xiedu.suspicions.models import Suspicion

pytestmark = pytest.mark.django_db


def test_confirming_begins_one_lead_a_body_with_what_was_found(cast: Cast, suspect: Raise, sign_in: As) -> None:
    ids = [suspect("柯城区城管局", "甲1").pk, suspect("柯城区城管局", "甲2").pk, suspect("柯城区住建局", "乙1").pk]
    client = sign_in("柯城区司法局", "handler")
    chosen = client.post("/suspicions/choose/", {"what": "confirm", "id": ids})
    frozen = chosen.context["frozen"]
    done = client.post("/suspicions/decide/", {"what": "confirm", "frozen": frozen, "lead": "true"}, follow=True)
    assert "已建立监督线索" in done.content.decode()
    leads = {m.pk: m for m in Matter.objects.filter(procedure="lead")}
    assert len(leads) == 2
    assert {m.state for m in leads.values()} == {"reported"}
    by_source = dict(Suspicion.objects.values_list("record", "lead_id"))
    assert by_source["甲1"] == by_source["甲2"] != by_source["乙1"]
    first = Event.objects.select_related("stated").get(matter_id=by_source["甲1"], seq=1)
    assert "甲1" in first.stated.body
    assert "甲2" in first.stated.body
    assert f"/matters/{by_source['甲1']}/" in client.get(f"/suspicions/{ids[0]}/").content.decode()


def test_art18_the_accused_body_sees_nothing_of_the_lead(cast: Cast, suspect: Raise, sign_in: As) -> None:
    one = suspect("柯城区城管局").pk
    sign_in("柯城区司法局", "handler").post(f"/suspicions/{one}/", {"what": "confirm", "lead": "true"})
    lead = Matter.objects.get(procedure="lead")
    for post in ("handler", "head"):
        user = cast.people["柯城区城管局", post].user
        assert user
        who = principal_of(user)
        assert not Sight(who).matters().filter(pk=lead.pk).exists()
        assert sign_in("柯城区城管局", post).get(f"/matters/{lead.pk}/").status_code == 404


def test_a_verdict_without_a_lead_is_a_choice(suspect: Raise, sign_in: As) -> None:
    one = suspect("柯城区城管局").pk
    sign_in("柯城区司法局", "handler").post(f"/suspicions/{one}/", {"what": "confirm", "lead": "false"})
    assert not Matter.objects.exists()
    assert Suspicion.objects.get().state == "confirmed"


def test_a_body_the_bureau_may_not_supervise_keeps_the_verdict_and_says_where_to_turn(
    suspect: Raise, sign_in: As
) -> None:
    one = suspect("柯城区司法局").pk
    client = sign_in("柯城区司法局", "handler")
    page = client.post(f"/suspicions/{one}/", {"what": "confirm", "lead": "true"}, follow=True)
    assert "已建立监督线索" in page.content.decode()
    lead = Matter.objects.get(procedure="lead")
    assert lead.area.code == "330800"
    assert Suspicion.objects.get().lead_id == lead.pk
