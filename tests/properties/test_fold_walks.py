"""fold(events) = projections, after random walks of legal and illegal steps; an illegal step changes nothing."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Cast, Dispute, build
from tests.procedure import prints, stages
from tests.procedure.walks import TABLE, Walk
from xiedu.procedure import made
from xiedu.procedure.models import Delivery, Event, EventFacts, Matter, MatterIndex, Participant, RunningTerm, Waiting
from xiedu.procedure.replay import replay
from xiedu.procedure.situation import Situation
from xiedu.procedure.verify import verify
from xiedu.procedure.world import DbWorld

pytestmark = pytest.mark.django_db
STARTS = [
    "negotiating",
    "submitted",
    "coordinating",
    "deliberating",
    "proposed",
    "declined",
    "with_government",
    "agreed",
]


def agree(dispute: Dispute, sit: Situation) -> None:
    """Every projection says what the fold says."""
    matter = Matter.objects.get(pk=dispute.id)
    assert (matter.state, matter.seq) == (sit.state, sit.seq)
    ends = [p.occurred_on for p in sit.past if p.to in TABLE.ends and p.frm not in TABLE.ends]
    assert matter.ended_on == (ends[-1] if ends else None)
    now = Participant.objects.filter(matter=matter, until_seq=None).values_list("role", "body_id", "person_id")
    assert sorted(map(repr, now)) == sorted(repr((p.role, p.body_id, p.person_id)) for p in sit.parts)
    rows = MatterIndex.objects.filter(matter=matter).values_list("key", "text")
    assert dict(rows) == {key: str(value)[:300] for key, value in sit.index.items()}
    running = {key for key, clock in sit.clocks.items() if not clock.stopped}
    terms = RunningTerm.objects.filter(matter=matter, stopped_seq=None)
    assert sorted(t.key for t in terms) == sorted(running)
    due = {t.key: t.due for t in terms}
    world = DbWorld(matter.opened_on)
    assert due == {key: world.due(sit.clocks[key]).due for key in running}
    waiting = [(b, p, posts, label[:80], due.get(key)) for b, p, posts, label, key in made.waiting(TABLE, sit)]
    held = Waiting.objects.filter(matter=matter).values_list("body_id", "person_id", "posts", "label", "due")
    assert sorted(map(repr, held)) == sorted(map(repr, waiting))
    assert sorted(map(repr, _sent(matter))) == sorted(map(repr, _deliveries(sit)))
    for stated in EventFacts.objects.filter(event__matter=matter):
        assert (not stated.body) == any(stated.event.seq in p.made.get("redacts", ()) for p in sit.past)


def _sent(matter: Matter) -> Iterator[Any]:
    for d in Delivery.objects.filter(matter=matter).exclude(channel="notice").select_related("paper"):
        yield d.channel, d.body_id, d.paper and d.paper.number, d.sent_on, d.received_on


def _deliveries(sit: Situation) -> list[Any]:
    """A second reading of what was sent and received; void papers are never sent afterwards."""
    rows: list[list[Any]] = []
    void: set[str] = set()
    for past in sit.past:
        for channel, body, number, sent in past.made.get("deliveries", ()):
            rows.append([channel, body, number, past.occurred_on if sent else None, None])
        void |= set(past.made.get("notes", {}).get("voids", ()))
        for row in rows:
            if past.made.get("sent") and row[3] is None and row[2] not in void:
                row[3] = past.occurred_on
            if past.made.get("received") and row[1] == past.body_id and row[3] and row[4] is None:
                row[4] = past.occurred_on
    return [tuple(row) for row in rows]


def walked(cast: Cast, seed: int, steps: int, *, watch: bool) -> Walk:
    """A walk from a drawn state, compared with its projections after every few steps."""
    draw = random.Random(seed)
    dispute = Dispute(cast)
    if seed % 5 == 4:
        dispute = stages.recused(cast)
    else:
        stages.WAYS[STARTS[seed % len(STARTS)]](dispute)
    walk = Walk(cast, draw, dispute, watch=prints.digest if watch else None)
    for number in range(steps):
        walk.step()
        if number % 5 == 4:
            agree(dispute, walk.sit())
    agree(dispute, walk.sit())
    return walk


@pytest.mark.parametrize("seed", range(14))
def test_after_any_walk_fold_and_projections_agree_and_illegal_steps_changed_nothing(seed: int) -> None:
    walk = walked(build(), seed, 30, watch=True)
    assert walk.made
    assert walk.refused
    assert verify() == []
    assert replay().differing == ()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_after_many_long_walks_fold_and_projections_agree(seed: int) -> None:
    walked(build(), seed, 120, watch=seed % 10 == 0)
    assert verify() == []


def test_the_walks_reach_most_of_the_table() -> None:
    """So that the test above is no test of the first three moves."""
    cast = build()
    seen: set[str] = set()
    for seed in range(200, 212):
        seen |= set(walked(cast, seed, 60, watch=False).made)
        Matter.objects.update(ended_on="2026-01-01")
    assert len(seen) > 20, sorted(seen)
    assert Event.objects.count() > 100
