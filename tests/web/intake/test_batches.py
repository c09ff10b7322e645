"""Batches by page: who sees them, sending in, the look beforehand, columns nobody knows, the report."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.records.sheets import PENALTY, csv_bytes
from tests.web.browserlike import controls
from tests.web.conftest import As
from tests.web.intake.conftest import Sent, work
from xiedu.base.models import Job
from xiedu.intake.models import Batch, SavedMapping

pytestmark = pytest.mark.django_db
MINE, OTHER = "柯城区住建局", "柯城区交通局"
BAD = {"行政处罚决定书文号": "柯建罚〔2024〕2号", "处罚决定日期": "去年"}


def post(client: Client, name: str, data: bytes, **more: str) -> Any:
    page = client.get("/intake/send/").content.decode()
    fields = dict(controls(page)[1:]) | {"file-upload": SimpleUploadedFile(name, data)} | more
    return client.post("/intake/send/", fields)


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_a_file_is_sent_in_worked_on_and_reported(sign_in: As, lake: Any) -> None:
    client = sign_in(MINE)
    answer = post(client, "处罚.csv", csv_bytes([PENALTY, {**PENALTY, **BAD}]))
    batch = Batch.objects.get()
    assert answer["Location"] == f"/intake/batches/{batch.pk}/"
    assert 'hx-trigger="every 2s"' in text(client.get(answer["Location"]))
    assert client.get(f"/intake/batches/{batch.pk}/progress/").status_code == 200
    work()
    assert client.get(f"/intake/batches/{batch.pk}/progress/")["HX-Refresh"] == "true"
    page = text(client.get(answer["Location"]))
    assert "读入 2，合格 1，不合格 1" in page
    assert "去年" in page
    told = json.loads(client.get(f"/intake/batches/{batch.pk}/report/").content)
    assert (told["good"], told["bad"], told["faults"][0]["value"]) == (1, 1, "去年")
    assert batch.number in text(client.get("/intake/", {"q": "处罚.csv", "kind": "penalty", "since": "2020-01-01"}))
    assert batch.number not in text(client.get("/intake/", {"until": "2020-01-01"}))


def test_a_batch_without_faults_says_so(sign_in: As, sent: Sent) -> None:
    page = text(sign_in(MINE).get(f"/intake/batches/{sent(MINE, {}).pk}/"))
    assert "读入 1，合格 1，不合格 0" in page
    assert "没有发现问题" in page
    assert "hx-trigger" not in page


def test_a_look_beforehand_keeps_nothing(sign_in: As, lake: Any) -> None:
    client = sign_in(MINE)
    answer = post(client, "处罚.csv", csv_bytes([PENALTY, {**PENALTY, **BAD}]), dry="1")
    assert client.get(f"{answer['Location']}progress/").status_code == 200
    work()
    page = text(client.get(answer["Location"]))
    assert "新增 1，变更 0，未变 0；1 行留在待改区" in page
    assert "去年" in page
    assert not Batch.objects.exists()
    assert client.get(f"/jobs/{Job.objects.get().pk}/result/").status_code == 200
    assert sign_in(OTHER).get(answer["Location"]).status_code == 404


def test_a_look_at_a_file_nobody_can_read_says_why(sign_in: As, lake: Any) -> None:
    client = sign_in(MINE)
    answer = post(client, "名单.csv", "姓名,电话\n甲,1\n".encode(), dry="1")
    work()
    assert "认不出表头" in text(client.get(answer["Location"]))


def test_columns_nobody_knows_are_asked_once_and_kept(sign_in: As, lake: Any) -> None:
    client = sign_in(MINE)
    odd = csv_bytes([{"文号甲": "柯建罚〔2024〕3号", "谁": "合成公司", "多少": "0.5", "杂": "x"}])
    post(client, "台账.csv", odd)
    work()
    first = Batch.objects.get()
    page = text(client.get(f"/intake/batches/{first.pk}/"))
    assert f"/intake/batches/{first.pk}/columns/" in page
    address = f"/intake/batches/{first.pk}/columns/"
    assert "文号甲" in text(client.get(address, {"kind": "penalty"}))
    filled = {"kind": "penalty", "column-0": "行政处罚决定书文号", "column-1": "行政处罚决定书文号", "column-2": "无此"}
    refused = client.post(address, filled)
    assert refused.status_code == 422
    assert "没有名为“无此”的字段" in text(refused)
    assert "一个字段只能对应一列" in text(refused)
    filled |= {"column-1": "行政相对人名称", "column-2": "罚款金额（万元）"}
    answer = client.post(address, filled)
    saved = SavedMapping.objects.get()
    assert saved.headers == {"文号甲": "document_no", "谁": "party", "多少": "fine*10000", "杂": ""}
    work()
    assert Batch.objects.get(pk=answer["Location"].split("/")[-2]).rows == 1
    assert 'value="罚款金额(万元)"' in text(client.get(address, {"kind": "penalty"}))
    post(client, "台账.csv", odd)
    work()
    assert Batch.objects.latest("id").rows == 1


def test_too_few_columns_and_loaded_batches_have_no_mapping(sign_in: As, lake: Any, sent: Sent) -> None:
    client = sign_in(MINE)
    assert client.get(f"/intake/batches/{sent(MINE, {}).pk}/columns/").status_code == 404
    post(client, "台账.csv", csv_bytes([{"甲": "1", "乙": "2"}]))
    work()
    refused = client.post(f"/intake/batches/{Batch.objects.latest('id').pk}/columns/", {"column-0": "备注"})
    assert "至少为 2 列指明字段" in text(refused)


def test_a_form_without_a_file_says_so(sign_in: As, lake: Any) -> None:
    client = sign_in(MINE)
    answer = client.post("/intake/send/", {"source": "1"})
    assert answer.status_code == 422
    assert "error-summary" in text(answer)
    assert "您所在的机构不报送执法记录" in text(sign_in("柯城区指导").get("/intake/send/"))


SIGHT = {
    MINE: True,
    OTHER: False,
    "柯城区司法局": True,
    "衢州市司法局": True,
    "衢江区司法局": False,
    "柯城区指导": False,
    "柯城区政府": False,
}


def test_a_foreign_batch_and_an_absent_one_answer_alike(sign_in: As, sent: Sent) -> None:
    batch = sent(MINE, {}, BAD)
    for body, seen in SIGHT.items():
        client = sign_in(body)
        assert (batch.number in text(client.get("/intake/"))) is seen, body
        for tail in ("", "progress/"):
            answer = client.get(f"/intake/batches/{batch.pk}/{tail}")
            absent = client.get(f"/intake/batches/987654321/{tail}")
            assert (answer.status_code != 404) is seen, (body, tail)
            assert absent.status_code == 404
            assert seen or answer.content == absent.content
        assert (client.post(f"/intake/batches/{batch.pk}/again/").status_code == 302) is (body == MINE)


def test_nobody_sends_in_the_name_of_another_body(sign_in: As, cast: Cast, lake: Any) -> None:
    answer = post(sign_in(MINE), "处罚.csv", csv_bytes([PENALTY]), source=str(cast.id(OTHER)))
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_a_batch_whose_job_failed_is_queued_again(sign_in: As, lake: Any) -> None:
    client = sign_in(MINE)
    post(client, "处罚.csv", csv_bytes([PENALTY]))
    batch = Batch.objects.get()
    client.post(f"/intake/batches/{batch.pk}/again/")
    assert Job.objects.count() == 1
    Job.objects.update(state="failed", message="工作进程中断")
    assert "重新排队" in text(client.get(f"/intake/batches/{batch.pk}/"))
    client.post(f"/intake/batches/{batch.pk}/again/")
    work()
    batch.refresh_from_db()
    assert batch.state == "loaded"


def test_the_list_costs_the_same_however_many_batches(
    sign_in: As, sent: Sent, django_assert_max_num_queries: Any
) -> None:
    client = sign_in("柯城区司法局")
    for number in range(3):
        sent(MINE, {"行政处罚决定书文号": f"柯建罚〔2024〕{number}号"})
    client.get("/intake/")
    with django_assert_max_num_queries(7):
        client.get("/intake/")
