"""Duties that come round by the hour or the day, handed to the worker by whoever sees first that they are due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from xiedu.base.files import sweep_orphans
from xiedu.base.models import PeriodicRun

NIGHT_HOUR = 2


class Every(StrEnum):
    """How often: each clock hour, or each day after two in the morning (Shanghai)."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Periodic:
    """A duty; ``function`` takes nothing and may be run again at any time without harm."""

    name: str
    title: str
    every: Every
    function: Callable[[], object]


_DUTIES: dict[str, Periodic] = {}


def register_periodic(duties: Iterable[Periodic]) -> None:
    """Add duties. ValueError when a name is taken by another duty."""
    for duty in duties:
        if _DUTIES.setdefault(duty.name, duty) != duty:
            raise ValueError(f"periodic duty declared twice: {duty.name}")


def duties() -> list[Periodic]:
    """Every registered duty, by name."""
    return [_DUTIES[name] for name in sorted(_DUTIES)]


def tick(now: datetime | None = None) -> list[str]:
    """Hand over what is due and nobody else has handed over; returns the names. One query when nothing is due."""
    moment = now or timezone.now()
    known = dict(PeriodicRun.objects.values_list("name", "last_at"))
    return [duty.name for duty in duties() if _due(duty, known.get(duty.name), moment) and _claim(duty, known, moment)]


def _due(duty: Periodic, last: datetime | None, now: datetime) -> bool:
    local = timezone.localtime(now)
    if duty.every is Every.HOUR:
        return last is None or last < local.replace(minute=0, second=0, microsecond=0)
    return local.hour >= NIGHT_HOUR and (last is None or timezone.localtime(last).date() < local.date())


def _claim(duty: Periodic, known: dict[str, datetime], now: datetime) -> bool:
    if duty.name in known:
        won = PeriodicRun.objects.filter(name=duty.name, last_at=known[duty.name]).update(last_at=now) == 1
    else:
        won = PeriodicRun.objects.get_or_create(name=duty.name, defaults={"last_at": now})[1]
    if won:
        run_periodic.enqueue(duty.name)
    return won


@task()
def run_periodic(name: str) -> None:
    """Run one duty; what it raises is kept by the task queue."""
    _DUTIES[name].function()


register_periodic(
    [
        Periodic("sweep-orphans", "清理无主文件", Every.DAY, sweep_orphans),
        Periodic("clear-sessions", "清理过期会话", Every.DAY, lambda: call_command("clearsessions")),
        Periodic("prune-tasks", "清理任务队列", Every.DAY, lambda: call_command("prune_db_task_results", verbosity=0)),
    ]
)
