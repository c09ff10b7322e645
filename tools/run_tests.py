"""``make test``: all tests on SQLite, the browser's walks, and the database tests once more on PostgreSQL.

What cannot be run here (no Chromium, no PostgreSQL named in ``XIEDU_TEST_POSTGRES``) is said loudly, or is a failure
under ``XIEDU_REQUIRE_ALL=1``. pytest's own closing lines stand together at the end.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CLOSING = re.compile(r"^=+ .*\bin [\d.]+s.* =+$")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Phase:
    """One run of pytest; ``missing`` says why it cannot be run here, empty if it can."""

    title: str
    options: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    missing: str = ""


def phases(environment: dict[str, str], *, long: bool) -> list[Phase]:
    """What there is to run on this machine."""
    spare = "" if long else " and not long"
    more = {"XIEDU_LONG": "1"} if long else {}
    server = environment.get("XIEDU_TEST_POSTGRES", "")
    chromium = any(shutil.which(name) for name in CHROMIUM)
    return [
        Phase("SQLite", ("-n", "2", "-m", f"not browser and not postgres{spare}"), more),
        Phase(
            "浏览器",
            ("-n", "2", "-m", f"browser{spare}"),
            more,
            missing="" if chromium else "没有找到 Chromium（apt install chromium）",
        ),
        Phase(
            "PostgreSQL",
            ("-n", "2", "--database-only", "-m", f"not browser{spare}"),
            {**more, "XIEDU_DATABASE": server},
            missing="" if server else "没有设置 XIEDU_TEST_POSTGRES（PostgreSQL 地址）",
        ),
    ]


def main(arguments: list[str]) -> int:
    """Run the phases; 1 when one fails, or when one is missing although everything is required."""
    long = "--long" in arguments
    extra = [a for a in arguments if a != "--long"]
    everything = os.environ.get("XIEDU_REQUIRE_ALL") == "1"
    closing, failed = [], False
    for phase in phases(dict(os.environ), long=long):
        if phase.missing:
            closing.append(f"{'!' * 20} 略去“{phase.title}”测试：{phase.missing} {'!' * 20}")
            failed |= everything
            continue
        print(f"\n——— {phase.title} ———", flush=True)
        status, line = run(phase, extra)
        closing.append(f"{phase.title}：\n{line}")
        failed |= status != 0
    print("\n" + "\n".join(closing), flush=True)
    return 1 if failed else 0


def run(phase: Phase, extra: list[str]) -> tuple[int, str]:
    """Run pytest, showing its output as it comes; its exit status and closing line."""
    command = [sys.executable, "-m", "pytest", "-q", "tests", *phase.options, *extra]
    if sys.stdout.isatty():
        command.append("--color=yes")
    environment = {**os.environ, **phase.environment, "PYTHONUNBUFFERED": "1"}
    if phase.title != "PostgreSQL":
        environment.pop("XIEDU_DATABASE", None)
    last = "（没有结束行）"
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", flush=True)
            plain = COLOUR.sub("", line).strip()
            last = plain if CLOSING.match(plain) or re.match(r"^\d+ .*\bin [\d.]+s", plain) else last
    return pytest.returncode, last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
