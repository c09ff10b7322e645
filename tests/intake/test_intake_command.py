"""``xiedu intake``: what it prints and which status it leaves."""

import json
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pytest

from tests.intake.city import held, numbered
from tests.records.sheets import csv_bytes
from xiedu.bodies.models import Body
from xiedu.cli import main

pytestmark = pytest.mark.django_db


def test_a_file_is_tried_taken_in_and_its_faults_are_told(
    lake: Path, source: Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "处罚.csv"
    file.write_bytes(csv_bytes([numbered(1), numbered(2, 罚款金额="五千")]))
    call = ["intake", str(file), "--source", source.name]
    assert main([*call, "--dry-run", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["bad"], told["dry_run"], held(lake, "id")) == (1, 1, True, [])
    assert ("罚款金额", 3) in {(fault["column"], fault["row"]) for fault in told["fault_list"]}
    assert main(call) == 1
    out = capsys.readouterr()
    assert "新增 1" in out.out
    assert "第 3 行“罚款金额”为“五千”" in out.err
    file.write_bytes(csv_bytes([numbered(1)]))
    assert main(call) == 0
    assert "未变 1" in capsys.readouterr().out


def test_what_cannot_be_done_is_said_in_one_line(source: Body, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intake", "没有.csv", "--source", source.name]) == 1
    assert capsys.readouterr().err.startswith("不能读取 没有.csv：")
    assert main(["intake", "没有.csv", "--source", "无此机构"]) == 1
    assert "没有机构“无此机构”" in capsys.readouterr().err


def test_of_a_full_disk_only_the_message_is_shown(
    lake: Path,
    source: Body,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "处罚.csv"
    file.write_bytes(csv_bytes([numbered(1)]))
    full = duckdb.IOException("IO Error: Could not write file: No space left on device")
    monkeypatch.setattr("xiedu.lake.loading.add_rows", Mock(side_effect=full))
    assert main(["intake", str(file), "--source", source.name]) == 1
    out = capsys.readouterr()
    assert not out.out
    assert out.err.startswith("磁盘空间已满")
    assert out.err.count("\n") == 1
    assert not caplog.records
    assert held(lake, "id") == []
