"""The register as sheets: which columns each has, what a row is known by, which rows follow one another in time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from xiedu.base.sheets import clean
from xiedu.bodies.models import Area, Body, Certificate, Hosting, Person, Post, Serving

Plain = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the field it fills, and what its cells are.

    ``refers`` says that the cell names another row: ``area`` by code, ``body`` by full name, ``person`` by number,
    ``user`` by sign-in. In plain rows a reference is the key of the row it names, never a database id.
    """

    title: str
    field: str
    required: bool = False
    day: bool = False
    refers: str = ""
    choices: type[models.TextChoices] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``key`` are the fields a row is known by; within the same ``series`` a later row ends an earlier."""

    title: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    series: tuple[str, ...] = ()

    @property
    def titles(self) -> list[str]:
        """The column titles in order."""
        return [column.title for column in self.columns]

    def key_of(self, row: Plain) -> Key:
        """What the row is known by."""
        return tuple(row[field] for field in self.key)

    def column(self, field: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == field)


_FROM = Column("起", "valid_from", required=True, day=True)
_TO = Column("止", "valid_to", day=True)

AREAS = Sheet(
    "区域",
    Area,
    (
        Column("区划代码", "code", required=True),
        Column("名称", "name", required=True),
        Column("层级", "rank", required=True, choices=Area.Level),
        Column("上级代码", "parent", refers="area"),
        Column("代码来源", "code_source", required=True),
        Column("代码日期", "code_date", required=True, day=True),
    ),
    ("code",),
)
BODIES = Sheet(
    "机构",
    Body,
    (
        Column("全称", "name", required=True),
        Column("简称", "short_name", required=True),
        Column("类别", "kind", required=True, choices=Body.Kind),
        Column("区划代码", "area", required=True, refers="area"),
        Column("法律层级", "legal_level", required=True, choices=Area.Level),
        Column("所属机关", "parent", refers="body"),
        Column("统一社会信用代码", "credit_code"),
        Column("发文机关代字", "paper_word"),
        Column("领域", "field"),
        Column("设立日", "valid_from", required=True, day=True),
        Column("撤销日", "valid_to", day=True),
    ),
    ("name", "valid_from"),
)
HOSTINGS = Sheet(
    "挂靠",
    Hosting,
    (
        Column("指导机构", "guidance", required=True, refers="body"),
        Column("挂靠机关", "host", required=True, refers="body"),
        _FROM,
        _TO,
    ),
    ("guidance", "host", "valid_from"),
    ("guidance",),
)
PEOPLE = Sheet(
    "人员",
    Person,
    (
        Column("人员编号", "number", required=True),
        Column("姓名", "name", required=True),
        Column("账号", "user", refers="user"),
        Column("电话", "phone"),
    ),
    ("number",),
)
POSTS = Sheet(
    "岗位",
    Post,
    (
        Column("人员编号", "person", required=True, refers="person"),
        Column("机构", "body", required=True, refers="body"),
        Column("岗位", "rank", required=True, choices=Post.Rank),
        Column("科室", "section"),
        _FROM,
        _TO,
    ),
    ("person", "body", "rank", "valid_from"),
    ("person", "body"),
)
CERTIFICATES = Sheet(
    "证件",
    Certificate,
    (
        Column("证号", "number", required=True),
        Column("人员编号", "person", required=True, refers="person"),
        Column("种类", "kind", required=True, choices=Certificate.Kind),
        Column("发证机关", "issuer", required=True),
        _FROM,
        Column("止", "valid_to", required=True, day=True),
        Column("暂扣起", "suspended_from", day=True),
        Column("注销日", "revoked_on", day=True),
    ),
    ("number",),
)
SERVINGS = Sheet(
    "司法所辖区",
    Serving,
    (
        Column("司法所", "office", required=True, refers="body"),
        Column("区划代码", "area", required=True, refers="area"),
        _FROM,
        _TO,
    ),
    ("office", "area", "valid_from"),
    ("area",),
)
# In the order in which rows can be laid down: what is referred to comes first.
SHEETS = (AREAS, BODIES, HOSTINGS, PEOPLE, POSTS, CERTIFICATES, SERVINGS)

_PATHS = {"area": ("code",), "body": ("name", "valid_from"), "person": ("number",), "user": ("username",)}


@dataclass(slots=True)
class Stored:
    """The rows of one sheet as they stand in the database: plain by key, and the id of each."""

    rows: dict[Key, Plain]
    ids: dict[Key, int]


def read_stored(sheet: Sheet) -> Stored:
    """The database's rows of a sheet, texts cleaned as a spreadsheet would; one query."""
    paths = {column.field: _paths(column) for column in sheet.columns}
    wanted = ["pk", *(path for group in paths.values() for path in group)]
    rows: dict[Key, Plain] = {}
    ids: dict[Key, int] = {}
    for record in sheet.model._default_manager.order_by("pk").values(*wanted):
        plain = {column.field: _plain(record, paths[column.field], bool(column.refers)) for column in sheet.columns}
        rows[sheet.key_of(plain)] = plain
        ids[sheet.key_of(plain)] = record["pk"]
    return Stored(rows, ids)


def _paths(column: Column) -> list[str]:
    return [f"{column.field}__{part}" for part in _PATHS[column.refers]] if column.refers else [column.field]


def _plain(record: dict[str, Any], paths: list[str], reference: bool) -> Any:
    values = [clean(value) if isinstance(value, str) else value for value in (record[path] for path in paths)]
    if not reference:
        return values[0]
    return None if values[0] is None else tuple(values)


def body_labels(keys: set[Key]) -> dict[Key, str]:
    """How each body is written in a cell: its name; with the day it was set up where two had the same name."""
    names: dict[str, int] = {}
    for name, _ in keys:
        names[name] = names.get(name, 0) + 1
    return {(name, day): name if names[name] == 1 else dated_label(name, day) for name, day in keys}


def dated_label(name: str, day: date) -> str:
    """A body's name with the day it was set up."""
    return f"{name}（{day} 设立）"
