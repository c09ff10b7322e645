"""Receiving a file of records: the door that page, JSON endpoint, command line and tests share.

1. The batch is noted (``register``), the same idempotency key gives the same batch.
2. The file is read beside the lake, without its lock: every fault at once (``process``).
3. Good rows go into the lake in one transaction; a batch that is in is never loaded again, so a killed worker retries.
4. Bad rows go into the tray, the batch's figures and state are written, in one transaction of the database.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from xiedu.base.dated import snapshot
from xiedu.base.files import path_of
from xiedu.base.jobs import Progress, start
from xiedu.base.models import Job, StoredFile, User
from xiedu.bodies.models import Body
from xiedu.intake.historic import marking
from xiedu.intake.models import Batch, SavedMapping, Token
from xiedu.intake.signals import batch_loaded
from xiedu.lake import loading, sensitive, store
from xiedu.records.cleaning import name
from xiedu.records.faults import Fault, InputError
from xiedu.records.fields import KINDS, kind_of
from xiedu.records.reading import Reading, read_records

TABLE = "records"
State = Batch.State


class Options(TypedDict, total=False):
    """What may be said of a file: kind and layout ("auto"), header → field, whether it is historic, who sends it.

    ``historic`` None lets the figures decide; ``key`` is the sender's idempotency key; ``corrects`` the batch whose
    tray the rows come from.
    """

    kind: str | None
    layout: str
    mapping: Mapping[str, str] | None
    historic: bool | None
    user: User | None
    token: Token | None
    key: str
    corrects: Batch | None


def receive(file: StoredFile, source: Body, *, dry_run: bool = False, **options: Unpack[Options]) -> Batch:
    """Take a stored file in, to its end. A dry run does all of it, rolls back and gives a batch that was not saved.

    ValueError (Chinese) for an unknown kind, or for a key that was used for another file.
    """
    return process(_new(file, source, options), dry_run=True) if dry_run else process(register(file, source, **options))


def register(file: StoredFile, source: Body, **options: Unpack[Options]) -> Batch:
    """Note a file as a batch to be processed later; the same key and file give the batch that is there."""
    return _saved(_new(file, source, options))


def submit(batch: Batch) -> Job:
    """Hand a saved batch to the worker, in the caller's transaction."""
    return start("intake", {"batch": batch.pk}, batch.by, title=f"归集 {batch.source.short_name}：{batch.file.name}")


def _new(file: StoredFile, source: Body, options: Options) -> Batch:
    kind, mapping = options.get("kind"), options.get("mapping")
    return Batch(
        file=file,
        source=source,
        asked_kind=kind_of(kind).name if kind else "",
        layout=options.get("layout", "auto"),
        mapping=dict(mapping) if mapping is not None else None,
        asked_historic=options.get("historic"),
        by=options.get("user"),
        token=options.get("token"),
        key=options.get("key", "")[:100],
        corrects=options.get("corrects"),
    )


def _saved(batch: Batch) -> Batch:
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        known = Batch.objects.filter(source=batch.source, key=batch.key).first() if batch.key else None
        if known is None:
            raise
        if known.file.digest != batch.file.digest:
            raise ValueError(f"幂等键“{batch.key}”已用于另一份数据（批次 {known.number}）。请换一个键。") from None
        return known
    return batch


def process(batch: Batch, progress: Progress | None = None, *, dry_run: bool = False) -> Batch:
    """Read and load a batch that has not ended; one that has is given back. May be called again at any time."""
    if batch.state in Batch.ENDED:
        return batch
    with store.connect() as db:
        try:
            _state(batch, State.READING, dry_run)
            _say(progress, "读取文件")
            reading = read_records(
                db,
                path_of(batch.file.digest),
                kind=batch.asked_kind or None,
                layout=batch.layout,
                mapping=mapping_of(batch),
                table=TABLE,
            )
        except InputError as error:
            return _refused(batch, error, dry_run)
        _note(batch, reading, db)
        _state(batch, State.LOADING, dry_run)
        _say(progress, "入库")
        _load(batch, reading, db, dry_run)
    return batch


def mapping_of(batch: Batch) -> Mapping[str, str] | None:
    """What the sender gave, else what is saved for the source."""
    if batch.mapping is not None:
        return dict(batch.mapping)
    saved = SavedMapping.objects.filter(source=batch.source)
    if batch.asked_kind:
        saved = saved.filter(kind=batch.asked_kind)
    found: dict[str, str] = {}
    for one in saved.order_by("id"):
        found = {**one.headers, **found}
    return found or None


def _state(batch: Batch, state: State, dry_run: bool) -> None:
    batch.state = state
    if not dry_run:
        Batch.objects.filter(pk=batch.pk).update(state=state)


def _say(progress: Progress | None, message: str) -> None:
    if progress:
        progress.step(message=message)


def _note(batch: Batch, reading: Reading, db: Any) -> None:
    batch.kind, batch.layout, batch.rows = reading.kind, reading.layout.name, reading.rows
    batch.columns, batch.unknown = list(reading.columns), list(reading.unknown)
    batch.headers = dict(reading.headers)
    table, faults = name(TABLE), name(reading.fault_table)
    batch.good, batch.faults = db.execute(
        f"select (select count(*) from {table} where {reading.good_rows}), (select count(*) from {faults})"
    ).fetchone()
    batch.bad = batch.rows - batch.good


def _load(batch: Batch, reading: Reading, db: Any, dry_run: bool) -> None:
    arrived = timezone.localdate(batch.received_at)
    mark = marking(db, TABLE, reading.kind, reading.good_rows, batch.asked_historic, arrived, snapshot())
    chosen = (reading.good_rows, mark.condition)
    arrival = loading.Arrival(batch.pk or 0, batch.number, reading.kind, batch.source_id, reading.columns, *chosen)
    keys = sensitive.keys_of(settings.LAKE_KEY)
    with store.attached(db, Path(settings.LAKE_DIR)):
        done = loading.load(db, TABLE, arrival, keys, dry_run=dry_run)
    batch.added, batch.changed, batch.same = done.added, done.changed, done.same
    batch.historic = mark.any
    batch.message = "".join([_sentence(batch), mark.said])
    batch.state = State.LOADED
    batch.finished_at = timezone.now()
    if not dry_run:
        batch.save()
        if done.added or done.changed:
            batch_loaded.send(sender=Batch, batch=batch)


def _sentence(batch: Batch) -> str:
    parts = [
        f"{KINDS[batch.kind].title}记录 {batch.rows} 行：新增 {batch.added}，变更 {batch.changed}，未变 {batch.same}"
    ]
    parts += [f"{batch.bad} 行有错，未入库，在待更正行中"] if batch.bad else []
    return "，".join(parts) + "。"


def _refused(batch: Batch, error: InputError, dry_run: bool) -> Batch:
    batch.state, batch.message, batch.finished_at = State.REFUSED, str(error), timezone.now()
    batch.refusal = [as_json(fault) for fault in error.faults]
    batch.faults = len(error.faults)
    if not dry_run:
        batch.save()
    return batch


def as_json(fault: Fault) -> dict[str, Any]:
    """A fault as JSON: sheet, row, column, value, reason, remedy, grade."""
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "reason": fault.reason,
        "remedy": fault.remedy,
        "grade": str(fault.grade),
    }


def faults(batch: Batch, limit: int | None = None, offset: int = 0) -> list[Fault]:
    """The faults of a batch in the order of the file."""
    if batch.refusal:
        kept = [Fault(**{**fault, "grade": fault["grade"]}) for fault in batch.refusal]
        return kept[offset : None if limit is None else offset + limit]
    bound = f" limit {int(limit)}" if limit is not None else ""
    with store.reading(Path(settings.LAKE_DIR)) as db:
        found = db.execute(
            "select sheet, row_no, title, coalesce(value, ''), reason, remedy, grade from lake.faults where batch = ?"
            f" order by sheet, row_no, field, reason{bound} offset {int(offset)}",
            [batch.pk],
        ).fetchall()
    return [Fault(*row) for row in found]


def report(batch: Batch) -> dict[str, Any]:
    """What became of a batch, as JSON; its faults apart (:func:`faults`)."""
    counts = ("rows", "good", "bad", "faults", "added", "changed", "same", "historic")
    return {
        "batch": batch.number,
        "state": batch.state,
        "kind": batch.kind,
        "layout": batch.layout,
        **{name: getattr(batch, name) for name in counts},
        "unknown": list(batch.unknown),
        "message": batch.message,
    }
