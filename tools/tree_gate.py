"""What must not stand in a committed file: addresses in lock files, paths of one machine, keys, very large files."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = re.compile(r"(^|/)(package-lock\.json|uv\.lock|pylock[^/]*\.toml|requirements/[^/]+\.(txt|in))$")
NEVER = re.compile(r"(^|/)(uv\.lock|pylock[^/]*\.toml|\.env|.*\.sqlite3|node_modules/.*|db\.dump)$")
OPTIONS = re.compile(r"^\s*--?(index-url|extra-index-url|find-links|trusted-host|i|f)\b", re.M)
MACHINE = re.compile(r"(?<![\w.}/~-])/(?:home|root|work|Users|opt)/[\w.-]+")
KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
MOST_BYTES = 2_000_000


def committed() -> list[str]:
    """Files git knows (committed or added)."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def faults(name: str, data: bytes) -> Iterator[str]:
    """What is wrong with one file, in Chinese."""
    if NEVER.search(name):
        yield f"{name}：此类文件不得提交"
    if len(data) > MOST_BYTES:
        yield f"{name}：{len(data)} 字节，过大"
    if b"\0" in data[:8000]:
        return
    text = data.decode("utf-8", errors="replace")
    if LOCKS.search(name):
        yield from (f"{name}：锁文件中有网址" for _ in re.finditer("://", text))
        yield from (f"{name}：锁文件中有软件源选项 {m[0].strip()}" for m in OPTIONS.finditer(text))
    yield from (f"{name}：含本机路径 {m[0]}" for m in MACHINE.finditer(text))
    if KEY.search(text) and not name.startswith("tests/"):
        yield f"{name}：含私钥"


def all_faults(names: Iterable[str]) -> list[str]:
    """What is wrong with the files."""
    return [fault for name in names for fault in faults(name, (ROOT / name).read_bytes())]


def main() -> int:
    """Print the faults; 1 when there are any."""
    problems = all_faults(committed())
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
