"""The synthetic city: every check finds what was planted for it and nothing else, and a seed means its bytes."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from xiedu.bodies.city_data import bodies as registered
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Reach
from xiedu.checks.run import run
from xiedu.cli import main
from xiedu.records.fields import KINDS
from xiedu.records.reading import faults, read_records
from xiedu.synth.generate import City, write
from xiedu.synth.model import Breach, Model
from xiedu.synth.world import bodies

CITY = City(3000, 7, 4)
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("city")
    with duckdb.connect() as connection:
        write(connection, CITY, path)
    return path


def _labels(folder: Path, kind: str) -> set[tuple[str, str]]:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {(row["record"], row["check"]) for row in csv.DictReader(file) if row["kind"] == kind}


@pytest.mark.parametrize("kind", KINDS)
def test_hits_are_the_labels(folder: Path, kind: str) -> None:
    """Reading takes longest, so what is read is looked at here for both: the rows as made, the hits as planted."""
    made = f"SELECT * FROM read_parquet('{folder / f'{kind}.parquet'}')"
    with duckdb.connect() as connection:
        reading = read_records(connection, folder / f"{kind}.csv")
        assert faults(connection, reading) == []
        for one, other in (("SELECT * FROM records", made), (made, "SELECT * FROM records")):
            assert connection.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone() == (0,)
        results = run(connection, reading.table, kind, CHECKS, TODAY, columns=reading.columns)
    assert {one.check.reach for one in results.not_run} <= {Reach.GROUP}
    assert {(hit.record, hit.check.id) for hit in results.hits()} == _labels(folder, kind)
    assert {check.id for check in CHECKS if check.kind == kind and check.reach is Reach.ROW} == {
        check for _, check in _labels(folder, kind)
    }


def test_everything_is_marked(folder: Path) -> None:
    connection = duckdb.connect()
    for kind in KINDS:
        rows = f"read_parquet('{folder / f'{kind}.parquet'}')"
        bare = "NOT (contains(party, '（合成）') AND starts_with(document_no, '合成'))"
        assert connection.execute(f"SELECT count(*) FROM {rows} WHERE {bare}").fetchone() == (0,)


def test_bodies_stand_in_the_register() -> None:
    assert {name for name, *_ in bodies()} <= {body.name for body in registered()}


def test_a_seed_means_its_bytes(tmp_path: Path) -> None:
    for place, seed in (("one", 5), ("two", 5), ("other", 6)):
        with duckdb.connect() as connection:
            write(connection, City(300, seed), tmp_path / place)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert (tmp_path / "one/penalty.csv").read_bytes() != (tmp_path / "other/penalty.csv").read_bytes()


def test_counts_add_up() -> None:
    for records in (5, 100, 3001):
        assert sum(replace(CITY, records=records).counts().values()) == records


def test_a_breach_changes_what_is_made() -> None:
    with pytest.raises(AssertionError, match="nothing makes"):
        Model("penalty", [{"fine": "1"}], [Breach("x", {"fines": "2"})])


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", "--records", "40", "--out", str(tmp_path / "city")]) == 0
    assert "标签 2 条" in capsys.readouterr().out
    assert main(["synth", "--records", "40", "--out", str(tmp_path / "city/labels.csv")]) == 1
    assert "写不进" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["synth", "--records", "零", "--out", str(tmp_path)])
    assert "取值 '零' 无效" in capsys.readouterr().err
