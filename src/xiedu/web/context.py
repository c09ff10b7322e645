"""What every page knows without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Mode marks; ``request`` is unused because nothing here depends on it."""
    return {"demo": settings.DEMO}
