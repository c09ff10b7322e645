"""Every check over several records: hit, clean, not recorded, both sides of the limit, an exception."""

from collections.abc import Mapping, Sequence

import duckdb
import pytest

from tests.checks import cases_bases, cases_groups, cases_visits, scenes
from tests.checks.harness import TODAY, load
from tests.checks.scenes import CLEAN, EXEMPT, GAP, HIT, LAST, Scene
from xiedu.checks import run
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Reach

SCENES: Mapping[str, Sequence[Scene]] = {**cases_visits.SCENES, **cases_groups.SCENES, **cases_bases.SCENES}
CHECKED = {check.id: check for check in CHECKS if check.source}
# A body is judged by what is recorded of it: a record without a figure is left out, the rest is still judged.
WHOLE_BODIES = {n for n in CHECKED if n.startswith("org-")} | {"ins-clean-all", "pen-low-fine-rounding"}
NO_DAY = {"case-conflict-filing"}


def test_every_check_has_its_scenes() -> None:
    assert set(SCENES) == set(CHECKED)
    for name, check in CHECKED.items():
        labels = {scene.label for scene in SCENES[name]}
        assert {HIT, CLEAN} <= labels
        assert GAP in labels or name in WHOLE_BODIES
        assert LAST in labels or name in NO_DAY
        assert EXEMPT in labels or not check.exceptions
        assert check.reach is not Reach.ROW or name.startswith("bas-")
        assert check.false_positive


@pytest.mark.parametrize("name", list(CHECKED))
def test_outcomes(name: str) -> None:
    check = CHECKED[name]
    rows, judged = scenes.table(check.kind, SCENES[name])
    with duckdb.connect(config={"threads": 1}) as connection:
        load(connection, check.kind, rows, only=sorted({*check.needs, *(key for row in rows for key in row)}))
        found = run.run(connection, "records", check.kind, [check], TODAY)
        assert not found.not_run
        told = [(r.row_no, r.outcome, r.explain) for r in found.rows]
    by_row = {row: {run.HIT: True, run.UNKNOWN: None}[outcome] for row, outcome, _ in told}
    assert len(by_row) == len(told), "a record is judged once"
    assert all(text and "None" not in text for _, _, text in told)
    wrong = [
        (n, scene.label, by_row.get(row, False))
        for n, (scene, row) in enumerate(judged)
        if by_row.get(row, False) is not scene.expected
    ]
    assert not wrong


@pytest.mark.parametrize("name", [name for name, check in CHECKED.items() if check.reach is Reach.WINDOW])
def test_the_records_of_its_subject_are_enough(name: str) -> None:
    """A rescan takes the touched subjects alone: the outcomes of their records must be those of a run over all."""
    check = CHECKED[name]
    rows, _ = scenes.table(check.kind, SCENES[name])
    with duckdb.connect(config={"threads": 1}) as connection:
        load(connection, check.kind, rows, only=sorted({*check.needs, *(key for row in rows for key in row)}))
        apart = "coalesce(starts_with(party_key, '景0'), FALSE)"
        connection.execute(f"CREATE TABLE first AS SELECT * FROM records WHERE {apart}")
        connection.execute(f"CREATE TABLE rest AS SELECT * FROM records WHERE NOT {apart}")
        found = {}
        for table in ("records", "first", "rest"):
            told = run.run(connection, table, check.kind, [check], TODAY).rows
            found[table] = sorted((r.row_no, r.outcome, r.explain) for r in told)
    assert found["first"]
    assert found["rest"]
    assert sorted(found["first"] + found["rest"]) == found["records"]
