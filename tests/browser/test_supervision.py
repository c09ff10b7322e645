"""Supervision walked by its real roles: a suspicion to its end by the government, a correction accepted, a phone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.stage import PDF, Stage
from tests.cast import Cast
from tests.records.sheets import PENALTY, book_bytes
from tests.supervision.story import Story
from tests.suspicions.lake import fresh
from tests.web.intake.conftest import work
from xiedu.base.models import today
from xiedu.checks.catalogue import by_id
from xiedu.papers.models import Paper
from xiedu.procedure.models import Event, Matter

BUREAU, AGENCY, GOVERNMENT, GUIDANCE = "柯城区司法局", "柯城区城管局", "柯城区政府", "柯城区指导"
NUMBER = "柯城综执罚决〔2026〕9号"
SLOW = {
    **PENALTY, "行政处罚决定书文号": NUMBER, "案件状态": "已结案", "执法领域": "住建城管",
    "立案日期": "2026-03-02", "处罚决定日期": "2026-09-01", "送达日期": "2026-09-02",
}  # fmt: skip


def state(matter: int) -> str:
    return Matter.objects.get(pk=matter).state


def notice(stage: Stage) -> Stage:
    """The form of the notice, filled in."""
    stage.choose(fault="illegal").fill(findings="较大数额罚款前未告知听证权利。")
    stage.choose(clauses__0__rank="law").fill(
        clauses__0__title="中华人民共和国行政处罚法", clauses__0__article="第六十三条"
    )
    stage.upload("evidence").fill(correct__0="依法纠正该处罚决定", days="20", measures__0="组织培训", contact="监督科")
    return stage


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Time passes for server and test alike."""
    moved, now = timedelta(days=days), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + moved)


def upload(stage: Stage, folder: Path) -> None:
    """The agency sends its sheet in by hand; the worker takes it in and runs the checks."""
    sheet = folder / "九月处罚台账.xlsx"
    sheet.write_bytes(book_bytes({"处罚": [list(SLOW), list(SLOW.values())]}))
    stage.enter(AGENCY).see("/intake/send/").page.get_by_label("文件").set_input_files(sheet)
    expect(stage.page.locator(".files")).to_contain_text(sheet.name)
    stage.page.get_by_role("button", name="上传", exact=True).click()
    expect(stage.page.locator("[data-background]")).to_contain_text("排队")
    work()
    stage.page.reload()
    expect(stage.page.get_by_role("main")).to_contain_text("读入 1，合格 1，不合格 0")
    work()


def test_from_a_sheet_to_the_governments_decision(
    cast: Cast, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(["pen-90d"])))
    with override_settings(LAKE_DIR=tmp_path / "lake"):
        fresh(tmp_path / "lake")
        upload(stage, tmp_path)
        stage.enter(BUREAU).see("/suspicions/")
        stage.page.get_by_role("main").get_by_role("link", name="超期办案").click()
        stage.look().press("确认")
        expect(stage.page.get_by_role("main")).to_contain_text("已建立监督线索")
    lead = Matter.objects.get(procedure="lead").pk
    stage.step(lead, "筛查", BUREAU).fill(reason="属于办案质效").press("筛查", "已办理")
    stage.step(lead, "登记核查情况", BUREAU).fill(findings="调阅案卷属实").choose(breach="true")
    stage.press("登记核查情况", "已办理")
    stage.step(lead, "立案监督", BUREAU, "section").choose(conduct="act")
    made = (today() - timedelta(days=40)).isoformat()
    stage.fill(act__document=NUMBER, act__title="行政处罚决定书", act__made_on=made, reason="违反法定程序")
    stage.press("立案监督", "已办理").look("lead-filed")
    matter = Matter.objects.get(procedure="notice").pk
    stage.step(matter, "登记调查情况", BUREAU).fill(way="调阅案卷", findings="未告知听证权利")
    stage.press("登记调查情况", "已办理")
    cast.signed(matter, BUREAU, "hear", {"questions": "为何未告知"}, ("section",))
    stage.step(matter, "提交情况说明", AGENCY).fill(statement="经办人员疏忽").press("提交情况说明", "已办理")
    notice(stage.step(matter, "送审：出具监督通知书", BUREAU)).press("预览文书").look("notice-preview")
    stage.press("送审", "已送审").review(matter, "出具监督通知书", BUREAU)
    stage.step(matter, "送达通知书", BUREAU).fill(way="直接送达", recipient="办公室").press("送达通知书", "已办理")
    stage.offered(matter, AGENCY).look("notice-served")
    later(monkeypatch, 30)
    stage.offered(matter, BUREAU).look("notice-overdue")
    expect(stage.page.get_by_role("main")).to_contain_text("逾期")
    stage.step(matter, "送审：提请政府决定", BUREAU).choose(
        measure="revoke", remedy="none", grounds__0__ground="procedure"
    )
    stage.fill(content="撤销该处罚决定", grounds__0__statement="剥夺听证权利", follow_up="返还罚款")
    stage.choose(grounds__0__major="true", grounds__0__obvious="true").upload("grounds-0-evidence")
    stage.press("送审", "已送审").review(matter, "提请政府决定", BUREAU)
    stage.step(matter, "制发监督决定书", GOVERNMENT, "head")
    stage.fill(reasons="违反法定程序，重大且明显违法", follow_up="三十日内返还罚款").press("预览文书").look(
        "decision-preview"
    )
    stage.press("制发监督决定书", "已出具")
    stage.step(matter, "送达决定书并告知相对人", GOVERNMENT)
    stage.fill(way="直接送达", recipient="办公室", told="合成企业甲", told_on=today().isoformat(), told_how="书面")
    stage.press("送达决定书并告知相对人", "已办理")
    stage.step(matter, "报告执行情况", AGENCY).fill(done="已撤销并返还").upload("files").press("报告执行情况", "已办理")
    stage.step(matter, "决定是否抄送指导机构", BUREAU, "section").choose(copy_it="true").fill(reason="宜加强指导")
    stage.press("决定是否抄送指导机构", "已出具")
    stage.step(matter, "登记加强指导的情况", GUIDANCE).fill(done="已专题指导").press("登记加强指导的情况", "已办理")
    stage.step(matter, "办结", BUREAU).press("办结", "已办理").look("notice-closed")
    assert state(matter) == "closed"
    assert Paper.objects.get(kind="supervision_decision").body_id == cast.id(GOVERNMENT)


def test_a_correction_is_reported_and_accepted(cast: Cast, stage: Stage) -> None:
    story = Story(cast, ago=0).correcting()
    stage.step(story.id, "送审：报告整改情况", AGENCY)
    expect(stage.page.locator('[name="items-0-item"]')).to_have_value("依法纠正该处罚决定")
    stage.fill(items__0__done="已撤销", items__1__done="已培训").upload("files").press("送审", "已送审")
    stage.step(story.id, "报告整改情况", AGENCY, "head").press("签发", "已办理")
    stage.step(story.id, "通过核验", BUREAU).fill(note="整改到位").press("通过核验", "已办理")
    stage.step(story.id, "决定是否抄送指导机构", BUREAU, "section").choose(copy_it="false").fill(reason="单一机关问题")
    stage.press("决定是否抄送指导机构", "已办理").step(story.id, "办结", BUREAU).press("办结", "已办理")
    assert state(story.id) == "closed"


def test_a_township_lead_on_a_phone(
    cast: Cast, open_page: Callable[..., Page], axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    stage = Stage(cast, open_page("phone"), axe, shot)
    stage.enter("航埠司法所").see("/workbench/").see("/matters/new/", "new-township")
    stage.page.get_by_role("link", name="报送线索", exact=True).click()
    stage.choose(subject=cast.id("航埠镇")).fill(description="集镇整治中当场收缴罚款未开票据")
    stage.page.locator('[name="found_on"]').fill(today().isoformat())
    stage.page.locator('input[name="photos-upload"]').set_input_files(PDF)
    expect(stage.page.locator('input[type=hidden][name="photos"]')).to_have_count(1)
    stage.look("township-lead")
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 390
    stage.press("报送线索", "已登记")
    lead = Matter.objects.get(procedure="lead")
    assert Event.objects.get(matter=lead, seq=1).body_id == cast.id("航埠司法所")
    stage.see(f"/matters/{lead.pk}/", "township-lead-seen")
    cast.do(lead.pk, BUREAU, "screen", {"lane": "general", "matter": "duties", "reason": "属于监督范围"})
    stage.see(f"/matters/{lead.pk}/")
    expect(stage.page.get_by_role("main")).to_contain_text("核查中")
