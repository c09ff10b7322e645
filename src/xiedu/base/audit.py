"""The audit chain: writes of record that are no matter, sign-ins, exports, unmaskings.

One gapless chain for the whole system (GB/T 22239-2019, 8.1.4.3; 网络安全法第二十一条: kept at least six months).
Each entry's digest seals its content and the digest before it, so a changed, removed or inserted entry shows.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from xiedu.base.canonical import dumps, plain
from xiedu.base.chain import GENESIS, seal
from xiedu.base.models import AuditEntry, AuditHead, User
from xiedu.base.triggers import Forbid, missing, register_trigger

_FIELDS = ("seq", "at", "user_id", "actor", "action", "target", "detail", "address", "prev", "digest")

register_trigger(Forbid(AuditEntry._meta.db_table))


def record(
    action: str,
    *,
    user: User | None,
    actor: str | None = None,
    target: str = "",
    detail: Mapping[str, Any] | None = None,
    address: str = "",
) -> AuditEntry:
    """Add one entry at the end of the chain, in the caller's transaction.

    Args:
        action: what was done, a short Chinese verb phrase (修改政策参数).
        user: whose sign-in; None for the system itself.
        actor: the name to keep (a deputy names both); default the user's name, 系统 without a user.
        target: what it was done to; cut to 200 characters.
        detail: JSON data without floats.
        address: where the request came from.

    The end of the chain stays locked until the caller's transaction ends, so write it last.
    """
    name = actor or (user.get_full_name() or user.get_username() if user else "系统")
    with transaction.atomic():
        head = _locked_head()
        entry = AuditEntry(
            seq=head.seq + 1,
            at=timezone.now(),
            user=user,
            actor=plain(name)[:120],
            action=plain(action)[:60],
            target=plain(target)[:200],
            detail=plain(detail or {}),
            address=address[:64],
            prev=head.digest,
        )
        entry.digest = _digest({field: getattr(entry, field) for field in _FIELDS})
        entry.save(force_insert=True)
        AuditHead.objects.filter(pk=head.pk).update(seq=entry.seq, digest=entry.digest)
    return entry


def _locked_head() -> AuditHead:
    found = AuditHead.objects.select_for_update().filter(pk=1).first()
    if found is None:
        AuditHead.objects.bulk_create([AuditHead(pk=1, seq=0, digest=GENESIS)], ignore_conflicts=True)
        found = AuditHead.objects.select_for_update().get(pk=1)
    return found


def _digest(row: Mapping[str, Any]) -> str:
    at: datetime = row["at"]
    return seal(
        "audit",
        row["seq"],
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        row["user_id"] or 0,
        row["actor"],
        row["action"],
        row["target"],
        dumps(row["detail"]),
        row["address"],
        row["prev"],
    )


def verify() -> list[str]:
    """Every fault found in the chain, in Chinese; empty when it is whole."""
    rows = AuditEntry.objects.order_by("seq").values(*_FIELDS)
    findings: list[str] = []
    seq, digest = 0, GENESIS
    for row in rows.iterator(chunk_size=2000):
        findings += _faults(row, seq, digest)
        seq, digest = row["seq"], row["digest"]
    findings += _head_faults(seq, digest)
    guards = [name for name in missing(connection) if AuditEntry._meta.db_table in name]
    return findings + [f"审计表缺少防改触发器 {name}。请运行数据库迁移以重新安装，并查明原因。" for name in guards]


def _faults(row: Mapping[str, Any], seq: int, digest: str) -> Iterator[str]:
    if row["seq"] != seq + 1:
        yield f"审计记录第 {seq + 1} 号至第 {row['seq'] - 1} 号缺失。"
    elif row["prev"] != digest:
        yield f"审计记录第 {row['seq']} 号与前一条不相连：前一条被改动，或此条是插入的。"
    if _digest(row) != row["digest"]:
        yield f"审计记录第 {row['seq']} 号的内容与其摘要不符：内容被改动。"


def _head_faults(seq: int, digest: str) -> Iterator[str]:
    head = AuditHead.objects.filter(pk=1).first()
    expected = (head.seq, head.digest) if head else (0, GENESIS)
    if expected[0] > seq:
        yield f"审计记录末尾缺失：应到第 {expected[0]} 号，实到第 {seq} 号。"
    elif expected != (seq, digest):
        yield f"审计链末端登记为第 {expected[0]} 号，与实际的第 {seq} 号不符。"
