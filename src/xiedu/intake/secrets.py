"""Looking at a number that the lake keeps encrypted: who, which and why go into the audit chain first."""

from pathlib import Path

from django.conf import settings

from xiedu.base import audit
from xiedu.base.models import User
from xiedu.lake import store
from xiedu.lake.sensitive import Keys, keys_of, mask


def keys() -> Keys:
    """The keys of this installation."""
    return keys_of(settings.LAKE_KEY)


def reveal(digest: str, user: User, reason: str, *, address: str = "") -> str:
    """The value behind a digest, in clear; the look is recorded, and without the record nothing is shown.

    ValueError (Chinese) without a reason or for an unknown digest; whether the person may is the caller's question.
    """
    why = reason.strip()
    if not why:
        raise ValueError("请写明查看证件号码的理由：每次查看都会记入审计。")
    with store.reading(Path(settings.LAKE_DIR)) as db:
        found = db.execute("select cipher from lake.secrets where digest = ?", [digest]).fetchone()
    if found is None:
        raise ValueError("没有找到这个证件号码。记录可能已更正，请刷新后再试。")
    value = keys().decrypt(bytes(found[0]), digest)
    detail = {"digest": digest, "reason": why[:500]}
    audit.record("查看证件号码", user=user, target=mask(value), detail=detail, address=address)
    return value
