"""Tokens of the JSON endpoint: shown once when made; of what was handed out the digest alone is kept."""

import secrets

from django.db import transaction
from django.utils import timezone

from xiedu.base import audit
from xiedu.base.chain import sm3
from xiedu.base.models import User
from xiedu.bodies.models import Body
from xiedu.intake.models import Token

PREFIX = "xd_"


def make(source: Body, name: str, user: User | None) -> tuple[Token, str]:
    """A token for a source and its text, which cannot be seen again. ValueError (Chinese) without a name."""
    title = name.strip()[:80]
    if not title:
        raise ValueError("请给令牌起个名称，说明由哪个系统使用。")
    text = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(source=source, name=title, digest=sm3(text.encode()), created_by=user)
        audit.record("发放数据接口令牌", user=user, target=f"{source}：{title}", detail={"token": token.pk})
    return token, text


def revoke(token: Token, user: User | None) -> None:
    """Stop a token; doing it twice is harmless."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            audit.record(
                "停用数据接口令牌", user=user, target=f"{token.source}：{token.name}", detail={"token": token.pk}
            )


def authenticate(text: str) -> Token | None:
    """The token in force with this text, its use noted; None for anything else."""
    if not text.startswith(PREFIX) or len(text) > 200:
        return None
    # A random text of 256 bits is found by its digest: there is nothing to guess and no salt to miss.
    token = Token.objects.select_related("source").filter(digest=sm3(text.encode()), revoked_at=None).first()
    if token is not None:
        Token.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
    return token
