"""What the scripts of forms promise: rows come and go, nothing typed is lost, a step is sent once."""

import re
from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from xiedu.base.models import User
from xiedu.procedure.models import Draft, Matter

Enter = Callable[..., Page]
AGENCY = "qujiang-zhujian-jingban1"
OPENING = "/matters/new/dispute/open/"


def said(page: Page) -> re.Pattern[str]:
    """The words that a draft reached the server."""
    expect(page.locator("[data-draft-said]")).to_contain_text("草稿已于", timeout=20_000)
    return re.compile(r"草稿已于 \d\d:\d\d 保存")


def test_rows_are_added_and_removed_in_place(signed_in: Enter, axe: Callable[[Page], None]) -> None:
    page = signed_in(AGENCY)
    page.goto(OPENING)
    rows = page.locator(".row-set .row-item")
    before = rows.count()
    page.get_by_role("button", name="添加对方机关").click()
    page.get_by_role("button", name="添加对方机关").click()
    expect(rows).to_have_count(before + 2)
    names = [rows.nth(n).locator("select").get_attribute("name") for n in range(before + 2)]
    assert len(set(names)) == len(names)
    expect(rows.last.locator("select")).to_be_focused()
    axe(page)
    rows.first.get_by_role("button").click()
    expect(rows).to_have_count(before + 1)
    expect(rows.first.locator(".count")).to_have_text("对方机关 1")


def test_rows_are_added_without_script(signed_in: Enter) -> None:
    page = signed_in(AGENCY, java_script_enabled=False)
    page.goto(OPENING)
    rows = page.locator(".row-set .row-item")
    before = rows.count()
    page.get_by_label("争议事项名称").fill("渣土运输撒落由谁查处")
    page.get_by_role("button", name="添加对方机关").click()
    expect(rows).to_have_count(before + 1)
    expect(page.get_by_label("争议事项名称")).to_have_value("渣土运输撒落由谁查处")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_typed_saves_itself_and_comes_back(signed_in: Enter) -> None:
    page = signed_in(AGENCY)
    page.goto(OPENING)
    page.get_by_label("争议事项名称").fill("㛃𠮷䶮路夜间施工噪声")
    expect(page.locator("[data-draft-said]")).to_have_text(said(page))
    page.goto("/articles/")
    page.goto(OPENING)
    expect(page.get_by_label("争议事项名称")).to_have_value("㛃𠮷䶮路夜间施工噪声")


def test_a_lost_connection_costs_nothing(signed_in: Enter) -> None:
    page = signed_in(AGENCY)
    page.goto(OPENING)
    page.context.set_offline(True)
    page.get_by_label("争议事项名称").fill("断网时写的标题")
    expect(page.locator("[data-draft-said]")).to_contain_text("已暂存在本机", timeout=10_000)
    assert not Draft.objects.filter(user__username=AGENCY).exists()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    said(page)
    assert Draft.objects.filter(user__username=AGENCY).exists()


def test_what_was_kept_on_this_machine_is_offered_back(signed_in: Enter) -> None:
    page = signed_in(AGENCY)
    page.goto(OPENING)
    page.context.set_offline(True)
    page.get_by_label("争议事项名称").fill("关机前没有传出的标题")
    expect(page.locator("[data-draft-said]")).to_contain_text("已暂存在本机", timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/drafts/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(OPENING)
    token = page.locator("input[name=token]").input_value()
    page.get_by_role("button", name="恢复上次断网时暂存在本机的内容").click()
    expect(page.get_by_label("争议事项名称")).to_have_value("关机前没有传出的标题")
    assert page.locator("input[name=token]").input_value() == token


def test_leaving_with_unsaved_words_asks_first(signed_in: Enter) -> None:
    page = signed_in(AGENCY)
    page.goto(OPENING)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.route("**/drafts/**", lambda route: route.abort())
    page.get_by_label("争议事项名称").press_sequentially("没有存下的话")
    page.goto("/articles/")
    assert asked == ["beforeunload"]


def test_a_double_click_begins_one_matter(signed_in: Enter) -> None:
    page = signed_in(AGENCY)
    page.goto(OPENING)
    page.get_by_label("争议事项名称").fill("双击也只登记一件")
    page.get_by_label("执法领域").fill("渣土运输")
    page.locator(".row-item select").first.select_option(label=re.compile("衢江区交通运输局").pattern)
    page.get_by_role("button", name="登记争议").dblclick()
    page.wait_for_url(re.compile(r"/matters/\d+/"))
    assert Matter.objects.filter(title="双击也只登记一件").count() == 1
    assert not Draft.objects.filter(user=User.objects.get(username=AGENCY), key__contains="new-open").exists()


def test_the_search_box_answers_its_key(signed_in: Enter) -> None:
    page = signed_in(AGENCY)
    page.goto("/articles/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("渣土")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/matters/\?q="))
