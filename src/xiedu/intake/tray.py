"""The tray: rows that did not go in, corrected here and sent in again as a small batch through the same reader."""

import base64
import json
from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.db import transaction
from django.utils import timezone

from xiedu.base import audit
from xiedu.base.canonical import plain
from xiedu.base.models import User
from xiedu.intake.files import store_records
from xiedu.intake.models import Batch, TrayRow
from xiedu.intake.secrets import keys
from xiedu.lake.sensitive import mask
from xiedu.lake.tables import sensitive_fields
from xiedu.law.identifiers import hide_resident_ids
from xiedu.records.fields import kind_of

MOST_TRAY = 10_000
State = TrayRow.State
# Row → header → text, and row → its faults as JSON.
Values = Mapping[int, Mapping[str, str]]
Faults = Mapping[int, list[dict[str, Any]]]


def fill(batch: Batch, rows: Values, faults: Faults) -> None:
    """Put the bad rows of a batch into the tray, in place of what a killed worker left there."""
    TrayRow.objects.filter(batch=batch, state=State.WAITING).delete()
    made = [TrayRow(batch=batch, row_no=n, faults=faults.get(n, []), **_kept(batch, n, v)) for n, v in rows.items()]
    TrayRow.objects.bulk_create(made, batch_size=1000)


def _kept(batch: Batch, row_no: int, values: Mapping[str, str]) -> dict[str, Any]:
    """Values as they may lie in the database: identity numbers masked, wherever they stand, and encrypted beside."""
    shown, sealed = dict(plain(values)), {}
    numbers = {batch.headers.get(field) for field in sensitive_fields(batch.kind)}
    for header, value in values.items():
        hidden = mask(value) if header in numbers else hide_resident_ids(value)
        if value and hidden != value:
            sealed[header] = base64.b64encode(keys().encrypt(value, _place(batch, row_no, header))).decode()
            shown[header] = hidden
    return {"values": shown, "sealed": sealed}


def _place(batch: Batch, row_no: int, header: str) -> str:
    return f"tray:{batch.number}:{row_no}:{header}"


def written(row: TrayRow, changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The row in clear with changes (header → text) put in; a mask that was left as it is stands for its number."""
    values = {**row.values, **(changes or {})}
    for header, cipher in row.sealed.items():
        if values.get(header) == row.values.get(header):
            values[header] = keys().decrypt(base64.b64decode(cipher), _place(row.batch, row.row_no, header))
    return values


def correct(rows: Sequence[TrayRow], changes: Values, user: User | None) -> Batch:
    """Send waiting rows of one batch in again, with the changes (row's primary key → header → text).

    Gives the small batch, to be processed. Rows that are right then go in and are marked corrected; the others wait
    on, with their new values and faults. ValueError (Chinese) when a row is not waiting, or there is none.
    """
    from xiedu.intake import service

    chosen = _waiting(rows)
    batch = chosen[0].batch
    content = [written(row, _known(row, changes.get(row.pk, {}))) for row in chosen]
    data = json.dumps(content, ensure_ascii=False).encode()
    file = store_records(data, f"更正-{batch.number}.json", user)
    with transaction.atomic():
        _waiting(rows)
        small = service.register(
            file,
            batch.source,
            kind=batch.kind,
            layout=batch.layout,
            mapping=mapping_of(batch),
            historic=True if batch.historic else None,
            user=user,
            corrects=batch,
        )
        TrayRow.objects.filter(pk__in=[row.pk for row in chosen]).update(corrected_in=small)
    return small


def _waiting(rows: Sequence[TrayRow]) -> list[TrayRow]:
    chosen = TrayRow.objects.filter(pk__in=[row.pk for row in rows]).select_related("batch__source")
    found = list(chosen.order_by("row_no"))
    if not found:
        raise ValueError("没有选中待更正的行。请刷新页面后重新选择。")
    if len({row.batch_id for row in found}) > 1:
        raise ValueError("一次只能更正同一批次的行。请分批提交。")
    busy = [row for row in found if row.state != State.WAITING or row.corrected_in_id]
    if busy:
        raise ValueError(f"第 {busy[0].row_no} 行已经处理过或正在处理。请刷新页面。")
    return found


def _known(row: TrayRow, changes: Mapping[str, str]) -> dict[str, str]:
    """Changes of columns the file has; a header nobody knows would only be left aside by the reader."""
    known = set(row.batch.headers.values()) | set(row.values)
    if strange := sorted(changes.keys() - known):
        raise ValueError(f"这一批没有“{strange[0][:40]}”这一列。请只填写已有的列。")
    return dict(changes)


def mapping_of(batch: Batch) -> dict[str, str]:
    """Header → field for rows of the batch that are sent in again as JSON."""
    return {**(batch.mapping or {}), **_own_words(batch)}


def _own_words(batch: Batch) -> dict[str, str]:
    """Lists that came on sheets of their own stand in a cell now, under the title of their field."""
    by_name = kind_of(batch.kind).by_name
    return {by_name[field].title: field for field in batch.columns if by_name[field].members}


def settle(small: Batch, rows: Values, faults: Faults, seen: Set[int]) -> None:
    """After a correcting batch has ended: rows that went in are corrected, the others wait on.

    Row n of the small file is the n-th of the rows that were sent; ``rows`` has the bad ones as they were sent and
    ``seen`` all that were read: what the reader left aside as blank, or refused with the file, waits on.
    """
    sent = TrayRow.objects.filter(corrected_in=small, state=State.WAITING).order_by("row_no").select_related("batch")
    done = list(sent)
    for place, row in enumerate(done, start=1):
        if place in rows or place not in seen:
            row.corrected_in = None
            row.faults = [{**fault, "row": row.row_no} for fault in faults.get(place, row.faults)]
            row.values, row.sealed = _kept(row.batch, row.row_no, {**written(row), **rows.get(place, {})}).values()
        else:
            row.state, row.decided_at, row.decided_by = State.CORRECTED, timezone.now(), small.by
    columns = ["state", "corrected_in", "faults", "values", "sealed", "decided_at", "decided_by"]
    TrayRow.objects.bulk_update(done, columns, batch_size=500)


def drop(rows: Sequence[TrayRow], reason: str, user: User | None) -> int:
    """Leave rows out for good; they stay readable with the reason. ValueError (Chinese) without one."""
    why = reason.strip()[:300]
    if not why:
        raise ValueError("请写明剔除的理由。")
    with transaction.atomic():
        chosen = _waiting(rows)
        done = TrayRow.objects.filter(pk__in=[row.pk for row in chosen]).update(
            state=State.DROPPED, reason=why, decided_at=timezone.now(), decided_by=user
        )
        numbers = [row.row_no for row in chosen]
        detail = {"batch": chosen[0].batch.number, "rows": numbers[:200], "count": done, "reason": why}
        audit.record("剔除数据行", user=user, target=chosen[0].batch.number, detail=detail)
    return done
