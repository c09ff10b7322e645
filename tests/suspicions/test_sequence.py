"""Many small scans end where one scan of everything ends, whatever came in, was corrected or changed hands."""

import random
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.checks.harness import officers
from tests.suspicions.lake import fresh, hits, put
from xiedu.checks.catalogue import by_id
from xiedu.checks.check import Check, Reach, Severity
from xiedu.lake import store
from xiedu.law.citation import Cite
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.reasons import State
from xiedu.suspicions.scanning import scan

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
TWICE = Check(
    id="test-twice",
    name="十日内再次处罚",
    cites=(Cite("行政处罚法", 29),),
    kind="penalty",
    severity=Severity.YELLOW,
    needs=("decided_on",),
    breach="decided_on - earlier <= 10",
    facts={"day": "decided_on", "earlier": "earlier"},
    explain="{earlier} 与 {day} 两次处罚",
    reach=Reach.WINDOW,
    source=(
        "SELECT row_no, record, decided_on, decided_on AS event_day, lag(decided_on) OVER "
        "(PARTITION BY party_key ORDER BY decided_on, record_key) AS earlier FROM rows WHERE party_key IS NOT NULL"
    ),
)
SEEN = ("document_no", "party_code", "party", "inspected_on", "agency", "agency_code", "task_source", "officers",
        "result_on", "published_on")  # fmt: skip
SEEDS = [pytest.param(n, marks=pytest.mark.long if n else ()) for n in range(20)]


def record(rng: random.Random, number: int) -> dict[str, Any]:
    decided = date(2026, 3, 1) + timedelta(days=rng.randrange(30))
    filed = decided - timedelta(days=rng.choice((20, 89, 90, 91, 140)))
    return {
        "no": f"文{number}", "subject": rng.choice(("A", "B", "C", "D", None)), "status": "closed", "domain": "general",
        "filed_on": str(filed), "decided_on": str(decided), "officers": officers(*"12"[: rng.choice((1, 2))]),
        "published_on": str(decided + timedelta(days=rng.choice((3, 30)))),
    }  # fmt: skip


def visit(rng: random.Random, number: int, body: str) -> dict[str, Any]:
    day = date(2026, 3, 1) + timedelta(days=rng.randrange(30))
    return {
        "no": f"检{number}", "subject": rng.choice("AB"), "agency": body, "agency_code": body,
        "task_source": "annual_plan", "mode": "on_site", "inspected_on": str(day), "result_on": str(day),
        "published_on": str(day + timedelta(days=rng.choice((3, 60)))),
    }  # fmt: skip


def of_an_earlier_version(folder: Path) -> None:
    """The lake as it was when batches did not tell what their sources have."""
    with store.writing(folder) as connection:
        connection.execute("UPDATE lake.batches SET fed_names = NULL")


@pytest.mark.parametrize("seed", SEEDS)
def test_many_small_scans_end_where_a_full_one_ends(
    seed: int, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = (*by_id(("off-lt-two", "pen-90d", "pub-7wd", "pub-20wd", "ins-repeat-bodies")), TWICE)
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", checks)
    rng, other = random.Random(seed), random.Random(seed + 1000)
    step, whole = fresh(tmp_path / "step"), tmp_path / "whole"
    bodies = ("柯城区城管局", "市交通局")
    sources = [cast.id(body) for body in bodies]
    for batch in range(1, 6):
        numbers = rng.sample(range(9), 5)
        rows, historic, source = [record(rng, n) for n in numbers], rng.random() < 0.2, rng.choice(sources)
        put(step, source, batch, rows, historic=historic)
        body = bodies[batch % 2]
        visits = [visit(other, n, body) for n in other.sample(range(9), other.randrange(2, 5))]
        put(step, cast.id(body), batch + 10, visits, kind="inspection", fed=SEEN)
        if other.random() < 0.3:
            of_an_earlier_version(step)
        if rng.random() < 0.8:
            with override_settings(LAKE_DIR=step):
                scan(as_of=DAY)
    with override_settings(LAKE_DIR=step):
        scan(as_of=DAY)
    found = hits(step)
    assert {check for _, _, check, _ in found} == {c.id for c in checks}
    open_ones = Suspicion.objects.filter(state=State.OPEN, hits=True).values_list(
        "source", "record_key", "rule", "version"
    )
    assert set(open_ones) == found
    with override_settings(LAKE_DIR=step):
        scan(full=True, as_of=DAY)
    assert hits(step) == found
    copytree(step, whole)
    with store.writing(whole) as connection:
        connection.execute("DELETE FROM lake.hits")
    with override_settings(LAKE_DIR=whole):
        scan(full=True, as_of=DAY)
    assert hits(whole) == found
