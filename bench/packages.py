"""An environment of its own for what the benches compare with: ``build/bench``, from ``requirements/bench.txt``."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "build" / "bench"
LOCK = ROOT / "requirements" / "bench.txt"


def python() -> str:
    """The interpreter that has the packages; they are installed once a lock file.

    Raises:
        CalledProcessError: when they cannot be installed.
    """
    stamp, mark = HOME / "xiedu.stamp", hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    interpreter = HOME / "bin" / "python"
    if not (stamp.is_file() and stamp.read_text() == mark):
        venv.create(HOME, with_pip=True, clear=HOME.exists())
        command = [str(interpreter), "-m", "pip", "install", "-qq", "--require-hashes", "--disable-pip-version-check"]
        subprocess.run([*command, "--no-input", "-r", str(LOCK)], check=True)
        stamp.write_text(mark)
    return str(interpreter)
