"""However many records there are and however they are looked at, a sweep of the lake finds the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.suspicions.lake import KEYS, fresh
from xiedu.checks.catalogue import CHECKS
from xiedu.lake import store
from xiedu.lake.loading import Arrival, load
from xiedu.law.calendars import Calendar
from xiedu.records.fields import KINDS, struct_type
from xiedu.suspicions import sweep
from xiedu.synth.generate import City, write

DAY, RECORDS = date(2026, 11, 23), 3000


def test_a_sweep_of_many_records_finds_what_one_of_few_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiedu.lake.loading.MANY", 1)
    lake = fresh(tmp_path / "lake")
    found: dict[int, Any] = {}
    with store.writing(lake) as db:
        write(db, City(RECORDS, 5), tmp_path, csv=False)
        db.execute(sweep.HITS)
        for number, kind in enumerate(KINDS, 1):
            db.execute(f"create or replace temp table arriving as from read_parquet('{tmp_path / f'{kind}.parquet'}')")
            load(db, "arriving", Arrival(number, f"批{number}", kind, 7, tuple(struct_type(kind))), KEYS)
        for many in (10**9, 1):
            monkeypatch.setattr(sweep, "MANY", many)
            db.execute("delete from lake.hits")
            gaps = [sweep.Sweep(db, DAY, {}, Calendar.default()).over(kind, CHECKS).gaps for kind in KINDS]
            found[many] = (db.execute("select * from lake.hits order by all").fetchall(), gaps)
    hits, gaps = found[1]
    assert len(hits) > RECORDS // 10
    assert any(gaps)
    assert found[1] == found[10**9]
