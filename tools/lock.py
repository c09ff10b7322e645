"""Lock the requirements anew (``make lock``): uv resolves, versions already locked stay, no address is written.

uv stands in an environment of its own under ``build/``; nobody needs it to run or to test the program.
"""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV_ENV = ROOT / "build" / "uv"
NAMES = ("assets", "base", "dev", "bench")
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "-q")


def main(arguments: list[str]) -> int:
    """Lock every ``requirements/*.in``; with ``--upgrade`` take the newest versions that fit."""
    uv = find_uv()
    for name in NAMES:
        names = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        command = [uv, "pip", "compile", *OPTIONS, *arguments, *names]
        if subprocess.run(command, cwd=ROOT).returncode:
            return 1
        if "://" in (ROOT / "requirements" / f"{name}.txt").read_text():
            print(f"requirements/{name}.txt 中含有网址，请勿提交。", file=sys.stderr)
            return 1
    return 0


def find_uv() -> str:
    """uv on PATH, or the one in ``build/uv``, installed when it is missing."""
    found = shutil.which("uv")
    if found:
        return found
    uv = UV_ENV / "bin" / "uv"
    if not uv.exists():
        venv.create(UV_ENV, with_pip=True)
        subprocess.run([str(UV_ENV / "bin" / "python"), "-m", "pip", "install", "-q", "uv"], check=True)
    return str(uv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
