"""The register of bodies and people as one Excel workbook, out and in.

The import adds and changes, it never deletes; importing what was exported changes nothing, importing twice is
importing once. A new post of a person in a body ends his earlier open one there the day before; so do a new hosting of
a guidance body and a new office of a township.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from xiedu.base import audit
from xiedu.base.chain import sm3
from xiedu.base.models import User
from xiedu.base.sheets import read_book, refuse, write_book
from xiedu.bodies.register_layout import (
    BODIES,
    SHEETS,
    Column,
    Key,
    Plain,
    Sheet,
    Stored,
    body_labels,
    read_stored,
)
from xiedu.bodies.register_read import Book, read_rows

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One row added or changed: ``fields`` maps column titles to (before, after) as shown; before is empty if new."""

    sheet: str
    row: str
    new: bool
    fields: Mapping[str, tuple[str, str]]


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    dry_run: bool
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Added and changed rows by sheet."""
        out: dict[str, dict[str, int]] = {}
        for change in self.changes:
            per = out.setdefault(change.sheet, {"新增": 0, "修改": 0})
            per["新增" if change.new else "修改"] += 1
        return out


def export_register(user: User | None) -> bytes:
    """The whole register as an Excel workbook; the export is recorded in the audit chain."""
    stored = _stored()
    labels = body_labels(set(stored[BODIES.title].rows))
    data = write_book(
        {
            sheet.title: (
                sheet.titles,
                [
                    [shown(column, row[column.field], labels) for column in sheet.columns]
                    for _, row in sorted(stored[sheet.title].rows.items(), key=lambda item: str(item[0]))
                ],
            )
            for sheet in SHEETS
        }
    )
    rows = sum(len(stored[sheet.title].rows) for sheet in SHEETS)
    audit.record("导出登记册", user=user, target="机构人员登记册", detail={"rows": rows, "sm3": sm3(data)})
    return data


def import_register(data: bytes, user: User | None, *, dry_run: bool = False) -> Report:
    """Take a workbook in. With ``dry_run`` everything is done and then rolled back.

    Raises:
        SheetError: with every fault of the workbook at once; nothing is changed then.
    """
    tables = read_book(data, {sheet.title: sheet.titles for sheet in SHEETS})
    with transaction.atomic():
        stored = _stored()
        book = read_rows(tables, stored)
        refuse(book.errors)
        report = _apply(book, stored, dry_run)
        if dry_run:
            transaction.set_rollback(True)
        else:
            detail = {"sm3": sm3(data), "counts": report.counts}
            audit.record("导入登记册", user=user, target="机构人员登记册", detail=detail)
    return report


def _stored() -> dict[str, Stored]:
    return {sheet.title: read_stored(sheet) for sheet in SHEETS}


def _apply(book: Book, stored: dict[str, Stored], dry_run: bool) -> Report:
    report = Report(dry_run)
    labels = body_labels(set(stored[BODIES.title].rows) | set(book.rows[BODIES.title]))
    ids = {"user": {(name,): pk for name, pk in User.objects.values_list("username", "pk")}}
    for sheet in SHEETS:
        known = stored[sheet.title]
        wanted = _ended(sheet, book.rows[sheet.title], known.rows)
        new = {key: row for key, row in wanted.items() if key not in known.rows}
        changed = {key: row for key, row in wanted.items() if key in known.rows and row != known.rows[key]}
        report.unchanged += len(wanted) - len(new) - len(changed)
        ids[_REFERRED.get(sheet.title, "")] = known.ids
        _release(sheet, changed, known)
        _create(sheet, new, known.ids, ids)
        _update(sheet, changed, known, ids)
        report.changes += [_told(sheet, row, {}, labels) for row in new.values()]
        report.changes += [_told(sheet, row, known.rows[key], labels) for key, row in changed.items()]
    return report


_REFERRED = {"区域": "area", "机构": "body", "人员": "person"}


def _ended(sheet: Sheet, rows: dict[Key, Plain], known: Mapping[Key, Plain]) -> dict[Key, Plain]:
    """The rows as they shall stand, open ones ended where a new row of the same series follows.

    An open row that the database has already ended for that reason stays ended, or the same book taken in
    twice would open it again.
    """
    if not sheet.series:
        return rows
    series: dict[Key, list[Key]] = {}
    merged = {**known, **rows}
    for key, row in merged.items():
        series.setdefault(tuple(row[name] for name in sheet.series), []).append(key)
    out = dict(rows)
    for keys in series.values():
        for key in keys:
            row = merged[key]
            later = [k for k in keys if merged[k]["valid_from"] > row["valid_from"]]
            end = _end_of(
                row, known.get(key), [merged[k]["valid_from"] for k in later if k not in known], later, merged
            )
            if end != row["valid_to"]:
                out[key] = {**row, "valid_to": end}
    return out


def _end_of(
    row: Plain, before: Plain | None, new_starts: list[date], later: list[Key], merged: Mapping[Key, Plain]
) -> date | None:
    if row["valid_to"] is not None:
        return row["valid_to"]  # type: ignore[no-any-return]
    ended = before["valid_to"] if before else None
    if ended is not None and any(merged[key]["valid_from"] - _DAY == ended for key in later):
        return ended  # type: ignore[no-any-return]
    return min(new_starts) - _DAY if new_starts else None


def _values(sheet: Sheet, row: Plain, ids: Mapping[str, Mapping[Key, int]], fields: list[str]) -> dict[str, Any]:
    """Column values for the database: references as ids."""
    out: dict[str, Any] = {}
    for name in fields:
        column = sheet.column(name)
        if column.refers:
            out[f"{name}_id"] = None if row[name] is None else ids[column.refers][row[name]]
        else:
            out[name] = row[name]
    return out


def _create(sheet: Sheet, new: dict[Key, Plain], own: dict[Key, int], ids: Mapping[str, Mapping[Key, int]]) -> None:
    """Add rows; the parent, which may be among them, is set once all have ids."""
    fields = [column.field for column in sheet.columns if column.field != "parent"]
    made = sheet.model._default_manager.bulk_create(
        [sheet.model(**_values(sheet, row, ids, fields)) for row in new.values()], batch_size=500
    )
    own.update(zip(new, (row.pk for row in made), strict=True))
    if len(fields) == len(sheet.columns):
        return
    for key, row in new.items():
        if row["parent"] is not None:
            sheet.model._default_manager.filter(pk=own[key]).update(**_values(sheet, row, ids, ["parent"]))


def _release(sheet: Sheet, changed: dict[Key, Plain], known: Stored) -> None:
    """A sign-in may pass from one person to another in one book: let go of all first, take hold after."""
    freed = [known.ids[key] for key, row in changed.items() if row.get("user") != known.rows[key].get("user")]
    if freed:
        sheet.model._default_manager.filter(pk__in=freed).update(user=None)


def _update(sheet: Sheet, changed: dict[Key, Plain], known: Stored, ids: Mapping[str, Mapping[Key, int]]) -> None:
    for key, row in changed.items():
        fields = [name for name, value in row.items() if value != known.rows[key][name]]
        sheet.model._default_manager.filter(pk=known.ids[key]).update(**_values(sheet, row, ids, fields))


def _told(sheet: Sheet, row: Plain, before: Plain, labels: Mapping[Key, str]) -> Change:
    fields = {
        column.title: (shown(column, before.get(column.field), labels), shown(column, row[column.field], labels))
        for column in sheet.columns
        if row[column.field] != before.get(column.field, "" if not before else None)
    }
    name = " ".join(str(shown(sheet.column(part), row[part], labels)) for part in sheet.key)
    return Change(sheet.title, name, not before, {title: (str(a), str(b)) for title, (a, b) in fields.items()})


def shown(column: Column, value: Any, labels: Mapping[Key, str]) -> Any:
    """A plain value as it stands in a cell."""
    if value is None or value == "":
        return ""
    if column.choices:
        return str(column.choices(value).label)
    if column.refers:
        return labels[value] if column.refers == "body" else value[0]
    return value
