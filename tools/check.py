"""``make check``: every static check, one after the other; all are run even when one fails."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
BIN = Path(PYTHON).parent
TYPED = ("src", "tools", "tests")

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("代码规则 ruff check", (str(BIN / "ruff"), "check", "--quiet", ".")),
    ("格式 ruff format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    ("类型 mypy --strict", (str(BIN / "mypy"), "--no-error-summary", *TYPED)),
    ("分层 import-linter", (str(BIN / "lint-imports"), "--no-cache")),
    ("规模", (PYTHON, "tools/size_gate.py")),
    ("提交内容与锁文件", (PYTHON, "tools/tree_gate.py")),
    ("程序自检", (PYTHON, "manage.py", "check", "--fail-level", "WARNING")),
    ("缺少的迁移", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
)


def main() -> int:
    """Run all; 1 when any fails."""
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        # Settings make keys and look at the database: not the demo's.
        environment = {**os.environ, "XIEDU_VAR": folder, "PYTHONPATH": str(ROOT / "src")}
        environment.pop("XIEDU_DATABASE", None)
        environment.pop("XIEDU_MODE", None)
        for title, command in CHECKS:
            if not passes(title, command, environment):
                failed.append(title)
    print(f"未通过：{'、'.join(failed)}" if failed else f"全部 {len(CHECKS)} 项检查通过")
    return 1 if failed else 0


def passes(title: str, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    """Run one check; its output is shown when it fails, the size figures always."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    good = done.returncode == 0
    print(f"{'通过' if good else '失败'}  {title}（{time.monotonic() - began:.1f} 秒）", flush=True)
    if not good or title == "规模":
        print("".join(f"      {line}\n" for line in (done.stdout + done.stderr).splitlines()), end="", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
