"""Templates: what we hand out is what we read."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from xiedu.records.faults import InputError
from xiedu.records.fields import KINDS
from xiedu.records.reading import faults, read_records
from xiedu.records.template import write_template

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_reads_without_a_fault_once_it_has_a_number_of_its_own(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(kind, path)
    with pytest.raises(InputError, match="没有数据"):
        read_records(duckdb.connect(), path)
    book = load_workbook(path)
    sheet = book[KINDS[kind].title]
    sheet.cell(2, [f.name for f in KINDS[kind].fields].index("document_no") + 1).value = "衢示例〔2024〕2号"
    book.save(path)
    db = duckdb.connect()
    reading = read_records(db, path)
    assert (reading.kind, reading.rows, reading.unknown) == (kind, 1, ())
    assert faults(db, reading) == []
    assert set(reading.columns) == {f.name for f in KINDS[kind].fields}


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_a_note_and_every_word_list_a_drop_down(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(kind, path)
    book = load_workbook(path)
    for name, fields in [(KINDS[kind].title, KINDS[kind].fields)] + [
        (f.title, f.members) for f in KINDS[kind].fields if f.members
    ]:
        sheet = book[name]
        assert all(cell.comment for cell in sheet[1])
        listed = list(sheet.data_validations.dataValidation)
        assert len(listed) == sum(1 for f in fields if f.codes or str(f.type) == "bool")
        for rule in listed:
            column, rows = rule.formula1.removeprefix("代码!$").split("$", 1)
            first, last = rows.replace("$" + column, "").replace("$", "").split(":")
            words = [book["代码"][f"{column}{n}"].value for n in range(int(first), int(last) + 1)]
            assert all(words)
            assert any(set(words) == {*f.codes.values()} or words == ["是", "否"] for f in fields)


def test_the_command_writes_it_or_says_why_not(tmp_path: Path) -> None:
    def run(*args: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "xiedu.cli", "template", *args]
        return subprocess.run(command, capture_output=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(SRC)})

    assert run("penalty", "--out", "a.xlsx").returncode == 0
    assert (tmp_path / "a.xlsx").exists()
    assert run("检查").returncode == 0
    assert (tmp_path / "协督检查记录模板.xlsx").exists()
    for wrong in (["nothing"], [], ["penalty", "--out", "no/such/folder/a.xlsx"]):
        done = run(*wrong)
        assert done.returncode == 2
        assert "xiedu template：" in done.stderr.decode()
