"""A dispute walked by its real roles, page by page, to an opinion on agreement (art. 8)."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.cast import Cast
from xiedu.base.models import today
from xiedu.papers.models import Paper
from xiedu.procedure.models import Matter

APPLICANT, RESPONDENT, HANDLER = "柯城区住建局", "柯城区交通局", "柯城区指导"


def test_from_the_first_word_to_the_close(cast: Cast, stage: Stage) -> None:
    matter = _opened(cast, stage)
    _submitted(cast, stage, matter)
    stage.enter(HANDLER, "section").see("/workbench/", "workbench")
    stage.step(matter, "受理", HANDLER, "section").press("受理", "已出具 柯协受〔")
    stage.step(matter, "答复申请", RESPONDENT).fill(statement="道路撒落涉及路面养护，应由申请机关查处。")
    stage.look("reply").press("答复申请", "已办理")
    _planned(cast, stage, matter)
    for side in (APPLICANT, RESPONDENT):
        stage.step(matter, "确认协调方案", side).choose(answer="accept").press("确认协调方案", "已办理")
    stage.step(matter, "认定协调一致", HANDLER)
    expect(stage.page.get_by_text("各方答复")).to_be_visible()
    stage.press("认定协调一致", "已办理")
    _issued(cast, stage, matter)
    stage.step(matter, "送达并抄送", HANDLER).press("送达并抄送", "已办理")
    stage.step(matter, "办结", HANDLER).choose(art23__found="false").fill(art23__reason="已核对案卷，未发现相关情形。")
    stage.look("closing").press("办结", "已办理")
    assert Matter.objects.get(pk=matter).state == "closed"
    stage.look("matter-closed")
    opinion = Paper.objects.get(kind="dispute_opinion")
    stage.see("/matters/", "matters").see("/matters/ledger/", "ledger").see("/papers/", "papers").see(
        f"/papers/{opinion.pk}/", "paper"
    )
    stage.page.context.clear_cookies()
    stage.see(f"/verify/{opinion.code}/", "verify")
    expect(stage.page.get_by_text("有效", exact=True)).to_be_visible()
    expect(stage.page.get_by_text("道路撒落涉及")).to_have_count(0)


def _opened(cast: Cast, stage: Stage) -> int:
    stage.enter(APPLICANT).see("/workbench/", "workbench-empty").see("/matters/new/dispute/open/")
    stage.fill(title="城区渣土运输车辆沿途撒落的执法职责", field="渣土运输").choose(
        respondents__0=cast.id(RESPONDENT), question="duty"
    )
    expect(stage.page.locator("#live")).to_contain_text("同一县（市、区）的县级机关之争")
    stage.look("wizard-1").press("登记争议，下一步", "已登记")
    stage.choose(outcome="not_agreed").fill(held_on=today().isoformat(), way="会议", summary="双方各执一词，未能一致。")
    stage.upload("evidence").look("wizard-2").press("登记协商情况", "已办理")
    return int(stage.page.url.split("/matters/")[1].split("/")[0])


def _submitted(cast: Cast, stage: Stage, matter: int) -> None:
    page = stage.page
    stage.fill(focus="渣土运输车辆在城区道路上沿途撒落，由谁负责查处。")
    for side, words in enumerate(("应由交通运输部门查处。", "对方认为应由住建部门查处。")):
        stage.fill(**{f"views__{side}__statement": words}).add(f"views__{side}__bases")
        stage.choose(**{f"views__{side}__bases__0__rank": "local_regulation"})
        stage.fill(**{f"views__{side}__bases__0__title": "浙江省综合行政执法条例"})
    stage.press("预览文书")
    expect(page.locator(".sheet-page")).to_contain_text("关于提请协调城区渣土运输")
    stage.look("wizard-3").press("送审", "已送审")
    stage.step(matter, "提请协调", APPLICANT, "head").look("sign").press("签发", "已出具")


def _planned(cast: Cast, stage: Stage, matter: int) -> None:
    stage.step(matter, "登记协调会", HANDLER).add("outcome")
    stage.fill(held_on=today().isoformat(), place="第二会议室", attendees="各方经办", minutes="经过讨论，形成方案。")
    stage.fill(outcome__0__item="运输途中撒落的查处").choose(outcome__0__duty=cast.id(RESPONDENT))
    stage.look("meeting").press("登记协调会", "已办理")


def _issued(cast: Cast, stage: Stage, matter: int) -> None:
    page = stage.page
    stage.step(matter, "送审：出具书面协调意见", HANDLER).fill(reasons="依照浙江省综合行政执法条例的规定。")
    expect(page.locator('[name="outcome-0-item"]')).to_have_value("运输途中撒落的查处")
    stage.press("预览文书").press("修改正文")
    first = page.locator("textarea[name^=wording-]:not([readonly])").first
    first.fill("（修改）经核实，争议事项情况属实。")
    assert page.locator("textarea[readonly]").count() >= 2
    stage.press("按修改后的正文预览")
    expect(page.locator(".sheet-page")).to_contain_text("（修改）经核实")
    stage.look("opinion").press("送审", "已送审")
    stage.step(matter, "同意", HANDLER, "section").look("agree")
    stage.review(matter, "出具书面协调意见", HANDLER, whole=True)
    stage.look("matter")
    assert "（修改）经核实" in str(Paper.objects.get(kind="dispute_opinion").content)
