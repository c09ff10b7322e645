"""Complement test: every state × move × role × post is decided, and decided as the literal table reads.

The oracle below is a second reading of the table; it shares nothing with ``authority`` but the table itself.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from tests.cast import POSTS, Cast, build
from tests.procedure import prints, stages
from xiedu.bodies.models import Body
from xiedu.procedure import registry
from xiedu.procedure.authority import chain_of, entitled, refusal
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, perform, situation, start
from xiedu.procedure.situation import Actor, Part, Pending, Situation
from xiedu.procedure.table import START, Move, Procedure

TABLES = registry.tables()
ME, OTHER = 1, 2
POST_SETS = [frozenset(), *(frozenset({p}) for p in POSTS), frozenset({"handler", "section"}), frozenset(POSTS)]
CHAINS = {"approval.application": ["head"], "approval.routine": ["section"]}
OPINION = ["section", "deputy", "head"]
DAY = date(2026, 3, 2)


class Chains:
    """A world of which only the approval settings are asked."""

    def setting(self, key: str, body_id: int = 0) -> Any:
        return CHAINS.get(key, OPINION)


WORLD: Any = Chains()


def oracle(move: Move, state: str, roles: set[str], presenter: str, kind: str, posts: frozenset[str]) -> bool:
    """May it be made? ``presenter`` is ``none``, ``other`` (another body presents) or ``me``."""
    if state not in move.frm:
        return False
    acting = set(roles)
    if presenter == "me":
        acting |= {"presenter", "handler"}
    if presenter == "other" and "handler" in acting:
        acting = acting - {"handler"} | {"recused"}
    for line in move.who:
        fits = kind in line.kinds if line.kinds else line.role in acting
        if fits and line.posts & posts:
            return True
    return False


def actor(posts: frozenset[str], kind: str = "department", person: int = 11) -> Actor:
    return Actor(person, "经办", ME, "本机关", kind, "330802", posts)


def seen(table: Procedure, state: str, roles: set[str], presenter: str) -> Situation:
    parts = [Part(role, ME) for role in sorted(roles)]
    if presenter != "none":
        parts.append(Part("presenter", ME if presenter == "me" else OTHER))
    return Situation(table.code, 7, state, seq=3, parts=tuple(parts))


def situations(table: Procedure) -> Iterator[tuple[Situation, set[str], str]]:
    states = [START, *(s.code for s in table.states)]
    roles: list[set[str]] = [set(), *({r.code} for r in table.roles if r.code != "presenter")]
    for state, held, presenter in product(states, roles, ("none", "other", "me")):
        yield seen(table, state, held, presenter), held, presenter


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.code)
def test_every_state_move_role_post_is_decided_as_the_table_reads(table: Procedure) -> None:
    decided = 0
    for sit, held, presenter in situations(table):
        for move, posts in product(table.moves, POST_SETS):
            may = oracle(move, sit.state, held, presenter, "department", posts)
            who = actor(posts)
            assert (move.leaves(sit.state) and entitled(move, sit, who)) == may, (sit, move.code, posts)
            chain = chain_of(move, ME, WORLD)
            direct = not chain or (len(chain) == 1 and chain[0] in posts)
            assert (refusal(table, move, sit, who, WORLD) is None) == (may and direct), (sit, move.code, posts)
            decided += 1
    assert decided > 5_000


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.code)
def test_kinds_of_bodies_are_decided_as_the_table_reads(table: Procedure) -> None:
    by_kind = [m for m in table.moves if any(w.kinds for w in m.who)]
    assert by_kind
    states = [START, *(s.code for s in table.states)]
    for move, state, kind, posts in product(by_kind, states, [*Body.Kind.values, ""], POST_SETS):
        may = oracle(move, state, set(), "none", kind, posts)
        found = refusal(table, move, Situation(table.code, state=state), actor(posts, kind), WORLD)
        assert (found is None) == may, (move.code, state, kind, posts)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.code)
def test_under_approval_only_the_last_post_of_the_chain_signs(table: Procedure) -> None:
    """Neither the drafter, nor who agreed before, nor another post or body signs; nothing else moves meanwhile."""
    drafter, first, second = 21, 22, 23
    for move in (m for m in table.moves if m.approval):
        role = move.who[0].role
        chain = tuple(chain_of(move, ME, WORLD))
        for state, agreed, posts, person in product(move.frm, range(len(chain)), POST_SETS, (drafter, first, 29)):
            given = (first, second)[:agreed]
            pending = Pending(move.code, {}, ME, drafter, chain, given, DAY)
            sit = replace(seen(table, state, {role}, "none"), pending=pending)
            signs = agreed == len(chain) - 1 and chain[-1] in posts and person != drafter and person not in given
            may = oracle(move, state, {role}, "none", "department", posts) and signs
            found = refusal(table, move, sit, actor(posts, person=person), WORLD)
            assert (found is None) == may, (move.code, state, agreed, posts, person)
            for other in table.moves_from(state):
                if other.to is not None and other.code != move.code:
                    assert refusal(table, other, sit, actor(frozenset(POSTS), person=29), WORLD) is not None


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.code)
def test_a_matter_given_to_somebody_is_his_and_his_leaders(table: Procedure) -> None:
    for move, posts in product((m for m in table.moves if not m.approval), POST_SETS):
        line = move.who[0]
        if line.kinds or move.code.startswith("review."):
            continue
        base = seen(table, next(s for s in move.frm), {line.role}, "none")
        sit = replace(base, parts=(*base.parts, Part("assignee", ME, 11)))
        for person in (11, 12):
            may = oracle(move, sit.state, {line.role}, "none", "department", posts)
            may = may and (person == 11 or bool(posts - {"handler"}))
            assert (refusal(table, move, sit, actor(posts, person=person), WORLD) is None) == may


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.code)
def test_no_dead_ends_every_end_reached_every_move_has_its_ground(table: Procedure) -> None:
    states = {s.code for s in table.states}
    assert table.ends <= states
    onward = {s: {m.to for m in table.moves if s in m.frm and m.to} for s in states | {START}}

    def reached(frm: str) -> set[str]:
        found, todo = {frm}, [frm]
        while todo:
            for to in onward[todo.pop()] - found:
                found.add(to)
                todo.append(to)
        return found

    assert reached(START) >= states
    for state in states:
        assert reached(state) & table.ends, f"no way to an end from {state}"
    for end in table.ends:
        assert onward[end] <= {end}, f"{end} is an end and still leads on"
    for move in table.moves:
        assert move.cites or move.policy, move.code
        assert move.causes.endswith(("。", "）")), move.code
        assert all((move.title, move.frm, move.who)), move.code


CHANGES: dict[str, Callable[[Procedure, Move], Any]] = {
    "to": lambda table, move: next(s.code for s in table.states if s.code != move.to),
    "frm": lambda table, move: (*move.frm, next(s.code for s in table.states if s.code not in move.frm)),
    "who": lambda table, move: (),
    "cites": lambda table, move: (),
    "policy": lambda table, move: f"{move.policy}另行设定",
    "approval": lambda table, move: "",
    "guards": lambda table, move: (),
    "issues": lambda table, move: (),
    "opens": lambda table, move: (),
    "starts": lambda table, move: (),
    "title": lambda table, move: "改名",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.code)
def test_the_digest_of_a_table_changes_with_anything_it_decides(table: Procedure) -> None:
    was = registry.lines(table)
    for name, other in CHANGES.items():
        # A table without any such thing (no paper, no clock) has nothing to lose here.
        for place, move in [(i, m) for i, m in enumerate(table.moves) if getattr(m, name)][:1]:
            change = {name: other(table, move)}
            moves = (*table.moves[:place], replace(move, **change), *table.moves[place + 1 :])
            assert registry.lines(_table(table, moves=moves)) != was, change
    assert (
        registry.lines(_table(table, sees={**table.sees, (table.roles[0].code, table.states[0].code): "head"})) != was
    )
    flipped = frozenset(s.code for s in table.states) - table.private
    assert registry.lines(_table(table, private=flipped)) != was
    assert registry.lines(_table(table)) == was


def _table(table: Procedure, **change: Any) -> Procedure:
    """The table with a change, unchecked: the digest has to tell even an unsound table."""
    made = object.__new__(Procedure)
    for name in Procedure.__dataclass_fields__:
        object.__setattr__(made, name, change.get(name, getattr(table, name)))
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("state", sorted(stages.WAYS))
def test_what_the_table_does_not_allow_is_refused_at_the_door_and_changes_nothing(state: str) -> None:
    """All moves from one real matter a state, tried by a sample of bodies and posts; refused ones leave no trace."""
    cast = build()
    dispute = stages.reach(cast, state)
    table = registry.table("dispute")
    sit = situation(Matter.objects.get(pk=dispute.id))
    draw = random.Random(state)
    tries = list(product(table.moves, cast.people))
    before = prints.counts(), prints.digest()
    refused = 0
    for move, (body, post) in draw.sample(tries, 250):
        who = cast.actor(body, post)
        roles = sit.roles_of(who.body_id)
        if oracle(move, state, roles, "none", who.body_kind, who.posts):
            continue
        with pytest.raises(NotMade) as caught:
            perform(dispute.id, Ask(move.code, who, {}))
        assert caught.value.refusals
        assert all("一" <= r.message[0] <= "鿿" or r.message[0] in "“《" for r in caught.value.refusals)
        refused += 1
    assert refused > 150
    assert (prints.counts(), prints.digest()) == before


@pytest.mark.django_db
def test_only_starting_moves_start_and_only_by_those_of_their_kind() -> None:
    cast = build()
    table = registry.table("dispute")
    before = prints.digest()
    for move, body in product(table.moves, ("柯城区指导", "柯城区住建局", "柯城区司法局", "衢州市政府")):
        who = cast.actor(body)
        if not oracle(move, START, set(), "none", who.body_kind, who.posts):
            with pytest.raises(NotMade):
                start("dispute", Ask(move.code, who, {}))
    assert prints.digest() == before


@pytest.mark.django_db
def test_the_presenter_has_the_handlers_moves_and_the_handler_none() -> None:
    cast: Cast = build()
    dispute = stages.recused(cast)
    sit = situation(Matter.objects.get(pk=dispute.id))
    assert sit.bodies("presenter") == [cast.id("柯城区司法局")]
    for move in registry.table("dispute").moves_from("submitted"):
        if all(w.role == "handler" for w in move.who):
            with pytest.raises(NotMade, match="回避"):
                cast.do(dispute.id, "柯城区指导", move.code, {}, post="head")
    cast.do(dispute.id, "柯城区司法局", "accept_recused", {}, post="section")
    assert Matter.objects.get(pk=dispute.id).state == "deliberating"
