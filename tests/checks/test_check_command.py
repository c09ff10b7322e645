"""``xiedu check`` as an agency uses it on its own sheet, and ``xiedu checks``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.records.sheets import PENALTY, csv_bytes
from xiedu.checks.catalogue import CHECKS
from xiedu.cli import main

LATE = {**PENALTY, "行政处罚决定书文号": "衢综执罚〔2024〕2号", "立案日期": "2024-01-02", "处罚决定日期": "2024-06-03"}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "处罚.csv"
    path.write_bytes(csv_bytes([PENALTY, LATE]))
    return path


def test_lines_of_json(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(sheet), "--kind", "penalty", "--as-of", "2026-11-23", "--only", "pen-90d", "--json"]) in (
        0,
        1,
    )
    out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["record"], r["outcome"]) for r in out] == [("衢综执罚〔2024〕2号", "hit")]
    assert set(out[0]) == {"check", "record", "outcome", "explain", "facts", "cites", "version"}


def test_words_for_people_and_a_workbook(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "结果.xlsx"
    assert main(["check", str(sheet), "--as-of", "2026-11-23", "--xlsx", str(book)]) == 1
    told = capsys.readouterr().out
    assert "行政处罚记录 2 条" in told or "处罚记录 2 条" in told
    assert "须由人核实，不等于违法" in told
    assert "未运行的检查" in told
    assert book.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["没有.csv"], "请确认文件存在"),
        (["{}", "--as-of", "昨天"], "请写成 2026-11-23 的样子"),
        (["{}", "--only", "nothing"], "全部检查见 xiedu checks"),
        (["{}", "--kind", "fine"], "可用的有"),
    ],
)
def test_wrong_calls_are_told(
    sheet: Path, arguments: list[str], remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *(a.format(sheet) for a in arguments)]) == 2
    assert remedy in capsys.readouterr().err


def test_the_catalogue_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--json"]) == 0
    assert [c["id"] for c in json.loads(capsys.readouterr().out)] == [c.id for c in CHECKS]


def test_without_django(sheet: Path) -> None:
    code = (
        "import sys; from xiedu.cli import main; main(['check', sys.argv[1]]); "
        "sys.exit('django' in {m.partition('.')[0] for m in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code, str(sheet)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
