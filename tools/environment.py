"""Bring ``.venv`` up to date: ``python3 tools/environment.py base|dev``. Needs nothing but the standard library.

1. The lock file of that level has not changed since the stamp was written → done, in milliseconds.
2. Make the environment with ``venv`` if there is none.
3. ``pip install --require-hashes`` from the lock file.
4. Put ``src`` on the path and ``xiedu`` into ``bin``: the package itself is not built, so no build tools are fetched.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENV = ROOT / ".venv"
LEVELS = ("base", "dev")
LAUNCHER = '#!/bin/sh\nexec "$(dirname "$0")/python" -m xiedu.cli "$@"\n'


class EnvironmentFault(SystemExit):
    """The machine lacks something; the message says what to install."""


def main(arguments: list[str]) -> int:
    """Bring the environment to the level named."""
    if len(arguments) != 1 or arguments[0] not in LEVELS:
        raise EnvironmentFault("用法：python3 tools/environment.py base|dev")
    level = arguments[0]
    if sys.version_info < (3, 11):  # noqa: UP036 - what starts this is the machine's own Python
        raise EnvironmentFault(f"需要 Python 3.11 以上，现为 {sys.version.split()[0]}。请以 make PYTHON=… 指定。")
    if up_to_date(level):
        return 0
    make_environment()
    install(level)
    link_package()
    for done in LEVELS[: LEVELS.index(level) + 1]:
        stamp_file(done).write_text(stamp(done))
    return 0


def stamp_file(level: str) -> Path:
    """Where it is written down which lock file has been installed."""
    return ENV / f"xiedu-{level}.stamp"


def stamp(level: str) -> str:
    """Digest of everything the environment depends on, its place included: scripts hold absolute paths."""
    seal = hashlib.sha256(lock_file(level).read_bytes())
    seal.update(f"{sys.version_info[:2]}{ROOT}".encode())
    seal.update(Path(__file__).read_bytes())
    return seal.hexdigest()


def lock_file(level: str) -> Path:
    """The lock file of a level; ``dev`` contains ``base``."""
    return ROOT / "requirements" / f"{level}.txt"


def up_to_date(level: str) -> bool:
    """Whether nothing has to be done."""
    known = stamp_file(level)
    return (ENV / "bin" / "python").exists() and known.is_file() and known.read_text() == stamp(level)


def make_environment() -> None:
    """Create ``.venv`` unless it is there and works."""
    python = ENV / "bin" / "python"
    if python.exists() and subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    try:
        venv.create(ENV, with_pip=True, clear=ENV.exists())
    except (subprocess.CalledProcessError, OSError) as error:
        raise EnvironmentFault(f"无法建立虚拟环境（{error}）。请先安装：apt install python3-venv") from None


def install(level: str) -> None:
    """Install the locked packages by hash."""
    print(f"正在安装依赖（{lock_file(level).relative_to(ROOT)}，首次约一分钟）…", flush=True)
    command = [str(ENV / "bin" / "python"), "-m", "pip", "install", "-qq", "--require-hashes"]
    command += ["--disable-pip-version-check", "--no-input", "-r", str(lock_file(level))]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise EnvironmentFault("依赖安装失败，原因见上。请检查网络或软件源（pip config）后重试。")


def link_package() -> None:
    """A path file and a launcher in place of an editable install, which would need a build backend."""
    packages = next((ENV / "lib").glob("python3.*/site-packages"))
    (packages / "xiedu-source.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    launcher = ENV / "bin" / "xiedu"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
