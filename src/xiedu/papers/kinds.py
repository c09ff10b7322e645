"""The kinds of paper this installation issues, declared by the rooms that word them."""

from collections.abc import Mapping
from typing import NamedTuple

from xiedu.law.citation import Cite


class Kind(NamedTuple):
    """A kind of paper: title, word of its series (衢 + 协调), role of the issuer, upward or not, articles, policy.

    ``policy`` says what of it the Measures do not regulate; empty when they do.
    """

    title: str
    word: str
    issuer: str
    upward: bool
    articles: tuple[Cite, ...]
    policy: str = ""


KINDS: dict[str, Kind] = {}
"""Code → kind, of every procedure."""


def register(kinds: Mapping[str, Kind]) -> None:
    """Make kinds of paper known; doing it twice is harmless.

    Raises:
        ValueError: when a code or the word of a series already means something else.
    """
    for code, kind in kinds.items():
        if KINDS.setdefault(code, kind) != kind:
            raise ValueError(f"two kinds of paper are called {code}")
    words = [kind.word for kind in KINDS.values()]
    if len(set(words)) != len(words):
        raise ValueError("two kinds of paper share the word of a series")
