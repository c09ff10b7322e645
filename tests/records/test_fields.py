"""The public contract of the record fields."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from xiedu.records.fields import DERIVED, KINDS, describe, fields_at, kind_of, struct_type
from xiedu.records.schema import Field, FieldType, Kind, text

SRC = Path(__file__).resolve().parents[2] / "src"
EVERY = [(kind.name, field) for kind in KINDS.values() for field in kind.fields]
MEMBERS = [(f"{name}.{field.name}", member) for name, field in EVERY for member in field.members]
# The core fields that the catalogue of checks is written in (handled under the same names).
CORE = [
    "clue_on",
    "filed_on",
    "act_start",
    "act_end",
    "discovered_on",
    "notice_served_on",
    "notice_fine",
    "hearing_right_told",
    "hearing_req_on",
    "hearing_notice_on",
    "hearing_on",
    "hearing_chair",
    "pleading_on",
    "pleading_reviewed_on",
    "waiver_written",
    "legal_review_on",
    "legal_reviewer",
    "review_result",
    "collective_on",
    "decided_on",
    "penalties",
    "fine",
    "served_on",
    "service_mode",
    "published_on",
    "officers",
    "aux_staff",
    "agency",
    "item_code",
    "domain",
    "party_type",
    "extensions",
    "exclusions",
    "paid",
    "remedy",
    "measures",
    "demand_served_on",
    "court_applied_on",
    "closed_on",
    "inspections",
]


def fields(*args: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-X", "importtime", "-m", "xiedu.cli", "fields", *args]
    return subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": str(SRC)})


@pytest.mark.parametrize("kind", KINDS)
def test_duckdb_takes_the_types_as_they_stand(kind: str) -> None:
    types = struct_type(kind)
    db = duckdb.connect()
    db.execute(f"create table t ({', '.join(f'{n} {t}' for n, t in types.items())})")
    assert [row[0] for row in db.execute("describe t").fetchall()] == list(types)


def well_formed(field: Field) -> bool:
    return bool(
        field.source
        and field.title != field.name
        and bool(field.codes) == (field.type in (FieldType.CODE, FieldType.CODES))
        and bool(field.members) == (field.type is FieldType.LIST)
        and len(set(field.codes.values())) == len(field.codes)
        and not any(member.members for member in field.members)
        and field.name not in DERIVED
        and str(field.source) in describe(field)["note"]
    )


def test_every_field_says_what_it_is_and_where_it_comes_from() -> None:
    assert [f"{place}.{field.name}" for place, field in [*EVERY, *MEMBERS] if not well_formed(field)] == []


def test_core_fields_of_the_checks_are_there() -> None:
    assert set(CORE) <= set(KINDS["penalty"].by_name)


def test_every_kind_has_what_identifies_a_record() -> None:
    for kind in KINDS.values():
        assert {"document_no", "agency", "agency_code", "party", "party_code", "party_id_no"} <= set(kind.by_name)
        assert kind.by_name["party_id_no"].sensitive


def test_conditions_are_sql_over_the_kinds_own_columns() -> None:
    for kind in KINDS.values():
        db = duckdb.connect()
        db.execute(f"create table t ({', '.join(f'{n} {t}' for n, t in struct_type(kind.name).items())})")
        for field in kind.fields:
            if field.required_when:
                db.execute(f"select count(*) from t where ({field.required_when.sql}) and {field.name} is null")


def test_a_kind_with_a_name_or_title_twice_cannot_be_written() -> None:
    with pytest.raises(AssertionError):
        Kind("x", "某", (text("a", "甲", "s"), text("a", "乙", "s")))
    with pytest.raises(AssertionError):
        Kind("x", "某", (text("a", "甲", "s"), text("b", "甲", "s")))


@pytest.mark.parametrize("path", ["nonsense", "", "penalty.fine", "penalty.nothing"])
def test_an_unknown_kind_is_refused_with_what_there_is(path: str) -> None:
    with pytest.raises(ValueError, match=r"penalty|officers"):
        fields_at(path)


def test_a_kind_has_a_chinese_name_too() -> None:
    assert kind_of("检查") is KINDS["inspection"]


@pytest.mark.parametrize("path", [*KINDS, "penalty.officers"])
def test_the_command_prints_the_contract_and_starts_without_django(path: str) -> None:
    done = fields(path, "--json")
    assert done.returncode == 0
    entries = json.loads(done.stdout)
    assert all(list(entry) == ["name", "title", "type", "required", "codes", "note"] for entry in entries)
    assert [entry["name"] for entry in entries] == [field.name for field in fields_at(path)]
    assert not [line for line in done.stderr.decode().splitlines() if line.endswith((" django", " duckdb"))]


def test_the_command_for_people_and_for_the_mistaken() -> None:
    done = fields("许可")
    assert done.returncode == 0
    assert "行政许可决定文书号" in done.stdout.decode()
    assert fields("licenses").returncode == 2
    assert fields().returncode == 2
