"""What a power cut finds: no catalog that names a file which is not on the disk; and nothing of what was rolled back."""

from pathlib import Path
from typing import Any

import pytest

from tests.lake.empty import empty_lake
from xiedu.base.disk import sync
from xiedu.lake import durable, store
from xiedu.lake.durable import transaction
from xiedu.lake.rowfiles import add_rows
from xiedu.lake.upkeep import tidy


class Heard:
    """A connection that notes when it commits."""

    def __init__(self, db: Any, calls: list[Any]) -> None:
        self._db, self._calls = db, calls

    def execute(self, sql: str, *values: Any) -> Any:
        if sql == "commit":
            self._calls.append(sql)
        return self._db.execute(sql, *values)


def add(db: Any, first: int) -> None:
    """Rows the one way, and the other."""
    add_rows(db, "penalty", f"select range + {first} as id, '合成' as party from range(3)")
    db.execute(f"insert into lake.secrets values ('{first}', 'x'::blob)")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    noted: list[Any] = []

    def heard(path: Path) -> None:
        noted.append(path)
        sync(path)

    monkeypatch.setattr(durable, "sync", heard)
    return noted


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*.parquet"))


def test_files_then_their_folders_are_synced_before_the_commit(tmp_path: Path, calls: list[Any]) -> None:
    lake = empty_lake(tmp_path / "lake")
    data = lake.resolve() / "data"
    for first in (0, 10):
        old = files(data)
        calls.clear()
        with store.writing(lake) as db, transaction(Heard(db, calls)):  # type: ignore[arg-type]
            add(db, first)
        new = files(data) - old
        assert {path.parent.name for path in new} == {"penalty", "secrets"}
        assert set(calls[: len(new)]) == new
        assert set(calls[len(new) : -1]) == {path for one in new for path in one.parents if path.is_relative_to(data)}
        assert calls[-1] == "commit"


def test_an_update_and_the_nightly_upkeep_sync_what_they_write(tmp_path: Path, calls: list[Any]) -> None:
    lake = empty_lake(tmp_path / "lake")
    data = lake.resolve() / "data"
    with store.writing(lake) as db:
        for first in (0, 10):
            with transaction(db):
                add(db, first)
        with transaction(db):
            db.execute("update lake.penalty set recorded_to = now()::timestamp where id = 1")
    tidy(lake)
    assert files(data) <= set(calls)


def _fail(db: Any) -> None:
    with transaction(db):
        add(db, 0)
        raise ZeroDivisionError


def test_what_is_rolled_back_leaves_neither_rows_nor_files(tmp_path: Path) -> None:
    lake = empty_lake(tmp_path / "lake")
    with store.writing(lake) as db:
        with transaction(db, keep=False):
            add(db, 0)
        with pytest.raises(ZeroDivisionError):
            _fail(db)
        assert not files(lake)
        with transaction(db):
            add(db, 0)
    with store.reading(lake) as db:
        assert db.execute("select count(*), count(facts), max(party) from lake.penalty").fetchone() == (3, 0, "合成")
