"""``xiedu create-admin``: the first accounts of a new installation; the others are made on the pages."""

import sys
from collections.abc import Sequence
from getpass import getpass

from xiedu.cli.options import Parser
from xiedu.cli.program import CommandFault, with_django


@with_django
def create_admin(argv: Sequence[str]) -> int:
    """Make one of the three administrators; the password is typed, or the first line of standard input."""
    parser = Parser("xiedu create-admin", "建立管理员账号。口令在提示后输入，或取标准输入第一行。")
    parser.add_argument("username", metavar="账号")
    parser.add_argument("name", metavar="姓名")
    parser.add_argument("--duty", metavar="类别", default="system", help="system 系统、security 安全、audit 审计")
    options = parser.parse_args(argv)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from xiedu.base import audit
    from xiedu.base.models import User

    if options.duty not in {User.Duty.SYSTEM, User.Duty.SECURITY, User.Duty.AUDIT}:
        raise CommandFault(f"没有管理员类别“{options.duty}”。可用：system 系统、security 安全、audit 审计。")
    if User.objects.filter(username=options.username).exists():
        raise CommandFault(f"账号“{options.username}”已存在。")
    user = User(username=options.username, display_name=options.name, duty=options.duty)
    password = _password()
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise CommandFault("\n".join(error.messages)) from None
    user.set_password(password)
    user.save()
    audit.record("建立管理员账号", user=None, target=user.username, detail={"duty": user.duty})
    print(f"已建立{user.get_duty_display()}账号 {user.username}。")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass("口令：")
    if first != getpass("再输一次："):
        raise CommandFault("两次输入不一致。")
    return first
