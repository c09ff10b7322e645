"""The commands as a shell sees them: streams, exit status, no Django."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xiedu.cli import COMMANDS, resolve
from xiedu.law.competence import route_json

SRC = Path(__file__).resolve().parents[2] / "src"
KECHENG = {"level": "county", "area": "330802", "kind": "department", "name": "柯城区住建局"}
TOWN = {"level": "township", "area": "330802100", "kind": "township", "name": "石梁镇人民政府"}
GOOD = json.dumps({"parties": [KECHENG, TOWN]}, ensure_ascii=False).encode()


def xiedu(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "xiedu.cli", *args]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, "PYTHONPATH": str(SRC), **env})


def routed(stdin: bytes, **env: str) -> list[dict[str, Any]]:
    done = xiedu("route", stdin=stdin, **env)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_one_line_out_for_each_line_in_whatever_it_is() -> None:
    lines = [
        b"\xef\xbb\xbf" + GOOD,
        b"",
        GOOD + b"\r",
        b"not json",
        b"\xff\xfe\x00",
        "柯城".encode("gb18030"),
        b"null",
        b'"' + b"x" * 1_000_000 + b'"',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"parties":' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
        b"9" * 10_000,
        GOOD.replace(b'"330802"', b"NaN"),
        GOOD.replace(b'"330802"', b"Infinity"),
        GOOD.replace(b'"level"', b'"level":"city","level"', 1),
        GOOD.replace("住建局".encode(), b"\\ud800"),
        GOOD.replace("住建局".encode(), b"\\u2028x"),
        b"\x00",
        GOOD + GOOD,
        GOOD,
    ]
    out = routed(b"\n".join(lines) + b"\n")
    expected = route_json(json.loads(GOOD)).as_dict()
    assert len(out) == len(lines)
    assert [i for i, one in enumerate(out) if one["handler"]] == [0, 2, len(lines) - 1]
    assert out[0] == out[2] == out[-1] == expected
    assert all(one["refused"] for one in out if not one["handler"])
    assert set(map(frozenset, out)) == {
        frozenset(("handler", "refused", "rule", "policy", "recused", "cites", "explanation"))
    }


def test_the_last_line_needs_no_newline_and_no_input_gives_no_output() -> None:
    assert len(routed(GOOD)) == 1
    assert routed(b"") == []


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}])
def test_output_is_utf8_under_any_locale(env: dict[str, str]) -> None:
    assert routed(GOOD, **env) == routed(GOOD)


def test_a_repeated_key_names_itself() -> None:
    (one,) = routed(GOOD.replace(b'"level"', b'"level":"city","level"', 1))
    assert "level" in one["refused"]


@pytest.mark.parametrize("command", ["route", "term", "articles"])
def test_starts_without_django(command: str) -> None:
    args = ["--start", "2024-09-30", "--n", "5", "--unit", "WD", "--json"] if command == "term" else []
    code = (
        "import sys; from xiedu.cli import main\n"
        f"status = main({[command, *args]!r})\n"
        "assert status == 0\n"
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=GOOD, capture_output=True, env={**os.environ, "PYTHONPATH": str(SRC)}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


def test_term_as_json() -> None:
    done = xiedu(
        *("term", "--start", "2024-09-30", "--n", "5", "--unit", "WD", "--json"), "--exclude", "2024-10-08..2024-10-09"
    )
    out = json.loads(done.stdout)
    assert (out["due"], out["provisional"], done.returncode) == ("2024-10-15", False, 0)
    assert any("扣除" in line for line in out["explanation"])
    assert set(out) == {"due", "provisional", "explanation"}


@pytest.mark.parametrize(
    ("args", "due", "provisional"),
    [
        ("--start 2026-02-13 --n 7 --unit WD", "2026-03-02", False),
        ("--start 2025-01-24 --n 15 --unit CD", "2025-02-08", False),
        ("--start 2025-01-24 --n 15 --unit cd --roll", "2025-02-08", False),
        ("--start 2026-12-28 --n 7 --unit WD", "2027-01-07", True),
        ("--start 2026-02-13T09:30 --n 24 --unit H", "2026-02-14T09:30", False),
        (
            "--start 2024-09-30 --n 5 --unit WD --exclude 2024-10-08 --exclude 2024-10-08..2024-10-09",
            "2024-10-15",
            False,
        ),
    ],
)
def test_term_by_example(args: str, due: str, provisional: bool) -> None:
    out = json.loads(xiedu("term", *args.split(), "--json").stdout)
    assert (out["due"], out["provisional"]) == (due, provisional)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ("", "缺少起算日"),
        ("--start 2024-09-30", "缺少期限数"),
        ("--start 2024-09-30 --n 5", "单位"),
        ("--start 2024-02-30 --n 5 --unit WD", "不存在"),
        ("--start 20240930 --n 5 --unit WD", "请写成"),
        ("--start 2024-09-30 --n 5.0 --unit WD", "整数"),
        ("--start 2024-09-30 --n -5 --unit WD", "1 以上"),
        ("--start 2024-09-30 --n 99999999999 --unit WD", "过大"),
        ("--start 2024-09-30 --n 5 --unit 天", "可用"),
        ("--start 2024-09-30 --n 5 --unit H", "时刻"),
        ("--start 2024-09-30 --n 5 --unit WD --exclude 2024-10-09..2024-10-08", "早于始日"),
        ("--start 2024-09-30 --n 5 --unit WD --exclude x", "请写成"),
        ("--start", "缺少取值"),
        ("--roll=1", "不带取值"),
        ("--sta 2024-09-30", "不认识的参数"),
    ],
)
def test_a_wrong_term_is_explained_on_stderr(args: str, says: str) -> None:
    done = xiedu("term", *args.split(), "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_unknown_and_missing_commands() -> None:
    for args in ((), ("nothing",)):
        done = xiedu(*args)
        assert done.returncode == 2
        assert "用法" in done.stderr.decode()
    assert xiedu("--help").returncode == 0
    assert "用法" in xiedu("term", "--help").stdout.decode()


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m xiedu.cli route | head -1"
    done = subprocess.run(
        command,
        shell=True,
        input=(GOOD + b"\n") * 2000,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.parametrize("name", ["route", "term", "articles"])
def test_every_command_of_the_law_resolves(name: str) -> None:
    assert callable(resolve(COMMANDS[name]))
