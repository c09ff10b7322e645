"""Every page of the shell as the roles that open it: no fault for axe, no page wider than a phone, scripts that help."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from xiedu.base.models import Job, User
from xiedu.bodies.models import Body, Person

Enter = Callable[..., Page]
BUSINESS = "qujiang-zhidao-zhuyao"
PAGES = {
    BUSINESS: {
        "articles": "/articles/",
        "article": "/articles/9/",
        "new": "/matters/new/",
        "procedures": "/procedures/",
        "procedure": "/procedures/dispute/",
        "bodies": "/bodies/?kind=guidance",
        "bodies-none": "/bodies/?q=没有这个机构",
        "calendar": "/calendar/2026/",
        "calendar-provisional": "/calendar/2027/",
        "settings": "/settings/",
        "setting": "/settings/dispute.accept/",
        "setting-chain": "/settings/approval.opinion/",
        "fields": "/fields/",
        "fields-coercion": "/fields/coercion/",
        "jobs": "/jobs/",
        "password": "/accounts/password/change/",
        "two-steps": "/accounts/2fa/",
        "absent": "/articles/99/",
        "denied": "/audit/",
    },
    "xitong-admin": {"register-import": "/bodies/import/", "calendar-import": "/calendar/import/", "admin": "/"},
    "shenji-admin": {"audit": "/audit/", "integrity": "/integrity/"},
}


@pytest.mark.parametrize("username", PAGES)
def test_pages_are_whole(
    username: str, signed_in: Enter, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = signed_in(username)
    for name, path in PAGES[username].items():
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        expect(page.get_by_role("complementary", name="演示环境")).to_be_visible()
        axe(page)
        shot(page, name)
    body = Body.objects.get(kind="guidance", area__code="330803")
    person = Person.objects.filter(certificates__isnull=False).first()
    assert person
    for name, path in {"body": f"/bodies/{body.pk}/", "person": f"/people/{person.pk}/"}.items():
        page.goto(path)
        axe(page)
        shot(page, name)


def test_the_phone_has_its_menu_at_the_thumb(signed_in: Enter, axe: Callable[[Page], None]) -> None:
    page = signed_in(BUSINESS, "phone")
    page.goto("/articles/")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_hidden()
    page.get_by_text("更多", exact=True).click()
    axe(page)
    page.get_by_role("navigation", name="快捷菜单").get_by_role("link", name="日历").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("工作日历")


def test_sign_in_says_what_is_wrong_and_locks(
    open_page: Callable[..., Page], city: None, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = open_page()
    page.goto("/calendar/")
    expect(page).to_have_url("/accounts/login/?next=/calendar/")
    axe(page)
    shot(page, "login")
    for _ in range(5):
        page.get_by_label("用户名").fill(BUSINESS)
        page.get_by_label("口令").fill("错误的口令")
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="账号已锁定")).to_be_visible()
    axe(page)
    shot(page, "locked")


def test_a_setting_is_changed_with_its_reason(signed_in: Enter, axe: Callable[[Page], None]) -> None:
    page = signed_in(BUSINESS)
    page.goto("/settings/dispute.accept/")
    page.get_by_label("数字").fill("0")
    page.get_by_role("button", name="设定").click()
    expect(page.get_by_role("alert")).to_contain_text("有 2 处需要修改")
    axe(page)
    page.get_by_role("link", name="理由").click()
    expect(page.get_by_label("理由")).to_be_focused()
    page.get_by_label("数字").fill("2")
    page.get_by_label("理由").fill("联席会议议定缩短审核时间")
    page.get_by_role("button", name="设定").click()
    expect(page.get_by_role("status")).to_contain_text("已设定")
    expect(page.get_by_role("cell", name="2 个工作日")).to_be_visible()


def test_a_job_shows_its_progress_and_can_be_stopped(signed_in: Enter, axe: Callable[[Page], None]) -> None:
    page = signed_in(BUSINESS)
    user = User.objects.get(username=BUSINESS)
    job = Job.objects.create(kind="t", title="导出台账", started_by=user, state="running", done=3, total=10)
    page.goto(f"/jobs/{job.pk}/")
    expect(page.get_by_text("3 / 10")).to_be_visible()
    axe(page)
    Job.objects.filter(pk=job.pk).update(done=7)
    expect(page.get_by_text("7 / 10")).to_be_visible(timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_text("正在停止")).to_be_visible()
    assert Job.objects.get(pk=job.pk).cancel_requested
    Job.objects.filter(pk=job.pk).update(state="done", done=10)
    expect(page.get_by_text("10 / 10")).to_be_visible(timeout=10_000)


def test_a_foreign_job_is_absent(signed_in: Enter) -> None:
    page = signed_in(BUSINESS)
    other = User.objects.get(username="quzhou-zhidao-zhuyao")
    job = Job.objects.create(kind="t", title="他人的任务", started_by=other)
    answers: list[Any] = [page.goto(f"/jobs/{job.pk}/"), page.goto("/jobs/999999/")]
    assert [a.status for a in answers] == [404, 404]
    assert "他人的任务" not in page.content()


def test_the_register_goes_out_and_in(signed_in: Enter, axe: Callable[[Page], None], tmp_path: Any) -> None:
    page = signed_in("xitong-admin")
    page.goto("/bodies/")
    with page.expect_download() as coming:
        page.get_by_role("button", name="导出登记册").click()
    book = tmp_path / "登记册.xlsx"
    coming.value.save_as(book)
    page.goto("/bodies/import/")
    page.get_by_label("登记册").set_input_files(book)
    page.get_by_role("button", name="试导入").click()
    expect(page.get_by_text("没有变动")).to_be_visible()
    axe(page)
    wrong = tmp_path / "名单.xlsx"
    wrong.write_bytes(b"not a workbook")
    page.goto("/bodies/import/")
    page.get_by_label("登记册").set_input_files(wrong)
    page.get_by_role("button", name="试导入").click()
    expect(page.get_by_role("alert")).to_contain_text("未能导入")
    axe(page)


def test_the_notice_of_a_year_is_imported(signed_in: Enter, axe: Callable[[Page], None], tmp_path: Any) -> None:
    page = signed_in("anquan-admin")
    page.goto("/calendar/import/")
    table = tmp_path / "2027放假.csv"
    table.write_text("日期,上班/放假,名称\n2027-01-01,放假,元旦\n2027-02-06,放假,春节\n", encoding="utf-8")
    page.get_by_label("通知名称或文号").fill("国务院办公厅关于2027年部分节假日安排的通知（演示）")
    page.get_by_label("安排表").set_input_files(table)
    expect(page.locator(".files")).to_contain_text("2027放假.csv")
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_role("status")).to_contain_text("第 1 版")
    expect(page.get_by_text("已公布")).to_be_visible()
    axe(page)


def test_an_upload_that_is_not_accepted_says_why(signed_in: Enter, tmp_path: Any) -> None:
    page = signed_in("anquan-admin")
    page.goto("/calendar/import/")
    program = tmp_path / "安排.exe"
    program.write_bytes(b"MZ\x90")
    page.get_by_label("安排表").set_input_files(program)
    expect(page.locator(".upload-said")).not_to_be_empty()
    expect(page.locator(".files li")).to_have_count(0)
