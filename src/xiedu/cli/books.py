"""Workbooks in and out: the paper ledger of disputes, and the register of bodies and people."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.cli.options import Parser
from xiedu.cli.program import CommandFault, acting, with_django

if TYPE_CHECKING:
    from xiedu.base.models import User


@with_django
def import_ledger(argv: Sequence[str]) -> int:
    """Take a ledger over, try it out, or write an empty one; faults go to stderr, one a line (status 1)."""
    parser = Parser("xiedu import-ledger", "导入纸质台账中已办结的职责争议；重复导入不产生新事项。")
    parser.add_argument("file", metavar="文件", nargs="?", help="台账（.xlsx 或 .csv）")
    parser.add_argument("--template", metavar="文件", help="写出空白台账（.xlsx），不导入")
    parser.add_argument("--as", dest="actor", metavar="账号", help="由谁导入")
    parser.add_argument("--body", metavar="机构", help="以哪个综合行政执法指导机构导入")
    parser.add_argument("--dry-run", action="store_true", help="试导入：全部照做后撤销，只报告结果")
    options = parser.parse_args(argv)
    from xiedu.base.sheets import SheetError
    from xiedu.coordination import ledger

    if options.template:
        write(options.template, ledger.template())
        return 0
    data = read(options.file)
    actor = acting(options.actor, options.body)
    try:
        done = ledger.import_ledger(data, options.file, actor, dry_run=options.dry_run)
    except (SheetError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    for old, new in done.added.items():
        print(f"{old} → {new}")
    verb = "将导入" if done.dry_run else "已导入"
    print(f"{verb} {len(done.added)} 件，{done.unchanged} 件此前已导入、未变动。")
    return 0


@with_django
def register_export(argv: Sequence[str]) -> int:
    """Write the register; the export is recorded in the audit chain."""
    parser = Parser("xiedu register-export", "导出机构人员登记册为 Excel。")
    parser.add_argument("file", metavar="文件")
    parser.add_argument("--as", dest="user", metavar="账号", help="由谁导出")
    options = parser.parse_args(argv)
    from xiedu.bodies.register import export_register

    write(options.file, export_register(_user(options.user)))
    return 0


@with_django
def register_import(argv: Sequence[str]) -> int:
    """Take a register in; only the system administrator may, as on the page."""
    parser = Parser("xiedu register-import", "导入机构人员登记册；只增加和修改，不删除。")
    parser.add_argument("file", metavar="文件")
    parser.add_argument("--as", dest="user", metavar="账号", help="系统管理员账号")
    parser.add_argument("--dry-run", action="store_true", help="试导入：全部照做后撤销，只报告结果")
    options = parser.parse_args(argv)
    from xiedu.base.sheets import SheetError
    from xiedu.bodies.register import import_register

    user = _user(options.user)
    if user.duty != user.Duty.SYSTEM:
        raise CommandFault(f"{user}不是系统管理员，不能导入登记册。")
    try:
        report = import_register(read(options.file), user, dry_run=options.dry_run)
    except (SheetError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    for sheet, counts in report.counts.items():
        print(f"{sheet}：" + "，".join(f"{kind} {count}" for kind, count in counts.items()))
    print(f"{'试导入' if report.dry_run else '导入'}完成，未变动 {report.unchanged} 行。")
    return 0


@with_django
def upload(argv: Sequence[str]) -> int:
    """Keep a file for somebody, to be named by its id in the facts of ``xiedu move``."""
    parser = Parser("xiedu upload", "上传一个文件，输出文件标识，供 xiedu move 的填写内容引用。")
    parser.add_argument("file", metavar="文件")
    parser.add_argument("--as", dest="user", metavar="账号", help="由谁上传")
    options = parser.parse_args(argv)
    from xiedu.base.files import store
    from xiedu.base.filetypes import FileRefusedError

    user = _user(options.user)
    try:
        stored = store(read(options.file), Path(options.file).name, user)
    except FileRefusedError as refusal:
        raise CommandFault(str(refusal)) from None
    print(stored.pk)
    return 0


def _user(username: str | None) -> "User":
    from xiedu.base.models import User

    user = User.objects.filter(username=username or "", is_active=True).first()
    if user is None:
        raise CommandFault(f"没有账号“{username}”，或该账号已停用。" if username else "请写明账号：--as 账号。")
    return user


def read(name: str | None) -> bytes:
    """The bytes of a file the caller named; CommandFault when there are none."""
    if not name:
        raise CommandFault("请写明文件名。")
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandFault(f"不能读取 {name}：{error.strerror}。") from None


def write(name: str, data: bytes) -> None:
    """Write a file; CommandFault when it cannot be written."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise CommandFault(f"不能写入 {name}：{error.strerror}。") from None
