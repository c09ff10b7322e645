"""What lies on our disk of a file of records: no identity number in clear, and after its term nothing at all."""

import io
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from openpyxl import load_workbook

from tests.intake.city import PERSON, numbered, sheet
from tests.records.sheets import book_bytes, csv_bytes
from xiedu.base.chain import sm3
from xiedu.base.files import path_of, store, sweep_orphans, verify_files
from xiedu.base.models import StoredFile
from xiedu.bodies.models import Body
from xiedu.intake import service, tray
from xiedu.intake.annotate import annotate
from xiedu.intake.files import content, store_records
from xiedu.intake.models import Batch, TrayRow
from xiedu.intake.retention import drop_files

pytestmark = pytest.mark.django_db
NUMBER = PERSON["自然人证件号码"]
WRONG = NUMBER[:17] + "1"


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_DIR=tmp_path / "files"):
        yield tmp_path / "files"


def kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def persons(*numbers: str) -> list[dict[str, str]]:
    return [numbered(n, **PERSON | {"自然人证件号码": number}) for n, number in enumerate(numbers, 1)]


def swept(folder: Path) -> None:
    """The nightly sweep, days later."""
    for path in folder.glob("??/??/*"):
        os.utime(path, (0, 0))
    sweep_orphans()


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_file_lies_sealed_and_is_taken_in_as_ever(files: Path, lake: Path, source: Body, form: str) -> None:
    rows = persons(NUMBER)
    table = [list(rows[0]), *(list(row.values()) for row in rows)]
    data = {"csv": csv_bytes(rows), "json": json.dumps(rows).encode(), "xlsx": book_bytes({"处罚": table})}[form]
    stored, twin = (store_records(data, f"处罚.{form}", None) for _ in range(2))
    assert (stored.size, stored.digest) == (len(data), twin.digest)
    assert sm3(data) != stored.digest
    with content(stored) as path:
        assert path.read_bytes() == data
    assert service.receive(stored, source).added == 1
    assert NUMBER.encode() not in kept(files)
    assert not list((files / "tmp").iterdir())
    assert verify_files() == []


def test_a_file_of_an_earlier_version_is_read_in_clear(lake: Path, source: Body) -> None:
    data = csv_bytes(persons(NUMBER))
    old = store(data, "处罚.csv", None, judge=lambda *_: "text/csv")
    assert path_of(old.digest).read_bytes() == data
    assert service.receive(old, source).added == 1


def test_numbers_wait_masked_wherever_they_were_written(lake: Path, source: Body, files: Path) -> None:
    batch = service.receive(sheet(*persons(WRONG), numbered(2, 行政相对人统一社会信用代码=NUMBER)), source)
    first, second = TrayRow.objects.order_by("row_no")
    shown = json.dumps([row.values for row in (first, second)] + [row.faults for row in (first, second)])
    told = json.dumps([service.as_json(fault) for fault in service.faults(batch)])
    assert not {WRONG, NUMBER} & {shown[n : n + 18] for n in range(len(shown))}
    assert not {WRONG, NUMBER} & {told[n : n + 18] for n in range(len(told))}
    assert tray.written(second)["行政相对人统一社会信用代码"] == NUMBER
    small = service.process(tray.correct([first], {first.pk: {"自然人证件号码": NUMBER}}, None))
    assert (small.added, NUMBER.encode() in kept(files)) == (1, False)


def test_the_workbook_shows_numbers_to_the_source_alone(lake: Path, source: Body, tmp_path: Path) -> None:
    batch = service.receive(sheet(*persons(WRONG), numbered(2, 违法事实=f"当事人{NUMBER}")), source)
    for clear in (True, False):
        path = tmp_path / "back.xlsx"
        path.write_bytes(annotate(batch, clear=clear))
        cells = [str(cell) for row in load_workbook(path)["数据"].values for cell in row]
        assert (WRONG in cells, f"当事人{NUMBER}" in cells) == (clear, clear)
        assert ("110***********0021" in cells) != clear


def test_after_its_term_the_content_is_gone_and_said_to_be(lake: Path, source: Body, files: Path) -> None:
    done, waiting, running, unused = sheet(numbered(1)), sheet(*persons(WRONG)), sheet(numbered(3)), sheet(numbered(4))
    evidence = store(csv_bytes([numbered(5)]), "证据.csv", None)
    batch = service.receive(done, source)
    service.receive(waiting, source)
    service.register(running, source)
    later = timezone.now() + timedelta(days=181)
    assert (drop_files(), drop_files(later), drop_files(later)) == (0, 2, 0)
    swept(files)
    there = {file.pk for file in (done, waiting, running, unused, evidence) if path_of(file.digest).exists()}
    assert there == {waiting.pk, running.pk, evidence.pk}
    assert {file.pk for file in StoredFile.objects.exclude(removed_at=None)} == {done.pk, unused.pk}
    assert verify_files() == []
    assert "按保存期限删除" in str(given_back(batch))
    again = service.process(service.register(StoredFile.objects.get(pk=done.pk), source, kind="penalty"))
    assert (again.state, "按保存期限删除" in again.message) == (Batch.State.REFUSED, True)


def given_back(batch: Batch) -> list[object]:
    batch.refresh_from_db()
    book = load_workbook(io.BytesIO(annotate(batch, clear=True)))
    return [cell for sheet_ in book for row in sheet_.values for cell in row]


def test_a_twin_keeps_the_bytes(lake: Path, source: Body, files: Path) -> None:
    first, twin = sheet(numbered(1)), sheet(numbered(1))
    service.receive(first, source)
    service.register(twin, source)
    assert drop_files(timezone.now() + timedelta(days=181)) == 1
    swept(files)
    with content(twin) as path:
        assert path.read_bytes()


def test_another_key_is_said_in_words(lake: Path, source: Body) -> None:
    stored = sheet(numbered(1))
    with override_settings(LAKE_KEY=settings.LAKE_KEY + "x"):
        batch = service.receive(stored, source)
    assert (batch.state, "解不开" in batch.message) == (Batch.State.REFUSED, True)
