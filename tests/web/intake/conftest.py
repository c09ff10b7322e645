"""A signed-in client for anybody of the cast, a lake of the test's own, and the worker's part of a batch."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.records.sheets import PENALTY, csv_bytes
from xiedu.base.files import store
from xiedu.base.jobs import run_job
from xiedu.base.models import Job
from xiedu.intake import service
from xiedu.intake.models import Batch
from xiedu.lake.store import prepare

Sent = Callable[..., Batch]


@pytest.fixture(scope="session")
def empty_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with its tables and nothing in them, to be copied: making the tables takes longer than most tests."""
    folder = tmp_path_factory.mktemp("empty") / "lake"
    prepare(folder)
    return folder


@pytest.fixture
def lake(empty_lake: Path, tmp_path: Path) -> Iterator[Path]:
    """An empty lake of the test's own."""
    shutil.copytree(empty_lake, tmp_path / "lake")
    with override_settings(LAKE_DIR=tmp_path / "lake"):
        yield tmp_path / "lake"


@pytest.fixture
def sent(cast: Cast, lake: Path) -> Sent:
    """``sent(body, {header: text}, …)`` is a batch of penalty records of the body, taken in."""

    def send(body: str, *rows: Mapping[str, str]) -> Batch:
        user = cast.people[body, "handler"].user
        stored = store(csv_bytes([{**PENALTY, **row} for row in rows]), "处罚.csv", user)
        return service.receive(stored, cast.bodies[body], user=user)

    return send


def work() -> None:
    """What the worker would do now."""
    for job in Job.objects.filter(state="waiting"):
        run_job.func(job.pk)
