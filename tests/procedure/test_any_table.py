"""What holds for every procedure, tried on every table there is: walked from the table alone, by construction."""

import random
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tests.cast import build
from tests.procedure import prints
from tests.procedure.anything import Player
from tests.procedure.killing import dies, left_behind, on_copy, statements_of
from tests.procedure.racing import at_once, in_order, split
from tests.procedure.seeking import Seeker
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade, Stale
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, perform, situation, start
from xiedu.procedure.table import Procedure
from xiedu.procedure.verify import verify

each_table = pytest.mark.parametrize("table", registry.tables(), ids=lambda t: t.code)


@each_table
@pytest.mark.django_db
def test_a_walk_ends_where_its_record_says(table: Procedure) -> None:
    """Whatever was made at random, the record verifies and every state came by a move of the table."""
    player = Player(build(), table, random.Random(11))
    begun = player.walk(35)
    assert len(player.states) >= 2, player.made
    assert len(player.made) >= 25, player.made
    assert verify() == []
    for matter in begun:
        past = situation(Matter.objects.get(pk=matter)).past
        for step in past:
            move = table.move(step.move)
            assert move
            assert step.frm in move.frm
            assert step.to == (move.to or step.frm)


@each_table
@pytest.mark.django_db
def test_every_state_of_a_table_is_reached_by_a_walk(table: Procedure) -> None:
    """Towards each state in turn, days passing on the way; nobody has told the walk how."""
    seeker = Seeker(build(), table, random.Random(10))
    assert [state.code for state in table.states if not seeker.reach(state.code)] == []
    assert verify() == []


@each_table
@pytest.mark.django_db
def test_what_a_table_does_not_allow_leaves_no_trace(table: Procedure) -> None:
    player = Player(build(), table, random.Random(12))
    matter = player.walk(15)[-1]
    sit = situation(Matter.objects.get(pk=matter))
    before = prints.counts(), prints.digest()
    tries = player.draw.sample(list(product(table.moves, player.cast.people)), 60)
    refused = 0
    for move, (body, post) in tries:
        who = player.cast.actor(body, post)
        held = sit.roles_of(who.body_id)
        if any((who.body_kind in w.kinds if w.kinds else w.role in held) and post in w.posts for w in move.who):
            continue
        for door in (perform, start):
            with pytest.raises(NotMade) as caught:
                door(matter if door is perform else table.code, Ask(move.code, who, {}))  # type: ignore[arg-type]
            assert caught.value.refusals
            assert all("一" <= r.message[0] <= "鿿" or r.message[0] in "“《" for r in caught.value.refusals)
        refused += 1
    assert refused > 20
    assert (prints.counts(), prints.digest()) == before


@each_table
@pytest.mark.django_db(transaction=True)
def test_of_two_who_do_the_same_at_once_one_wins(table: Procedure) -> None:
    player = Player(build(), table, random.Random(13))
    for steps in (0, 3, 6):
        matter, wanted = player.sure(steps)
        seq = Matter.objects.get(pk=matter).seq
        ask = replace(wanted, expect_seq=seq)
        won, lost = split(at_once([lambda m=matter, a=ask: perform(m, a)] * 2, player.draw))  # type: ignore[misc]
        assert (len(won), len(lost)) == (1, 1)
        assert isinstance(lost[0], Stale)
        assert Matter.objects.get(pk=matter).seq == seq + 1
    in_order()


@each_table
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begins", [True, False], ids=["start", "step"])
def test_killed_in_the_middle_a_move_is_made_whole_or_not_at_all(
    table: Procedure, begins: bool, tmp_path: Path
) -> None:
    """At a sample of the statements and at the last ones; the dispute's own moves die at every one."""
    player = Player(build(), table, random.Random(14))
    matter, ask = player.sure(6)
    if begins:
        matter, ask = 0, player.sure_start()

    def act() -> object:
        return perform(matter, ask) if matter else start(table.code, ask)

    before = left_behind()
    with on_copy(tmp_path):
        statements = statements_of(act)
        after = left_behind()
    assert after["events"] > before["events"]
    for at in sorted({player.draw.randrange(statements // 2, statements), statements, statements + 1}):
        with on_copy(tmp_path):
            assert dies(act, at)
            if at <= statements:
                assert left_behind() == before, f"left behind by dying at statement {at} of {statements}"
                act()
            assert {k: v for k, v in left_behind().items() if k in {"events", "series", "counters", "papers"}} == {
                k: v for k, v in after.items() if k in {"events", "series", "counters", "papers"}
            }
            assert verify() == []
