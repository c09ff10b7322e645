"""Sign-ins, sign-outs, failed sign-ins, lockouts and password changes go into the audit chain."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from xiedu.base.audit import record
from xiedu.base.models import User


def address_of(request: HttpRequest | None) -> str:
    """The address the connection came from; headers anybody can write are not believed."""
    return str(request.META.get("REMOTE_ADDR") or "") if request else ""


@receiver(user_logged_in, dispatch_uid="audit-login")
def _logged_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    record("登录", user=user, target=user.get_username(), address=address_of(request))


@receiver(user_logged_out, dispatch_uid="audit-logout")
def _logged_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is None:
        return
    action = "超时退出" if getattr(request, "idle_signed_out", False) else "退出"
    record(action, user=user, target=user.get_username(), address=address_of(request))


@receiver(user_login_failed, dispatch_uid="audit-login-failed")
def _login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    name = str(credentials.get("username") or "")[:80]
    record("登录失败", user=None, actor="未登录者", target=name, address=address_of(request))


@receiver(user_locked_out, dispatch_uid="audit-locked-out")
def _locked_out(request: HttpRequest | None, username: str, **_: Any) -> None:
    record("账号锁定", user=None, actor="系统", target=str(username or "")[:80], address=address_of(request))


@receiver([password_changed, password_set, password_reset], dispatch_uid="audit-password")
def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    record("更换口令", user=user, target=user.get_username(), address=address_of(request))
