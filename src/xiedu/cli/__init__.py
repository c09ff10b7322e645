"""The command line. A literal table names each command's function; it is imported only when it is called.

So ``route``, ``term`` and ``articles`` start without Django. A command's function takes the remaining arguments and
returns the exit status: 0 done, 1 found something wrong, 2 called wrongly.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from xiedu import __version__


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives (``module:function``) and what it does, in one Chinese line."""

    target: str
    does: str


COMMANDS = MappingProxyType(
    {
        "route": Command("xiedu.cli.route:run", "争议由谁处理（第六条）：标准输入每行一个 JSON，逐行给出结果"),
        "term": Command("xiedu.cli.term:run", "推算期限，逐日说明"),
        "articles": Command("xiedu.cli.articles:run", "三十一条各自的落实情况"),
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; never shows a traceback for what the caller typed."""
    args = list(sys.argv[1:] if argv is None else argv)
    name = args[0] if args else ""
    if name in ("-h", "--help", "help"):
        print(_overview())
        return 0
    if name == "--version":
        print(__version__)
        return 0
    command = COMMANDS.get(name)
    if command is None:
        print(f"没有命令“{name}”。" if name else "请指定命令。", _overview(), sep="\n", file=sys.stderr)
        return 2
    try:
        return resolve(command)(args[1:])
    except BrokenPipeError:
        # The reader has gone; without this, flushing at exit would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def resolve(command: Command) -> Callable[[Sequence[str]], int]:
    """Import the function a command names."""
    module, _, function = command.target.partition(":")
    found: Callable[[Sequence[str]], int] = getattr(import_module(module), function)
    return found


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.does}" for name, command in COMMANDS.items()]
    return "\n".join(["用法：xiedu 命令 [选项]（xiedu 命令 --help 看该命令的选项）", *lines])
