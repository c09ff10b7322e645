"""Long work in the background, with progress a person can watch and stop.

A room declares a job (``@job("import-register", "导入登记册")``), a page starts it, the worker runs it. Its own row
is what people see; the task queue behind it is django-tasks over the same database, so starting is part of the
caller's transaction.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone
from django_tasks import task

from xiedu.base.canonical import plain
from xiedu.base.models import Job, StoredFile, User

logger = logging.getLogger(__name__)
WRITE_EVERY_SECONDS = 0.5
_CHINESE = re.compile("[\u4e00-\u9fff]")
State = Job.State


class JobCancelledError(Exception):
    """Raised inside a job when somebody asked to stop it; let it pass."""


class Progress:
    """What a running job tells about itself. Rows are written at most twice a second.

    Inside a transaction nothing is written (nobody could see it before the commit) and no cancelling is noticed.
    """

    def __init__(self, job: Job, clock: Callable[[], float] = time.monotonic) -> None:
        self._job = job
        self._clock = clock
        self._last = float("-inf")

    def total(self, number: int, message: str = "") -> None:
        """How many steps there will be; starts the count anew."""
        self._job.total, self._job.done = number, 0
        self._say(message, force=True)

    def step(self, number: int = 1, message: str = "") -> None:
        """So many more steps are done.

        Raises:
            JobCancelledError: when somebody asked to stop the job.
        """
        self._job.done += number
        self._say(message)

    def attach(self, stored: StoredFile) -> None:
        """The file that is the job's result."""
        self._job.result_file = stored

    def _say(self, message: str, *, force: bool = False) -> None:
        self._job.message = message or self._job.message
        now = self._clock()
        if connection.in_atomic_block or (not force and now - self._last < WRITE_EVERY_SECONDS):
            return
        self._last = now
        mine = Job.objects.filter(pk=self._job.pk)
        mine.update(done=self._job.done, total=self._job.total, message=self._job.message)
        if mine.filter(cancel_requested=True).exists():
            raise JobCancelledError


class Work(Protocol):
    """The function of a job: keyword arguments as given to :func:`start`, JSON data back."""

    def __call__(self, progress: Progress, **arguments: Any) -> dict[str, Any]:
        """Do the work."""


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    work: Work


_KINDS: dict[str, _Kind] = {}


def job(kind: str, title: str) -> Callable[[Work], Work]:
    """Declare a function as a kind of job. ValueError when the kind is taken by another function."""

    def declare(work: Work) -> Work:
        known = _KINDS.setdefault(kind, _Kind(title, work))
        if known.work is not work:
            raise ValueError(f"job kind declared twice: {kind}")
        return work

    return declare


def start(kind: str, arguments: Mapping[str, Any], user: User | None, *, title: str = "") -> Job:
    """Hand a job to the worker, in the caller's transaction. KeyError for an undeclared kind."""
    row = Job.objects.create(kind=kind, title=title or _KINDS[kind].title, arguments=plain(arguments), started_by=user)
    run_job.enqueue(row.pk)
    return row


@task()
def run_job(job_id: int) -> None:
    """Run a waiting job to its end; a job that is not waiting any more is left alone."""
    claimed = Job.objects.filter(pk=job_id, state=State.WAITING).update(state=State.RUNNING, started_at=timezone.now())
    if not claimed:
        return
    row = Job.objects.get(pk=job_id)
    row.state, row.message = _outcome(row)
    row.finished_at = timezone.now()
    row.save(update_fields=["state", "message", "done", "total", "result", "result_file", "finished_at"])


def _outcome(row: Job) -> tuple[Job.State, str]:
    try:
        row.result = plain(_KINDS[row.kind].work(Progress(row), **row.arguments))
    except JobCancelledError:
        return State.CANCELLED, "已按要求停止。"
    except Exception as error:  # whatever goes wrong in a job belongs to its row, the worker goes on
        logger.exception("job %s (%s) failed", row.pk, row.kind)
        text = str(error)
        told = isinstance(error, ValueError) and _CHINESE.search(text)
        return State.FAILED, text if told else f"程序出错，任务没有完成。请把任务编号 {row.pk} 告诉系统管理员。"
    row.done = row.total
    return State.DONE, row.message


def request_cancel(job_id: int) -> bool:
    """Stop a job: a waiting one at once, a running one at its next step. False when it has already ended."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, state=State.WAITING)
    if waiting.update(state=State.CANCELLED, message="未开始即已取消。", finished_at=now):
        return True
    return bool(Job.objects.filter(pk=job_id, state=State.RUNNING).update(cancel_requested=True))


def remaining(row: Job) -> timedelta | None:
    """How long a running job will still take if it goes on at its pace; None when that cannot be said yet."""
    if row.state != State.RUNNING or not row.started_at or not 0 < row.done <= row.total:
        return None
    return (timezone.now() - row.started_at) * (row.total - row.done) / row.done


def fail_interrupted() -> int:
    """Close the jobs that were running when the worker died; returns how many. Only for a worker that starts."""
    return Job.objects.filter(state=State.RUNNING).update(
        state=State.FAILED, message="工作进程中断，任务没有完成。请重新发起。", finished_at=timezone.now()
    )
