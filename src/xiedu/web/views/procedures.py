"""Procedures as they stand in their tables: the moves, who may make them, on what basis, and the picture."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiedu.coordination.registry import PROCEDURES
from xiedu.procedure.table import START, Move, Procedure, Who
from xiedu.web.access import PageRequest, signed_in
from xiedu.web.diagram import draw

RANKS = {"handler": "经办", "section": "科室负责人", "deputy": "分管负责人", "head": "主要负责人"}


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """The procedures of this installation."""
    return render(request, "web/procedures.html", {"procedures": PROCEDURES.values()})


@signed_in
def one(request: PageRequest, code: str) -> HttpResponse:
    """One procedure: picture, roles, moves."""
    table = PROCEDURES.get(code)
    if table is None:
        raise Http404
    moves = [(m, _from(table, m), _to(table, m), _who(table, m)) for m in table.moves]
    return render(request, "web/procedure.html", {"procedure": table, "moves": moves, "picture": draw(table)})


def _from(table: Procedure, move: Move) -> str:
    return "、".join("（发起）" if code == START else table.state(code).title for code in move.frm)


def _to(table: Procedure, move: Move) -> str:
    return table.state(move.to).title if move.to else "不变"


def _who(table: Procedure, move: Move) -> str:
    return "；".join(dict.fromkeys(_one(table, who) for who in move.who))


def _one(table: Procedure, who: Who) -> str:
    title = table.role(who.role).title
    if len(who.posts) == len(RANKS) or table.role(who.role).personal:
        return title
    return f"{title}（{'、'.join(name for rank, name in RANKS.items() if rank in who.posts)}）"
