"""The briefs that stand in the lake are those a record comes to, whatever version wrote them."""

from pathlib import Path
from typing import Any

import pytest

from tests.suspicions.lake import KEYS, fresh
from xiedu.checks.catalogue import CHECKS
from xiedu.lake import briefs, store
from xiedu.lake.loading import Arrival, load
from xiedu.law.calendars import Calendar
from xiedu.records import brief, calendar_sql
from xiedu.records.fields import KINDS, struct_type
from xiedu.records.marks import MARKS, apart, bits
from xiedu.synth.generate import City, write

CALENDAR = Calendar.default()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    with store.connect() as db:
        write(db, City(900, 11), folder, csv=False)
    return folder


def loaded(lake: Path, city: Path, kind: str, fed: tuple[str, ...]) -> None:
    with store.writing(lake) as db:
        db.execute(f"create temp table arriving as from read_parquet('{city / f'{kind}.parquet'}')")
        load(db, "arriving", Arrival(1, "批1", kind, 7, fed), KEYS)


def differing(lake: Path, kind: str) -> int:
    """How many rows of the lake have a brief that is not what their fields come to."""
    with store.reading(lake) as db:
        calendar_sql.install(db, CALENDAR)
        unlike = " or ".join(f"r.{name} is distinct from again.{name}" for name in brief.columns(kind))
        bare = f"(select * exclude ({', '.join(brief.columns(kind))}) from lake.{kind})"
        found: tuple[Any, ...] | None = db.execute(
            f"select count(*) from lake.{kind} r join ({brief.beside(kind, bare)}) again using (id) where {unlike}"
        ).fetchone()
        return int(found[0]) if found else -1


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_is_what_the_fields_come_to(tmp_path: Path, city: Path, kind: str) -> None:
    lake = fresh(tmp_path / "lake")
    loaded(lake, city, kind, tuple(struct_type(kind)))
    assert differing(lake, kind) == 0
    with store.reading(lake) as db:
        assert briefs.standing(db, kind, CALENDAR) == frozenset(brief.columns(kind))


def test_fields_that_a_source_does_not_have_count_as_empty(tmp_path: Path, city: Path) -> None:
    lake = fresh(tmp_path / "lake")
    loaded(lake, city, "penalty", ("document_no", "decided_on", "published_on", "penalties", "officers"))
    assert differing(lake, "penalty") == 0


def test_what_an_earlier_version_left_is_not_read_and_is_worked_out_anew(tmp_path: Path, city: Path) -> None:
    lake = fresh(tmp_path / "lake")
    loaded(lake, city, "penalty", tuple(struct_type("penalty")))
    with store.writing(lake) as db:
        db.execute("update lake.penalty set officers_certified = 77, published_wait = 77")
        db.execute("update lake.batches set briefs = '0/old'")
        assert briefs.standing(db, "penalty", CALENDAR) == frozenset()
        assert briefs.refresh(db, "penalty", CALENDAR) == 1
        assert briefs.refresh(db, "penalty", CALENDAR) == 0
        assert briefs.standing(db, "penalty", CALENDAR)
    assert differing(lake, "penalty") == 0


def test_many_records_that_bear_marks_go_into_files_of_their_own(
    tmp_path: Path, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiedu.lake.loading.MANY", 1)
    lake = fresh(tmp_path / "lake")
    loaded(lake, city, "penalty", tuple(struct_type("penalty")))
    assert differing(lake, "penalty") == 0
    with store.reading(lake) as db:
        listed = db.execute("select data_file from ducklake_list_files('lake', 'penalty')").fetchall()
        parts = [
            db.execute(f"select distinct {apart('penalty')}, count(*) over () from read_parquet(?)", [file]).fetchall()
            for (file,) in listed
        ]
        rows: tuple[Any, ...] | None = db.execute("select count(*) from lake.penalty").fetchone()
    assert sorted(part for ((part, _),) in parts) == [0, 1, 2]
    assert rows == (sum(count for ((_, count),) in parts),)
    assert {str(file) for file in (lake / "data").rglob("*.parquet")} >= {file for (file,) in listed}
    assert not list(lake.rglob("parts-*"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_names_what_the_kind_has(kind: str) -> None:
    assert bits(kind, *MARKS[kind]) == (1 << len(MARKS[kind])) - 1
    assert len(MARKS[kind]) < 63
    assert all(mark.plain and mark.note for mark in MARKS[kind].values())
    named = {name for check in CHECKS if check.kind == kind for name in check.marks}
    assert named == set(MARKS[kind])
