"""Where a step leads: to the form the table says comes next, else to the matter."""

from django.http import HttpResponse
from django.shortcuts import redirect

from xiedu.procedure.table import Move
from xiedu.web.access import PageRequest
from xiedu.web.matters.case import load


def onward(request: PageRequest, matter: int, move: Move, body: int) -> HttpResponse:
    """To the first of the next forms that the same body may fill in now."""
    if move.next_forms:
        case = load(request.principal, matter)
        open_ = {o.move.code for o in case.offers(body) if o.mode != "refused"}
        following = next((code for code in move.next_forms if code in open_), "")
        if following:
            return redirect("move", matter, following)
    return redirect("matter", matter)
