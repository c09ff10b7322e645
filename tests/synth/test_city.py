"""The synthetic city: every check finds what was planted for it and nothing else, and a seed means its bytes."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from xiedu.bodies.city_data import bodies as registered
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.run import run
from xiedu.cli import main
from xiedu.records.fields import KINDS
from xiedu.records.reading import faults, read_records
from xiedu.synth import world
from xiedu.synth.generate import City, write
from xiedu.synth.model import Breach, Model
from xiedu.synth.words import install
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
        numbers = dict(connection.execute(f"SELECT row_no, document_no FROM {reading.table}").fetchall())
    assert results.not_run == ()
    assert {(numbers[hit.row_no], hit.check.id) for hit in results.hits()} == _labels(folder, kind)
    assert {check.id for check in CHECKS if check.kind == kind} == {check for _, check in _labels(folder, kind)}


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


@pytest.mark.parametrize("until", [date(2026, 9, 30), date(2026, 12, 28), date(2028, 8, 20)])
def test_a_year_comes_about_as_planned(until: date) -> None:
    """What the labels of a body's year rest on: nobody's clean cases take in more than before, nor mostly in winter."""
    with duckdb.connect() as connection:
        install(connection, 3)
        world.install(connection)
        model = replace(CITY, until=until).models()["penalty"]
        rows = connection.execute(
            f"SELECT agency, decided_on, fine FROM ({model.query(2000, 10)}) WHERE breach IS NULL AND fine > 0"
        ).fetchall()
    taken: Counter[tuple[str, int, bool]] = Counter()
    for agency, day, fine in rows:
        taken[agency, day.year, day.month > 9] += fine
    years = {year for _, year, _ in taken}
    assert years == {until.year - 2, until.year - 1, until.year}
    for agency in {agency for agency, _, _ in taken}:
        sums = [sum(taken[agency, until.year - ago, winter] for winter in (False, True)) for ago in (2, 1)]
        assert sums[1] <= sums[0]
        assert all(taken[agency, until.year - ago, True] <= taken[agency, until.year - ago, False] for ago in (2, 1))


def test_scenes_leave_room() -> None:
    model = CITY.models()["inspection"]
    once = sum(scene.parts for scene in model.scenes)
    for records in (1, once, 4 * once - 1, 4 * once, 20 * once + 7, 3000 * once):
        playings = model.playings(records)
        planted = sum(one.acts * one.scene.parts for one in playings)
        assert planted <= records / 4
        assert playings[-1].end == records
        assert [one.end for one in playings[:-1]] == [one.first for one in playings[1:]]
        assert any(one.acts for one in playings) == (records >= 4 * once)
        assert all(one.acts <= one.scene.most for one in playings if one.scene.most)


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
