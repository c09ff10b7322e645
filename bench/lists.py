"""List and 工作台 as an ordinary person of 12 bodies: queries, time against the same pages with no right tested,
and growth from 20,000 matters to N (default 200,000; ``make bench N=1000000``).

The whole page is asked for over Django's test client, signed in: session, person, queries, template.
The baseline is the very same page with ``Sight.matters`` answering "everything" (what a superuser would cost).
"""

import os
import statistics
import sys
from collections.abc import Callable
from typing import Any
from unittest import mock

from bench.ground import database, seconds, spread

SMALL = 20_000
CHUNK = 20_000
ROUNDS = 15
PAGES = {"list": "/matters/", "workbench": "/workbench/"}


def main(address: str | None = None, most: int = 200_000) -> dict[str, float]:
    """Print the table; returns the figures by name."""
    figures: dict[str, float] = {}
    with database(address) as vendor:
        from bench import crowd

        user, agencies, guidance = crowd.people()
        from xiedu.bodies.models import Body

        areas = [Body.objects.get(pk=g).area_id for g in guidance]
        done = 0
        for size in (SMALL, most):
            while done < size:
                crowd.fill(done + 1, done + CHUNK + 1, agencies, guidance, areas)
                done += CHUNK
            _analyse()
            for name, address_ in PAGES.items():
                mine, everything, queries = _measure(user, address_)
                figures[f"{name}@{size}"] = statistics.median(mine)
                ratio = statistics.median(mine) / statistics.median(everything)
                figures[f"{name}@{size}/unfiltered"] = ratio
                print(f"[{vendor}] {name} at {size:,}: {queries} queries (target <= 6), ordinary {spread(mine)}")
                print(
                    f"[{vendor}] {name} at {size:,}: no right tested {spread(everything)}, ratio {ratio:.2f} (<= 1.2)"
                )
        for name in PAGES:
            growth = figures[f"{name}@{most}"] / figures[f"{name}@{SMALL}"]
            figures[f"{name} growth"] = growth
            print(f"[{vendor}] {name}: {most:,} against {SMALL:,} matters: {growth:.2f} (target <= 1.50)")
    return figures


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measure(user: Any, address: str) -> tuple[list[float], list[float], int]:
    """(seconds as the ordinary person, seconds with no right tested, queries); the two turn about."""
    from django.db import connection
    from django.test import Client

    from xiedu.procedure.models import Matter
    from xiedu.procedure.policy import Sight

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def page() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    def open_page() -> None:
        with mock.patch.object(Sight, "matters", return_value=Matter.objects.all()):
            page()

    page(), open_page()
    asked: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        page()
    mine, everything = _turn_about(page, open_page)
    return mine, everything, len([sql for sql in asked if sql.lstrip("( ").upper().startswith("SELECT")])


def _turn_about(one: Callable[[], None], other: Callable[[], None]) -> tuple[list[float], list[float]]:
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        found[0].extend(seconds(one, 1))
        found[1].extend(seconds(other, 1))
    return found


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, int(os.environ.get("N", "200000")))
