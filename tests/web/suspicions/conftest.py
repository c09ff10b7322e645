"""A signed-in client for anybody of the cast, and suspicions without a lake."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.suspicions.lake import fresh
from xiedu.bodies.oversight import supervising_area
from xiedu.checks.catalogue import by_id
from xiedu.suspicions.models import Run, Suspicion

Raise = Callable[..., Suspicion]
DAY = date(2026, 11, 23)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Path]:
    """An empty lake."""
    with override_settings(LAKE_DIR=fresh(tmp_path / "lake")):
        yield tmp_path / "lake"


@pytest.fixture
def suspect(cast: Cast) -> Raise:
    """``suspect(body, record, rule)`` is an open suspicion."""
    run = Run.objects.create(kind="full", as_of=DAY, state="done", rows=10, counts={"off-lt-two": {"hits": 3}})

    def raise_(body: str, record: str = "甲1", rule: str = "off-lt-two", **more: object) -> Suspicion:
        check, source = by_id([rule])[0], cast.bodies[body]
        given = {
            "key": f"{check.kind}:{source.pk}:{rule}:1:{record}", "kind": check.kind, "source": source,
            "area_id": supervising_area(source), "record_key": record, "record_id": 1, "record": record,
            "party_key": "91330802X", "party_name": "合成企业甲", "event_on": date(2026, 9, 1), "month": "2026-09",
            "rule": rule, "version": 1, "severity": check.severity, "cites": [c.key() for c in check.cites],
            "facts": {"filed_on": "2026-03-02", "fine": 100000, "days": 183}, "explain": f"{record} 只有一名执法人员",
            "raised_on": DAY, "first_run": run, "last_run": run,
        }  # fmt: skip
        return Suspicion.objects.create(**{**given, **more})

    return raise_
