"""The dated statute index: which law, with how many articles, was in force on which day. Facts only, no texts.

A law that is not in the index is unknown: nothing can be said about a citation of it.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

_PREFIX = re.compile(r"^中华人民共和国")
# （2021年修订）, (2021) and spaces are no part of a title.
_SUFFIX = re.compile(r"[（(][^（()）]*[)）]$|\s+")


@dataclass(frozen=True, slots=True)
class Version:
    """A version in force from ``first`` to ``last``, both included; None is open. ``articles`` None: not counted."""

    first: date | None
    last: date | None
    articles: int | None


@dataclass(frozen=True, slots=True)
class Statute:
    """A law with its other names and its versions in the order of time. ``source`` says where the facts were read."""

    title: str
    aliases: tuple[str, ...]
    source: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version in force on a day."""
        held = (v for v in self.versions if (v.first is None or v.first <= day) and (v.last is None or day <= v.last))
        return next(held, None)


@lru_cache
def statutes() -> tuple[Statute, ...]:
    """The whole index; ValueError when two laws share a name or versions overlap: the file is ours."""
    text = resources.files("xiedu.law").joinpath("data/statutes.json").read_text("utf-8")
    read = tuple(_statute(one) for one in json.loads(text)["statutes"])
    names = [name for one in read for name in (one.title, *one.aliases)]
    if len(set(names)) != len(names):
        raise ValueError("法规索引中有重名的法规。")
    for one in read:
        ends = [(v.first or date.min, v.last or date.max) for v in one.versions]
        if any(later[0] <= earlier[1] for earlier, later in pairwise(ends)):
            raise ValueError(f"法规索引中《{one.title}》的版本期间重叠。")
    return read


def statute(name: str) -> Statute | None:
    """The law with this title or other name, however it is written in a document; None when it is unknown."""
    wanted = _PREFIX.sub("", _SUFFIX.sub("", name.strip()))
    return next((one for one in statutes() if wanted in (one.title, *one.aliases)), None)


def _statute(told: dict[str, Any]) -> Statute:
    held = tuple(Version(_day(v["first"]), _day(v["last"]), v["articles"]) for v in told["versions"])
    return Statute(told["title"], tuple(told["aliases"]), told["source"], held)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
