"""The first page: everybody is sent where his work is."""

from django.http import HttpResponse
from django.shortcuts import redirect

from xiedu.web.access import PageRequest, signed_in
from xiedu.web.nav import menu

DUTY_PAGE = {"system": "jobs", "security": "settings", "audit": "audit"}


@signed_in
def start(request: PageRequest) -> HttpResponse:
    """An administrator to the page of his duty, everybody else to the first entry of his menu."""
    who = request.principal
    if who.duty:
        return redirect(DUTY_PAGE[who.duty])
    return redirect(menu(who, request.path)[0][1][0].url)
