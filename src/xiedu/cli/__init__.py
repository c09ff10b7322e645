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
from xiedu.cli.following import follow


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
        "fields": Command("xiedu.cli.fields:run", "一类执法记录的全部字段：名称、类型、代码、必填、来源"),
        "check": Command("xiedu.cli.check:run", "检查一份执法记录表，列出疑点（不需要数据库）"),
        "checks": Command("xiedu.cli.check:catalogue", "全部检查：依据、所需字段、参数、版本"),
        "scan": Command("xiedu.cli.scan:run", "检查归集的执法记录，更新疑点"),
        "synth": Command("xiedu.cli.synth:run", "生成合成的执法记录和标签，供演示、测试和基准使用"),
        "template": Command("xiedu.cli.template:run", "一类执法记录的填报模板（Excel）"),
        "intake": Command("xiedu.cli.intake:run", "归集一份执法记录：合格的行入库，不合格的逐条列出"),
        "run": Command("xiedu.cli.supervise:run", "启动演示环境（仅本机）：建库、演示城市、网页服务和后台任务"),
        "serve": Command("xiedu.cli.serve:run", "启动网页服务"),
        "worker": Command("xiedu.cli.worker:run", "启动后台任务"),
        "migrate": Command("xiedu.cli.migrate:run", "建立或升级数据库"),
        "create-admin": Command("xiedu.cli.accounts:create_admin", "建立管理员账号（系统、安全、审计）"),
        "offers": Command("xiedu.cli.matter:offers", "列出某人在一件事项中可办理的步骤"),
        "move": Command("xiedu.cli.matter:move", "办理一个步骤，与网页上办理完全相同"),
        "upload": Command("xiedu.cli.books:upload", "上传一个文件，供办理步骤时引用"),
        "import-ledger": Command("xiedu.cli.books:import_ledger", "导入纸质台账中已办结的职责争议"),
        "register-export": Command("xiedu.cli.books:register_export", "导出机构人员登记册"),
        "register-import": Command("xiedu.cli.books:register_import", "导入机构人员登记册"),
        "verify": Command("xiedu.cli.records:verify", "核对步骤链、封印、派生数据、文书和触发器"),
        "replay": Command("xiedu.cli.records:replay", "由步骤记录重放全部事项并比对"),
        "checkpoint": Command("xiedu.cli.checkpoint:run", "做检查点，列出全部检查点"),
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; never shows a traceback for what the caller typed."""
    follow()
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
