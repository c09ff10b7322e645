"""What the workbench lists is what a person would choose by hand from everything that waits."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import POSTS, Cast, Dispute
from xiedu.base.models import today
from xiedu.bodies.models import Person
from xiedu.bodies.principal import Holding, Principal
from xiedu.procedure.models import Waiting
from xiedu.web.matters import awaited as room
from xiedu.web.matters.awaited import awaited

pytestmark = pytest.mark.django_db
MOST = 5


def _piece(draw: random.Random, cast: Cast, matter: int, people: list[int]) -> Waiting:
    return Waiting(
        matter_id=matter,
        body_id=draw.choice([b.pk for b in cast.bodies.values()][:4]),
        person_id=draw.choice([None, None, *people]),
        posts=",".join(sorted(draw.sample(POSTS, draw.randint(1, 3)))),
        label="待办",
        since=today(),
        due=draw.choice([None, today() + timedelta(days=draw.randint(-9, 9))]),
    )


def _somebody(draw: random.Random, cast: Cast, people: list[int]) -> Principal:
    holdings = tuple(
        Holding(
            b.pk, b.name, b.kind, b.area_id, "", "", frozenset(draw.sample(POSTS, 1)), draw.choice([None, people[1]])
        )
        for b in draw.sample(list(cast.bodies.values())[:4], 3)
    )
    return Principal(1, "某人", people[0], holdings=holdings)


def _his(who: Principal, row: Waiting) -> bool:
    mine = [h for h in who.holdings if h.body_id == row.body_id]
    if row.person_id:
        return row.person_id == who.person_id or row.person_id in {h.for_person_id for h in mine}
    return any(set(row.posts.split(",")) & h.posts for h in mine)


@pytest.mark.parametrize("seed", range(4))
def test_the_first_of_mine_and_of_my_bodies_with_true_counts(cast: Cast, seed: int) -> None:
    draw = random.Random(seed)
    matter = Dispute(cast).open().id
    Waiting.objects.all().delete()
    people = list(Person.objects.order_by("id").values_list("pk", flat=True)[:3])
    rows = Waiting.objects.bulk_create(_piece(draw, cast, matter, people) for _ in range(40))
    who = _somebody(draw, cast, people)
    here = [r for r in rows if r.body_id in who.body_ids]
    found = awaited(who, MOST)
    for mine in (1, 0):
        wanted = sorted((r for r in here if _his(who, r) == bool(mine)), key=lambda r: (r.due or date.max, r.pk))
        listed = [row for row in found if row.mine == mine]
        assert [row.due for row in listed] == [r.due for r in wanted[:MOST]]
        assert {row.many for row in listed} <= {len(wanted)}
    assert {row.late for row in found} == {sum(1 for r in here if r.due and r.due < today())}


def test_a_body_with_much_work_is_read_to_its_limit_and_hides_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = Dispute(cast).open().id
    Waiting.objects.all().delete()
    busy, calm = list(cast.bodies.values())[:2]
    common: dict[str, Any] = {"matter_id": matter, "posts": "head", "since": today()}
    Waiting.objects.bulk_create(Waiting(**common, body=busy, label=f"第{n}件", due=today()) for n in range(80))
    Waiting.objects.create(**common, body=calm, label="另一件", due=today() - timedelta(days=1))
    holdings = tuple(Holding(b.pk, b.name, b.kind, b.area_id, "", "", frozenset({"head"})) for b in (busy, calm))
    found = awaited(Principal(1, "某人", 1, holdings=holdings), 50)
    assert len(found) == 50
    assert found[0].label == "另一件"
    assert {row.many for row in found} == {room.DATED_EACH + 1}
