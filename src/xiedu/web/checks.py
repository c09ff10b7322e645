"""System checks of the web room, run by every ``manage.py`` command and by ``make check``."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from xiedu.web.access import HINT, undecided


@register("security")
def every_route_has_a_policy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error a route without a policy."""
    return [Error(f"网址 {route.pattern} 没有访问规则。", hint=HINT, id="xiedu.E001") for route in undecided()]
