"""Disputes that go on to the deliberation of art. 9: accepted by all, or decided by the government."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.cast import Cast, Dispute
from xiedu.base.models import today
from xiedu.papers.models import Paper
from xiedu.procedure.models import Matter

HANDLER = "柯城区指导"


def test_the_deliberations_view_is_accepted(cast: Cast, stage: Stage) -> None:
    dispute = Dispute(cast).deliberating()
    for body, words in ((dispute.staffing, "按“三定”规定由交通部门负责。"), (dispute.justice, "同意编办意见。")):
        stage.step(dispute.id, "提交会商意见", body).fill(opinion=words).press("提交会商意见", "已办理")
    stage.step(dispute.id, "送审：形成会商意见", HANDLER)
    expect(stage.page.get_by_text("按“三定”规定由交通部门负责。")).to_be_visible()
    stage.fill(
        held_on=today().isoformat(), attendees="编办、司法局", minutes="会商一致。", reasons="依照条例和“三定”规定。"
    )
    stage.look("deliberation").press("送审", "已送审")
    stage.review(dispute.id, "形成会商意见", HANDLER)
    for side in (dispute.applicant, dispute.respondent):
        stage.step(dispute.id, "答复会商意见", side)
        expect(stage.page.get_by_text("运输途中撒落的查处").first).to_be_visible()
        stage.choose(answer="accept").press("答复会商意见", "已办理")
    stage.step(dispute.id, "认定会商认同", HANDLER).press("认定会商认同", "已办理")
    stage.step(dispute.id, "送审：出具书面协调意见", HANDLER).press("送审", "已送审")
    stage.review(dispute.id, "出具书面协调意见", HANDLER)
    dispute.close()
    opinion = Paper.objects.get(kind="dispute_opinion")
    stage.offered(dispute.id, dispute.respondent)
    stage.page.get_by_role("complementary", name="事项资料").get_by_role("link", name=opinion.number).click()
    expect(stage.page.locator(".sheet-page")).to_contain_text("会商意见")
    stage.look()


def test_the_government_decides(cast: Cast, stage: Stage) -> None:
    dispute = Dispute(cast).declined()
    stage.step(dispute.id, "送审：报请政府决定", HANDLER).fill(disagreement="住建局认同，交通局不认同。")
    stage.press("送审", "已送审").review(dispute.id, "报请政府决定", HANDLER)
    stage.step(dispute.id, "作出决定", dispute.government, "head")
    expect(stage.page.locator('[name="outcome-0-item"]')).to_have_value("运输途中撒落的查处")
    stage.fill(
        document="区政府专题会议纪要〔2026〕5号", decided_on=today().isoformat(), text="由交通运输部门负责查处。"
    )
    stage.upload("files").look("decision").press("作出决定", "已办理")
    stage.step(dispute.id, "送审：出具书面协调意见", HANDLER).fill(reasons="依照区政府决定。").press("预览文书")
    expect(stage.page.locator(".sheet-page")).to_contain_text("区政府专题会议纪要〔2026〕5号")
    stage.press("送审", "已送审")
    stage.review(dispute.id, "出具书面协调意见", HANDLER)
    stage.step(dispute.id, "送达并抄送", HANDLER).press("送达并抄送", "已办理")
    stage.step(dispute.id, "办结", HANDLER).choose(art23__found="true", art23__case="non_performance")
    stage.choose(art23__subject=cast.id(dispute.respondent)).fill(art23__reason="对方长期未履行职责。")
    stage.press("办结", "已出具")
    assert Matter.objects.get(pk=dispute.id).state == "closed"
    stage.offered(dispute.id, dispute.justice).look("matter-decided")
    expect(stage.page.locator(".papers")).to_contain_text("协抄〔")
