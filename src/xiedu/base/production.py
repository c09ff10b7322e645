"""What must not be true of a production server: it refuses to start, however it is started.

Asked by Django's system checks (every command), by the web entry and by the worker.
"""

from itertools import combinations
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from xiedu.base.models import User

SECRETS = ("SECRET_KEY", "CHAIN_KEY", "LAKE_KEY")


class UnsafeStartError(RuntimeError):
    """A production server set up in a way that must not run; the message lists every reason in Chinese."""


def problems() -> list[str]:
    """Why this set-up must not run in production, in Chinese; empty in demo mode or when all is well."""
    if settings.DEMO:
        return []
    return [*_debug(), *_secrets(), *_demo_accounts()]


def refuse_unsafe_start() -> None:
    """Raise :class:`UnsafeStartError` when :func:`problems` finds any."""
    found = problems()
    if found:
        raise UnsafeStartError("生产模式拒绝启动：\n" + "\n".join(f"- {reason}" for reason in found))


def _debug() -> list[str]:
    return ["DEBUG 已打开，会向访问者泄露内部信息。请关闭。"] if settings.DEBUG else []


def _secrets() -> list[str]:
    found = []
    for name in SECRETS:
        value = getattr(settings, name)
        if len(value) < 32 or len(set(value)) < 8 or value.startswith("django-insecure"):
            found.append(f"XIEDU_{name} 过短或过于简单。请换成不少于 32 个字符的随机值。")
        elif value == _demo_secret(name):
            found.append(f"XIEDU_{name} 与演示环境的密钥相同。请为生产环境另行生成。")
    for one, other in combinations(SECRETS, 2):
        if getattr(settings, one) == getattr(settings, other):
            found.append(f"XIEDU_{one} 与 XIEDU_{other} 相同。请分别生成。")
    return found


def _demo_secret(name: str) -> str | None:
    path = settings.VAR_DIR / "keys" / f"xiedu_{name.lower()}"
    return path.read_text() if path.exists() else None


def _demo_accounts() -> list[str]:
    try:
        names = list(User.objects.filter(is_demo=True).order_by("id").values_list("username", flat=True)[:3])
    except DatabaseError:
        # Before the first migrate there is no such table, hence no such account.
        return []
    if not names:
        return []
    return [f"数据库中有演示账号（{'、'.join(names)} 等），口令是公开的。请使用全新的数据库。"]


@register()
def check_production(**_: Any) -> list[CheckMessage]:
    """The same as a Django system check, so that every management command refuses too."""
    return [Error(reason, id="xiedu.E001") for reason in problems()]
