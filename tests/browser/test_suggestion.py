"""An opinion that is not carried out, walked by its real roles to the circular of criticism (art. 10)."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.cast import Cast, Dispute
from xiedu.base.models import today
from xiedu.papers.models import Paper
from xiedu.procedure.models import Link, Matter

HANDLER, SUBJECT, GOVERNMENT, JUSTICE = "柯城区指导", "柯城区交通局", "柯城区政府", "柯城区司法局"


def test_an_unobeyed_opinion_is_suggested_refused_and_criticised(cast: Cast, stage: Stage) -> None:
    dispute = Dispute(cast).agreed().issue().close()
    matter = _suggested(cast, stage, dispute)
    _refused(stage, matter)
    _asked(stage, matter)
    _criticised(stage, matter)
    stage.offered(matter, HANDLER).look("suggestion-criticised")
    expect(stage.page.get_by_role("link", name=Matter.objects.get(pk=dispute.id).number).first).to_be_visible()
    stage.offered(matter, JUSTICE)
    expect(stage.page.get_by_role("heading", level=1)).to_contain_text("没有")


def _suggested(cast: Cast, stage: Stage, dispute: Dispute) -> int:
    """Begun from the opinion, whose title, field and number stand there already."""
    page = stage.page
    stage.offered(dispute.id, HANDLER).look()
    page.get_by_role("link", name="登记不履行职责情形", exact=True).click()
    expect(page.locator('[name="document"]')).to_have_value(Paper.objects.get(kind="dispute_opinion").number)
    stage.choose(subject=cast.id(SUBJECT)).fill(found_on=today().isoformat(), facts="移送的撒落线索三次未派员查处。")
    stage.upload("evidence").press("登记不履行职责情形，下一步", "已登记")
    matter = int(page.url.split("/matters/")[1].split("/")[0])
    assert Link.objects.get(frm_id=matter).to_id == dispute.id
    stage.offered(matter, SUBJECT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("没有")
    stage.step(matter, "送审：发出书面建议", HANDLER)
    stage.fill(items__0__item="对移送的撒落线索派员查处", reasons="书面协调意见已经明确由该局负责。")
    stage.press("预览文书")
    expect(page.locator(".sheet-page").first).to_contain_text("不是法定期限")
    stage.look("suggestion-letter").press("送审", "已送审").review(matter, "发出书面建议", HANDLER)
    return matter


def _refused(stage: Stage, matter: int) -> None:
    stage.step(matter, "签收", SUBJECT).press("签收", "已办理")
    stage.step(matter, "不接受建议", SUBJECT, "head").fill(reasons="本局认为应由住建部门先行清理。")
    stage.press("不接受建议")
    expect(stage.page.get_by_text("请勾选后再办理")).to_be_visible()
    stage.page.locator('[name="confirmed"]').check()
    stage.press("不接受建议", "已办理")


def _asked(stage: Stage, matter: int) -> None:
    """What was suggested and how it was answered stands beside the request."""
    stage.step(matter, "送审：提请通报批评", HANDLER)
    expect(stage.page.locator("#about")).to_contain_text("应由住建部门先行清理")
    expect(stage.page.locator('[name="items-0"]')).to_have_value(f"对{SUBJECT}拒不履行书面建议予以通报批评")
    stage.fill(reasons="书面协调意见已经明确，仍拒绝书面建议。")
    stage.press("送审", "已送审").review(matter, "提请通报批评", HANDLER)


def _criticised(stage: Stage, matter: int) -> None:
    stage.offered(matter, HANDLER, "head")
    expect(stage.page.locator("#steps").get_by_role("link", name="通报批评", exact=True)).to_have_count(0)
    stage.step(matter, "通报批评", GOVERNMENT, "head")
    expect(stage.page.locator('[name="items-0"]')).to_have_value("对移送的撒落线索派员查处")
    stage.fill(scope="各乡镇人民政府（街道办事处），区政府各部门")
    stage.page.locator('[name="confirmed"]').check()
    stage.press("预览文书")
    stage.page.locator('[name="confirmed"]').check()
    stage.press("通报批评", "已出具")
    circular = Paper.objects.get(kind="suggestion_notice")
    assert (circular.content["issuer"], Matter.objects.get(pk=matter).state) == (GOVERNMENT, "criticised")
    assert "应由住建部门先行清理" in str(circular.content["paragraphs"])
