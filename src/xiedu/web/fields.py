"""What a facts class asks for, read from its pydantic fields: the plan by which pages are drawn and forms read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from xiedu.procedure.facts import Ref, Show

RADIO_AT_MOST = 4
Choice = tuple[Any, str]


@dataclass(frozen=True)
class Spec:
    """One field: its words for the page and its shape for the reader.

    ``kind`` is the shape of one value (``str``, ``date``, ``bool``, ``int``, ``choice``, ``ref``, ``file``, ``group``);
    ``many`` says that there are several. ``widget`` is the name of the template under ``forms/``. ``ref`` is the kind
    of row that a ``ref`` or ``file`` points to, ``pick`` names what is offered for it.
    """

    name: str
    title: str
    kind: str
    widget: str
    many: bool = False
    required: bool = True
    nullable: bool = False
    default: Any = None
    help: str = ""
    cite: str = ""
    choices: tuple[Choice, ...] = ()
    inner: tuple["Spec", ...] = ()
    lines: int = 4
    each: str = ""
    pick: str = ""
    ref: str = ""
    max_length: int | None = None

    @property
    def is_rows(self) -> bool:
        """Whether each value stands in a row of its own that can be added and removed."""
        return self.many and self.widget == "rows"


@cache
def specs(model: type[BaseModel]) -> tuple[Spec, ...]:
    """The fields of a facts class in order.

    Raises:
        TypeError: for a field whose type no widget can show, naming class and field.
    """
    return tuple(_spec(model, name, field) for name, field in model.model_fields.items())


def _spec(model: type[BaseModel], name: str, field: FieldInfo) -> Spec:
    marks: list[Any] = list(field.metadata)
    type_, nullable = _bare(field.annotation, marks)
    many = get_origin(type_) in {list, tuple}
    at_least = _limit(marks, "min_length") if many else None
    if many:
        type_, _ = _bare(get_args(type_)[0], marks)
    shape = _shape(type_, marks)
    if shape is None:
        raise TypeError(f"{model.__name__}.{name}: no widget for {type_!r}")
    kind, choices = shape
    show = next((m for m in marks if isinstance(m, Show)), Show())
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return Spec(
        name=name,
        title=field.title or name,
        kind=kind,
        widget=_widget(kind, many, show, choices),
        many=many,
        required=bool(at_least) if many else field.is_required(),
        nullable=nullable,
        default=_default(field),
        help=field.description or "",
        cite=str(extra.get("cite", "")),
        choices=choices,
        inner=specs(type_) if kind == "group" else (),
        lines=show.rows,
        each=show.label_each,
        pick=_pick(marks),
        ref=next((m.kind for m in marks if isinstance(m, Ref)), ""),
        max_length=None if many else _limit(marks, "max_length"),
    )


def _pick(marks: Sequence[Any]) -> str:
    """The pick a mark of the list or of its items names, else the kind of row referred to."""
    named = [m.pick for m in marks if isinstance(m, Show) and m.pick]
    return next(iter([*named, *(m.kind for m in marks if isinstance(m, Ref))]), "")


def _bare(annotation: Any, marks: list[Any]) -> tuple[Any, bool]:
    """The type without ``Annotated`` and ``| None``; what was annotated is added to ``marks``."""
    nullable = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            marks.extend(more)
        elif origin in {Union, UnionType}:
            rest = [a for a in get_args(annotation) if a is not NoneType]
            nullable = nullable or len(rest) < len(get_args(annotation))
            if len(rest) != 1:
                return annotation, nullable
            annotation = rest[0]
        else:
            return annotation, nullable or (origin is Literal and None in get_args(annotation))


def _shape(type_: Any, marks: Sequence[Any]) -> tuple[str, tuple[Choice, ...]] | None:
    ref = next((m for m in marks if isinstance(m, Ref)), None)
    if get_origin(type_) is Literal:
        return "choice", tuple((value, str(value)) for value in get_args(type_) if value is not None)
    if not isinstance(type_, type):
        return None
    if ref is not None and type_ is int:
        return ("file" if ref.kind == "file" else "ref"), ()
    if issubclass(type_, BaseModel):
        return "group", ()
    if issubclass(type_, Enum):
        return "choice", tuple((member.value, _label(member)) for member in type_)
    if type_ is str and any(isinstance(m, Show) and m.widget in {"choice", "radio"} for m in marks):
        return "choice", ()
    plain = {str: "str", date: "date", bool: "bool", int: "int"}
    return (plain[type_], ()) if type_ in plain else None


def _label(member: Enum) -> str:
    for name in ("label", "title"):
        text = getattr(member, name, None)
        if isinstance(text, str):
            return text
    return str(member.value)


def _widget(kind: str, many: bool, show: Show, choices: tuple[Choice, ...]) -> str:
    if kind == "file":
        return show.widget or "files"
    if many:
        return "checks" if kind in {"choice", "ref"} and show.widget != "rows" else "rows"
    if kind == "choice":
        return show.widget or ("radio" if len(choices) <= RADIO_AT_MOST else "choice")
    fixed = {"group": "group", "bool": "yes", "date": "date", "int": "number"}
    if kind == "ref":
        return show.widget or "choice"
    return fixed.get(kind) or ("text" if show.widget == "text" else "line")


def _limit(marks: Sequence[Any], name: str) -> int | None:
    found = [getattr(mark, name) for mark in marks if getattr(mark, name, None) is not None]
    return min(found, default=None)


def _default(field: FieldInfo) -> Any:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return None
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [v.model_dump(mode="json") if isinstance(v, BaseModel) else v for v in value]
    return value
