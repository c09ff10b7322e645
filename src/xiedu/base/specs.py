"""The register of dated settings: what may be set, of which kind, with which default and origin. Free of Django.

Rooms call :func:`register` with a literal list; :mod:`xiedu.base.dated` reads and writes the values.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xiedu.law.citation import Cite
from xiedu.law.codes import LimitOrigin
from xiedu.law.workdays import Unit

MOST_NAME = 60
RANKS = ("handler", "section", "deputy", "head")
Value = Any


class Kind(StrEnum):
    """What a setting's value is.

    ``term`` is ``{"n": int, "unit": "CD|WD|M|Y|H", "roll": bool}``; ``chain`` the ranks through which a paper
    passes, upwards, e.g. ``["handler", "deputy"]``; ``list`` a list of texts; ``names``
    gives each code of ``choices`` the name it bears.
    """

    INT = "int"
    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"
    TERM = "term"
    CHAIN = "chain"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Spec:
    """One setting. ``origin`` is the origin of a limit or None for a choice of policy that is no limit.

    A statutory origin must cite its article. ``choices`` (code → label) belongs to ``choice`` and ``names``; ``least``
    and ``most`` to ``int``. ValueError when the default is not a value of the kind.
    """

    key: str
    title: str
    kind: Kind
    default: Value
    origin: LimitOrigin | None = None
    note: str = ""
    cites: tuple[Cite, ...] = ()
    choices: Mapping[str, str] | None = None
    least: int = 0
    most: int = 1_000_000_000

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.origin is not None and not isinstance(self.origin, LimitOrigin):
            raise ValueError(f"政策参数“{self.title}”的来源须是 LimitOrigin 的一项。")
        if self.origin is LimitOrigin.STATUTORY and not self.cites:
            raise ValueError(f"政策参数“{self.title}”标为法定，却没有引用条文。")
        object.__setattr__(self, "default", self.checked(self.default))

    def checked(self, value: Value) -> Value:
        """The value in its stored form; ValueError in Chinese when it is not one of this setting's values."""
        try:
            return _CHECKS[self.kind](self, value)
        except ValueError as error:
            raise ValueError(f"“{self.title}”的值无效：{error}") from None

    def shown(self, value: Value) -> str:
        """The value in words for a page."""
        return _SHOW[self.kind](self, value)


def _int(spec: Spec, value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not spec.least <= value <= spec.most:
        raise ValueError(f"须为 {spec.least} 至 {spec.most} 的整数。")
    return value


def _text(_: Spec, value: Value) -> str:
    if not isinstance(value, str) or "\x00" in value or len(value) > 2000:
        raise ValueError("须为不超过 2000 字的文字。")
    return value.strip()


def _choice(spec: Spec, value: Value) -> str:
    if not isinstance(value, str) or value not in (spec.choices or {}):
        raise ValueError("只能选择：" + "、".join((spec.choices or {}).values()) + "。")
    return value


def _list(spec: Spec, value: Value) -> list[str]:
    if not isinstance(value, list | tuple):
        raise ValueError("须为若干条文字。")
    return [_text(spec, item) for item in value]


def _term(_: Spec, value: Value) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not {"n", "unit"} <= set(value) <= {"n", "unit", "roll"}:
        raise ValueError("期限须写明数字、单位和是否顺延。")
    n, unit, roll = value["n"], value["unit"], value.get("roll", False)
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= 10_000:
        raise ValueError("期限的数字须为 1 至 10000 的整数。")
    if unit not in set(Unit):
        raise ValueError("期限的单位只能是 CD（日）、WD（工作日）、M（月）、Y（年）、H（小时）。")
    if not isinstance(roll, bool):
        raise ValueError("是否顺延只能是“是”或“否”。")
    return {"n": n, "unit": str(unit), "roll": roll}


def _chain(_: Spec, value: Value) -> list[str]:
    ranks = list(value) if isinstance(value, list | tuple) else []
    places = [RANKS.index(rank) for rank in ranks if rank in RANKS]
    if not ranks or len(places) != len(ranks) or places != sorted(set(places)):
        raise ValueError("审批链须由低到高、不重复，取自经办、科室负责人、分管负责人、主要负责人。")
    return ranks


def _names(spec: Spec, value: Value) -> dict[str, str]:
    codes = spec.choices or {}
    if not isinstance(value, Mapping) or set(value) != set(codes):
        raise ValueError("须逐项写明名称：" + "、".join(codes.values()) + "。")
    found = {code: _text(spec, value[code]) for code in codes}
    if not all(0 < len(name) <= MOST_NAME and name.isprintable() for name in found.values()):
        raise ValueError(f"名称须为一行，1 至 {MOST_NAME} 个字。")
    return found


_CHECKS: dict[Kind, Callable[[Spec, Value], Value]] = {
    Kind.INT: _int,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.TERM: _term,
    Kind.CHAIN: _chain,
    Kind.NAMES: _names,
}
_RANK_NAMES = dict(zip(RANKS, ("经办", "科室负责人", "分管负责人", "主要负责人"), strict=True))
_UNIT_NAMES = {"CD": "日", "WD": "个工作日", "M": "个月", "Y": "年", "H": "小时"}
_SHOW: dict[Kind, Callable[[Spec, Value], str]] = {
    Kind.INT: lambda _, value: str(value),
    Kind.TEXT: lambda _, value: str(value),
    Kind.CHOICE: lambda spec, value: (spec.choices or {}).get(value, str(value)),
    Kind.LIST: lambda _, value: "；".join(value),
    Kind.TERM: lambda _, v: f"{v['n']} {_UNIT_NAMES[v['unit']]}" + ("，末日遇休息日顺延" if v["roll"] else ""),
    Kind.CHAIN: lambda _, value: " → ".join(_RANK_NAMES[rank] for rank in value),
    Kind.NAMES: lambda _, value: "；".join(value.values()),
}

_SPECS: dict[str, Spec] = {}


def register(specs: Iterable[Spec]) -> None:
    """Add settings to the register. The same Spec twice is harmless; two different ones under a key are an error."""
    for one in specs:
        if _SPECS.setdefault(one.key, one) != one:
            raise ValueError(f"政策参数 {one.key} 登记了两次，内容不同。")


def spec(key: str) -> Spec:
    """The registered setting; KeyError in Chinese when nobody registered the key."""
    try:
        return _SPECS[key]
    except KeyError:
        raise KeyError(f"没有名为 {key} 的政策参数。") from None


def all_specs() -> list[Spec]:
    """Every registered setting, ordered by key."""
    return [_SPECS[key] for key in sorted(_SPECS)]
