"""predicate = queryset of ``Sight`` over random worlds, and both equal a third reading of the rule.

A person sees a matter if, and only if, a body he acts for holds a role the table lets see something in its state, or
oversees its area and kind; private states are nobody's but the holders'; administrators see nothing, with or without a post.
"""

import random
from typing import Any

import pytest
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tests.cast import SINCE, Cast, Dispute, build
from xiedu.base.models import User
from xiedu.bodies.models import Area, Body, Post
from xiedu.bodies.principal import Holding, Principal, principal_of
from xiedu.procedure import registry
from xiedu.procedure.models import Matter, Participant
from xiedu.procedure.policy import Sight, parts_of

pytestmark = pytest.mark.django_db
TABLE = registry.table("dispute")
RANK = {"nothing": 0, "head": 1, "file": 2}
ROLES = [*(r.code for r in TABLE.roles), "assignee"]


class World:
    """Matters with random states, areas and participants, past and present; persons with random posts."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.cast = build()
        self.bodies = list(self.cast.bodies.values())
        self.areas = list(Area.objects.all())
        self.people = list(self.cast.people.values())

    def matters(self, count: int) -> list[Matter]:
        made = [
            Matter.objects.create(
                procedure=TABLE.code, number=f"试{n}", title="争议", state=self.draw.choice(TABLE.states).code, seq=1,
                regime="measures", area=self.draw.choice(self.areas), opened_on=SINCE, changed_at=timezone.now(),
            )
            for n in range(count)
        ]  # fmt: skip
        rows = [self._participant(matter) for matter in made for _ in range(self.draw.randint(0, 5))]
        Participant.objects.bulk_create(rows)
        return made

    def _participant(self, matter: Matter) -> Participant:
        role = self.draw.choice(ROLES)
        body = self.draw.choice(self.bodies)
        person = self.draw.choice(self.people) if role == "assignee" else None
        until = self.draw.choice([None, None, None, 3])
        return Participant(
            matter=matter, role=role, body=body, person=person, name=body.name, since_seq=1, until_seq=until
        )

    def principal(self) -> Principal:
        """Somebody who acts for none, one or several bodies, for himself or for an absent colleague."""
        bodies = self.draw.sample(self.bodies, self.draw.choice([0, 1, 1, 1, 2, 3]))
        holdings = tuple(self._holding(b) for b in bodies)
        return Principal(1, "某人", 1, self.draw.choice(["", "audit"]), self.draw.random() < 0.2, holdings)

    def _holding(self, body: Body) -> Holding:
        posts = frozenset({self.draw.choice(["handler", "head"])})
        stands_in = self.draw.choice([None, None, 7])
        area = body.area
        return Holding(body.pk, body.name, body.kind, area.pk, area.code, body.legal_level, posts, stands_in)


def rule(who: Principal, matter: Matter, held: list[tuple[str, int]]) -> str:
    """The rule read a third time, from the table alone."""
    best = "nothing"
    if who.duty:
        return best
    for role, body in held:
        if role != "assignee" and body in {h.body_id for h in who.holdings}:
            view = TABLE.sees.get((role, matter.state), next(r.sees for r in TABLE.roles if r.code == role))
            best = max(best, view, key=RANK.__getitem__)
    for holding in who.holdings:
        if holding.body_kind in {"guidance", "government"} and matter.state not in TABLE.private:
            if holding.area_id == matter.area_id:
                best = "file"
            elif holding.area_id == matter.area.parent_id:
                best = max(best, "head", key=RANK.__getitem__)
    return best


def compare(seed: int, matters: int, principals: int) -> int:
    """Random principals over one random set of matters; the number of worlds compared."""
    world = World(seed)
    rows = world.matters(matters)
    held: dict[int, list[tuple[str, int]]] = {m.pk: [] for m in rows}
    for p in Participant.objects.filter(until_seq=None):
        held[p.matter_id].append((p.role, p.body_id or 0))
    parts = {m.pk: parts_of(m.pk) for m in rows}
    for _ in range(principals):
        sight = Sight(world.principal())
        listed = set(sight.matters().values_list("pk", flat=True))
        assert len(listed) == sight.matters().count(), "a matter is listed twice"
        views = {m.pk: sight.of(m, parts[m.pk]) for m in rows}
        assert views == {m.pk: rule(sight.principal, m, held[m.pk]) for m in rows}
        assert listed == {pk for pk, view in views.items() if view != "nothing"}
        _first_of_them(sight, listed, world.draw)
    return principals


def _first_of_them(sight: Sight, listed: set[int], draw: random.Random) -> None:
    """What is read along the indexes is the same: all of it, the first of it, narrowed, from either end."""
    newest = sorted(listed, reverse=True)
    most, state = draw.randint(1, 9), draw.choice(TABLE.states).code
    assert sight.first(Matter.objects.all(), 1000) == newest
    assert sight.first(Matter.objects.all(), most, oldest=True) == newest[::-1][:most]
    there = Matter.objects.filter(Exists(Area.objects.filter(pk=OuterRef("area_id"), rank="county")))
    wanted = [pk for pk in newest if there.exclude(state=state).filter(pk=pk).exists()]
    assert sight.first(there.exclude(state=state), most) == wanted[:most]
    assert sight.first(Matter.objects.none(), most) == []


@pytest.mark.parametrize("seed", range(10))
def test_predicate_and_queryset_agree(seed: int) -> None:
    """Each principal over each set of matters is a world: 10 × 40 of them, 60 matters each."""
    assert compare(seed, 60, 40) == 40


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 200))
def test_predicate_and_queryset_agree_in_ten_thousand_worlds(seed: int) -> None:
    assert compare(seed, 60, 100) == 100


def test_administrators_and_people_without_a_post_see_nothing() -> None:
    """Nor does the superuser's flag open anything, nor a post that is over or not begun."""
    world = World(1)
    rows = world.matters(80)
    users: list[Any] = [User.objects.create(username=f"a{duty}", duty=duty) for duty in ("system", "security", "audit")]
    users.append(User.objects.create(username="root", is_superuser=True))
    person = world.people[0]
    Post.objects.filter(person=person).update(valid_to=SINCE)
    users.append(person.user)
    for user in users:
        sight = Sight(principal_of(user))
        assert not sight.matters().exists()
        assert {sight.of(m, parts_of(m.pk)) for m in rows} == {"nothing"}


def test_a_respondent_sees_nothing_before_acceptance_and_nobody_above_a_private_matter() -> None:
    cast = build()
    dispute = Dispute(cast).open().negotiate()
    others = ("柯城区交通局", "柯城区指导", "衢州市指导", "衢州市政府", "柯城区司法局", "衢江区指导")
    _seen(cast, dispute, {"柯城区住建局": "file", **dict.fromkeys(others, "nothing")})
    dispute.submit()
    _seen(
        cast,
        dispute,
        {"柯城区交通局": "nothing", "柯城区指导": "file", "衢州市指导": "head", "柯城区司法局": "nothing"},
    )
    dispute.accept()
    _seen(cast, dispute, {"柯城区交通局": "file", "柯城区指导": "file", "衢州市政府": "head", "衢江区指导": "nothing"})


def _seen(cast: Cast, dispute: Dispute, wanted: dict[str, str]) -> None:
    matter = Matter.objects.get(pk=dispute.id)
    for body, view in wanted.items():
        user = cast.people[body, "handler"].user
        assert user is not None
        sight = Sight(principal_of(user))
        assert sight.of(matter, parts_of(matter.pk)) == view, body
        assert sight.matters().filter(pk=matter.pk).exists() == (view != "nothing")
