"""A result in words: the explanation of a hit with its figures, and what is missing where nothing can be said."""

import re
import string
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xiedu.checks.check import Check
from xiedu.law.calendars import Calendar
from xiedu.records.schema import Field

MISSING = "未记录"
# A unit behind what is not recorded says nothing.
_UNIT = re.compile(rf"{MISSING} (?:人|日|元|万元|次|件|个工作日|个月|小时|分钟|平方米|倍)(?=[，。；：、（）]|$)")


def yuan(fen: int) -> str:
    """分 as 元, without needless zeros: 1234500 → 12,345."""
    whole, rest = divmod(abs(int(fen)), 100)
    tail = f".{rest:02d}".rstrip("0").rstrip(".") if rest else ""
    return f"{'-' if fen < 0 else ''}{whole:,}{tail}"


class _Filler(string.Formatter):
    """Fills a template. ``{x:yuan}`` is 分 in 元, ``{x:field}`` codes in the words of that field."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return MISSING
        if format_spec == "yuan":
            return yuan(value)
        return plain(labelled(self._field(format_spec), value))

    def _field(self, path: str) -> Field | None:
        name, _, member = path.partition(".")
        found = self.fields.get(name)
        return next((m for m in found.members if m.name == member), None) if found and member else found


def plain(value: Any) -> str:
    """A value as people read it: dates in digits, lists joined, yes and no."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float | Decimal):
        return f"{value:g}"
    if isinstance(value, list):
        return "、".join(map(plain, value)) or "无"
    return str(value)


def explained(check: Check, facts: Mapping[str, Any], calendar: Calendar) -> str:
    """The explanation of a hit. A due day in a year without a holiday notice is marked provisional."""
    kinds = check.record_kind.by_name
    shown = {name: labelled(kinds.get(name), value) for name, value in facts.items()}
    text = _UNIT.sub(MISSING, _Filler(kinds).vformat(check.explain, (), shown))
    due = facts.get("due")
    if isinstance(due, date) and not calendar.published(due.year):
        text += f"（暂定：{due.year} 年放假通知尚未载入）"
    return text


def labelled(known: Field | None, value: Any) -> Any:
    """A stored code as its Chinese word; anything else as it is."""
    if known is None or not known.codes or value is None:
        return value
    if isinstance(value, list):
        return [known.codes.get(one, one) for one in value]
    return known.codes.get(value, value)


def missing(check: Check, names: Sequence[str]) -> str:
    """Which needed fields are empty; where none is, a detail within a list is."""
    titles = "、".join(check.record_kind.by_name[n].title for n in names)
    return f"未记录：{titles}" if titles else check.unsaid or "判断所需的明细未填全"


def jsonable(value: Any) -> Any:
    """A fact as JSON holds it: dates as ISO text, nested values likewise."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {key: jsonable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [jsonable(one) for one in value]
    return value
