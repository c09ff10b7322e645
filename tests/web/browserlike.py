"""What a browser would post: the successful controls of a page's HTML, by the rules of the HTML standard."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.http import QueryDict


@dataclass
class _Select:
    name: str
    options: list[tuple[str, bool]] = field(default_factory=list)


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self.select: _Select | None = None
        self.area: str | None = None
        self.text = ""
        self.inert = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {k: v or "" for k, v in attrs}
        if tag == "template":
            self.inert += 1
        elif tag == "input" and not self.inert:
            self._input(got)
        elif tag == "textarea":
            self.area, self.text = got.get("name", ""), ""
        elif tag == "select":
            self.select = _Select(got.get("name", ""))
        elif tag == "option" and self.select is not None:
            self.select.options.append((got.get("value", ""), "selected" in got))

    def _input(self, got: dict[str, str]) -> None:
        kind = got.get("type", "text")
        if kind in {"file", "submit", "button"} or not got.get("name"):
            return
        if kind in {"radio", "checkbox"} and "checked" not in got:
            return
        value = got.get("value", "")
        if kind in {"text", "date", "search"}:
            value = value.replace("\r", "").replace("\n", "")
        self.pairs.append((got["name"], value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.inert -= 1
        elif tag == "textarea" and self.area is not None:
            text = self.text.replace("\r\n", "\n").replace("\r", "\n")
            text = text.removeprefix("\n")
            if not self.inert:
                self.pairs.append((self.area, text.replace("\n", "\r\n")))
            self.area = None
        elif tag == "select" and self.select is not None:
            chosen = [v for v, on in self.select.options if on] or [v for v, _ in self.select.options[:1]]
            if chosen and not self.inert:
                self.pairs.append((self.select.name, chosen[-1]))
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data


def controls(html: str) -> list[tuple[str, str]]:
    """Name and value of every successful control, in order."""
    parser = _Controls()
    parser.feed(html)
    parser.close()
    return parser.pairs


def posted(html: str, *more: tuple[str, str]) -> QueryDict:
    """The form as posted, with a pressed button or other pairs added."""
    return QueryDict(urlencode([*controls(html), *more], encoding="utf-8"), encoding="utf-8")
