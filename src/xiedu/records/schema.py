"""What a field is: name, Chinese title, type, code list, source. The kinds of record are written with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from xiedu.law.citation import Cite

NO_CODES: Mapping[str, str] = MappingProxyType({})


class FieldType(StrEnum):
    """The types of the public contract; ``sql`` of :class:`Field` says how each is stored."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    TEXTS = "texts"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    INT = "int"
    NUMBER = "number"
    BOOL = "bool"
    LIST = "list"


SQL_TYPES: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.TEXT: "VARCHAR",
        FieldType.CODE: "VARCHAR",
        FieldType.CODES: "VARCHAR[]",
        FieldType.TEXTS: "VARCHAR[]",
        FieldType.DATE: "DATE",
        FieldType.DATETIME: "TIMESTAMP",
        FieldType.MONEY: "BIGINT",
        FieldType.INT: "BIGINT",
        FieldType.NUMBER: "DOUBLE",
        FieldType.BOOL: "BOOLEAN",
    }
)


@dataclass(frozen=True, slots=True)
class When:
    """When a field that is not always required must be filled: over the normalised columns, and as people say it."""

    sql: str
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Money is stored in 分 (integer) and written in 元; codes maps stored code → Chinese word.

    ``members`` are the fields of one item when the type is LIST. ``source`` is the article or the standard.
    ``sensitive`` values (identity numbers) never stand in the lake in clear.
    """

    name: str
    title: str
    type: FieldType = FieldType.TEXT
    source: Cite | str = ""
    required: bool = False
    required_when: When | None = None
    codes: Mapping[str, str] = field(default_factory=lambda: NO_CODES)
    note: str = ""
    sensitive: bool = False
    members: tuple["Field", ...] = ()

    @property
    def sql(self) -> str:
        """The DuckDB type the field is stored in."""
        if self.type is not FieldType.LIST:
            return SQL_TYPES[self.type]
        return f"STRUCT({', '.join(f'{m.name} {m.sql}' for m in self.members)})[]"

    def must(self) -> "Field":
        """The same field, required in every record."""
        return replace(self, required=True)

    def if_(self, sql: str, words: str) -> "Field":
        """The same field, required where ``sql`` is true."""
        return replace(self, required_when=When(sql, words))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its code, Chinese name and fields in the order people see them."""

    name: str
    title: str
    fields: tuple[Field, ...]
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {f.name: f for f in self.fields}
        titles = {f.title for f in self.fields}
        if len(names) != len(self.fields) or len(titles) != len(self.fields):
            raise AssertionError(f"a name or a title stands twice in kind {self.name}")
        object.__setattr__(self, "by_name", MappingProxyType(names))


def text(name: str, title: str, source: Cite | str, note: str = "", *, sensitive: bool = False) -> Field:
    """A text field."""
    return Field(name, title, FieldType.TEXT, source, note=note, sensitive=sensitive)


def texts(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """Several texts, joined by ；in a cell."""
    return Field(name, title, FieldType.TEXTS, source, note=note)


def code(name: str, title: str, codes: Mapping[str, str], source: Cite | str, note: str = "") -> Field:
    """One word of a closed list."""
    return Field(name, title, FieldType.CODE, source, codes=codes, note=note)


def codes(name: str, title: str, table: Mapping[str, str], source: Cite | str, note: str = "") -> Field:
    """Several words of a closed list, joined by ；in a cell."""
    return Field(name, title, FieldType.CODES, source, codes=table, note=note)


def day(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """A date."""
    return Field(name, title, FieldType.DATE, source, note=note)


def moment(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """A date with the time of day (Shanghai); a date alone is no moment."""
    return Field(name, title, FieldType.DATETIME, source, note=note)


def money(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """An amount: written in 元 with at most two decimals, stored in 分."""
    return Field(name, title, FieldType.MONEY, source, note=note)


def number(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """A number that may have decimals (a coordinate, a quantity, a percentage)."""
    return Field(name, title, FieldType.NUMBER, source, note=note)


def count(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """A whole number."""
    return Field(name, title, FieldType.INT, source, note=note)


def yes(name: str, title: str, source: Cite | str, note: str = "") -> Field:
    """Yes or no; empty means not recorded, never no."""
    return Field(name, title, FieldType.BOOL, source, note=note)


def items(name: str, title: str, members: tuple[Field, ...], source: Cite | str, note: str = "") -> Field:
    """A list of structs: JSON in a cell, or an extra sheet."""
    return Field(name, title, FieldType.LIST, source, members=members, note=note)
