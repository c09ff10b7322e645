"""Template tags every page may use (loaded everywhere): small words and marks that must look the same on all pages."""

from datetime import date, datetime
from json import dumps
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, Select
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from xiedu.law.citation import Cite
from xiedu.law.codes import LimitOrigin
from xiedu.law.instruments import MEASURES
from xiedu.law.numerals import chinese

register = template.Library()
TONES = frozenset({"red", "orange", "green", "grey", "blue"})
NOT_RECORDED = "未记录"
ORIGINS: dict[str, str] = dict(LimitOrigin.choices())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; with ``label`` it speaks, without it is decoration beside a word."""
    href = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


def as_cite(value: "Cite | str") -> Cite:
    """A cite or its stored key as a cite; ValueError if the key is none."""
    return value if isinstance(value, Cite) else Cite.parse(value)


@register.simple_tag
def article(value: "Cite | str", full: bool = False) -> SafeString:
    """The small “第六条” beside a thing: opens our own-words duty; other instruments are named in full."""
    if not value:
        return SafeString("")
    cite = as_cite(value)
    if cite.law != MEASURES:
        return format_html('<span class="cite">{}</span>', str(cite))
    href = reverse("article", args=[cite.article])
    return format_html(
        '<a class="cite" href="{}" title="{}">{}</a>', href, str(cite), str(cite) if full else cite.short
    )


@register.simple_tag
def articles(values: "tuple[Cite | str, ...]", full: bool = False) -> SafeString:
    """Several articles side by side."""
    return SafeString(" ".join(article(value, full) for value in values))


@register.simple_tag
def policy(text: str = "") -> SafeString:
    """The mark of what the Measures do not say."""
    title = text or "《办法》未作规定，按本系统政策参数执行"
    return format_html('<span class="origin" title="{}">政策</span>', title)


@register.simple_tag
def origin(value: str) -> SafeString:
    """Where a limit comes from: 法定, 规范性文件 or 内部目标, so that a target is never read as law."""
    return format_html('<span class="origin">{}</span>', ORIGINS.get(value, value))


@register.simple_tag
def state(word: str, tone: str = "grey") -> SafeString:
    """A state as a word on a colour.

    Raises:
        ValueError: for a tone the stylesheet does not have.
    """
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}: one of {sorted(TONES)}")
    return format_html('<span class="state {}">{}</span>', tone, word)


@register.inclusion_tag("parts/clock.html")
def clock(running: Any) -> dict[str, Any]:
    """A :class:`~xiedu.web.clocks.Face`: title, due day, days left, origin; its arithmetic opens on click."""
    return {"clock": running}


@register.inclusion_tag("parts/demo.html")
def demo_mark() -> dict[str, Any]:
    """The mark of demo mode; a tag and not a context value, so that error pages carry it as well."""
    return {"demo": settings.DEMO}


@register.simple_tag
def dressed(field: BoundField) -> SafeString:
    """A Django form field's input in the look of ours."""
    widget = field.field.widget
    look = "form-check-input" if isinstance(widget, CheckboxInput) else "form-control"
    return field.as_widget(attrs={"class": "form-select" if isinstance(widget, Select) else look, "placeholder": ""})


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-23, in Shanghai; 未记录 when there is none."""
    if value is None or value == "":
        return NOT_RECORDED
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d")


@register.filter
def minute(value: datetime | None) -> str:
    """2026-11-23 09:05, in Shanghai; 未记录 when there is none."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else NOT_RECORDED


@register.filter
def size(value: int) -> str:
    """Bytes as people read them: 820 字节, 12 KB, 3.4 MB."""
    if value < 1024:
        return f"{value} 字节"
    if value < 1024 * 1024:
        return f"{value // 1024} KB"
    return f"{value / 1024 / 1024:.1f} MB"


@register.filter
def official(text: str) -> SafeString:
    """A library's Chinese in the words offices use: 口令 for 密码, 您 for 你; keeps what was marked safe."""
    said = conditional_escape(text).replace("密码", "口令").replace("你", "您")
    return mark_safe(said)  # noqa: S308 - escaped above


@register.filter
def numeral(value: int) -> str:
    """6 as 六."""
    return chinese(value)


@register.filter
def json(value: Any) -> str:
    """Recorded JSON for reading."""
    return dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


@register.filter
def entry(mapping: dict[Any, Any], key: Any) -> Any:
    """``mapping[key]`` where the key is a variable; empty text if absent."""
    return mapping.get(key, "")
