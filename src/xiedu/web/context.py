"""What every page knows without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from xiedu.web.access import NOBODY
from xiedu.web.nav import menu


def page(request: HttpRequest) -> dict[str, Any]:
    """Who is asking and his menu; read from the database only when a template uses them."""
    who = getattr(request, "principal", NOBODY)
    return {
        "principal": who,
        "menu": SimpleLazyObject(lambda: menu(who, request.path) if who.user_id else []),
        "idle_minutes": settings.IDLE_SECONDS // 60,
    }
