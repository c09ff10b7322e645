"""From cells to plain rows: every cell checked, every fault kept, references resolved against book and database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiedu.base.calendar import as_date
from xiedu.base.models import User
from xiedu.base.sheets import CellError, Table, clean, text_of
from xiedu.bodies.models import Body
from xiedu.bodies.register_layout import (
    AREAS,
    BODIES,
    HOSTINGS,
    PEOPLE,
    SERVINGS,
    SHEETS,
    Column,
    Key,
    Plain,
    Sheet,
    Stored,
    body_labels,
    dated_label,
)
from xiedu.law.identifiers import read_credit_code


@dataclass
class Book:
    """What an uploaded register says: plain rows by key and the number of the line each stands in."""

    rows: dict[str, dict[Key, Plain]] = field(default_factory=dict)
    lines: dict[str, dict[Key, int]] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)

    def fault(self, sheet: Sheet, key: Key, column: str, value: Any, reason: str, remedy: str) -> None:
        """Keep a fault of a row already read."""
        self.errors.append(CellError(sheet.title, self.lines[sheet.title].get(key, 0), column, value, reason, remedy))


@dataclass(frozen=True, slots=True)
class _Names:
    """Everything a cell may refer to: text in the cell → key; None where the text fits several rows."""

    known: Mapping[str, Mapping[str, Key | None]]

    @classmethod
    def of(cls, tables: Mapping[str, Table], stored: Mapping[str, Stored]) -> "_Names":
        codes = {(text_of(row["区划代码"]),) for _, row in tables[AREAS.title]} | set(stored[AREAS.title].rows)
        numbers = {(text_of(row["人员编号"]),) for _, row in tables[PEOPLE.title]} | set(stored[PEOPLE.title].rows)
        pairs = {(text_of(row["全称"]), as_date(row["设立日"])) for _, row in tables[BODIES.title]}
        bodies: set[Key] = {pair for pair in pairs if pair[1]} | set(stored[BODIES.title].rows)
        users = {(clean(name),) for name in User.objects.values_list("username", flat=True)}
        return cls(
            {"area": _single(codes), "person": _single(numbers), "user": _single(users), "body": _bodies(bodies)}
        )


def _single(keys: Iterable[Key]) -> dict[str, Key | None]:
    return {key[0]: key for key in keys if key[0]}


def _bodies(keys: set[Key]) -> dict[str, Key | None]:
    """By name where that is enough, always by name with day, and None for a name that is not enough."""
    out: dict[str, Key | None] = {name: None for name, _ in keys}
    out |= {dated_label(*key): key for key in keys}
    return out | {label: key for key, label in body_labels(keys).items()}


def read_rows(tables: Mapping[str, Table], stored: Mapping[str, Stored]) -> Book:
    """Check every cell of every sheet; the faults stand in ``errors``, the good rows in ``rows``."""
    names = _Names.of(tables, stored)
    book = Book()
    for sheet in SHEETS:
        rows = book.rows.setdefault(sheet.title, {})
        lines = book.lines.setdefault(sheet.title, {})
        for number, cells in tables[sheet.title]:
            row = _read_row(sheet, number, cells, names, book.errors)
            if row is None:
                continue
            key = sheet.key_of(row)
            if key in rows:
                told = f"与第 {lines[key]} 行重复"
                title = sheet.column(sheet.key[0]).title
                book.errors.append(CellError(sheet.title, number, title, cells[title], told, "请只留一行。"))
            rows.setdefault(key, row)
            lines.setdefault(key, number)
    _check_meaning(book, stored)
    return book


def _read_row(sheet: Sheet, number: int, cells: Plain, names: _Names, errors: list[CellError]) -> Plain | None:
    row: Plain = {}
    before = len(errors)
    for column in sheet.columns:
        value = cells[column.title]
        try:
            row[column.field] = _read_cell(sheet, column, value, names)
        except _CellFault as fault:
            errors.append(CellError(sheet.title, number, column.title, value, fault.reason, fault.remedy))
    ends = row.get("valid_to")
    if ends and row.get("valid_from") and ends < row["valid_from"]:
        title = sheet.column("valid_to").title
        errors.append(CellError(sheet.title, number, title, ends, "早于起始日", "请核对两个日期。"))
    return row if len(errors) == before else None


class _CellFault(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def _read_cell(sheet: Sheet, column: Column, value: Any, names: _Names) -> Any:
    text = text_of(value)
    if not text:
        if column.required:
            raise _CellFault("不能为空", "请填写。")
        return None if column.day or column.refers else ""
    if column.day:
        return _day(value)
    if column.choices:
        return _choice(column, text)
    if column.refers:
        return _reference(column, text, names)
    limit = sheet.model._meta.get_field(column.field).max_length  # type: ignore[union-attr]
    if limit and len(text) > limit:
        raise _CellFault(f"超过 {limit} 字", "请缩短。")
    return _credit_code(text) if column.field == "credit_code" else text


def _credit_code(text: str) -> str:
    try:
        return read_credit_code(text)
    except ValueError as error:
        raise _CellFault(str(error).rstrip("。"), "") from None


def _day(value: Any) -> date:
    day = as_date(value)
    if day is None:
        raise _CellFault("不是日期", "请写成 2026-01-01 这样的日期。")
    return day


def _choice(column: Column, text: str) -> str:
    labels = {str(label): str(value) for value, label in (column.choices.choices if column.choices else [])}
    if text not in labels:
        raise _CellFault("不在可选范围内", f"请改为：{'、'.join(labels)}。")
    return labels[text]


_WHERE = {
    "area": ("没有这个区划代码", "请先在“区域”表中登记，或更正代码。"),
    "body": ("没有这个机构", "请先在“机构”表中登记，或按全称更正。"),
    "person": ("没有这个人员编号", "请先在“人员”表中登记，或更正编号。"),
    "user": ("没有这个账号", "请先由系统管理员开通账号，或留空。"),
}


def _reference(column: Column, text: str, names: _Names) -> Key:
    known = names.known[column.refers]
    if text not in known:
        raise _CellFault(*_WHERE[column.refers])
    key = known[text]
    if key is None:
        raise _CellFault("有几个同名机构", f"请写明设立日，例如“{text}（2026-01-01 设立）”。")
    return key


def _check_meaning(book: Book, stored: Mapping[str, Stored]) -> None:
    """What no single cell can tell: kinds of the bodies joined, circles, one sign-in for two people."""
    merged = {sheet.title: stored[sheet.title].rows | book.rows[sheet.title] for sheet in SHEETS}
    _check_codes(book)
    _check_kind(book, HOSTINGS, "guidance", merged[BODIES.title], Body.Kind.GUIDANCE)
    _check_kind(book, SERVINGS, "office", merged[BODIES.title], Body.Kind.JUSTICE_OFFICE)
    for sheet in (AREAS, BODIES):
        _check_circles(book, sheet, merged[sheet.title])
    _check_users(book, merged[PEOPLE.title])


def _check_codes(book: Book) -> None:
    lengths = {"city": (6,), "county": (6,), "township": (9, 12)}
    for key, row in book.rows[AREAS.title].items():
        code = row["code"]
        if not (code.isascii() and code.isdigit() and len(code) in lengths[row["rank"]]):
            remedy = "市、县为 6 位数字，乡镇（街道）为 9 位数字。"
            book.fault(AREAS, key, "区划代码", code, "与层级不符", remedy)


def _check_kind(book: Book, sheet: Sheet, field_name: str, bodies: Mapping[Key, Plain], kind: Body.Kind) -> None:
    for key, row in book.rows[sheet.title].items():
        if bodies.get(row[field_name], {}).get("kind", kind) != kind:
            title = sheet.column(field_name).title
            book.fault(sheet, key, title, row[field_name][0], f"该机构的类别不是{kind.label}", "请核对机构或其类别。")


def _check_circles(book: Book, sheet: Sheet, rows: Mapping[Key, Plain]) -> None:
    for key in book.rows[sheet.title]:
        seen, at = {key}, rows[key]["parent"]
        while at is not None and at not in seen:
            seen.add(at)
            at = rows.get(at, {}).get("parent")
        if at == key:
            title = sheet.column("parent").title
            book.fault(sheet, key, title, rows[key]["parent"][0], "上下级绕成了圈", "请改为真正的上级。")


def _check_users(book: Book, people: Mapping[Key, Plain]) -> None:
    holders: dict[Key, list[Key]] = {}
    for key, row in people.items():
        if row["user"]:
            holders.setdefault(row["user"], []).append(key)
    for user, keys in holders.items():
        for key in keys[1:] if len(keys) > 1 else []:
            culprit = key if key in book.rows[PEOPLE.title] else keys[0]
            book.fault(PEOPLE, culprit, "账号", user[0], "这个账号已属于另一人", "一个账号只能对应一人。")
