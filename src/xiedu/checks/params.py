"""The figures of the checks as dated settings: each with a default, its origin and, where it is law, its article.

A check names them as ``:name`` in its SQL. Legal limits stand here too: what a law says may change from a day on, and
a domain may have its own. The functions return the placeholder, so that a group file reads ``due(x, SERVICE, WD)``.
"""

from collections.abc import Mapping
from typing import Any

from xiedu.base.specs import Kind, Spec, register, spec
from xiedu.law.citation import Cite
from xiedu.law.codes import LimitOrigin

PREFIX = "checks."


def statutory(name: str, title: str, default: int, *cites: Cite, note: str = "") -> str:
    """A figure the law gives; returns its placeholder."""
    return _add(name, title, default, LimitOrigin.STATUTORY, cites, note)


def normative(name: str, title: str, default: int, *cites: Cite, note: str = "") -> str:
    """A figure a normative document gives; returns its placeholder."""
    return _add(name, title, default, LimitOrigin.NORMATIVE, cites, note)


def internal(name: str, title: str, default: int, *cites: Cite, note: str = "") -> str:
    """A figure of our own (内部目标); never printed as law. Returns its placeholder."""
    return _add(name, title, default, LimitOrigin.INTERNAL, cites, note)


def default(name: str) -> Any:
    """The default of a parameter; KeyError (Chinese) when there is none."""
    return spec(PREFIX + name).default


def literal(name: str, values: Mapping[str, Any]) -> str:
    """The SQL literal of a parameter: the given value (checked as the setting is), else the default."""
    known = spec(PREFIX + name)
    return str(int(known.checked(values[name]) if name in values else known.default))


def _add(name: str, title: str, value: int, origin: LimitOrigin, cites: tuple[Cite, ...], note: str) -> str:
    register([Spec(PREFIX + name, title, Kind.INT, value, origin=origin, note=note, cites=cites)])
    return f":{name}"
