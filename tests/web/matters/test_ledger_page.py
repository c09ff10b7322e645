"""The ledger and the hotline's sheet through the page: a trial that changes nothing, then the same file; faults all at once; nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.coordination.test_ledger import GOOD, book, changed
from tests.supervision.test_hotline import book as tickets
from tests.supervision.test_hotline import row as ticket
from tests.web.browserlike import controls
from tests.web.conftest import As
from xiedu.procedure.models import Matter

pytestmark = pytest.mark.django_db
PAGE = "/matters/ledger/"


def _upload(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    return SimpleUploadedFile("台账.xlsx", book(*rows))


def test_a_trial_first_then_the_same_file(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区指导")
    assert "导入台账" in client.get("/matters/").content.decode()
    trial = client.post(PAGE, {"book": _upload(GOOD)})
    assert "新增 1 件" in trial.content.decode()
    assert Matter.objects.count() == 0
    sent = dict(controls(trial.content.decode()))
    assert client.post(PAGE, sent)["Location"] == "/matters/"
    assert Matter.objects.get().state == "closed"
    assert "都已导入过" in client.post(PAGE, {"book": _upload(GOOD)}).content.decode()


def test_all_faults_at_once_and_nothing_is_taken(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区指导")
    rows = (GOOD, changed(原编号="二", 申请日期="昨天"), changed(原编号="", 办结日期="2020-01-01"))
    page = client.post(PAGE, {"book": _upload(*rows), "sure": "1"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "不是日期" in text
    assert "必填" in text
    assert Matter.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"file": "999999"}, {"file": "9" * 40}])
def test_without_a_file_it_says_what_to_do(cast: Cast, sign_in: As, sent: dict[str, str]) -> None:
    page = sign_in("柯城区指导").post(PAGE, sent)
    assert page.status_code == 422
    assert "请" in page.content.decode()


def test_agencies_have_no_ledger_to_take_over(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区住建局")
    assert client.get(PAGE).status_code == 403
    assert "导入台账" not in client.get("/matters/").content.decode()
    assert sign_in("柯城区指导").get(f"{PAGE}template.xlsx").status_code == 200


def test_the_hotlines_tickets_go_the_same_way(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区司法局")
    assert "导入工单" in client.get("/matters/").content.decode()
    sheet = SimpleUploadedFile("工单.xlsx", tickets(ticket("T1"), ticket("T2")))
    trial = client.post("/matters/hotline/", {"book": sheet})
    assert "新增 2 件" in trial.content.decode()
    assert Matter.objects.count() == 0
    assert client.post("/matters/hotline/", dict(controls(trial.content.decode())))["Location"] == "/matters/"
    assert {m.state for m in Matter.objects.filter(procedure="lead")} == {"reported"}
    assert client.get("/matters/hotline/template.xlsx").status_code == 200
    assert sign_in("柯城区指导").get("/matters/hotline/").status_code == 403
