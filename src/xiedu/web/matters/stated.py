"""What somebody stated, as people read it: field titles beside values, references by name, nothing of the machine.

Two passes, so that a whole file is named in a fixed number of queries: :func:`wanted` collects the references of all
its facts, :class:`Names` reads them at once, :func:`lines` draws them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel

from xiedu.base.dated import held
from xiedu.base.models import StoredFile, today
from xiedu.bodies.models import Body, Person
from xiedu.procedure.models import Matter
from xiedu.procedure.sealed import VEIL
from xiedu.web.fields import Spec, specs

Wanted = set[tuple[str, int]]
NAMES = "names:"
HIDDEN_WIDGETS = frozenset({"wording"})
_MODELS: dict[str, tuple[Any, str]] = {
    "body": (Body, "name"),
    "person": (Person, "name"),
    "file": (StoredFile, "name"),
    "matter": (Matter, "number"),
}


@dataclass(frozen=True)
class Line:
    """One field as shown: ``text`` (may have several paragraphs), or files, or inner lines by row."""

    title: str
    cite: str = ""
    text: str = ""
    files: tuple[tuple[int, str], ...] = ()
    rows: tuple[tuple[str, tuple["Line", ...]], ...] = ()


@dataclass
class Names:
    """Names of everything facts point to; at most one query a kind."""

    wanted: Wanted
    known: dict[tuple[str, int], str] = field(default_factory=dict)
    _held: dict[str, Callable[[date], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read them."""
        for kind, (model, column) in _MODELS.items():
            ids = {number for one, number in self.wanted if one == kind and (kind, number) not in self.known}
            if ids:
                rows = model.objects.filter(pk__in=ids).values_list("pk", column)
                self.known |= {(kind, pk): name for pk, name in rows}

    def called(self, pick: str, code: str, on: date) -> str:
        """The name of a code on a day, under the dated setting of names that the pick names."""
        key = pick.removeprefix(NAMES)
        if key not in self._held:
            self._held[key] = held(key)
        return str(self._held[key](on).get(code, code))

    def of(self, kind: str, number: int) -> str:
        """The name, or 未记录."""
        return self.known.get((kind, number), "未记录")


def wanted(model: type[BaseModel], facts: Mapping[str, Any]) -> Wanted:
    """Every (kind, id) the facts point to."""
    return set(_wanted(specs(model), facts))


def _wanted(plan: Sequence[Spec], facts: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    for spec in plan:
        values = facts.get(spec.name)
        for value in values if isinstance(values, list) else [values]:
            if spec.kind == "group" and isinstance(value, Mapping):
                yield from _wanted(spec.inner, value)
            elif spec.kind in {"ref", "file"} and isinstance(value, int):
                yield spec.ref, value


def lines(model: type[BaseModel], facts: Mapping[str, Any], names: Names, on: date | None = None) -> tuple[Line, ...]:
    """The facts as lines in the order of their fields, stated on that day; what was left empty is left out."""
    return _lines(specs(model), facts, names, on or today())


def _lines(plan: Sequence[Spec], facts: Mapping[str, Any], names: Names, on: date) -> tuple[Line, ...]:
    return tuple(_line(s, facts[s.name], names, on) for s in plan if not _empty(s, facts.get(s.name)))


def _empty(spec: Spec, value: Any) -> bool:
    if value in (None, "", []) or spec.name in HIDDEN_WIDGETS:
        return True
    return spec.kind == "bool" and not spec.required and value == spec.default


def _line(spec: Spec, value: Any, names: Names, on: date) -> Line:
    if value == VEIL:
        return Line(spec.title, spec.cite, VEIL)
    if spec.kind == "file":
        numbers = value if isinstance(value, list) else [value]
        return Line(spec.title, spec.cite, files=tuple((n, names.of("file", n)) for n in numbers))
    if spec.kind == "group":
        values = value if isinstance(value, list) else [value]
        many = len(values) > 1
        labels = [f"{spec.each or spec.title} {i}" if many else "" for i in range(1, len(values) + 1)]
        rows = zip(labels, (_lines(spec.inner, v, names, on) for v in values), strict=True)
        return Line(spec.title, spec.cite, rows=tuple(rows))
    values = value if isinstance(value, list) else [value]
    joint = "\n" if spec.many and spec.kind == "str" else "、"
    return Line(spec.title, spec.cite, joint.join(_text(spec, v, names, on) for v in values))


def _text(spec: Spec, value: Any, names: Names, on: date) -> str:
    if spec.kind == "bool":
        return "是" if value else "否"
    if spec.kind == "ref":
        return names.of(spec.ref, value)
    if spec.kind == "choice" and spec.pick.startswith(NAMES):
        return names.called(spec.pick, str(value), on)
    if spec.kind == "choice":
        return next((label for code, label in spec.choices if code == value), str(value))
    return str(value)
