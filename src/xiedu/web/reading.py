"""A posted form read back into the nested values of a facts class. The inverse of what ``forms/*.html`` draw.

Nothing is judged here: what cannot be right is kept as it was typed, so that pydantic can say what is wrong and the
page can show it again.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from xiedu.web.fields import Spec

ADD, REMOVE = "_add", "_remove"
_DATE = re.compile(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$")


def read(plan: Sequence[Spec], data: QueryDict, prefix: str, *, keep_blank: bool = False) -> dict[str, Any]:
    """The values of the fields under ``prefix`` (html names joined by ``-``); absent ones are left out.

    Rows in which nothing was filled in are dropped, unless ``keep_blank`` (the person is still arranging them).
    """
    found: dict[str, Any] = {}
    for spec in plan:
        present, value = _value(spec, data, f"{prefix}{spec.name}", keep_blank)
        if present:
            found[spec.name] = value
    return found


def without_row(data: QueryDict, name: str) -> QueryDict:
    """The posted fields without those of one row (``views-2``)."""
    kept = data.copy()
    for key in [k for k in kept if k == name or k.startswith(f"{name}-")]:
        del kept[key]
    return kept


def _value(spec: Spec, data: QueryDict, name: str, keep_blank: bool) -> tuple[bool, Any]:
    if spec.widget == "checks" or spec.kind == "file":
        picked = [_number(spec, v) for v in data.getlist(name) if v]
        if spec.many:
            return True, picked
        return _single(spec, picked[-1] if picked else "")
    if spec.is_rows:
        return True, _rows(spec, data, name, keep_blank)
    if spec.kind == "group":
        inside = read(spec.inner, data, f"{name}-", keep_blank=keep_blank)
        return True, None if spec.nullable and blank(spec.inner, inside) else inside
    return _single(spec, _number(spec, data.get(name, "")))


def _single(spec: Spec, value: Any) -> tuple[bool, Any]:
    if isinstance(value, str):
        value = _tidy(spec, value)
    if value != "":
        return True, value
    if spec.nullable:
        return True, None
    return spec.kind == "str", ""


def _tidy(spec: Spec, text: str) -> Any:
    if spec.kind == "bool":
        return {"true": True, "false": False}.get(text, text)
    if spec.kind == "date":
        return iso_day(text)
    return text.replace("\r\n", "\n")


def iso_day(text: str) -> str:
    """2026年1月3日, 2026/1/3 and 2026.1.3 as 2026-01-03; anything else as typed."""
    parts = _DATE.match(text)
    if not parts:
        return text.strip()
    try:
        return date(*map(int, parts.groups())).isoformat()
    except ValueError:
        return text.strip()


def _number(spec: Spec, text: str) -> Any:
    numeric = spec.kind in {"ref", "file", "int"} or (spec.choices and all(isinstance(v, int) for v, _ in spec.choices))
    return int(text) if numeric and re.fullmatch(r"-?[0-9]{1,18}", text) else text


def _rows(spec: Spec, data: QueryDict, name: str, keep_blank: bool) -> list[Any]:
    pattern = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})(?:-.*)?")
    places = sorted({int(m[1]) for key in data if (m := pattern.fullmatch(key))})
    rows = []
    for place in places:
        if spec.kind == "group":
            inside = read(spec.inner, data, f"{name}-{place}-", keep_blank=keep_blank)
            if keep_blank or not blank(spec.inner, inside):
                rows.append(inside)
        else:
            present, value = _single(spec, _number(spec, data.get(f"{name}-{place}", "")))
            if keep_blank or (present and value not in ("", None)):
                rows.append(value)
    return rows


def blank(plan: Sequence[Spec], values: dict[str, Any]) -> bool:
    """Whether nothing was filled in: every value is empty or what the page had put there itself."""
    return all(_untouched(spec, values.get(spec.name)) for spec in plan)


def _untouched(spec: Spec, value: Any) -> bool:
    if value in ("", None, [], {}) or (spec.default is not None and value == spec.default):
        return True
    if spec.kind == "group" and not spec.many and isinstance(value, dict):
        return blank(spec.inner, value)
    return False
