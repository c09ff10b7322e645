"""How a source's own headers lead to our fields, saved once and used for every file of the source."""

from collections.abc import Mapping

from django.db import transaction

from xiedu.base import audit
from xiedu.base.models import User
from xiedu.bodies.models import Body
from xiedu.intake.models import SavedMapping
from xiedu.records.fields import kind_of
from xiedu.records.schema import FieldType

FACTORS = ("1", "10000")
MOST_HEADERS = 500


def save(source: Body, kind: str, headers: Mapping[str, str], user: User | None) -> SavedMapping:
    """Save header → field for a source and kind, in place of what was saved before.

    A field of money may be written ``fine*10000`` (the column is in 万元); "" leaves a column aside. ValueError
    (Chinese) that names every wrong entry.
    """
    chosen = kind_of(kind).name
    wrong = [_fault(chosen, header, target) for header, target in headers.items()]
    if found := [fault for fault in wrong if fault]:
        raise ValueError("\n".join(found))
    if len(headers) > MOST_HEADERS:
        raise ValueError(f"列的对应关系超过 {MOST_HEADERS} 条。请只保存这个来源用到的列。")
    with transaction.atomic():
        saved, _ = SavedMapping.objects.update_or_create(
            source=source, kind=chosen, defaults={"headers": dict(headers), "updated_by": user}
        )
        audit.record(
            "保存列的对应关系", user=user, target=str(source), detail={"kind": chosen, "headers": dict(headers)}
        )
    return saved


def _fault(kind: str, header: str, target: str) -> str:
    name, star, factor = target.partition("*")
    field = kind_of(kind).by_name.get(name)
    if not header.strip():
        return "列名不能为空。请填写来源文件中的列名。"
    if name and field is None:
        return f"“{header[:40]}”对应的字段“{name[:40]}”不存在。请从字段表中选择。"
    if star and (factor not in FACTORS or field is None or field.type is not FieldType.MONEY):
        return f"“{header[:40]}”的换算“*{factor[:10]}”无效。只有金额字段可以写 *10000（万元）。"
    return ""


def mapping_for(source: Body, kind: str = "") -> dict[str, str]:
    """What is saved for a source, of one kind or of all; of two entries for one header the older counts."""
    saved = SavedMapping.objects.filter(source=source, **({"kind": kind} if kind else {}))
    found: dict[str, str] = {}
    for one in saved.order_by("id"):
        found = {**one.headers, **found}
    return found
