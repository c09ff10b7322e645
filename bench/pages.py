"""Whole pages over Django's test client, signed in: session, person, queries, template; beside the same page unguarded.

The baseline is the very same page with no right tested (what a superuser would cost). Time is processor time: this
process's and, where PostgreSQL runs on this machine, its backend's; else (a server elsewhere) by the clock.
A shared machine is not as fast at one hour as at another: growth is told in units of a fixed piece of work (``pace``)
that is timed between the pages.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from bench.ground import spread

ROUNDS = 15
MOST_QUERIES, MOST_RATIO, MOST_GROWTH = 6, 1.2, 1.5


@dataclass(frozen=True)
class Seen:
    """What a page costs: queries, seconds of each round as the person, with no right tested, of the fixed work."""

    queries: int
    mine: list[float]
    everything: list[float]
    pace: list[float]

    @property
    def ratio(self) -> float:
        """How many times the unguarded page it costs."""
        return statistics.median(self.mine) / statistics.median(self.everything)

    def growth(self, before: "Seen") -> float:
        """How many times what it cost before, both in units of the fixed work."""
        now, then = (statistics.median(s.mine) / statistics.median(s.pace) for s in (self, before))
        return now / then

    def told(self) -> str:
        """The figures beside their targets."""
        return (
            f"{self.queries} queries (<= {MOST_QUERIES}), {spread(self.mine)},"
            f" no right tested {spread(self.everything)}, ratio {self.ratio:.2f} (<= {MOST_RATIO})"
        )


def analyse() -> None:
    """Refresh the planner's figures, as the product does daily."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def seen(user: Any, address: str, rounds: int = ROUNDS) -> Seen:
    """A page as the person and unguarded, turn about."""
    from django.db import connection
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def page() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    def open_page() -> None:
        with unguarded():
            page()

    page(), open_page()
    asked: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        page()
    spent = _turn_about((page, open_page, _fixed_work), rounds)
    return Seen(len([sql for sql in asked if sql.lstrip("( ").upper().startswith("SELECT")]), *spent)


@contextmanager
def unguarded() -> Iterator[None]:
    """No right is tested: everybody sees every matter."""
    from xiedu.procedure.models import Matter
    from xiedu.procedure.policy import Sight

    def first(_: Sight, rows: Any, most: int, *, oldest: bool = False) -> list[int]:
        return list(rows.order_by("pk" if oldest else "-pk").values_list("pk", flat=True)[:most])

    with (
        mock.patch.object(Sight, "matters", return_value=Matter.objects.all()),
        mock.patch.object(Sight, "first", first),
    ):
        yield


def _turn_about(works: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    clock = _clock()
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, spent in zip(works, found, strict=True):
            begun = clock()
            work()
            spent.append(clock() - begun)
    return found


def _fixed_work() -> int:
    """Some 20 ms of what a page mostly does: small objects, dictionaries, text."""
    words = {f"{n}": [n, str(n)] for n in range(20_000)}
    return len("".join(word for _, word in sorted(words.values(), key=lambda pair: pair[1])))


def _clock() -> Callable[[], float]:
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    connection.ensure_connection()
    backend: Any = connection.connection
    spent = Path(f"/proc/{backend.info.backend_pid}/schedstat")
    if backend.info.host not in {"127.0.0.1", "::1", "localhost"} or not spent.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9
