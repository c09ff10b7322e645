"""HTML forms made from facts classes: one class serves page, JSON and command line, nothing is written twice.

    form = FactsForm(Application, request.POST or None, initial=draft, choices={"body": departments})
    if form.posted and (facts := form.validate()): perform(…)
    → {% include "forms/facts.html" %}

Everything typed is kept. Rows can be added and removed without JavaScript (the buttons post and come back); files
may be sent ahead or together with the form.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from pydantic import BaseModel, ValidationError

from xiedu.base.filetypes import EXTENSIONS
from xiedu.procedure.facts import messages
from xiedu.web.fields import Choice, Spec, specs
from xiedu.web.reading import ADD, REMOVE, read, without_row

Choices = Mapping[str, Sequence[Choice]]
FileNames = Callable[[Collection[int]], Mapping[int, str]]
Model = TypeVar("Model", bound=BaseModel)
PLACEHOLDER = "__row{}__"
UPLOAD_SUFFIX = "-upload"
WHOLE = ""


@dataclass
class Row:
    """One of several: its place, its words, its fields."""

    index: str
    label: str
    fields: list["Bound"]


@dataclass
class Bound:
    """A field with its value on one page."""

    spec: Spec
    path: str
    name: str
    value: Any
    error: str = ""
    choices: Sequence[Choice] = ()
    fields: list["Bound"] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    pattern: Row | None = None
    files: list[tuple[int, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Unique on the page; the error summary links to it."""
        return f"f-{self.name}"

    @property
    def describedby(self) -> str:
        """Ids of help and error, for screen readers."""
        return " ".join([f"{self.id}-help"] * bool(self.spec.help) + [f"{self.id}-error"] * bool(self.error))

    @property
    def shown(self) -> str:
        """The value as text; characters no page can show become a visible mark."""
        if self.value is None:
            return ""
        return "".join("\ufffd" if ord(c) < 32 and c not in "\n\t" else c for c in str(self.value))

    @property
    def input_type(self) -> str:
        """``date`` unless the text is no date, which a date input would hide."""
        return "date" if not self.value or (len(str(self.value)) == 10 and str(self.value)[4] == "-") else "text"

    @property
    def picked(self) -> list[str]:
        """The chosen values as the page compares them."""
        values = self.value if isinstance(self.value, list) else [self.value]
        return [_text(v) for v in values if v is not None]

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) of every choice."""
        return [(_text(v), label, _text(v) in self.picked) for v, label in self.choices]

    @property
    def tall(self) -> bool:
        """Long labels stand below each other."""
        return any(len(label) > 14 for _, label in self.choices) or len(self.choices) > 8

    @property
    def accept(self) -> str:
        """What a file field takes, images first: a phone then offers its camera beside its files."""
        return ",".join(["image/jpeg", "image/png", *(f".{ending}" for ending in EXTENSIONS)])

    def __str__(self) -> SafeString:
        return render_to_string(f"forms/{self.spec.widget}.html", {"f": self})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class FactsForm(Generic[Model]):
    """A facts class as a form.

    ``data`` is what was posted (None: show ``initial`` or the defaults). ``choices`` are looked up by field path
    with ``*`` for row numbers (``views.*.body``), then by the ``pick`` of :class:`~xiedu.procedure.facts.Show`,
    then by the kind of :class:`~xiedu.procedure.facts.Ref`. ``only`` shows and reads some top-level fields and
    leaves the others as in ``initial`` (the steps of a wizard). ``files`` names stored files the person may use.
    """

    def __init__(
        self,
        model: type[Model],
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
        choices: Choices | None = None,
        prefix: str = "",
        *,
        only: Collection[str] = (),
        files: FileNames | None = None,
    ) -> None:
        self.model = model
        self.posted = data is not None
        self.prefix = f"{prefix}-" if prefix else ""
        self.plan = [s for s in specs(model) if not only or s.name in only]
        self.choices = choices or {}
        self.file_names = files or (lambda ids: {})
        self.errors: dict[str, str] = {}
        self.values: dict[str, Any] = dict(initial or {})
        self.extra: set[str] = set()
        if data is not None:
            for spec in self.plan:
                self.values.pop(spec.name, None)
            self._read(data)

    # -- what was posted ------------------------------------------------------------------------------------------

    @property
    def editing(self) -> bool:
        """Only a row was added or removed: show the form again, judge nothing."""
        return self._editing

    _editing = False

    def _read(self, data: QueryDict) -> None:
        """Take in what was posted, and carry out an add or remove button pressed without JavaScript."""
        add, remove = data.get(ADD, ""), data.get(REMOVE, "")
        self._editing = bool(add or remove)
        kept = without_row(data, remove) if remove else data
        self.values |= read(self.plan, kept, self.prefix, keep_blank=self._editing)
        if add:
            self.extra.add(add.removeprefix(self.prefix))
        if remove and len(kept) == len(data):
            _drop(self.values, remove.removeprefix(self.prefix).split("-"))

    def take(self, files: MultiValueDict[str, Any], store: Callable[[UploadedFile[Any]], int]) -> None:
        """Store the files posted together with the form and put their numbers into their fields.

        ``store`` may raise ValueError with a Chinese reason, which is shown at the field.
        """
        for bound in self._file_fields(self.fields):
            for upload in files.getlist(bound.name + UPLOAD_SUFFIX):
                self._take_one(bound, upload, store)

    def _file_fields(self, fields: Iterable[Bound]) -> Iterable[Bound]:
        for bound in fields:
            if bound.spec.kind == "file":
                yield bound
            yield from self._file_fields(bound.fields)
            for row in bound.rows:
                yield from self._file_fields(row.fields)

    def _take_one(self, bound: Bound, upload: UploadedFile[Any], store: Callable[[UploadedFile[Any]], int]) -> None:
        try:
            number = store(upload)
        except ValueError as refused:
            self.errors[bound.path] = str(refused)
            return
        if bound.spec.many:
            bound.value = [*(bound.value or []), number]
        else:
            bound.value = number
        _put(self.values, bound.path.split("."), bound.value)

    # -- judging --------------------------------------------------------------------------------------------------

    def value(self) -> dict[str, Any]:
        """The nested values as typed, for a draft or for pydantic."""
        return self.values

    def validate(self) -> Model | None:
        """The facts, or None with :attr:`errors` filled (Chinese, by field path)."""
        if self._editing:
            return None
        try:
            facts = self.model.model_validate(self.values)
        except ValidationError as wrong:
            self.errors = messages(wrong) | self.errors
            return None
        for bound in self.fields:
            self._check_choices(bound)
        return None if self.errors else facts

    def _check_choices(self, bound: Bound) -> None:
        offered = {_text(value) for value, _ in bound.choices}
        if bound.spec.kind in {"choice", "ref"} and not bound.rows and not set(bound.picked) <= offered:
            self.errors.setdefault(bound.path, "请从列表中选择一项。")
        if bound.spec.kind == "file" and len(bound.files) < len(bound.picked):
            self.errors.setdefault(bound.path, "附件已不存在，或不是由您上传。请重新上传。")
        for inner in [*bound.fields, *(f for row in bound.rows for f in row.fields)]:
            self._check_choices(inner)

    def add_error(self, path: str, message: str) -> None:
        """A refusal of a guard at its field; ``""`` is the form as a whole."""
        self.errors[path] = message

    # -- drawing --------------------------------------------------------------------------------------------------

    @property
    def fields(self) -> list[Bound]:
        """The fields with their present values and errors."""
        return self._bind_all(self.plan, self.values, "", self.prefix)

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """(anchor, title, message) of every error in the order of the page; the anchor is empty for the whole form."""
        titles = {b.path: (b.id, b.spec.title) for b in _flat(self.fields)}
        order = {path: place for place, path in enumerate(titles)}
        found = sorted(self.errors.items(), key=lambda e: order.get(e[0], -1))
        return [(*titles.get(path, ("", "")), text) for path, text in found]

    def __str__(self) -> SafeString:
        return render_to_string("forms/facts.html", {"form": self})

    def _bind_all(self, plan: Sequence[Spec], values: Mapping[str, Any] | None, path: str, prefix: str) -> list[Bound]:
        return [
            self._bind(s, (values or {}).get(s.name, _MISSING), f"{path}{s.name}", f"{prefix}{s.name}") for s in plan
        ]

    def _bind(self, spec: Spec, value: Any, path: str, name: str) -> Bound:
        if value is _MISSING:
            value = None if self.posted else spec.default
        bound = Bound(spec, path, name, value, self.errors.get(path, ""), self._offer(spec, path))
        if spec.kind == "file":
            numbers = [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, int)]
            named = self.file_names(numbers) if numbers else {}
            bound.files = [(n, named[n]) for n in numbers if n in named]
        elif spec.is_rows:
            bound.rows = self._rows(spec, value, path, name)
            mark = PLACEHOLDER.format(name.count("-"))
            bound.pattern = self._row(spec, _MISSING, path, name, mark, 0)
        elif spec.kind == "group":
            bound.fields = self._bind_all(spec.inner, value, f"{path}.", f"{name}-")
        return bound

    def _rows(self, spec: Spec, value: Any, path: str, name: str) -> list[Row]:
        values = list(value or [])
        if name.removeprefix(self.prefix) in self.extra or (not values and spec.required):
            values.append(_MISSING)
        return [self._row(spec, v, path, name, str(i), i) for i, v in enumerate(values)]

    def _row(self, spec: Spec, value: Any, path: str, name: str, index: str, place: int) -> Row:
        label = f"{spec.each or spec.title} {place + 1}"
        inside = None if value is _MISSING else value
        if spec.kind == "group":
            return Row(index, label, self._bind_all(spec.inner, inside, f"{path}.{index}.", f"{name}-{index}-"))
        one = Bound(
            _one(spec), f"{path}.{index}", f"{name}-{index}", inside, self.errors.get(f"{path}.{index}", ""),
            self._offer(spec, path),
        )  # fmt: skip
        return Row(index, label, [one])

    def _offer(self, spec: Spec, path: str) -> Sequence[Choice]:
        starred = ".".join("*" if _is_index(part) else part for part in path.split("."))
        for key in (starred, spec.pick):
            if key and key in self.choices:
                return self.choices[key]
        return spec.choices


_MISSING: Any = object()


def _is_index(part: str) -> bool:
    return part.isdigit() or part.startswith("__row")


def _one(spec: Spec) -> Spec:
    """The single value of a row of plain values."""
    widget = {"choice": "choice", "ref": "choice", "date": "date", "int": "number"}.get(spec.kind, "line")
    return Spec(
        spec.name, spec.each or spec.title, spec.kind, widget, required=False, choices=spec.choices, pick=spec.pick,
        max_length=spec.max_length,
    )  # fmt: skip


def _flat(fields: Iterable[Bound]) -> Iterable[Bound]:
    for bound in fields:
        yield bound
        yield from _flat(bound.fields)
        for row in bound.rows:
            yield from _flat(row.fields)


def _drop(values: Any, parts: list[str]) -> None:
    """Remove the row at the end of a path; a path that leads nowhere changes nothing."""
    *way, last = parts
    holder = _walk(values, way)
    if isinstance(holder, list) and last.isdigit() and int(last) < len(holder):
        del holder[int(last)]
    elif holder is not None and not isinstance(holder, dict | list):
        _put(values, way, None)


def _put(values: Any, parts: list[str], value: Any) -> None:
    *way, last = parts
    holder = _walk(values, way)
    if isinstance(holder, dict):
        holder[last] = value


def _walk(values: Any, parts: Iterable[str]) -> Any:
    for part in parts:
        if isinstance(values, dict):
            values = values.get(part)
        elif isinstance(values, list) and part.isdigit() and int(part) < len(values):
            values = values[int(part)]
        else:
            return None
    return values
