"""Dated settings: every policy the Measures leave open is a value from a day on, with author and reason.

A value is never overwritten: a newer row follows, and what was in force on a past day can always be read.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from xiedu.base import audit
from xiedu.base.models import DatedSetting, User, today
from xiedu.base.rows import fetch
from xiedu.base.specs import spec


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force on a day, read once; look-ups cost nothing."""

    on: date
    rows: Mapping[tuple[str, int], Any]

    def value(self, key: str, body_id: int = 0) -> Any:
        """The body's own value, else everybody's, else the default. KeyError for an unregistered key."""
        known = spec(key)
        for owner in (body_id, 0):
            if (key, owner) in self.rows:
                return self.rows[key, owner]
        return known.default

    def is_own(self, key: str, body_id: int) -> bool:
        """Whether the body has a value of its own."""
        return (key, body_id) in self.rows


# Read at every step of every matter, hence without building a queryset.
_SNAPSHOT = "SELECT key, body_id, value FROM base_datedsetting WHERE valid_from <= %s ORDER BY valid_from, id"


def asking(on: date) -> tuple[str, list[date]]:
    """The statement whose rows :func:`of_rows` takes, for who asks for more at once."""
    return _SNAPSHOT, [on]


def of_rows(on: date, rows: Iterable[tuple[Any, ...]]) -> Settings:
    """The settings in force on a day from their rows."""
    return Settings(on, {(key, body): json.loads(value) for key, body, value in rows})


def snapshot(on: date | None = None) -> Settings:
    """The settings in force on ``on`` (default today); one query."""
    day = on or today()
    return of_rows(day, fetch(*asking(day)))


def held(key: str) -> Callable[[date], Any]:
    """What everybody's value of a setting was on a day, for who asks of many days; one query."""
    default = spec(key).default
    rows = list(DatedSetting.objects.filter(key=key, body_id=0).order_by("-valid_from", "-id"))
    return lambda on: next((row.value for row in rows if row.valid_from <= on), default)


def set_value(
    key: str, value: Any, valid_from: date, author: User | None, reason: str, body_id: int = 0
) -> DatedSetting:
    """Let a value hold from ``valid_from`` on, and record who set it and why.

    ValueError (Chinese) when the value is not of the setting's kind, the reason is empty or the day is past: what has
    been decided under the old value stays as it was decided.
    """
    known = spec(key)
    if not reason.strip():
        raise ValueError("请写明理由：政策参数的每次变动都要留下理由。")
    if valid_from < today():
        raise ValueError(f"施行日 {valid_from} 早于今天。政策参数不得溯及既往，请改为今天或以后。")
    with transaction.atomic():
        row = DatedSetting.objects.create(
            key=key,
            body_id=body_id,
            value=known.checked(value),
            valid_from=valid_from,
            author=author,
            reason=reason.strip()[:500],
        )
        detail = {"key": key, "body_id": body_id, "value": row.value, "valid_from": valid_from, "reason": row.reason}
        audit.record("修改政策参数", user=author, target=known.title, detail=detail)
    return row


def history(key: str, body_id: int = 0) -> list[DatedSetting]:
    """All values a setting ever had, newest first; one query."""
    rows = DatedSetting.objects.filter(key=key, body_id=body_id).select_related("author")
    return list(rows.order_by("-valid_from", "-id"))
