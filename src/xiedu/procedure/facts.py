"""Facts: what a person states when he makes a move. One class serves page, JSON and command line.

A facts class is a frozen pydantic model built from the types of this module, so that
its canonical bytes are the same whichever door they came through. No floats, ISO dates, sorted keys.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic.fields import FieldInfo

from xiedu.law.citation import Cite

MOST_ROWS = 300


class Facts(BaseModel):
    """Base of all facts: frozen, nothing unknown accepted, surrounding blanks removed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)

    @field_validator("*", mode="before")
    @classmethod
    def _bounded(cls, value: Any) -> Any:
        if isinstance(value, list | tuple | set) and len(value) > MOST_ROWS:
            raise ValueError(f"最多 {MOST_ROWS} 项，现有 {len(value)} 项，请精简。")
        return value


class NoFacts(Facts):
    """A move that needs no more than itself."""


@dataclass(frozen=True)
class Ref:
    """Marks a number as the id of a row: ``body``, ``person``, ``file``, ``paper``, ``matter``."""

    kind: str


@dataclass(frozen=True)
class Show:
    """How a field is shown: widget (``line``, ``text``, ``choice``, ``radio``, ``date``, ``yes``, ``rows``, ``files``)
    and which bodies or people may be picked (``pick``: a name the page resolves)."""

    widget: str = ""
    pick: str = ""
    rows: int = 4
    label_each: str = ""


@dataclass(frozen=True)
class Index:
    """The field is projected into ``MatterIndex`` under this key, typed by its value."""

    key: str


@dataclass(frozen=True)
class Sealed:
    """The value is shown only to people of the body that stated it and to holders of the role ``grant``."""

    grant: str


def F(  # noqa: N802 - stands where pydantic's Field would
    title: str,
    *,
    help: str = "",
    cite: Cite | None = None,
    default: Any = ...,
    **limits: Any,
) -> Any:
    """A field with its Chinese title, help and article; ``limits`` are pydantic's (``min_length`` …)."""
    extra: dict[str, Any] = {"cite": cite.key()} if cite else {}
    if default is not ...:
        limits["default"] = default
    return Field(title=title, description=help or None, json_schema_extra=extra, **limits)


# Control characters but line break and tab, signs that turn the direction of writing, and no characters at all.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))


def clean(text: str) -> str:
    """The text in Unicode NFC without zero-width fillers (pasted from Word); what cannot be printed is refused.

    That is control characters other than line break and tab, characters that turn the direction of writing (a paper
    would show something else than it says) and code points that are no characters.

    Raises:
        ValueError: naming the character, so that the clerk can delete it.
    """
    found = _UNPRINTABLE.search(text)
    if found:
        place, char = found.start() + 1, found[0]
        raise ValueError(f"第 {place} 个字符是不可见的控制字符（U+{ord(char):04X}），请删除后重新提交。")
    plain = text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain)


def _no_truth(value: Any) -> Any:
    """``true`` and 1.0 would pass for 1; an id is written as a whole number."""
    if isinstance(value, bool | float):
        raise ValueError("请从列表中选择。")
    return value


def _storable(number: int) -> int:
    if not 0 < number < 2**63:
        raise ValueError("请从列表中选择。")
    return number


def _not_blank(text: str) -> str:
    if not text.strip("　 \t\n"):
        raise ValueError("不能只填空格。")
    return text


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(clean),
    AfterValidator(_one_line),
    AfterValidator(_not_blank),
]
OptionalLine = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean), AfterValidator(_one_line)]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=20000),
    AfterValidator(clean),
    AfterValidator(_not_blank),
    Show("text"),
]
OptionalText = Annotated[str, StringConstraints(max_length=20000), AfterValidator(clean), Show("text", rows=3)]
Reason = Annotated[
    str,
    StringConstraints(min_length=2, max_length=2000),
    AfterValidator(clean),
    AfterValidator(_not_blank),
    Show("text", rows=3),
]
Day = Annotated[date, PlainSerializer(lambda d: d.isoformat(), return_type=str)]
Whole = Annotated[int, BeforeValidator(_no_truth), AfterValidator(_storable)]
BodyRef = Annotated[Whole, Ref("body")]
PersonRef = Annotated[Whole, Ref("person")]
FileRef = Annotated[Whole, Ref("file")]
PaperRef = Annotated[Whole, Ref("paper")]
MatterRef = Annotated[Whole, Ref("matter")]


class Words(Facts):
    """One paragraph as the drafter wants it: level as in GB/T 9704 (0 = body text, 1–4 = headings)."""

    level: Annotated[Literal[0, 1, 2, 3, 4], Show("choice")] = F("层级", default=0)
    text: Text = F("文字")


Wording = Annotated[list[Words], Show("wording", label_each="段落")]


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no blanks, characters as they are; floats refused."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso, allow_nan=False)


def _iso(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def dump(facts: BaseModel) -> dict[str, Any]:
    """The facts as plain JSON values."""
    return facts.model_dump(mode="json")


def references(value: BaseModel) -> Iterator[tuple[str, str, int]]:
    """Every (path, kind, id) a facts object points to, nested models and lists included."""
    for name, kinds in _pointing(type(value)):
        yield from _walk(name, getattr(value, name), kinds)


@cache
def _pointing(facts: type[BaseModel]) -> list[tuple[str, list[str]]]:
    """The fields of a class that point to rows, or whose parts may, with the kinds of rows."""
    found = [(name, field, kinds_of(field)) for name, field in facts.model_fields.items()]
    return [(name, kinds) for name, field, kinds in found if kinds or _nests(field.annotation)]


def _nests(annotation: Any) -> bool:
    """Whether a value of that type may hold another facts object; what is not known may."""
    inner = getattr(annotation, "__args__", ())
    if inner and not isinstance(annotation, type):
        return any(_nests(each) for each in inner)
    return annotation is Any or not isinstance(annotation, type) or issubclass(annotation, BaseModel)


def kinds_of(field: FieldInfo) -> list[str]:
    """The kinds of rows a field points to, its lists included."""
    return [m.kind for m in field.metadata if isinstance(m, Ref)] or _inner_kinds(field.annotation)


def _walk(path: str, item: Any, kinds: list[str]) -> Iterator[tuple[str, str, int]]:
    if isinstance(item, BaseModel):
        for inner, kind, number in references(item):
            yield f"{path}.{inner}", kind, number
    elif isinstance(item, list | tuple):
        for place, each in enumerate(item):
            yield from _walk(f"{path}.{place}", each, kinds)
    elif kinds and isinstance(item, int) and not isinstance(item, bool):
        yield path, kinds[0], item


def _inner_kinds(annotation: Any) -> list[str]:
    found = [m.kind for m in getattr(annotation, "__metadata__", ()) if isinstance(m, Ref)]
    for argument in getattr(annotation, "__args__", ()):
        found += _inner_kinds(argument)
    return found


def indexed(value: BaseModel) -> dict[str, Any]:
    """The top-level fields declared for ``MatterIndex``."""
    return {
        mark.key: getattr(value, name)
        for name, field in type(value).model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Index)
    }


_MESSAGES = {
    "missing": "此项必填。",
    "string_too_short": "此项必填，至少 {min_length} 个字。",
    "string_too_long": "太长：最多 {max_length} 个字，请精简或改用附件。",
    "too_short": "至少填写 {min_length} 项，现有 {actual_length} 项。",
    "too_long": "最多 {max_length} 项，现有 {actual_length} 项。",
    "extra_forbidden": "没有这一项，请删除。",
    "date_from_datetime_parsing": "日期格式应为 2026-11-23。",
    "date_parsing": "日期格式应为 2026-11-23。",
    "date_type": "请填写日期，格式如 2026-11-23。",
    "int_parsing": "请从列表中选择。",
    "int_type": "请从列表中选择。",
    "string_type": "请填写文字。",
    "bool_parsing": "请选择“是”或“否”。",
    "bool_type": "请选择“是”或“否”。",
    "enum": "请从列表中选择一项。",
    "literal_error": "请从列表中选择一项。",
    "list_type": "应为列表。",
    "model_type": "内容不完整。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
}


def messages(error: ValidationError) -> dict[str, str]:
    """Errors in Chinese by field path (``views.0.basis.1.rank``; ``""`` for the whole)."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False):
        path = ".".join(str(part) for part in item["loc"])
        if item["type"] in {"value_error", "assertion_error"}:
            text = str(item.get("ctx", {}).get("error", item["msg"]))
        else:
            text = _MESSAGES.get(item["type"], "填写有误，请检查。").format(**item.get("ctx", {}))
        found.setdefault(path, text)
    return found
