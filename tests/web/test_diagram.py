"""The picture of a procedure: every move that changes the state is in it, no words overlap, the present state is lit."""

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiedu.coordination.registry import PROCEDURES
from xiedu.law.citation import M
from xiedu.procedure.table import START, Move, Procedure, Role, State
from xiedu.web.diagram import draw, ranks, text_width

ROLE = Role("party", "当事机关")
NAMES = ("自行协商", "待审核", "协调中", "会商中", "待政府决定", "意见已出具", "已送达抄送", "征求会商意见")


@st.composite
def tables(draw_: st.DrawFn) -> Procedure:
    """Procedures in which each state is reached from an earlier one, with moves back, aside and to ends at will."""
    size = draw_(st.integers(2, 20))
    codes = [f"s{n}" for n in range(size)]
    ends = {codes[-1], *draw_(st.sets(st.sampled_from(codes[1:]), max_size=4))}
    states = tuple(State(c, NAMES[n % len(NAMES)] + str(n)) for n, c in enumerate(codes))
    open_ = [c for c in codes if c not in ends]
    moves = [_move("start", START, codes[0])]
    for n, code in enumerate(codes[1:], 1):
        moves.append(_move(f"to{n}", draw_(st.sampled_from([c for c in open_ if int(c[1:]) < n])), code))
    for n, (frm, to) in enumerate(
        draw_(st.lists(st.tuples(st.sampled_from(open_), st.sampled_from(codes)), max_size=25))
    ):
        moves.append(_move(f"more{n}", frm, to))
    moves += [_move(f"end{code}", code, codes[-1]) for code in open_]
    return Procedure("t", "测试程序", "coordination", (M(6),), (ROLE,), states, frozenset(ends), tuple(moves))


def _move(code: str, frm: str, to: str) -> Move:
    return Move(code, f"步骤{code}", (frm,), to, (ROLE.any,), cites=(M(6),), causes="。")


def boxes(svg: str) -> Iterator[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom of every text, as wide as it may be."""
    for text in ElementTree.fromstring(svg).iter("text"):
        words = text.text or ""
        x, y, wide = float(text.get("x", 0)), float(text.get("y", 0)), text_width(words)
        left = x - wide if text.get("text-anchor") == "end" else x
        yield left, y - 12, left + wide, y + 3, words


def check(table: Procedure, svg: str) -> None:
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    found = list(boxes(svg))
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    assert all(b[0] >= 0 and b[2] <= width and b[1] >= 0 and b[3] <= height for b in found)
    words = [b[4] for b in found]
    for move in table.moves:
        changing = [f for f in move.frm if move.to not in (None, f)]
        assert words.count(move.title) >= len(changing)
    lines = [e for e in root.iter("path") if e.get("class") in (None, "next")]
    to_open = [(m, f) for m in table.moves for f in m.frm if m.to not in (None, f, *table.ends)]
    assert len(lines) == len(to_open)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_nothing_overlaps_and_nothing_is_missing(table: Procedure) -> None:
    check(table, draw(table))


@pytest.mark.parametrize("code", PROCEDURES)
def test_the_procedures_of_this_program_are_drawn_whole_and_fit_a_phone(code: str) -> None:
    table = PROCEDURES[code]
    svg = draw(table)
    check(table, svg)
    assert float(ElementTree.fromstring(svg).get("width", 0)) <= 390


@settings(max_examples=30, deadline=None)
@given(tables(), st.data())
def test_only_the_present_state_is_lit(table: Procedure, data: st.DataObject) -> None:
    lit = data.draw(st.sampled_from([s.code for s in table.states]))
    svg = draw(table, lit, passed=[s.code for s in table.states if s.code != lit])
    groups = [g for g in ElementTree.fromstring(svg).iter("g") if "lit" in (g.get("class") or "").split()]
    titles = [text.text or "" for g in groups for text in g.iter("text") if text.get("class") == "name"]
    assert [t.removesuffix("（当前）") for t in titles] == [table.state(lit).title]
    leaving = [m for m in table.moves_from(lit) if m.to not in (None, lit, *table.ends)]
    assert len(re.findall(r'<path class="next"', svg)) == len(leaving)


@settings(max_examples=30, deadline=None)
@given(tables())
def test_states_stand_in_the_order_in_which_they_are_reached(table: Procedure) -> None:
    depth = ranks(table)
    svg = draw(table)
    names = [t for *_, t in boxes(svg)]
    places = {s.code: names.index(s.title) for s in table.states if s.code not in table.ends}
    order = sorted(places, key=lambda code: places[code])
    heads = re.findall(r'<text class="name"[^>]*>([^<]*)</text>', svg)
    shown = [s.code for title in heads for s in table.states if s.title == title and s.code not in table.ends]
    assert shown == sorted(shown, key=lambda code: depth[code])
    assert set(shown) == set(order)


def test_it_speaks_to_those_who_cannot_see_it() -> None:
    table = PROCEDURES["dispute"]
    root = ElementTree.fromstring(draw(table, table.states[0].code))
    assert root.get("role") == "img"
    ids = {e.get("id"): e.text or "" for e in root if e.get("id")}
    title, desc = (ids[i] for i in (root.get("aria-labelledby") or "").split())
    assert title == f"{table.title}状态图"
    assert f"当前状态：{table.states[0].title}。" in desc


def test_titles_are_escaped() -> None:
    states = (State("a", "<甲>&"), State("b", "乙"))
    moves = (_move("s", START, "a"), _move("e<", "a", "b"))
    table = Procedure("t", '"<x>', "coordination", (M(6),), (ROLE,), states, frozenset({"b"}), moves)
    assert ElementTree.fromstring(draw(table)).tag == "svg"
