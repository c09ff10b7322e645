"""Pages of collected records: a file sent in by hand, what became of it, columns nobody knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.intake.city import PERSON
from tests.records.sheets import PENALTY, csv_bytes
from tests.web.intake.conftest import work
from xiedu.base.files import store
from xiedu.intake import service
from xiedu.intake.models import Batch
from xiedu.lake.store import reading

MINE, BUREAU = "柯城区住建局", "柯城区司法局"
BAD = {"行政处罚决定书文号": "柯建罚〔2024〕2号", "处罚决定日期": "去年", "罚款金额": "很多"}


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[None]:
    with override_settings(LAKE_DIR=tmp_path / "lake"):
        yield


@pytest.mark.usefixtures("lake")
def test_a_file_is_sent_in_and_its_report_read(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "处罚.csv"
    file.write_bytes(csv_bytes([PENALTY, {**PENALTY, **BAD}]))
    stage.enter(MINE).see("/intake/").see("/intake/send/", "intake-send")
    stage.page.get_by_label("文件").set_input_files(file)
    expect(stage.page.locator(".files")).to_contain_text("处罚.csv")
    stage.page.get_by_role("button", name="上传", exact=True).click()
    expect(stage.page.locator("[data-background]")).to_contain_text("排队")
    stage.look("batch-running")
    work()
    expect(stage.page.get_by_text("读入 2，合格 1，不合格 1")).to_be_visible(timeout=10_000)
    stage.look("batch").see("/intake/", "intake")
    stage.page.get_by_role("link", name=Batch.objects.get().number).click()
    stage.page.get_by_role("link", name="更正 1 行").click()
    stage.look("tray").page.get_by_role("link", name="第 3 行").click()
    stage.look("tray-row").page.get_by_label("处罚决定日期").fill("2024-05-06")
    stage.page.get_by_role("button", name="更正并送入").click()
    expect(stage.page.locator(".wrong")).to_have_count(1)
    stage.look().page.get_by_label("罚款金额").fill("5000")
    stage.press("更正并送入", "1 行已送入")
    work()
    stage.see(f"/intake/batches/{Batch.objects.latest('id').pk}/")
    expect(stage.page.get_by_text("读入 1，合格 1")).to_be_visible()
    stage.enter(MINE, "head").see("/intake/tokens/", "push-tokens")


@pytest.mark.usefixtures("lake")
def test_the_columns_of_an_odd_file_are_named(stage: Stage) -> None:
    rows = [{"文号甲": "柯建罚〔2024〕3号", "当事人甲": "合成公司", "金额": "0.5", "行政处罚依据": "某条例"}]
    user = stage.cast.people[MINE, "handler"].user
    batch = service.receive(store(csv_bytes(rows), "台账.csv", user), stage.cast.bodies[MINE], user=user)
    stage.enter(MINE).see(f"/intake/batches/{batch.pk}/", "batch-refused")
    stage.see(f"/intake/batches/{batch.pk}/columns/", "batch-columns")
    stage.fill(column__0="行政处罚决定书文号", column__1="没有这个")
    stage.page.get_by_role("button", name="保存并重新归集").click()
    expect(stage.page.get_by_role("alert")).to_contain_text("有 1 列需要修改")
    stage.look().fill(column__1="行政相对人名称")
    stage.page.get_by_role("button", name="保存并重新归集").click()
    expect(stage.page.locator("[data-background]")).to_be_visible()
    assert Batch.objects.count() == 2


@pytest.mark.usefixtures("lake")
def test_quality_leads_to_a_task_and_its_answer(stage: Stage) -> None:
    stored = store(csv_bytes([PENALTY, {**PENALTY, **BAD}]), "处罚.csv", None)
    service.receive(stored, stage.cast.bodies[MINE])
    month = f"/quality/{stage.cast.id(MINE)}/2024-05/"
    stage.enter(MINE).see("/quality/?span=36", "quality").see(month, "quality-month-own")
    stage.page.get_by_label("处罚", exact=True).fill("2")
    stage.page.get_by_role("button", name="申报").click()
    expect(stage.page.get_by_text("2（50.0%）")).to_be_visible()
    stage.enter(BUREAU).see(f"{month}penalty/late/", "quality-rows").see(month, "quality-month")
    stage.page.get_by_role("link", name="发数据任务").last.click()
    stage.look("data-task-new").page.get_by_label("要求").fill("请补填")
    stage.page.get_by_role("button", name="发出").click()
    stage.look("data-task-sent").see("/quality/tasks/", "data-tasks")
    stage.enter(MINE).page.reload()
    stage.page.get_by_role("link", name="请补填").click()
    stage.look("data-task").page.get_by_label("办理情况").fill("已补充")
    stage.page.get_by_role("button", name="答复").click()
    expect(stage.page.get_by_role("status")).to_contain_text("已答复")
    stage.look()


@pytest.mark.usefixtures("lake")
def test_an_identity_number_is_looked_at_with_a_reason(stage: Stage) -> None:
    service.receive(store(csv_bytes([{**PENALTY, **PERSON}]), "处罚.csv", None), stage.cast.bodies[MINE])
    with reading(settings.LAKE_DIR) as db:
        ((row,),) = db.execute("select id from lake.penalty").fetchall()
    stage.enter(BUREAU).see(f"/records/penalty/{row}/")
    main = stage.page.get_by_role("main")
    main.get_by_role("link", name="查看自然人证件号码").click()
    stage.look("number-asked").page.get_by_role("button", name="查看并记入审计").click()
    expect(stage.page.get_by_role("alert")).to_contain_text("需要修改")
    stage.look().page.get_by_label("查看理由").fill("核对疑点所涉当事人身份")
    stage.page.get_by_role("button", name="查看并记入审计").click()
    expect(main).to_contain_text(PERSON["自然人证件号码"])
    stage.look("number-shown").page.get_by_role("link", name="返回记录").click()
    expect(main).not_to_contain_text(PERSON["自然人证件号码"])
