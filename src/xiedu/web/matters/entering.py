"""What belongs to an entry and not to its facts: the day it really happened, and why it is entered late."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from xiedu.web.reading import iso_day

NAMES = ("occurred_on", "late_reason")
MOST = 500


class Entry(TypedDict):
    """The day and the reason as :class:`~xiedu.procedure.perform.Ask` takes them."""

    occurred_on: date | None
    late_reason: str


def entry_of(post: Mapping[str, str]) -> Entry:
    """What was typed; a day that cannot be read is none (:func:`wrong_day` tells it first)."""
    return Entry(occurred_on=_day(post.get("occurred_on", "")), late_reason=post.get("late_reason", "")[:MOST])


def wrong_day(post: Mapping[str, str]) -> dict[str, str]:
    """The error at the day, if it cannot be read."""
    typed = post.get("occurred_on", "")
    return {"occurred_on": "日期格式应为 2026-11-23。"} if typed and _day(typed) is None else {}


def typed(post: Mapping[str, str] | None) -> dict[str, str]:
    """What was typed, to be shown again."""
    return {name: post.get(name, "") if post else "" for name in NAMES}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(iso_day(text))
    except ValueError:
        return None
