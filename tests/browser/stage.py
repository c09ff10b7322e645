"""One browser, many people: whoever acts is signed in by his session, then walks the pages."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from playwright.sync_api import FilePayload, Page, expect

from tests.cast import OPINION_CHAIN, Cast

PDF: FilePayload = {
    "name": "协商记录.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
}


# The address without numbers, the headings and how many controls of each sort there are.
KIND = """() => [location.pathname.replace(/[0-9]+/g, "0"),
  ...[...document.querySelectorAll("h1, h2, h3, [role=alert], .message")].map((e) => e.tagName + e.className + e.innerText),
  ...["input", "select", "textarea", "button", "a", "table", "dl"].map((t) => document.querySelectorAll(t).length)].join("|")"""


class Stage:
    """The page with the person who acts now; every page walked is checked by axe."""

    def __init__(self, cast: Cast, page: Page, axe: Callable[[Page], None], shot: Callable[[Page, str], None]) -> None:
        self.cast, self.page, self.axe, self.shot = cast, page, axe, shot
        self.looked: set[str] = set()

    def enter(self, body: str, post: str = "handler") -> "Stage":
        """Somebody else sits down."""
        client = Client()
        user = self.cast.people[body, post].user
        assert user
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        value = client.cookies["sessionid"].value
        self.page.context.clear_cookies()
        base = self.page.evaluate("location.origin") if self.page.url.startswith("http") else self._origin()
        self.page.context.add_cookies([{"name": "sessionid", "value": value, "url": base}])
        return self

    def _origin(self) -> str:
        self.page.goto("/verify/")
        return str(self.page.evaluate("location.origin"))

    def see(self, path: str, picture: str = "") -> "Stage":
        """Open a page and let axe look at it."""
        self.page.goto(path)
        return self.look(picture)

    def look(self, picture: str = "") -> "Stage":
        """Axe, once for each page that looks different, and a picture at both widths if it has a name."""
        expect(self.page.get_by_role("main")).to_be_visible()
        kind = str(self.page.evaluate(KIND))
        if kind not in self.looked:
            self.looked.add(kind)
            self.axe(self.page)
        if picture:
            self.shot(self.page, picture)
        return self

    def offered(self, matter: int, body: str, post: str = "handler") -> "Stage":
        """The page of the matter as somebody sees it."""
        self.enter(body, post)
        self.page.goto(f"/matters/{matter}/")
        return self

    def step(self, matter: int, title: str, body: str, post: str = "handler") -> "Stage":
        """Open the matter as somebody and follow the offer of that title."""
        self.offered(matter, body, post)
        self.page.locator("#steps").get_by_role("link", name=title, exact=True).click()
        return self.look()

    def fill(self, **texts: str) -> "Stage":
        """Text fields by html name (``-`` written as ``__``)."""
        for name, text in texts.items():
            self.page.locator(f'[name="{name.replace("__", "-")}"]').fill(text)
        return self

    def choose(self, **values: Any) -> "Stage":
        """Radio buttons and selects by html name and value."""
        for name, value in values.items():
            html, text = name.replace("__", "-"), str(value)
            radio = self.page.locator(f'input[type=radio][name="{html}"][value="{text}"]')
            if radio.count():
                radio.check()
            else:
                self.page.locator(f'select[name="{html}"]').select_option(text)
        return self

    def add(self, name: str) -> "Stage":
        """One more row."""
        self.page.locator(f'button[name="_add"][value="{name.replace("__", "-")}"]').click()
        return self

    def upload(self, name: str) -> "Stage":
        """A file sent ahead of the form."""
        self.page.locator(f'input[name="{name}-upload"]').set_input_files(PDF)
        expect(self.page.locator(f'input[type=hidden][name="{name}"]')).to_have_count(1)
        return self

    def press(self, button: str, done: str = "") -> "Stage":
        """Press a button of the form; the page that follows says ``done``."""
        self.page.get_by_role("button", name=button, exact=True).click()
        if done:
            expect(self.page.locator(".message.success")).to_contain_text(done)
        return self.look()

    def review(self, matter: int, title: str, body: str, *, whole: bool = False) -> "Stage":
        """Section and deputy agree (by the page only if ``whole``); the head reads draft and paper and signs."""
        for post in OPINION_CHAIN[:-1]:
            if not whole:
                self.cast.do(matter, body, "review.agree", {}, post=post)
                continue
            self.step(matter, "同意", body, post)
            expect(self.page.locator(".sheet-page")).to_be_visible()
            self.press("同意", "已办理“同意”")
        self.step(matter, title, body, OPINION_CHAIN[-1])
        expect(self.page.locator(".sheet-page")).to_be_visible()
        return self.press("签发", f"已办理“{title}”")
