"""An argument parser that speaks Chinese, and the way JSON leaves a command."""

import argparse
import json
import re
import sys
from typing import Any, NoReturn

_MESSAGES = (
    (re.compile(r"argument (\S+): expected one argument"), r"选项 \1 缺少取值"),
    (re.compile(r"argument (\S+): ignored explicit argument .*"), r"选项 \1 不带取值"),
    (re.compile(r"argument (\S+): invalid \S+ value: (.*)", re.DOTALL), r"选项 \1 的取值 \2 无效"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识的参数：\1"),
)


class Parser(argparse.ArgumentParser):
    """``argparse`` with Chinese errors on stderr, exit status 2, and no guessing of abbreviated options."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, allow_abbrev=False, add_help=False)
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where the options are explained; exit 2."""
        for pattern, chinese in _MESSAGES:
            message = pattern.sub(chinese, message)
        print(f"{self.prog}：{message}。选项说明：{self.prog} --help", file=sys.stderr)
        sys.exit(2)

    def format_help(self) -> str:
        """The help, its fixed words in Chinese too."""
        text = super().format_help()
        return text.replace("usage:", "用法：").replace("options:", "选项：")


def write_json(value: Any) -> None:
    """Write one JSON line to stdout in UTF-8, whatever the locale says."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8"))
    sys.stdout.buffer.flush()
