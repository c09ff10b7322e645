"""Receiving a file of records: the door that page, JSON endpoint, command line and tests share.

1. The batch is noted (``register``), the same idempotency key gives the same batch.
2. The file is read beside the lake, without its lock: every fault at once (``process``).
3. Good rows go into the lake in one transaction; a batch that is in is never loaded again, so a killed worker retries.
4. Bad rows go into the tray, the batch's figures and state are written, in one transaction of the database.
"""

import errno
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict, Unpack

import duckdb
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from duckdb import DuckDBPyConnection

from xiedu.base import calendar
from xiedu.base.dated import snapshot
from xiedu.base.jobs import Progress, start
from xiedu.base.models import Job, StoredFile, User
from xiedu.bodies.models import Body
from xiedu.intake import tray
from xiedu.intake.files import content
from xiedu.intake.historic import marking
from xiedu.intake.mappings import mapping_for
from xiedu.intake.models import Batch, Token
from xiedu.intake.secrets import keys
from xiedu.intake.signals import batch_loaded
from xiedu.lake import loading, store
from xiedu.records.cleaning import name
from xiedu.records.faults import Fault, Grade, InputError, NoRoomError
from xiedu.records.fields import KINDS, kind_of
from xiedu.records.reading import Reading, read_records
from xiedu.records.reading import faults as read_faults

logger = logging.getLogger(__name__)
TABLE = "records"
MOST_SHOWN = 1000
RESUME_AFTER = timedelta(minutes=10)
State = Batch.State
# Faults of a statement of ours; every other error of the engine comes from disk, memory or catalog.
_OURS = (duckdb.ProgrammingError, duckdb.DataError, duckdb.InternalError, duckdb.NotSupportedError)


class NotNowError(ValueError):
    """This machine could not do it (disk full, folder not writable); the batch waits and is tried again. Chinese."""


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
    """Read and load a batch that has not ended; one that has is given back. May be called again at any time.

    NotNowError when this machine cannot: nothing is lost, the batch waits to be tried again. Its cause is for the log
    of who goes on after it, and never shown beside the message.
    """
    if batch.state in Batch.ENDED:
        return batch
    try:
        with store.connect(spill=Path(settings.LAKE_DIR) / "spill") as db:
            _through(batch, db, progress, dry_run)
    except (OSError, MemoryError, duckdb.Error, NoRoomError) as error:
        if isinstance(error, _OURS):
            raise
        raise _put_off(batch, error, dry_run) from error
    return batch


def _through(batch: Batch, db: DuckDBPyConnection, progress: Progress | None, dry_run: bool) -> None:
    _state(batch, State.READING, dry_run)
    _say(progress, "读取文件")
    batch.mapping = mapping_of(batch)
    kind = batch.asked_kind or None
    try:
        with content(batch.file) as path:
            reading = read_records(db, path, kind=kind, layout=batch.layout, mapping=batch.mapping, table=TABLE)
    except NoRoomError:
        raise
    except InputError as error:
        _refuse(batch, error.faults, str(error), dry_run)
        return
    _note(batch, reading, db)
    found = read_faults(db, reading, MOST_SHOWN)
    if lacking := [f for f in found if not f.row and not f.sheet and f.grade is Grade.ERROR]:
        # What every row lacks keeps every row out, as an empty cell keeps out its own.
        _refuse(batch, found, "\n".join(map(str, lacking)), dry_run)
        return
    _state(batch, State.LOADING, dry_run)
    _say(progress, "入库")
    _load(batch, reading, db, dry_run)
    _finish(batch, reading, db, dry_run)


def mapping_of(batch: Batch) -> dict[str, str] | None:
    """What the sender gave, else what is saved for the source."""
    return dict(batch.mapping) if batch.mapping is not None else mapping_for(batch.source, batch.asked_kind) or None


def _put_off(batch: Batch, error: BaseException, dry_run: bool) -> "NotNowError":
    full = isinstance(error, NoRoomError) or getattr(error, "errno", 0) == errno.ENOSPC or "No space" in str(error)
    memory = isinstance(error, MemoryError | duckdb.OutOfMemoryException)
    cause = "磁盘空间已满" if full else "内存不足" if memory else "数据目录不可写或不可读"
    batch.message = f"{cause}，批次 {batch.number} 没有入库，文件已保存。请联系系统管理员，处理后会自动重试。"
    if not dry_run:
        batch.state = State.RECEIVED
        Batch.objects.filter(pk=batch.pk).update(state=batch.state, message=batch.message)
    return NotNowError(batch.message)


def give_up(batch: Batch, reason: str) -> None:
    """End a batch that somebody stopped before it was loaded."""
    Batch.objects.filter(pk=batch.pk).exclude(state__in=Batch.ENDED).update(
        state=State.REFUSED, message=reason, finished_at=timezone.now()
    )


def resume(now: datetime | None = None) -> int:
    """Take to their end the batches that a killed worker or a full disk left; gives how many. Never raises for one."""
    before = (now or timezone.now()) - RESUME_AFTER
    left = Batch.objects.exclude(state__in=Batch.ENDED).filter(received_at__lt=before).select_related("source", "file")
    done = 0
    for batch in left.order_by("id"):
        try:
            done += process(batch).state in Batch.ENDED
        except ValueError:
            logger.exception("batch %s could not be resumed", batch.number)
    return done


def _state(batch: Batch, state: Batch.State, dry_run: bool) -> None:
    batch.state = state
    if not dry_run:
        Batch.objects.filter(pk=batch.pk).update(state=state)


def _say(progress: Progress | None, message: str) -> None:
    if progress:
        progress.step(message=message)


def _note(batch: Batch, reading: Reading, db: DuckDBPyConnection) -> None:
    batch.kind, batch.layout, batch.rows = reading.kind, reading.layout.name, reading.rows
    batch.columns, batch.unknown = list(reading.columns), list(reading.unknown)
    batch.headers, batch.sheet, batch.header_row = dict(reading.headers), reading.sheet[:100], reading.header_row
    table, faults = name(TABLE), name(reading.fault_table)
    found = db.execute(
        f"select (select count(*) from {table} where {reading.good_rows}), (select count(*) from {faults})"
    ).fetchone()
    batch.good, batch.faults = found or (0, 0)
    batch.bad = batch.rows - batch.good


def _load(batch: Batch, reading: Reading, db: DuckDBPyConnection, dry_run: bool) -> None:
    arrived = timezone.localdate(batch.received_at)
    mark = marking(db, TABLE, reading.kind, reading.good_rows, batch.asked_historic, arrived, snapshot())
    chosen = (reading.good_rows, mark.condition)
    arrival = loading.Arrival(batch.pk or 0, batch.number, reading.kind, batch.source_id, reading.columns, *chosen)
    with store.attached(db, Path(settings.LAKE_DIR)):
        done = loading.load(db, TABLE, arrival, keys(), calendar=calendar.current(), dry_run=dry_run)
    batch.added, batch.changed, batch.same = done.added, done.changed, done.same
    batch.historic = mark.any
    batch.message = _sentence(batch, dry_run) + mark.said


def _finish(batch: Batch, reading: Reading, db: DuckDBPyConnection, dry_run: bool) -> None:
    """The batch's row and its tray, in one transaction; a dry run carries its faults along instead."""
    batch.state, batch.finished_at = State.LOADED, timezone.now()
    if dry_run:
        batch.refusal = [as_json(fault) for fault in read_faults(db, reading, MOST_SHOWN)]
        return
    bad = _bad_rows(batch, reading, db)
    wrong = _faults_of(reading, db)
    with transaction.atomic():
        if batch.corrects_id:
            tray.settle(batch, bad, wrong, {n for (n,) in db.execute(f"select row_no from {name(TABLE)}").fetchall()})
        else:
            tray.fill(batch, bad, wrong)
        batch.save()
        if batch.added or batch.changed:
            batch_loaded.send(sender=Batch, batch=batch)


def _bad_rows(batch: Batch, reading: Reading, db: DuckDBPyConnection) -> dict[int, dict[str, str]]:
    """Row → header → text of the bad rows, as many as the tray takes."""
    cursor = db.execute(f"select * from {name(reading.bad_table)} order by row_no limit {tray.MOST_TRAY}")
    by_name = kind_of(reading.kind).by_name
    fields = [column[0] for column in (cursor.description or [])[1:]]
    headers = [batch.headers.get(field, by_name[field].title) for field in fields]
    return {row[0]: dict(zip(headers, (text or "" for text in row[1:]), strict=True)) for row in cursor.fetchall()}


def _faults_of(reading: Reading, db: DuckDBPyConnection) -> dict[int, list[dict[str, Any]]]:
    """Row → faults, of the rows in the tray."""
    rows = f"select row_no from {name(reading.bad_table)} order by row_no limit {tray.MOST_TRAY}"
    found = db.execute(
        "select sheet, row_no, title, coalesce(value, ''), reason, remedy, grade"
        f" from {name(reading.fault_table)} where sheet = '' and row_no in ({rows}) order by row_no, field, reason"
    ).fetchall()
    wrong: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        wrong.setdefault(row[1], []).append(as_json(_fault(row)))
    return wrong


def _sentence(batch: Batch, dry_run: bool) -> str:
    counts = f"新增 {batch.added}，变更 {batch.changed}，未变 {batch.same}"
    rows = f"{KINDS[batch.kind].title}记录 {batch.rows} 行"
    if dry_run:
        bad = f"，{batch.bad} 行有错，不会入库" if batch.bad else ""
        return f"{rows}，没有保存：上传后将{counts}{bad}。"
    parts = [f"{rows}：{counts}"]
    parts += [f"{batch.bad} 行有错，未入库，等待更正"] if batch.bad else []
    if batch.bad > tray.MOST_TRAY:
        parts.append(f"前 {tray.MOST_TRAY} 行可以逐行更正，其余请按批注文件更正后重新上传")
    return "，".join(parts) + "。"


def _refuse(batch: Batch, found: Sequence[Fault], message: str, dry_run: bool) -> None:
    batch.state, batch.message, batch.finished_at = State.REFUSED, message, timezone.now()
    batch.refusal = [as_json(fault) for fault in found]
    batch.faults = max(batch.faults, len(found))
    batch.good, batch.bad = 0, batch.rows
    if dry_run:
        return
    with transaction.atomic():
        if batch.corrects_id:
            tray.settle(batch, {}, {}, set())
        batch.save()


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


def _fault(row: tuple[Any, ...]) -> Fault:
    sheet, number, column, value, reason, remedy, grade = row
    return Fault(sheet, number, column, value, reason, remedy, Grade(grade))


def from_json(fault: Mapping[str, Any]) -> Fault:
    """The fault that :func:`as_json` wrote."""
    return Fault(**{**fault, "grade": Grade(fault["grade"])})


def faults(batch: Batch, limit: int | None = None, offset: int = 0) -> list[Fault]:
    """The faults of a batch in the order of the file (of a dry run or a refused file the first thousand)."""
    if batch.refusal or batch.pk is None:
        kept = [from_json(fault) for fault in batch.refusal]
        return kept[offset : None if limit is None else offset + limit]
    bound = f" limit {int(limit)}" if limit is not None else ""
    with store.reading(Path(settings.LAKE_DIR)) as db:
        found = db.execute(
            "select sheet, row_no, title, coalesce(value, ''), reason, remedy, grade from lake.faults where batch = ?"
            f" order by sheet, row_no, field, reason{bound} offset {int(offset)}",
            [batch.pk],
        ).fetchall()
    return [_fault(row) for row in found]


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
