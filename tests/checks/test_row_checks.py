"""Every check over single records: hit, clean, not recorded, the days on both sides of the limit, an exception."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import duckdb
import pytest

from tests.checks import (
    cases_coercion,
    cases_criminal,
    cases_decision,
    cases_execution,
    cases_filing,
    cases_inspection,
    cases_licence,
    cases_notice,
    cases_publicity,
    cases_sanction,
    cases_subjects,
)
from tests.checks.harness import TODAY, Cases, Row, load
from xiedu.checks import compile as compiler
from xiedu.checks import run
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Check
from xiedu.checks.shared import LAYERS
from xiedu.records import brief, calendar_sql
from xiedu.records.fields import kind_of, struct_type

CASES: Mapping[str, Cases] = {
    **cases_subjects.CASES,
    **cases_filing.CASES,
    **cases_notice.CASES,
    **cases_decision.CASES,
    **cases_sanction.CASES,
    **cases_publicity.CASES,
    **cases_execution.CASES,
    **cases_coercion.CASES,
    **cases_licence.CASES,
    **cases_inspection.CASES,
    **cases_criminal.CASES,
}
ROW_CHECKS = {check.id: check for check in CHECKS if not check.source}
KINDS = sorted({check.kind for check in ROW_CHECKS.values()})


def _rows(kind: str) -> list[tuple[str, str, Row, bool | None]]:
    return [
        (name, label, row, expected)
        for name, check in ROW_CHECKS.items()
        if check.kind == kind
        for label, row, expected in CASES[name].told()
    ]


@lru_cache
def _table(kind: str) -> Any:
    """A connection with the records of all cases of a kind."""
    connection = duckdb.connect(config={"threads": 2})
    rows = [row for _, _, row, _ in _rows(kind)]
    needed = {name for check in ROW_CHECKS.values() if check.kind == kind for name in check.needs}
    load(connection, kind, rows, only=sorted(needed | {name for row in rows for name in row}))
    return connection


@lru_cache
def _outcomes(kind: str) -> dict[tuple[str, int], run.Result]:
    found = run.run(_table(kind), "records", kind, list(ROW_CHECKS.values()), TODAY)
    assert not found.not_run
    return {(result.check.id, result.row_no): result for result in found.rows}


def test_every_check_has_its_cases() -> None:
    assert set(CASES) == set(ROW_CHECKS)
    for name, check in ROW_CHECKS.items():
        assert CASES[name].exempt is not None or not check.exceptions, f"{name}: no case of its exception"
        assert CASES[name].last is not None or "due" not in check.facts, f"{name}: no case on the last day"


def test_shared_columns_are_no_fields() -> None:
    for kind, layers in LAYERS.items():
        assert not set(struct_type(kind)) & {name for layer in layers for name in layer}


@pytest.mark.parametrize("name", list(ROW_CHECKS))
def test_outcomes(name: str) -> None:
    check: Check = ROW_CHECKS[name]
    wrong = []
    for number, (owner, label, _, expected) in enumerate(_rows(check.kind), 1):
        if owner != name:
            continue
        result = _outcomes(check.kind).get((name, number))
        got = False if result is None else {run.HIT: True, run.UNKNOWN: None}[result.outcome]
        if got is not expected:
            wrong.append(f"{label}: expected {expected}, got {got}")
        assert result is None or result.explain
        assert result is None or "None" not in result.explain
        assert result is None or not re.search("未记录 (?:人|日|元|次|件|个工作日)", result.explain)
    assert not wrong


@pytest.mark.parametrize("kind", KINDS)
def test_one_statement_or_one_a_check_agree(kind: str) -> None:
    connection = _table(kind)
    calendar_sql.install(connection)
    records = compiler.Records(kind, "records", run.table_columns(connection, "records"))
    checks = [check for check in ROW_CHECKS.values() if check.kind == kind]
    run.collect(connection, records, checks, TODAY, {}, "singly")
    told = connection.execute("SELECT check_no, row_no, outcome FROM outcomes").fetchall()
    singly = {(checks[number].id, row): run.HIT if outcome else run.UNKNOWN for number, row, outcome in told}
    assert len(singly) == len(told)
    assert singly == {key: result.outcome for key, result in _outcomes(kind).items()}
    assert set(singly.values()) == {run.HIT, run.UNKNOWN}


MIXED = 2000


def _seen(kind: str, name: str, type_: str) -> str:
    """SQL for the list of a field's values: its codes, else what the cases hold (lists of codes in order, as read)."""
    known = kind_of(kind).by_name.get(name)
    if known and known.codes and type_ == "VARCHAR":
        return f"[{', '.join(repr(code) for code in known.codes)}]"
    if type_ == "BOOLEAN":
        return "[TRUE, FALSE]"
    value = f"list_sort({name})" if type_ == "VARCHAR[]" else name
    seen = f"list({value} ORDER BY row_no) FILTER ({name} IS NOT NULL)"
    return f"list_append({seen}, []::{type_})" if type_.endswith("[]") else seen


@lru_cache
def _mixed(kind: str) -> Any:
    """A connection with records that take each field from another case, or leave it empty, whatever comes of it."""
    connection = _table(kind)
    types = {row[0]: row[1] for row in connection.execute("DESCRIBE records").fetchall() if row[0] != "row_no"}
    lists = ", ".join(f"{_seen(kind, name, type_)} AS {name}" for name, type_ in types.items())
    picked = ", ".join(
        f"CASE WHEN hash(n || '{name} empty') % 6 > 0 THEN a.{name}[1 + (hash(n || '{name}') % len(a.{name}))::INTEGER] END "
        f"AS {name}"
        for name in types
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE mixed AS SELECT n AS row_no, {picked} "
        f"FROM range({MIXED}) t(n), (SELECT {lists} FROM records) a"
    )
    return connection


@pytest.mark.parametrize("kind", KINDS)
def test_what_clears_a_record_hides_no_breach(kind: str) -> None:
    connection = _mixed(kind)
    calendar_sql.install(connection)
    records = compiler.Records(kind, "mixed", run.table_columns(connection, "mixed"))
    checks = [check for check in ROW_CHECKS.values() if check.kind == kind and check.cleared]
    told = ", ".join(
        f"count(*) FILTER ({check.cleared}), count(*) FILTER (({check.cleared}) AND ({check.breach}) IS NOT FALSE)"
        for check in checks
    )
    row = connection.execute(compiler.filled(records.before(f" SELECT {told} FROM rows"), TODAY, {})).fetchone()
    assert [check.id for check, cleared in zip(checks, row[::2], strict=True) if not cleared] == []
    assert {check.id: hidden for check, hidden in zip(checks, row[1::2], strict=True) if hidden} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_one_statement_finds_in_mixed_records_what_one_a_check_finds(kind: str) -> None:
    connection = _mixed(kind)
    calendar_sql.install(connection)
    records = compiler.Records(kind, "mixed", run.table_columns(connection, "mixed"))
    checks = [check for check in ROW_CHECKS.values() if check.kind == kind]
    found = []
    for how in ("singly", "at once", "together", "sifted"):
        run.collect(connection, records, checks, TODAY, {}, how)
        found.append(connection.execute("SELECT * FROM outcomes ORDER BY ALL").fetchall())
    assert len(found[0]) > MIXED
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_briefs_that_stand_in_the_table_tell_what_those_worked_out_on_the_way_tell(kind: str) -> None:
    connection = _mixed(kind)
    calendar_sql.install(connection)
    has = run.table_columns(connection, "mixed")
    rest = "".join(f", NULL::{type_} AS {name}" for name, type_ in struct_type(kind).items() if name not in has)
    whole = f"(SELECT *{rest} FROM mixed)"
    connection.execute(f"CREATE OR REPLACE TABLE told AS {brief.beside(kind, whole)}")
    checks = sorted((check for check in ROW_CHECKS.values() if check.kind == kind), key=compiler.place)
    found = []
    hows: tuple[run.How, ...] = ("at once", "together", "sifted")
    for table, how in (("mixed", hows[1]), *(("told", how) for how in hows)):
        records = compiler.Records(kind, table, run.table_columns(connection, table))
        run.collect(connection, records, checks, TODAY, {}, how)
        found.append(connection.execute("SELECT * FROM outcomes ORDER BY ALL").fetchall())
    assert len(found[0]) > MIXED
    assert all(one == found[0] for one in found)
