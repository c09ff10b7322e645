"""A file received: its batch, the lake, the second time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.records.sheets import PENALTY, csv_bytes
from xiedu.base.files import store
from xiedu.base.models import StoredFile
from xiedu.bodies.models import Area, Body
from xiedu.intake import service
from xiedu.intake.models import Batch
from xiedu.lake.store import current, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Path]:
    with override_settings(LAKE_DIR=tmp_path / "lake"):
        yield tmp_path / "lake"


@pytest.fixture
def source() -> Body:
    area = Area.objects.create(
        name="衢江区（合成）", rank="county", code="330803", code_source="合成", code_date="2026-01-01"
    )
    return Body.objects.create(
        name="衢江区综合行政执法局（合成）",
        short_name="衢江执法局",
        kind="department",
        area=area,
        legal_level="county",
        valid_from="2020-01-01",
    )


def sheet(*rows: dict[str, str]) -> StoredFile:
    return store(csv_bytes([{**PENALTY, **row} for row in rows]), "处罚.csv", None)


def lake_rows(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    with reading(folder) as db:
        return db.execute(f"select {columns} from {current('penalty')} order by id").fetchall()


def test_a_sheet_goes_in_and_the_second_time_changes_nothing(lake: Path, source: Body) -> None:
    batch = service.receive(sheet({}), source)
    assert (batch.state, batch.kind, batch.rows, batch.good, batch.added) == ("loaded", "penalty", 1, 1, 1)
    assert lake_rows(lake, "reporter, batch, fine") == [(source.pk, batch.pk, 500_000)]
    again = service.receive(sheet({}), source)
    assert (again.added, again.changed, again.same) == (0, 0, 1)
    assert Batch.objects.count() == 2
    assert batch.message == "处罚记录 1 行：新增 1，变更 0，未变 0。"
