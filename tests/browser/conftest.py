"""Pages in Debian's Chromium: sign in as a role, look at desktop and phone, no fault found by axe."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.stage import Stage
from tests.cast import Cast, build
from xiedu.bodies.city import seed_city
from xiedu.bodies.demo_people import DEMO_PASSWORD

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--lang=zh-CN",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-first-run",
    "--no-pings",
]
# A Chinese desk: dates in its order, and a file system whose names may be Chinese.
ENVIRONMENT: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(_loop_is_playwrights_own: None) -> Iterator[Browser]:
    """One Chromium for the session; missing, its tests are skipped loudly (and fail under XIEDU_REQUIRE_ALL=1)."""
    if not Path(CHROMIUM).exists():
        pytest.skip("未找到 Chromium：浏览器测试未运行。请用 apt install chromium 安装。")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS, env=ENVIRONMENT)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _loop_is_playwrights_own() -> Iterator[None]:
    # Playwright's sync interface runs a loop in this thread; Django would take the thread for asynchronous code.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def city(transactional_db: None) -> None:
    """Quzhou with its demo accounts."""
    seed_city()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A fresh page on the running server; any script error or broken content policy fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(width: str = "desktop", **more: Any) -> Page:
        wide, high = WIDTHS[width]
        options: dict[str, Any] = {
            "viewport": {"width": wide, "height": high},
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
        }
        context = browser.new_context(base_url=live_server.url, **options, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def signed_in(open_page: Callable[..., Page], city: None) -> Callable[..., Page]:
    """A page on which a demo account is signed in."""

    def enter(username: str, width: str = "desktop", **more: Any) -> Page:
        page = open_page(width, **more)
        page.goto("/accounts/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("口令").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page as it stands."""
    engine = Axe()

    def check(page: Page) -> None:
        found = engine.run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture(scope="session")
def shot() -> Callable[[Page, str], None]:
    """Save a page at both widths under build/screens for people to look at; it may not be wider than the screen."""

    def save(page: Page, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for width, (wide, high) in WIDTHS.items():
            page.set_viewport_size({"width": wide, "height": high})
            page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= wide, f"{page.url} is wider than {wide}"
        if before:
            page.set_viewport_size(before)

    return save


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The small cast, for disputes walked by their real roles."""
    return build()


@pytest.fixture
def stage(
    cast: Cast, open_page: Callable[..., Page], axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> Stage:
    """One page on which the people of the cast sign in one after the other."""
    return Stage(cast, open_page(), axe, shot)
