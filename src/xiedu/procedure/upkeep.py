"""What time and the calendar ask for: open terms recomputed when a notice arrives, checkpoints over all matters."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from xiedu.base import audit
from xiedu.base.calendar import calendar_changed, current
from xiedu.base.chain import seal, sm3_hasher
from xiedu.base.periodic import Every, Periodic, register_periodic
from xiedu.law.workdays import compute_term
from xiedu.procedure.models import Checkpoint, Event, RunningTerm, Waiting


def connect() -> None:
    """Hear of new calendar notices; seal the heads of all matters every hour."""
    calendar_changed.connect(_on_calendar, dispatch_uid="recompute-open-terms")
    register_periodic(
        [
            Periodic("checkpoint", "封存全部事项的检查点", Every.HOUR, checkpoint),
            Periodic("analyse", "更新数据库的查询统计", Every.DAY, analyse),
        ]
    )


def analyse() -> None:
    """Refresh the planner's figures: without them lists over many matters are sorted whole."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _on_calendar(sender: object, **_: Any) -> None:
    recompute()


def recompute() -> int:
    """Every open term under the calendar in force; what moved is logged term by term. Returns how many moved."""
    calendar = current()
    moved: list[dict[str, Any]] = []
    with transaction.atomic():
        for row in RunningTerm.objects.filter(stopped_seq=None).select_related("matter").order_by("id"):
            term = compute_term(row.start, row.n, row.unit, roll=row.roll, calendar=calendar)
            due = as_day(term.due)
            if (due, term.provisional, term.calendar_version) == (row.due, row.provisional, row.calendar_version):
                continue
            if due != row.due:
                moved.append({"matter": row.matter.number, "term": row.title, "was": row.due, "now": due})
            row.due, row.provisional, row.calendar_version = due, term.provisional, term.calendar_version
            row.save(update_fields=["due", "provisional", "calendar_version"])
            Waiting.objects.filter(matter_id=row.matter_id, term_key=row.key).update(due=due)
        if moved:
            audit.record("重算在途期限", user=None, actor="系统", target=calendar.version, detail={"moved": moved})
    return len(moved)


def as_day(due: date) -> date:
    """The day of a due moment (terms in hours end within a day)."""
    return due.date() if isinstance(due, datetime) else due


def heads(last_event: int | None = None) -> tuple[int, int, int, str]:
    """Matters, events, last event id and the digest of all heads, as of an event id (default: all).

    The head of a matter at that moment is its last event with an id not above it.
    """
    events = Event.objects.all() if last_event is None else Event.objects.filter(pk__lte=last_event)
    running = sm3_hasher()
    state: dict[int, tuple[int, str]] = {}
    count = last = 0
    for pk, matter, seq, digest in events.order_by("id").values_list("pk", "matter_id", "seq", "digest").iterator():
        count, last = count + 1, pk
        state[matter] = (seq, digest)
    for matter in sorted(state):
        running.update(f"{matter}:{state[matter][0]}:{state[matter][1]}\n".encode())
    return len(state), count, last, running.finalize().hex()


def checkpoint() -> Checkpoint:
    """Seal the heads of all matters as they stand; to be exported and kept outside this machine."""
    with transaction.atomic():
        matters, events, last, digest = heads()
        row = Checkpoint(matters=matters, events=events, last_event=last, heads=digest)
        row.seal = checkpoint_seal(row)
        row.save(force_insert=True)
    return row


def checkpoint_seal(row: Checkpoint) -> str:
    """The keyed seal over a checkpoint."""
    return seal("checkpoint", row.at.isoformat(), row.matters, row.events, row.last_event, row.heads)


def checkpoints_as_text() -> str:
    """All checkpoints, one a line, for the audit administrator to keep elsewhere."""
    rows = Checkpoint.objects.order_by("id")
    lines = [f"{r.at.isoformat()}\t{r.matters}\t{r.events}\t{r.last_event}\t{r.heads}\t{r.seal}" for r in rows]
    return "\n".join(["时间\t事项数\t步骤数\t末步骤\t摘要\t封印", *lines]) + "\n"
