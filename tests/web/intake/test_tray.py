"""The tray by page: what is wrong is said at its cell, what is right goes in, what is dropped keeps its reason."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.web.browserlike import controls
from tests.web.conftest import As
from tests.web.intake.conftest import Sent, work
from xiedu.intake.models import Batch, TrayRow

pytestmark = pytest.mark.django_db
MINE, OTHER, BUREAU = "柯城区住建局", "柯城区交通局", "柯城区司法局"
BAD = {"行政处罚决定书文号": "柯建罚〔2024〕2号", "处罚决定日期": "去年", "罚款金额": "很多"}
PERSON = {
    "行政处罚决定书文号": "柯建罚〔2024〕3号",
    "行政相对人类别": "自然人",
    "自然人证件类型": "身份证",
    "自然人证件号码": "330803199001012012",
    "处罚决定日期": "去年",
}


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def filled(page: str, **cells: str) -> dict[str, str]:
    """The form of a row as it stands, with some cells (by what stands in them) typed over."""
    return {name: cells.get(value, value) for name, value in controls(page) if name.startswith("cell-")}


def test_a_row_is_corrected_at_the_cell_that_is_wrong_and_goes_in(sign_in: As, sent: Sent) -> None:
    batch = sent(MINE, {}, BAD)
    client, row = sign_in(MINE), TrayRow.objects.get()
    assert f"/intake/tray/{row.pk}/" in text(client.get(f"/intake/batches/{batch.pk}/tray/"))
    address = f"/intake/tray/{row.pk}/"
    page = text(client.get(address))
    assert page.count("data-wrong") == 2
    half = client.post(address, filled(page, 去年="2024-05-06"))
    assert half.status_code == 422
    assert text(half).count("data-wrong") == 1
    assert 'value="2024-05-06"' in text(half)
    done = client.post(address, filled(text(half), 很多="5000"))
    assert done["Location"] == f"/intake/batches/{batch.pk}/tray/"
    assert "正在入库" in text(client.get(done["Location"]))
    assert client.post(address, filled(page)).status_code == 404
    work()
    row.refresh_from_db()
    assert (row.state, row.corrected_in.good if row.corrected_in else 0) == ("corrected", 1)
    small = Batch.objects.latest("id")
    assert (small.corrects_id, small.added) == (batch.pk, 1)
    assert small.number in text(client.get(f"/intake/batches/{batch.pk}/"))


def test_a_masked_number_stays_what_it_was(sign_in: As, sent: Sent) -> None:
    sent(MINE, PERSON)
    client, row = sign_in(MINE), TrayRow.objects.get()
    page = text(client.get(f"/intake/tray/{row.pk}/"))
    assert PERSON["自然人证件号码"] not in page
    assert "证件号码已遮蔽保存" in page
    client.post(f"/intake/tray/{row.pk}/", filled(page, 去年="2024-05-06"))
    work()
    row.refresh_from_db()
    assert row.state == "corrected"


def test_rows_are_dropped_with_a_reason_and_sent_again_together(sign_in: As, sent: Sent) -> None:
    batch = sent(MINE, BAD, {**BAD, "行政处罚决定书文号": "柯建罚〔2024〕4号"})
    client, rows = sign_in(MINE), list(TrayRow.objects.order_by("row_no"))
    client.post(f"/intake/batches/{batch.pk}/drop/", {"row": [str(rows[0].pk), "²", "9" * 30], "reason": " "})
    assert not TrayRow.objects.filter(state="dropped").exists()
    client.post(f"/intake/batches/{batch.pk}/drop/", {"row": str(rows[0].pk), "reason": "测试数据"})
    assert TrayRow.objects.get(state="dropped").reason == "测试数据"
    assert "测试数据" in text(client.get(f"/intake/tray/{rows[0].pk}/"))
    client.post(f"/intake/batches/{batch.pk}/tray/again/")
    work()
    rows[1].refresh_from_db()
    assert (rows[1].state, rows[1].corrected_in) == ("waiting", None)
    assert len(rows[1].faults) == 2


def test_a_foreign_tray_and_an_absent_one_answer_alike(sign_in: As, cast: Cast, sent: Sent) -> None:
    batch = sent(MINE, {}, BAD)
    row = TrayRow.objects.get()
    for body, seen in ((MINE, True), (BUREAU, True), (OTHER, False)):
        client = sign_in(body)
        assert (client.get(f"/intake/batches/{batch.pk}/tray/").status_code == 200) is seen
        answer = client.get(f"/intake/tray/{row.pk}/")
        assert (answer.status_code == 200) is seen
        assert seen or answer.content == client.get("/intake/tray/987654321/").content
        if body != MINE:
            assert client.post(f"/intake/tray/{row.pk}/", {"cell-0": "x"}).status_code == 404
            assert client.post(f"/intake/batches/{batch.pk}/tray/again/").status_code == 404
            drop = {"row": str(row.pk), "reason": "越权"}
            assert client.post(f"/intake/batches/{batch.pk}/drop/", drop).status_code == 404
    other = sent(OTHER, {"行政处罚决定书文号": "柯交罚〔2024〕1号"})
    sign_in(OTHER).post(f"/intake/batches/{other.pk}/drop/", {"row": str(row.pk), "reason": "越权"})
    row.refresh_from_db()
    assert row.state == "waiting"


def test_the_annotated_workbook_goes_out(sign_in: As, sent: Sent) -> None:
    batch = sent(MINE, {}, BAD)
    answer = sign_in(BUREAU).get(f"/intake/batches/{batch.pk}/workbook/")
    assert answer.content.startswith(b"PK")
    assert sign_in(OTHER).get(f"/intake/batches/{batch.pk}/workbook/").status_code == 404
