"""One scan: sweep the lake, settle the suspicions, say what was done. By command, by night, after new batches."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from xiedu.base import calendar, dated
from xiedu.base.jobs import Progress, job, start
from xiedu.base.models import Job, today
from xiedu.base.periodic import Every, Periodic, register_periodic
from xiedu.base.specs import all_specs
from xiedu.bodies.models import Body
from xiedu.checks import params
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import Check
from xiedu.intake.signals import batch_loaded
from xiedu.lake import store
from xiedu.records.fields import KINDS
from xiedu.suspicions.models import NotRecorded, Run, ScannedBatch
from xiedu.suspicions.modes import standings
from xiedu.suspicions.policies import CAP, SAMPLE
from xiedu.suspicions.present import at
from xiedu.suspicions.raising import Limits, Raising, Settled
from xiedu.suspicions.reasons import Mode
from xiedu.suspicions.sweep import HITS, Sweep, Swept
from xiedu.suspicions.telling import Teller

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCAN = "scan"


def scan(*, full: bool = False, as_of: date | None = None, progress: Progress | None = None) -> Run | None:
    """Judge all records, or those of the batches no run has covered yet; None when there is no new batch.

    The lake stays locked for the length of the scan, so that no batch comes in between. What a check's figures were
    on ``as_of`` (default today) holds.
    """
    with store.writing(settings.LAKE_DIR) as connection:
        connection.execute(HITS)
        _close_interrupted()
        pending = _pending(connection)
        if not full and not pending:
            return None
        kind = Run.Kind.FULL if full else Run.Kind.BATCH
        run = Run.objects.create(kind=kind, as_of=as_of or today())
        try:
            _scan(connection, run, pending, CHECKS, progress)
        except BaseException as error:
            run.state, run.message = Run.Ended.FAILED, str(error)[:1000]
            run.finished_at = timezone.now()
            run.save()
            raise
    return run


def _close_interrupted() -> None:
    """Whoever holds the lake lock scans alone: a run that still counts as running died with its worker."""
    died = Run.objects.filter(state=Run.Ended.RUNNING)
    died.update(state=Run.Ended.FAILED, finished_at=timezone.now(), message="工作进程中断，没有完成。")


def replay(as_of: date) -> dict[str, int]:
    """How many records each check would have hit on a day, by the records and figures of that day; nothing is kept."""
    now, days = dated.snapshot(as_of), calendar.current()
    values = parameters(now)
    end = datetime.combine(as_of + timedelta(days=1), time.min, timezone.get_current_timezone())
    found: dict[str, int] = {}
    with store.reading(settings.LAKE_DIR) as connection:
        for kind in KINDS:
            found |= Sweep(connection, as_of, values, days, valid=at(end)).counts(kind, CHECKS)
    return found


def parameters(now: dated.Settings) -> dict[str, Any]:
    """The parameters of all checks as they are in force."""
    keys = [one.key for one in all_specs() if one.key.startswith(params.PREFIX)]
    return {key.removeprefix(params.PREFIX): now.value(key) for key in keys}


def _pending(connection: "DuckDBPyConnection") -> list[tuple[int, str]]:
    """The batches (number, kind) of the lake that no finished run has covered."""
    covered = set(ScannedBatch.objects.values_list("batch", flat=True))
    rows = connection.execute("SELECT batch, kind FROM lake.batches ORDER BY batch").fetchall()
    return [(batch, kind) for batch, kind in rows if batch not in covered]


def _scan(
    connection: "DuckDBPyConnection",
    run: Run,
    pending: Sequence[tuple[int, str]],
    checks: Sequence[Check],
    progress: Progress | None,
) -> None:
    now = dated.snapshot(run.as_of)
    values, days = parameters(now), calendar.current()
    modes = {rule: one.mode for rule, one in standings(checks).items()}
    taking_part = [c for c in checks if modes[c.id] is not Mode.OFF]
    kinds = list(KINDS) if run.kind == Run.Kind.FULL else sorted({kind for _, kind in pending})
    if progress:
        progress.total(len(kinds) + 1, "正在检查记录")
    swept: dict[str, Swept] = {}
    batches = None if run.kind == Run.Kind.FULL else tuple(batch for batch, _ in pending)
    sweep = Sweep(connection, run.as_of, values, days, batches)
    for kind, one in zip(kinds, sweep.over_all(kinds, taking_part), strict=True):
        swept[kind] = one
        if progress:
            progress.step(1, f"已检查{KINDS[kind].title}记录 {one.rows} 条")
    teller = Teller(connection, run.as_of, values, days)
    limits = Limits(now.value(CAP), now.value(SAMPLE))
    settled = Raising(connection, teller, run, {c.id: c for c in checks}, modes, limits).settle()
    hits = connection.execute("SELECT check_id, count(*) FROM lake.hits GROUP BY ALL").fetchall()
    _finish(run, swept, settled, dict(hits), [batch for batch, _ in pending])
    if progress:
        progress.step(1, run.message)


def _finish(run: Run, swept: dict[str, Swept], settled: Settled, hits: dict[str, int], batches: list[int]) -> None:
    run.rows = sum(one.rows for one in swept.values())
    run.counts = _counts(swept, settled, hits)
    names = dict(Body.objects.values_list("pk", "short_name"))
    run.not_run = [
        {"kind": kind, "check": u.check.id, "reason": u.reason, "sources": [names.get(s, str(s)) for s in u.sources]}
        for kind, one in swept.items()
        for u in one.unfed
    ]
    if run.kind == Run.Kind.FULL:
        _store_gaps(swept, set(names))
    raised, closed, beyond = (sum(d.values()) for d in (settled.raised, settled.closed, settled.beyond))
    run.message = f"检查记录 {run.rows} 条，新列入疑点 {raised} 条，关闭 {closed} 条，超出每日上限 {beyond} 条。"
    run.state, run.finished_at = Run.Ended.DONE, timezone.now()
    run.save()
    ScannedBatch.objects.bulk_create([ScannedBatch(batch=b, run=run) for b in batches], ignore_conflicts=True)


def _counts(swept: dict[str, Swept], settled: Settled, hits: dict[str, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}

    def put(name: str, counts: Iterable[tuple[str, int]]) -> None:
        for rule, count in counts:
            mine = found.setdefault(rule, {})
            mine[name] = mine.get(name, 0) + count

    put("hits", hits.items())
    for one in swept.values():
        put("fresh", one.fresh.items())
        put("gone", one.gone.items())
        put("unknown", ((gap.check, gap.count) for gap in one.gaps))
    for name in ("raised", "sampled", "closed", "beyond"):
        put(name, getattr(settled, name).items())
    return dict(sorted(found.items()))


def _store_gaps(swept: dict[str, Swept], bodies: set[int]) -> None:
    """The counts of what is not recorded, anew."""
    NotRecorded.objects.all().delete()
    NotRecorded.objects.bulk_create(
        [
            NotRecorded(source_id=gap.source, kind=kind, rule=gap.check, month=gap.month, count=gap.count)
            for kind, one in swept.items()
            for gap in one.gaps
            if gap.source in bodies
        ],
        batch_size=1000,
    )


@job(SCAN, "检查执法记录")
def run_scan(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """The job: all records with ``full``, else what has come in since the last run."""
    run = scan(full=bool(arguments.get("full")), progress=progress)
    if run is None:
        progress.total(0, "没有新的记录需要检查。")
        return {}
    return {"run": run.pk}


@receiver(batch_loaded)
def after_batch(**_: Any) -> None:
    """New records are checked at once; one waiting job is enough for all that has come in."""
    if not Job.objects.filter(kind=SCAN, state=Job.State.WAITING).exists():
        start(SCAN, {}, None)


def nightly() -> None:
    """Everything anew: time has passed, and peers are compared."""
    scan(full=True)


register_periodic([Periodic("nightly-scan", "夜间全量检查执法记录", Every.DAY, nightly)])
