"""The worker process: runs jobs and periodic duties. One on each installation; a second one refuses to start."""

import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from xiedu.base import jobs, periodic
from xiedu.base.production import refuse_unsafe_start

logger = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 30


class SecondWorkerError(RuntimeError):
    """Another worker of this installation is running."""


def main(*, batch: bool = False) -> None:
    """Run until told to stop (SIGTERM, SIGINT); with ``batch`` until the queue is empty.

    Raises:
        UnsafeStartError: in production with a set-up that must not run.
        SecondWorkerError: when one is running already.
    """
    refuse_unsafe_start()
    with _only_one():
        _close_interrupted()
        worker = Worker(
            queue_names=["*"],
            interval=1,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if batch:
            periodic.tick()
        else:
            worker.configure_signals()
            threading.Thread(target=_look_round, name="periodic", daemon=True).start()
        worker.run()


def _close_interrupted() -> None:
    """What was running when the last worker died will not go on by itself: say so instead of waiting for ever."""
    jobs.fail_interrupted()
    DBTaskResult.objects.running().update(status="FAILED", finished_at=timezone.now())


def _look_round() -> None:
    pause = threading.Event()
    while True:
        try:
            periodic.tick()
        except Exception:  # a database that is away for a moment must not end the clock
            logger.exception("looking for periodic duties failed")
        close_old_connections()
        pause.wait(LOOK_EVERY_SECONDS)


@contextmanager
def _only_one() -> Iterator[None]:
    handle = os.open(settings.VAR_DIR / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise SecondWorkerError("后台工作进程已在运行，不能再启动一个。") from None
    try:
        yield
    finally:
        os.close(handle)
