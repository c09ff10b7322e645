"""A file received: its batch, the lake, the second time, what is said of the rows that stay out."""

import errno
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.utils import timezone

from tests.intake.city import held, numbered, sheet
from tests.records.sheets import csv_bytes
from xiedu.base.filetypes import FileRefusedError
from xiedu.base.jobs import run_job
from xiedu.base.models import Job
from xiedu.bodies.models import Body
from xiedu.intake import files, mappings, service
from xiedu.intake.files import store_records
from xiedu.intake.models import Batch, TrayRow
from xiedu.lake import loading

pytestmark = pytest.mark.django_db
WRONG = {"罚款金额": "五千", "处罚决定日期": "2024-13-45"}


def test_a_sheet_goes_in_and_the_second_time_changes_nothing(lake: Path, source: Body) -> None:
    batch = service.receive(sheet(numbered(1)), source)
    assert (batch.state, batch.kind, batch.rows, batch.good, batch.added) == ("loaded", "penalty", 1, 1, 1)
    assert batch.message == "处罚记录 1 行：新增 1，变更 0，未变 0。"
    before = held(lake, "reporter, batch, fine, recorded_from")
    assert before[0][:3] == (source.pk, batch.pk, 500_000)
    again = service.receive(sheet(numbered(1)), source)
    assert (again.added, again.changed, again.same) == (0, 0, 1)
    assert held(lake, "reporter, batch, fine, recorded_from") == before


def test_good_rows_load_and_every_fault_of_the_others_is_told(lake: Path, source: Body) -> None:
    batch = service.receive(sheet(numbered(1), numbered(2, **WRONG), numbered(3, 行政相对人名称="")), source)
    assert (batch.good, batch.bad, batch.added) == (1, 2, 1)
    told = [(f.row, f.column, f.value) for f in service.faults(batch)]
    assert {(3, "罚款金额", "五千"), (3, "处罚决定日期", "2024-13-45"), (4, "行政相对人名称", "")} <= set(told)
    assert batch.faults == len(told)
    assert "2 行有错，未入库，等待更正" in batch.message
    rows = list(TrayRow.objects.order_by("row_no"))
    assert [row.row_no for row in rows] == [3, 4]
    assert rows[0].values["罚款金额"] == "五千"
    assert {fault["column"] for fault in rows[0].faults} >= {"罚款金额", "处罚决定日期"}
    assert [service.as_json(f) for f in service.faults(batch, limit=1, offset=1)] == [
        service.as_json(service.faults(batch)[1])
    ]


def test_a_dry_run_tells_the_same_and_leaves_nothing(lake: Path, source: Body) -> None:
    file = sheet(numbered(1), numbered(2, **WRONG))
    tried = service.receive(file, source, dry_run=True)
    assert not Batch.objects.exists()
    assert not TrayRow.objects.exists()
    assert held(lake, "id") == []
    real = service.receive(file, source)
    told = [{**service.report(one), "batch": "", "message": ""} for one in (tried, real)]
    assert told[0] == told[1]
    assert ("没有保存" in tried.message, "等待更正" in tried.message) == (True, False)
    assert "等待更正" in real.message
    assert service.faults(tried) == service.faults(real)


def test_a_file_that_is_no_table_of_ours_is_refused_with_reasons(lake: Path, source: Body) -> None:
    batch = service.receive(store_records("甲,乙\n1,2\n".encode(), "表.csv", None), source)
    assert batch.state == "refused"
    assert [(f.row, f.reason[:6]) for f in service.faults(batch)] == [(0, "认不出表头。")]
    with pytest.raises(FileRefusedError, match="另存为"):
        store_records(b"\xd0\xcf\x11\xe0" + b"x" * 100, "表.xlsx", None)


def test_a_key_names_one_batch_of_one_file(lake: Path, source: Body) -> None:
    first = service.receive(sheet(numbered(1)), source, key="k1")
    assert service.receive(sheet(numbered(1)), source, key="k1") == first
    with pytest.raises(ValueError, match="已用于另一份数据"):
        service.receive(sheet(numbered(2)), source, key="k1")
    assert Batch.objects.count() == 1


def test_a_saved_mapping_makes_strange_headers_known(lake: Path, source: Body) -> None:
    odd = {
        ("决定书编号" if k == "行政处罚决定书文号" else "金额" if k == "罚款金额" else k): v
        for k, v in numbered(1).items()
    }
    refused = service.receive(sheet(odd), source)
    assert (refused.state, refused.bad, held(lake, "id")) == ("refused", 1, [])
    assert "缺少这一列" in refused.message
    mappings.save(source, "penalty", {"决定书编号": "document_no", "金额": "fine*10000"}, None)
    batch = service.receive(sheet({**odd, "金额": "0.5"}), source)
    assert (batch.added, batch.unknown) == (1, [])
    assert held(lake, "fine") == [(500_000,)]


@pytest.mark.parametrize(
    ("headers", "said"),
    [({"金额": "fines"}, "不存在"), ({"案号": "case_no*10000"}, "换算"), ({" ": "fine"}, "列名不能为空")],
)
def test_a_mapping_that_leads_nowhere_is_not_saved(source: Body, headers: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mappings.save(source, "penalty", headers, None)


@pytest.mark.parametrize(
    ("late", "asked", "marked"), [(99, None, 0), (100, None, 100), (100, False, 0), (3, True, 103)]
)
def test_a_bulk_late_upload_is_marked_and_says_so(
    lake: Path, source: Body, late: int, asked: bool | None, marked: int
) -> None:
    today = timezone.localdate()
    old, new = str(today - timedelta(days=61)), str(today - timedelta(days=60))
    rows = [
        numbered(n, 处罚决定日期=old if n < late else new, 立案日期=old)
        for n in range(late + (100 if late == 3 else 9))
    ]
    batch = service.receive(sheet(*rows), source, historic=asked)
    assert batch.bad == 0
    assert sum(historic for (historic,) in held(lake, "historic")) == marked
    assert batch.historic == bool(marked)
    assert ("历史数据" in batch.message) == bool(marked)


@pytest.mark.parametrize("place", ["load", "scratch"])
def test_a_full_disk_is_said_in_words_and_the_batch_waits(place: str, lake: Path, source: Body) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    blocked = patch.object(loading, "load", side_effect=full)
    if place == "scratch":
        blocked = patch("xiedu.records.staging.tempfile.TemporaryDirectory", side_effect=full)
    file = store_records(csv_bytes([numbered(1)], "gb18030"), "处罚.csv", None)
    with blocked, pytest.raises(service.NotNowError, match="磁盘空间已满"):
        service.receive(file, source)
    batch = Batch.objects.get()
    assert (batch.state, "自动重试" in batch.message) == ("received", True)
    assert service.resume() == 0
    assert service.resume(timezone.now() + timedelta(hours=1)) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.added) == ("loaded", 1)


def test_a_file_for_which_there_is_no_room_is_not_kept(source: Body) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch.object(files, "store", side_effect=full), pytest.raises(FileRefusedError, match="磁盘空间已满"):
        sheet(numbered(1))


def test_a_folder_that_cannot_be_written_is_said_in_words(lake: Path, source: Body) -> None:
    (lake / "catalog.sqlite").unlink()
    (lake / "catalog.sqlite").mkdir()
    with pytest.raises(service.NotNowError, match="请联系系统管理员"):
        service.receive(sheet(numbered(1)), source)


def test_the_worker_takes_a_batch_to_its_end(lake: Path, source: Body) -> None:
    batch = service.register(sheet(numbered(1)), source)
    job = service.submit(batch)
    run_job.func(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.result["added"]) == ("done", 1)
    assert service.process(Batch.objects.get()).added == 1


def test_a_worker_killed_between_lake_and_database_only_has_to_try_again(lake: Path, source: Body) -> None:
    batch = service.register(sheet(numbered(1), numbered(2, **WRONG)), source)
    with patch.object(service, "_finish", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        service.process(batch)
    batch = Batch.objects.get()
    assert (batch.state, TrayRow.objects.count(), len(held(lake, "id"))) == ("loading", 0, 1)
    done = service.process(batch)
    assert (done.state, done.added, done.same, TrayRow.objects.count(), len(held(lake, "id"))) == ("loaded", 1, 0, 1, 1)
