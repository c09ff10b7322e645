"""Take the screenshots of the READMEs from the running demo: ``.venv/bin/python tools/screens.py``.

A demo of its own in a temporary folder, Debian's Chromium, a guidance body's clerk, one dispute.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
CLERK, HEADING = "qujiang-zhidao-jingban1", "农田秸秆露天焚烧的巡查和查处职责"
WIDTH, HEIGHT = 1280, 860


@contextmanager
def demo() -> Iterator[str]:
    """A fresh demo; its address and, on the way out, its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "xiedu.cli", "run", "--port", str(port)]
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "XIEDU_VAR": var, "PYTHONPATH": str(ROOT / "src")}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
            try:
                if not any("已启动" in line for line in running.stdout or ()):
                    raise RuntimeError("the demo did not start")
                yield f"http://127.0.0.1:{port}"
            finally:
                running.terminate()
                running.wait(60)


def main() -> int:
    """Sign in, look at the workbench and at the dispute."""
    from xiedu.bodies.demo_people import DEMO_PASSWORD

    SCREENS.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_page(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        page.goto(f"{address}/accounts/login/")
        page.get_by_label("用户名").fill(CLERK)
        page.get_by_label("口令").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        shoot(page, "workbench")
        page.get_by_role("link", name=HEADING).first.click()
        page.wait_for_load_state("networkidle")
        shoot(page, "matter")
        browser.close()
    return 0


def shoot(page: Page, name: str) -> None:
    """The visible part of the page as a PNG."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SCREENS / f"{name}.png")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiedu.config.settings")
    import django

    django.setup()
    sys.exit(main())
