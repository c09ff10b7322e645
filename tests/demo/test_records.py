"""The demo city's records: received from the bodies as registered, checked, and only once."""

import pytest

from xiedu.base.jobs import run_job
from xiedu.base.models import Job
from xiedu.bodies.city import seed_city
from xiedu.demo.records import JOB, start_records
from xiedu.intake.models import Batch
from xiedu.suspicions.models import Run, Suspicion

pytestmark = pytest.mark.django_db


def test_records_come_in_by_body_and_are_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiedu.demo.records.REPORTING", ("衢江区综合行政执法局", "衢江区交通运输局"))
    seed_city()
    job = start_records()
    assert job is not None
    assert start_records() is None
    Job.objects.filter(pk=job.pk).update(arguments={"records": 160, "every": 2})
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert {b.state for b in Batch.objects.all()} == {Batch.State.LOADED}
    received = sum(b.added for b in Batch.objects.all())
    assert received > 2
    assert Batch.objects.values("source").distinct().count() > 1
    last = Run.objects.latest("pk")
    assert last.kind == Run.Kind.FULL
    assert last.rows == received
    assert Suspicion.objects.exists()
    batches = Batch.objects.count()
    again = Job.objects.create(kind=JOB, title="再次", arguments={"records": 160, "every": 2})
    run_job.func(again.pk)
    assert Batch.objects.count() == batches
