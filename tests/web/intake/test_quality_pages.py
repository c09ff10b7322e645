"""Quality by page: who sees whose figures, down to the rows; what is declared, asked, answered, exported."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import load_workbook

from tests.cast import Cast
from tests.web.conftest import As
from tests.web.intake.conftest import Sent
from xiedu.base.models import today
from xiedu.intake import datatasks, quality
from xiedu.intake.datatasks import DataTask, Expected
from xiedu.lake.store import reading

pytestmark = pytest.mark.django_db
MINE, OTHER, BUREAU = "柯城区住建局", "柯城区交通局", "柯城区司法局"
MONTH = date(2024, 5, 1)
SPAN = (MONTH, date(2024, 6, 1))


def address(cast: Cast, tail: str = "") -> str:
    return f"/quality/{cast.id(MINE)}/2024-05/{tail}"


def test_foreign_and_absent_figures_answer_alike(sign_in: As, cast: Cast, sent: Sent) -> None:
    sent(MINE, {})
    task = datatasks.open_task(cast.bodies[MINE], "penalty", "", MONTH, "请说明")
    for body, sees in ((MINE, 1), (BUREAU, 1), (OTHER, 0), ("衢江区司法局", 0)):
        client, seen = sign_in(body), bool(sees)
        for tail in ("", "penalty/late/"):
            answer = client.get(address(cast, tail))
            assert (answer.status_code == 200) is seen, (body, tail)
            assert seen or answer.content == client.get(f"/quality/987654321/2024-05/{tail}").content
        assert (client.get(f"/quality/tasks/{task.pk}/").status_code == 200) is seen
        assert ("请说明" in client.get("/quality/tasks/").content.decode()) is seen
        assert (client.post(address(cast, "expect/")).status_code == 302) is (body == MINE)
        supervising = seen and body != MINE
        assert (client.get(address(cast, "penalty/task/")).status_code == 200) is supervising
        assert (client.post(f"/quality/tasks/{task.pk}/withdraw/").status_code == 302) is supervising
    client = sign_in(MINE)
    for tail in ("penalty/nothing/", "nothing/all/", "nothing/task/"):
        assert client.get(address(cast, tail)).status_code == 404


def test_a_figure_leads_down_to_its_rows(sign_in: As, cast: Cast, sent: Sent) -> None:
    batch = sent(MINE, {}, {"行政处罚决定书文号": "柯建罚〔2024〕2号"})
    client = sign_in(BUREAU)
    assert "这段时间没有记录" not in client.get("/quality/", {"span": "36"}).content.decode()
    page = client.get(address(cast)).content.decode()
    assert ">2</a> / 未申报" in page
    assert address(cast, "penalty/late/") in page
    rows = client.get(address(cast, "penalty/late/")).content.decode()
    assert "柯建罚〔2024〕2号" in rows
    assert f"/intake/batches/{batch.pk}/" in rows


def test_a_source_declares_and_wrong_figures_change_nothing(sign_in: As, cast: Cast, lake: object) -> None:
    client = sign_in(MINE)
    client.post(address(cast, "expect/"), {"penalty": "4", "licence": "-1"})
    assert not Expected.objects.exists()
    client.post(address(cast, "expect/"), {"penalty": "4", "licence": "0", "coercion": ""})
    assert dict(Expected.objects.values_list("kind", "number")) == {"penalty": 4, "licence": 0}
    assert 'value="4"' in client.get(address(cast)).content.decode()


def test_a_task_goes_to_the_source_and_comes_back(sign_in: As, cast: Cast, sent: Sent) -> None:
    sent(MINE, {})
    bureau, source = sign_in(BUREAU), sign_in(MINE)
    form = address(cast, "penalty/task/")
    assert "未填“送达日期”" in bureau.get(form, {"field": "served_on"}).content.decode()
    assert bureau.post(form, {"field": "served_on", "what": ""}).status_code == 422
    page = bureau.post(form, {"field": "served_on", "what": "请补送达日期"})["Location"]
    assert "内部目标" in source.get(page).content.decode()
    assert source.post(page, {"answer": ""}).status_code == 422
    assert bureau.post(page, {"answer": "代答"}).status_code == 200
    assert DataTask.objects.get().state == "open"
    assert source.post(page, {"answer": "已补"}).status_code == 302
    assert "已补" in bureau.get(page).content.decode()
    bureau.post(f"{page}withdraw/", {"reason": "不需要"})
    assert DataTask.objects.get().state == "done"


def test_figures_are_exported_as_they_are_seen(sign_in: As, cast: Cast, sent: Sent) -> None:
    sent(MINE, {"处罚决定日期": today().isoformat(), "立案日期": today().isoformat()})
    client = sign_in(MINE)
    csv = client.get("/quality/export/csv/").content.decode("utf-8-sig").splitlines()
    sheet = load_workbook(io.BytesIO(client.get("/quality/export/xlsx/").content)).worksheets[0]
    assert len(csv) == sheet.max_row == 2
    assert MINE in csv[1]
    assert sheet["B2"].value == MINE
    assert len(sign_in(OTHER).get("/quality/export/csv/").content.decode().splitlines()) == 1
    assert client.get("/quality/export/pdf/").status_code == 404


def test_odd_months_are_absent(sign_in: As, cast: Cast, lake: object) -> None:
    client = sign_in(MINE)
    for month in ("2024-13", "x", "0000-01", "2024-05-01", "²0²4-05"):
        assert client.get(f"/quality/{cast.id(MINE)}/{month}/").status_code == 404, month


def test_what_was_known_before_is_told_apart_from_what_was_new(sign_in: As, cast: Cast, sent: Sent) -> None:
    sent(OTHER, {"行政处罚决定书文号": "柯交罚〔2024〕1号"})
    sent(
        MINE,
        {"法定代表人": "甲（合成）"},
        {"行政处罚决定书文号": "柯建罚〔2024〕2号", "行政相对人名称": "另一写法（合成）"},
    )
    with reading(Path(settings.LAKE_DIR)) as db:
        found = {r.field.name: (r.typed, r.known) for r in quality.retyped(db, "penalty", cast.id(MINE), SPAN)}
        theirs = quality.retyped(db, "penalty", cast.id(OTHER), SPAN)
    assert found == {"party": (2, 1), "party_type": (2, 2), "legal_rep": (1, 0)}
    assert {r.known for r in theirs} == {0}
    page = sign_in(BUREAU).get(address(cast)).content.decode()
    assert '<td class="num" data-label="可免填">50.0%</td>' in page


def test_a_corrected_record_does_not_count_as_its_own_source(cast: Cast, sent: Sent) -> None:
    sent(MINE, {})
    sent(MINE, {"法定代表人": "甲（合成）"})
    with reading(Path(settings.LAKE_DIR)) as db:
        assert {r.known for r in quality.retyped(db, "penalty", cast.id(MINE), SPAN)} == {0}
