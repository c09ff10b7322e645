"""The demo city's enforcement records: synthetic, received by the same door as real ones, area by area, and checked.

A job of the worker, so that the program starts at once. Broken off, it goes on where it stopped: every file has an
idempotency key of its own.
"""

import csv
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from xiedu.base.files import store
from xiedu.base.jobs import Progress, job, start
from xiedu.base.models import Job, today
from xiedu.bodies.models import Body
from xiedu.intake.models import Batch
from xiedu.intake.service import receive
from xiedu.records.fields import KINDS, kind_of
from xiedu.suspicions.scanning import scan

JOB = "demo-records"
# Of eleven departments in each place four report; of so many records some 50,000 are theirs.
RECORDS, EVERY, SEED = 140_000, 25, 20260201
REPORTING = ("综合行政执法局", "市场监督管理局", "交通运输局", "生态环境局")
FIRST = "衢江区"
# The latest records arrive as they should, in time.
DAYS_BEFORE = 3
_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING, Job.State.DONE)


def start_records() -> Job | None:
    """Hand the job to the worker unless it is under way or done.

    Raises:
        RuntimeError: in production.
    """
    if not settings.DEMO:
        raise RuntimeError("生产模式不得归集合成执法记录。")
    if Job.objects.filter(kind=JOB, state__in=_UNDER_WAY).exists():
        return None
    return start(JOB, {"records": RECORDS, "every": EVERY}, None)


@job(JOB, "归集合成执法记录（演示）")
def load(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """Generate ``records`` records, one in ``every`` with a breach, receive them from each body, check them all."""
    known = {body.name: body for body in Body.objects.filter(valid_to=None).select_related("area")}
    with tempfile.TemporaryDirectory() as folder:
        made = _sheets(Path(folder), int(arguments["records"]), int(arguments["every"]))
        places = _by_place([s for s in made if s.body in known], known)
    batches = sum(map(len, places.values()))
    progress.total(batches + len(places) + 1, "正在归集合成执法记录")
    for place, sheets in places.items():
        for sheet in sheets:
            _receive(sheet, known[sheet.body])
            progress.step(1, f"已归集{sheet.body}的{KINDS[sheet.kind].title}记录")
        scan()
        progress.step(1, f"已检查{place}的记录")
    run = scan(full=True)
    progress.step(1, run.message if run else "")
    return {"batches": batches, "run": run.pk if run else None}


def _by_place(sheets: list["Sheet"], known: dict[str, Body]) -> dict[str, list["Sheet"]]:
    """Place by place, so that there is something to look at after a minute; the place of the demo accounts first."""
    found: dict[str, list[Sheet]] = {FIRST: []}
    for sheet in sheets:
        found.setdefault(known[sheet.body].area.name, []).append(sheet)
    return {place: mine for place, mine in found.items() if mine}


class Sheet:
    """What one body reports of one kind."""

    def __init__(self, body: str, kind: str, data: bytes) -> None:
        self.body, self.kind, self.data = body, kind, data


def _receive(sheet: Sheet, source: Body) -> Batch | None:
    key = f"demo-{sheet.kind}"
    if Batch.objects.filter(source=source, key=key, state__in=Batch.ENDED).exists():
        return None
    name = f"合成-{KINDS[sheet.kind].title}记录.csv"
    batch = Batch.objects.filter(source=source, key=key).select_related("file").first()
    file = batch.file if batch else store(sheet.data, name, None)
    return receive(file, source, kind=sheet.kind, key=key)


def _sheets(folder: Path, records: int, every: int) -> Iterator[Sheet]:
    """The files of the synthetic city, each cut into those of the bodies that report."""
    # Imported here: the web processes know the job by name alone.
    import duckdb

    from xiedu.synth.generate import City, write

    with duckdb.connect() as connection:
        write(connection, City(records, SEED, every, until=today() - timedelta(days=DAYS_BEFORE)), folder)
    for kind in KINDS:
        with (folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            head = next(rows)
            place = head.index(kind_of(kind).by_name["agency"].title)
            mine: dict[str, list[list[str]]] = {}
            for row in rows:
                mine.setdefault(row[place], []).append(row)
        for body, lines in mine.items():
            if any(word in body for word in REPORTING):
                yield Sheet(body, kind, _csv([head, *lines], folder))


def _csv(rows: list[list[str]], folder: Path) -> bytes:
    path = folder / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path.read_bytes()
