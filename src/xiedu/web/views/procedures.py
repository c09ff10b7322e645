"""Procedures as they stand in their tables: the moves, who may make them, on what basis, and the picture."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiedu.procedure import registry
from xiedu.procedure.table import HANDLING_POSTS, LEADING_POSTS, START, Move, Procedure
from xiedu.web.access import PageRequest, signed_in
from xiedu.web.diagram import draw

POSTS = {HANDLING_POSTS: "", LEADING_POSTS: "科室负责人以上", frozenset({"deputy", "head"}): "分管负责人以上"}
RANKS = {"handler": "经办", "section": "科室负责人", "deputy": "分管负责人", "head": "主要负责人"}


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """The procedures of this installation."""
    return render(request, "web/procedures.html", {"procedures": registry.tables()})


@signed_in
def one(request: PageRequest, code: str) -> HttpResponse:
    """One procedure: picture, roles, moves."""
    table = next((t for t in registry.tables() if t.code == code), None)
    if table is None:
        raise Http404
    moves = [(m, _from(table, m), table.state(m.to).title if m.to else "不变", who(table, m)) for m in table.moves]
    return render(request, "web/procedure.html", {"procedure": table, "moves": moves, "picture": draw(table)})


def _from(table: Procedure, move: Move) -> str:
    every_state = {s.code for s in table.states}
    if set(move.frm) >= every_state:
        return "任何状态"
    if set(move.frm) >= every_state - table.ends:
        return "未结束的各状态"
    return "、".join("（发起）" if code == START else table.state(code).title for code in move.frm)


def who(table: Procedure, move: Move) -> str:
    """Who may make a move, roles with the same posts together: 申请机关、争议对方（分管负责人以上）."""
    groups: dict[str, list[str]] = {}
    for one_ in move.who:
        role = table.role(one_.role)
        groups.setdefault("" if role.personal else _posts(one_.posts), []).append(role.title)
    return "；".join("、".join(dict.fromkeys(t)) + (f"（{posts}）" if posts else "") for posts, t in groups.items())


def _posts(posts: Iterable[str]) -> str:
    known = POSTS.get(frozenset(posts))
    return known if known is not None else "、".join(name for rank, name in RANKS.items() if rank in posts)
