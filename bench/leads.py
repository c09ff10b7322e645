"""Inbox and list with N leads (default 200,000; ``make bench N=1000000``) as people of the justice bureaus, a justice
office and the accused: queries, time against the same pages with no right tested, growth from 20,000 leads.

``MADE`` leads (2,000; every bureau of the city, four ways in, :mod:`bench.lead_mix`) are told by ``perform``; those up
to 20,000 and on to N are copies of them (:mod:`bench.copies`). The accused must see none of them at either size.
"""

import os
import sys
from typing import Any

from bench import copies
from bench.ground import database
from bench.lead_mix import ACCUSED, OFFICE, Mix
from bench.pages import MOST_GROWTH, Seen, analyse, seen

SMALL = 20_000
MADE = int(os.environ.get("MADE", "2000"))
ROUNDS = 9
CLERK, CITY_CLERK = "qujiang-sifa", "quzhou-sifa"
WORKBENCH, LIST = "/workbench/", "/matters/"
ASKED = {
    "page 20": "page=20",
    "open": "state=open",
    "transferred": "procedure=lead&state=transferred",
    "handled by us": "role=handler",
    "of one district": "area=330803",
    "since a day": "from=2026-09-01",
    "overdue": "overdue=yes",
    "oldest first": "sort=old",
    "last changed first": "sort=changed",
    "first due first": "sort=due",
    "a common word": "q=听证",
    "one number": "q=线330803-2026-0007",
    "a word nobody wrote": "q=无此词语",
}
Figures = dict[tuple[str, str], Seen]


def main(address: str | None = None, most: int = 200_000) -> dict[str, float]:
    """Print the tables; returns growth and ratio by person and page."""
    with database(address) as vendor:
        _made(vendor)
        copies.multiply(SMALL // MADE)
        small = _all(vendor, SMALL)
        copies.multiply(max(most // SMALL, 1))
        large = _all(vendor, most)
    out: dict[str, float] = {}
    print(f"[{vendor}] {most:,} against {SMALL:,} leads (<= {MOST_GROWTH}):")
    for (who, name), now in large.items():
        growth = now.growth(small[who, name])
        out |= {f"{who} {name} growth": growth, f"{who} {name} ratio": now.ratio}
        print(f"  {who:22s} {name:22s} growth {growth:5.2f}  ratio {now.ratio:5.2f}")
    return out


def _made(vendor: str) -> None:
    from django.db import transaction

    from xiedu.bodies.city import seed_city

    seed_city()
    mix = Mix()
    for number in range(MADE):
        with transaction.atomic():
            mix.tell(number)
    print(f"[{vendor}] {MADE:,} leads told by perform; the others are copies of them made by SQL", flush=True)


def _all(vendor: str, size: int) -> Figures:
    analyse()
    found: Figures = {}
    for who in (CLERK, CITY_CLERK, OFFICE, ACCUSED):
        pages = {"workbench": WORKBENCH, "list": LIST}
        if who == CLERK:
            pages |= {name: f"{LIST}?{asked}" for name, asked in ASKED.items()}
        user = _user(who)
        for name, page in pages.items():
            found[who, name] = now = seen(user, page, ROUNDS)
            print(f"[{vendor}] {size:,} leads, {who} {name}: {now.told()}", flush=True)
        if who == ACCUSED:
            _none_seen(user)
    return found


def _user(slug: str) -> Any:
    from xiedu.base.models import User

    return User.objects.get(username=f"{slug}-jingban1")


def _none_seen(user: Any) -> None:
    """The accused is a party of many leads and sees none (art. 12; the source's protection)."""
    from xiedu.bodies.principal import principal_of
    from xiedu.procedure.models import Participant
    from xiedu.procedure.policy import Sight

    who = principal_of(user)
    accused = Participant.objects.filter(body_id__in=who.body_ids, role="subject", matter__procedure="lead").count()
    if not accused or Sight(who).matters().exists():
        raise RuntimeError("the accused is in no lead, or sees one")
    print(f"  the accused is named in {accused:,} leads and sees none of them")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, int(os.environ.get("N", "200000")))
