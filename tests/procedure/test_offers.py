"""What the page offers and what the door does are the same, for everybody in every state."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction

from tests.cast import POSTS, Cast, build
from tests.procedure import stages
from tests.supervision.story import Story
from xiedu.base.models import today
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import NoFacts
from xiedu.procedure.models import Matter
from xiedu.procedure.offers import offers
from xiedu.procedure.perform import Ask, perform, situation
from xiedu.procedure.world import DbWorld

pytestmark = pytest.mark.django_db
TABLE = registry.table("dispute")


def made(cast: Cast, matter: int, ask: Ask) -> NotMade | None:
    """What the door says against a step; the step itself is taken back."""
    try:
        with transaction.atomic():
            perform(matter, ask)
            transaction.set_rollback(True)
    except NotMade as fault:
        return fault
    return None


@pytest.mark.parametrize("state", sorted(stages.WAYS))
def test_offered_is_made_and_refused_is_refused_with_the_same_words(state: str) -> None:
    cast = build()
    dispute = stages.reach(cast, state)
    sit = situation(Matter.objects.get(pk=dispute.id))
    ours = [name for name, body in cast.bodies.items() if body.pk in {p.body_id for p in sit.parts}]
    for body, post in product([*ours, "衢江区指导", "航埠镇"], POSTS):
        who = cast.actor(body, post)
        found = offers(TABLE, sit, who, DbWorld(today()))
        assert {o.move.code for o in found} <= {m.code for m in TABLE.moves_from(state)}
        for offer in found:
            fault = made(cast, dispute.id, Ask(offer.move.code, who, {}))
            if offer.mode == "do" and offer.move.facts is NoFacts:
                assert fault is None, (body, post, offer.move.code, str(fault))
            if offer.mode == "refused":
                assert fault is not None, (body, post, offer.move.code)
                assert offer.refusal is not None
                assert offer.refusal.message
        unoffered = {m.code for m in TABLE.moves} - {o.move.code for o in found} - {"review.draft"}
        for code in unoffered:
            assert made(cast, dispute.id, Ask(code, who, {})) is not None, (body, post, code)


def modes(story: Story, body: str, *, day: date) -> dict[str, str]:
    """How each move of the body stands on a day."""
    sit = situation(Matter.objects.get(pk=story.id))
    found = offers(registry.table("notice"), sit, story.cast.actor(body), DbWorld(day))
    return {offer.move.code: offer.mode for offer in found}


def test_what_only_the_passing_of_a_deadline_allows_is_offered_without_another_step() -> None:
    story = Story(build(), ago=60).correcting()
    served = today() - timedelta(days=60)
    assert modes(story, story.bureau, day=served + timedelta(days=10))["submit"] == "refused"
    assert modes(story, story.bureau, day=today())["submit"] == "review"
