"""What the commands that need the database share: loading Django, saying in Chinese why something cannot be done."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING

from xiedu.config.env import ConfigError

if TYPE_CHECKING:
    from xiedu.procedure.situation import Actor

Run = Callable[[Sequence[str]], int]


def load() -> None:
    """Load settings and rooms; harmless when done before."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiedu.config.settings")
    django.setup()


def with_django(function: Run) -> Run:
    """A command that needs the database: what the machine or production forbids is one Chinese line and status 1."""

    @wraps(function)
    def run(argv: Sequence[str]) -> int:
        try:
            load()
            return _guarded(function, argv)
        except (ConfigError, CommandFault) as refusal:
            print(refusal, file=sys.stderr)
            return 1

    return run


def _guarded(function: Run, argv: Sequence[str]) -> int:
    from django.db.utils import OperationalError, ProgrammingError

    from xiedu.base.production import UnsafeStartError
    from xiedu.base.worker import SecondWorkerError

    try:
        return function(argv)
    except (UnsafeStartError, SecondWorkerError) as refusal:
        raise CommandFault(str(refusal)) from None
    except (OperationalError, ProgrammingError) as error:
        text = f"数据库不可用：{str(error).strip()}。请检查 XIEDU_DATABASE，或先运行 xiedu migrate。"
        raise CommandFault(text) from error


class CommandFault(Exception):  # noqa: N818 - what the caller has to put right, no fault of the program
    """What the caller named does not exist or may not be used; the text is Chinese and says what to do."""


def acting(username: str | None, body_name: str | None) -> "Actor":
    """The actor named by ``--as`` and ``--body``, with the posts he holds today.

    Raises:
        CommandFault: for an unknown or locked sign-in, an unknown body, or when he holds no post there.
    """
    from xiedu.base.models import User
    from xiedu.bodies.models import Body
    from xiedu.bodies.principal import principal_of
    from xiedu.procedure.errors import NotMade
    from xiedu.procedure.perform import actor_of

    if not username or not body_name:
        raise CommandFault("请写明由谁以哪个机构办理：--as 账号 --body 机构名称。")
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandFault(f"没有账号“{username}”，或该账号已停用。")
    body = Body.objects.filter(name=body_name).first() or Body.objects.filter(short_name=body_name).first()
    if body is None:
        raise CommandFault(f"登记册中没有机构“{body_name}”。请写全称或简称。")
    try:
        return actor_of(principal_of(user), body.pk)
    except NotMade as refusal:
        raise CommandFault(f"{user}：{refusal}") from None
