"""List and 工作台 as an ordinary person of 12 bodies: queries, time against the same pages with no right tested,
and growth from 20,000 matters to N (default 200,000; ``make bench N=1000000``).

The first 20,000 are written row by row (:mod:`bench.crowd`), the others are copies of them (:mod:`bench.copies`).
"""

import os
import statistics
import sys

from bench import copies
from bench.ground import database
from bench.pages import MOST_GROWTH, Seen, analyse, seen

SMALL = 20_000
PAGES = {"list": "/matters/", "workbench": "/workbench/"}


def main(address: str | None = None, most: int = 200_000) -> dict[str, float]:
    """Print the table; returns the figures by name."""
    figures: dict[str, float] = {}
    found: dict[tuple[str, int], Seen] = {}
    with database(address) as vendor:
        from bench import crowd

        user, agencies, guidance = crowd.people()
        from xiedu.bodies.models import Body

        areas = [Body.objects.get(pk=g).area_id for g in guidance]
        crowd.fill(1, SMALL + 1, agencies, guidance, areas)
        for size in (SMALL, most):
            if size > SMALL:
                copies.multiply(most // SMALL)
            analyse()
            for name, page in PAGES.items():
                now = found[name, size] = seen(user, page)
                figures[f"{name}@{size}"] = statistics.median(now.mine)
                figures[f"{name}@{size}/unfiltered"] = now.ratio
                print(f"[{vendor}] {name} at {size:,}: {now.told()}", flush=True)
        for name in PAGES:
            growth = figures[f"{name} growth"] = found[name, most].growth(found[name, SMALL])
            print(f"[{vendor}] {name}: {most:,} against {SMALL:,} matters: {growth:.2f} (<= {MOST_GROWTH})")
    return figures


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, int(os.environ.get("N", "200000")))
