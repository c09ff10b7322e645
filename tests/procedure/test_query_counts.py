"""A step and the loading of a matter ask the database as often for a long file as for a short one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, Dispute, build
from tests.procedure import stages
from xiedu.base.models import today
from xiedu.bodies.principal import principal_of
from xiedu.procedure import registry
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.offers import offers
from xiedu.procedure.perform import Ask, perform, situation
from xiedu.procedure.policy import Sight, parts_of
from xiedu.procedure.verify import verify
from xiedu.procedure.world import DbWorld

pytestmark = pytest.mark.django_db
TABLE = registry.table("dispute")


@pytest.fixture
def cast() -> Cast:
    return build()


def asked(act: Callable[[], Any]) -> int:
    """How many queries an act sends."""
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def lengthen(dispute: Dispute, steps: int) -> None:
    for number in range(steps):
        facts = {"note": f"第{number}份材料", "files": [dispute.cast.file(dispute.applicant)]}
        dispute.cast.do(dispute.id, dispute.applicant, "add_material", facts)


def reply(dispute: Dispute) -> Callable[[], Any]:
    facts = {"statement": "观点", "files": [dispute.cast.file(dispute.respondent)]}
    return lambda: dispute.cast.do(dispute.id, dispute.respondent, "reply", facts)


def meet(dispute: Dispute) -> Callable[[], Any]:
    return dispute.meet


def give(dispute: Dispute) -> Callable[[], Any]:
    person = dispute.cast.people[dispute.handler, "handler"].pk
    return lambda: dispute.cast.do(dispute.id, dispute.handler, "assign", {"person": person}, post="section")


def answer(dispute: Dispute) -> Callable[[], Any]:
    return lambda: dispute.cast.do(dispute.id, dispute.applicant, "confirm", {"answer": "accept"})


@pytest.mark.parametrize("step", [reply, meet, give, answer], ids=lambda s: s.__name__)
def test_a_step_costs_the_same_in_a_long_file(cast: Cast, step: Callable[[Dispute], Callable[[], Any]]) -> None:
    found = []
    for length, respondent in ((1, "柯城区交通局"), (60, "航埠镇")):
        dispute = Dispute(cast, respondent=respondent).coordinating()
        lengthen(dispute, length)
        dispute.meet()
        found.append(asked(step(dispute)))
    assert found[0] == found[1]
    assert found[0] <= 25


def test_issuing_a_paper_costs_the_same_in_a_long_file(cast: Cast) -> None:
    """With papers, copies and number: the costliest step there is."""
    found = []
    for length, respondent in ((1, "柯城区交通局"), (40, "航埠镇")):
        dispute = Dispute(cast, respondent=respondent).coordinating()
        lengthen(dispute, length)
        dispute.meet().say("confirm", applicant="accept", respondent="accept")
        cast.do(dispute.id, dispute.handler, "conclude_agreed")
        facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
        cast.do(dispute.id, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts})
        for post in ("section", "deputy"):
            cast.do(dispute.id, dispute.handler, "review.agree", {}, post=post)
        ask = Ask("issue_opinion", cast.actor(dispute.handler, "head"))
        found.append(asked(lambda d=dispute, a=ask: perform(d.id, a)))  # type: ignore[misc]
    assert found[0] == found[1]
    assert found[0] <= 45


def test_loading_and_offering_cost_the_same_in_a_long_file(cast: Cast) -> None:
    found = []
    user = cast.people["柯城区指导", "handler"].user
    assert user is not None
    for length, respondent in ((1, "柯城区交通局"), (60, "航埠镇")):
        dispute = Dispute(cast, respondent=respondent).coordinating()
        lengthen(dispute, length)
        dispute.meet()
        matter = Matter.objects.select_related("area").get(pk=dispute.id)
        sit = situation(matter)
        who = cast.actor(dispute.handler)
        sight = Sight(principal_of(user))
        found.append((
            asked(lambda m=matter: situation(m)),  # type: ignore[misc]
            asked(lambda s=sit, w=who: offers(TABLE, s, w, DbWorld(today()))),  # type: ignore[misc]
            asked(lambda m=matter, s=sight: s.of(m, parts_of(m.pk))),  # type: ignore[misc]
        ))  # fmt: skip
    assert found[0] == found[1]
    assert found[0][0] == 1
    assert found[0][2] == 1


def test_a_refusal_for_the_wrong_person_or_state_is_cheap(cast: Cast) -> None:
    dispute = stages.reach(cast, "coordinating")
    ask = Ask("close", cast.actor(dispute.respondent), {})

    def refused() -> None:
        with pytest.raises(Exception, match="不能办理"):
            perform(dispute.id, ask)

    assert asked(refused) <= 6


def test_verify_asks_as_often_for_many_events_as_for_few(cast: Cast) -> None:
    dispute = stages.reach(cast, "coordinating")
    short = asked(verify)
    lengthen(dispute, 40)
    assert Event.objects.count() > 40
    assert asked(verify) == short
