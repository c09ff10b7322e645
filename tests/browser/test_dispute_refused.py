"""A refusal, a recusal; nothing typed is lost when somebody was faster or the page was left."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.cast import Cast, Dispute
from xiedu.papers.models import Paper
from xiedu.procedure.models import Matter

HANDLER = "柯城区指导"


def test_an_application_is_not_accepted(cast: Cast, stage: Stage) -> None:
    dispute = Dispute(cast).open().negotiate().submit()
    stage.step(dispute.id, "不予受理", HANDLER, "section")
    stage.press("不予受理")
    expect(stage.page.get_by_role("alert").first).to_contain_text("处需要修改")
    stage.fill(reason="双方对职责并无分歧，争议的是个案管辖。", advice="报请共同的上一级行政机关指定管辖")
    stage.choose(art23__found="false").fill(art23__reason="未发现相关情形。")
    stage.press("预览文书").look("rejection").press("不予受理", "已出具")
    assert Matter.objects.get(pk=dispute.id).state == "rejected"
    stage.offered(dispute.id, dispute.applicant).look("matter-rejected")
    expect(stage.page.get_by_text("不予受理").first).to_be_visible()
    stage.offered(dispute.id, dispute.respondent)
    expect(stage.page.get_by_role("heading", level=1)).to_contain_text("没有")


def test_a_handler_that_sits_in_a_party_is_recused(cast: Cast, stage: Stage) -> None:
    applicant, respondent, presenter = "柯城区城管局", "柯城区交通局", "柯城区司法局"
    stage.enter(applicant).see("/matters/new/dispute/open/")
    stage.fill(title="占道经营的执法职责", field="占道经营").choose(respondents__0=cast.id(respondent))
    stage.press("查看由谁承办")
    expect(stage.page.locator("#live")).to_contain_text("由中立单位主持")
    stage.look("recusal-preview").press("登记争议，下一步", "已登记")
    number = int(stage.page.url.split("/matters/")[1].split("/")[0])
    dispute = Dispute(cast, applicant=applicant, respondent=respondent, id=number).negotiate().submit()
    stage.offered(number, HANDLER, "section").look()
    expect(stage.page.get_by_text("承办机构回避").first).to_be_visible()
    expect(stage.page.get_by_role("link", name="受理", exact=True)).to_have_count(0)
    stage.step(number, "受理并直接会商", presenter, "section").press("受理并直接会商", "已出具")
    stage.look("matter-recused")
    assert Matter.objects.get(pk=dispute.id).state == "deliberating"
    assert "回避" in str(Paper.objects.get(kind="dispute_acceptance").content)


def test_what_is_typed_is_kept_when_somebody_was_faster(cast: Cast, stage: Stage) -> None:
    dispute = Dispute(cast).coordinating()
    stage.step(dispute.id, "答复申请", dispute.respondent).fill(statement="我方的长篇答复")
    cast.do(dispute.id, HANDLER, "add_material", {"note": "会议通知", "files": []})
    stage.press("答复申请")
    expect(stage.page.get_by_role("alert").first).to_contain_text("他人已先办理")
    expect(stage.page.get_by_role("alert").first).to_contain_text("补充材料")
    expect(stage.page.locator('[name="statement"]')).to_have_value("我方的长篇答复")
    stage.look("stale").press("答复申请", "已办理")


def test_a_draft_saves_itself_and_comes_back(cast: Cast, stage: Stage) -> None:
    dispute = Dispute(cast).coordinating()
    stage.step(dispute.id, "答复申请", dispute.respondent).fill(statement="写了一半的答复")
    expect(stage.page.locator("[data-draft-said]")).to_contain_text("保存", timeout=10000)
    stage.offered(dispute.id, dispute.respondent)
    expect(stage.page.get_by_text("有草稿")).to_be_visible()
    stage.page.get_by_role("link", name="答复申请", exact=True).click()
    expect(stage.page.locator('[name="statement"]')).to_have_value("写了一半的答复")
    expect(stage.page.get_by_text("已恢复您")).to_be_visible()
    stage.press("放弃草稿，重新填写")
    expect(stage.page.locator('[name="statement"]')).to_have_value("")
