"""``xiedu check`` as an agency uses it on its own sheet, and ``xiedu checks``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.records.sheets import AGENCY_CODE, COMPANY_CODE, PENALTY, book_bytes, csv_bytes
from xiedu.checks.catalogue import CHECKS, LEFT_OUT, left_out
from xiedu.cli import main

JSON_KEYS = ["check", "record", "outcome", "explain", "facts", "cites", "version"]
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
    assert list(out[0]) == JSON_KEYS


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


COMMON = {
    "行政相对人名称": "合成公司一",
    "行政相对人类别": "法人及非法人组织",
    "行政相对人统一社会信用代码": COMPANY_CODE,
}
VISIT = {
    **COMMON,
    "检查编号": "检一",
    "检查机关": "甲局（合成）",
    "检查机关统一社会信用代码": AGENCY_CODE,
    "检查日期": "2025-06-02",
    "检查方式": "现场",
    "任务来源": "计划",
    "是否出示证件": "否",
}
OTHER = {**VISIT, "检查编号": "检二", "检查机关": "乙局（合成）", "检查机关统一社会信用代码": COMPANY_CODE, "检查日期": "2025-06-20"}  # fmt: skip
SEIZURE = {
    **COMMON,
    "强制文书号": "强一",
    "强制机关": "甲局（合成）",
    "强制机关统一社会信用代码": AGENCY_CODE,
    "强制种类": "查封",
    "状态": "实施中",
    "解除或处理日期": "",
    "开始日期": "2026-03-02",
    "是否出示证件": "是",
}
LICENCE = {
    **COMMON,
    "行政许可决定文书号": "许一",
    "行政许可决定文书名称": "准予许可决定书",
    "许可机关": "甲局（合成）",
    "许可机关统一社会信用代码": AGENCY_CODE,
    "许可类别": "普通",
    "许可内容": "食品经营",
    "受理日期": "2026-03-02",
    "许可决定日期": "2026-06-01",
    "有效期自": "2026-06-01",
    "有效期至": "2031-05-31",
    "当前状态": "1",
}
SHEETS: dict[str, tuple[list[dict[str, str]], set[tuple[str, str]]]] = {
    "penalty": ([dict(PENALTY), LATE], {("pen-90d", "衢综执罚〔2024〕2号")}),
    "inspection": ([VISIT, OTHER], {("off-cert-not-shown-ins", "检一"), ("ins-repeat-bodies", "检二")}),
    "coercion": ([SEIZURE], {("coe-30d", "强一")}),
    "licence": ([LICENCE], {("lic-20", "许一")}),
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_of_each_kind(kind: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, expected = SHEETS[kind]
    path = tmp_path / f"表.{form}"
    head = list(rows[0])
    data = csv_bytes(rows) if form == "csv" else book_bytes({"表": [head, *([row[h] for h in head] for row in rows)]})
    path.write_bytes(data)
    assert main(["check", str(path), "--as-of", "2026-11-23", "--json"]) == 1
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert all(list(line) == JSON_KEYS and line["outcome"] in ("hit", "unknown") for line in lines)
    assert expected <= {(line["check"], line["record"]) for line in lines if line["outcome"] == "hit"}
    idle = [line.split()[1].partition("（")[0] for line in told.err.splitlines() if line.startswith("未运行 ")]
    assert len(set(idle)) == len(idle)
    assert {one.id for one in left_out(kind)} <= set(idle)
    assert not {line["check"] for line in lines} & set(idle)


def test_rules_left_out_are_printed_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks"]) == 0
    told = capsys.readouterr().out
    assert all(one.id in told and one.reason in told for one in LEFT_OUT)
