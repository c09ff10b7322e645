"""Jobs end in exactly one way and say which; periodic duties are handed over once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from xiedu.base import jobs, periodic, worker
from xiedu.base.jobs import Progress, job, remaining, request_cancel, run_job, start
from xiedu.base.models import Job, PeriodicRun
from xiedu.base.periodic import Every, Periodic, tick
from xiedu.base.worker import SecondWorkerError

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _test_kinds() -> Iterator[None]:
    kinds, duties = dict(jobs._KINDS), dict(periodic._DUTIES)

    @job("test-count", "数数")
    def count(progress: Progress, **arguments: Any) -> dict[str, Any]:
        progress.total(arguments["upto"], "开始")
        for number in range(arguments["upto"]):
            progress.step(message=f"第 {number + 1} 个")
        return {"sum": sum(range(arguments["upto"]))}

    @job("test-fail", "出错")
    def fail(progress: Progress, **arguments: Any) -> dict[str, Any]:
        raise ValueError(arguments["text"])

    @job("test-stop", "停下")
    def stop(progress: Progress, **arguments: Any) -> dict[str, Any]:
        progress.total(3)
        Job.objects.filter(kind="test-stop").update(cancel_requested=True)
        progress._last = float("-inf")
        progress.step()
        return {}

    yield
    jobs._KINDS.clear()
    jobs._KINDS.update(kinds)
    periodic._DUTIES.clear()
    periodic._DUTIES.update(duties)


def ended(kind: str, **arguments: Any) -> Job:
    row = start(kind, arguments, None)
    run_job.call(row.pk)
    row.refresh_from_db()
    return row


@pytest.mark.django_db(transaction=True)
def test_a_job_that_ends_well() -> None:
    row = ended("test-count", upto=10)
    assert (row.state, row.done, row.total, row.result) == ("done", 10, 10, {"sum": 45})
    assert row.finished_at
    run_job.call(row.pk)
    assert Job.objects.get(pk=row.pk).finished_at == row.finished_at


@pytest.mark.django_db
def test_what_was_raised_is_told_only_if_people_can_read_it() -> None:
    assert ended("test-fail", text="第 3 行缺少名称。请补上。").message == "第 3 行缺少名称。请补上。"
    hidden = ended("test-fail", text="secret internals")
    assert hidden.state == "failed"
    assert "secret" not in hidden.message
    assert str(hidden.pk) in hidden.message


@pytest.mark.django_db(transaction=True)
def test_a_running_job_stops_at_its_next_step() -> None:
    assert ended("test-stop").state == "cancelled"


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once_and_never_runs() -> None:
    row = start("test-count", {"upto": 3}, None)
    assert request_cancel(row.pk)
    run_job.call(row.pk)
    row.refresh_from_db()
    assert (row.state, row.result) == ("cancelled", {})
    assert not request_cancel(row.pk)


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_seldom() -> None:
    row = Job.objects.create(kind="test-count", title="数", state="running")
    now = [0.0]
    progress = Progress(row, clock=lambda: now[0])
    progress.total(100)
    for _ in range(10):
        progress.step()
    assert Job.objects.get(pk=row.pk).done == 0
    now[0] = jobs.WRITE_EVERY_SECONDS
    progress.step()
    assert Job.objects.get(pk=row.pk).done == 11
    with transaction.atomic():
        now[0] = 99.0
        progress.step()
    assert Job.objects.get(pk=row.pk).done == 11


def test_remaining_time() -> None:
    began = timezone.now() - timedelta(seconds=30)
    row = Job(state="running", started_at=began, done=1, total=4)
    left = remaining(row)
    assert left
    assert timedelta(seconds=90) <= left < timedelta(seconds=100)
    assert remaining(Job(state="running", started_at=began, done=0, total=4)) is None
    assert remaining(Job(state="done", started_at=began, done=4, total=4)) is None


@pytest.mark.django_db
def test_a_rolled_back_start_starts_nothing() -> None:
    with transaction.atomic():
        start("test-count", {"upto": 1}, None)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()
    with pytest.raises(KeyError):
        start("no-such-kind", {}, None)


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_the_queue_and_closes_what_was_interrupted(tmp_path: Path) -> None:
    dead = Job.objects.create(kind="test-count", title="旧", state="running")
    row = start("test-count", {"upto": 4}, None)
    with override_settings(VAR_DIR=tmp_path, FILES_DIR=tmp_path / "files"):
        worker.main(batch=True)
    row.refresh_from_db()
    dead.refresh_from_db()
    assert row.state == "done"
    assert (dead.state, "中断" in dead.message) == ("failed", True)
    assert not DBTaskResult.objects.failed().exists()


@pytest.mark.django_db
def test_a_second_worker_refuses(tmp_path: Path) -> None:
    with override_settings(VAR_DIR=tmp_path), worker._only_one(), pytest.raises(SecondWorkerError):
        worker.main(batch=True)


@pytest.mark.django_db
def test_each_duty_is_handed_over_once_an_hour_or_a_day() -> None:
    periodic._DUTIES.clear()
    periodic.register_periodic(
        [Periodic("t-hour", "每时", Every.HOUR, lambda: None), Periodic("t-day", "每日", Every.DAY, lambda: None)]
    )
    start_of_day = datetime(2026, 3, 2, 0, 0, tzinfo=SHANGHAI)
    handed = [
        (minute, name) for minute in range(0, 48 * 60, 10) for name in tick(start_of_day + timedelta(minutes=minute))
    ]
    assert [m for m, name in handed if name == "t-hour"] == list(range(0, 48 * 60, 60))
    assert [m for m, name in handed if name == "t-day"] == [2 * 60, 24 * 60 + 2 * 60]
    assert DBTaskResult.objects.count() == len(handed)


@pytest.mark.django_db
def test_a_duty_claimed_by_another_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    periodic._DUTIES.clear()
    duty = Periodic("t-hour", "每时", Every.HOUR, lambda: None)
    periodic.register_periodic([duty])
    now = timezone.now()
    row = PeriodicRun.objects.create(name="t-hour", last_at=now - timedelta(hours=2))
    known = {"t-hour": row.last_at}
    assert periodic._claim(duty, known, now)
    assert not periodic._claim(duty, known, now + timedelta(seconds=1))
    assert not DBTaskResult.objects.exclude(args_kwargs__args=["t-hour"]).exists()
    assert DBTaskResult.objects.count() == 1
