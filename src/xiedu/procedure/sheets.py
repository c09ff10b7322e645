"""Matters taken over from a sheet, row by row through the one door: all of it or nothing, each number once.

1. Read the first sheet of a workbook or a CSV. 2. A row known before is left to the room it belongs to. 3. Every other
row is a starting move. 4. One fault anywhere, or a dry run, and nothing has happened.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from xiedu.base.calendar import as_date
from xiedu.base.sheets import CellError, Row, read_table, refuse, text_of
from xiedu.bodies.models import Body
from xiedu.procedure.errors import NotMade
from xiedu.procedure.perform import Ask, start
from xiedu.procedure.situation import Actor


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet and the fact it states."""

    title: str
    fact: str
    day: bool = False
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of sheet: its name, columns, the fact that numbers its rows, the starting move, words to mend it by."""

    name: str
    columns: Sequence[Column]
    key: str
    procedure: str
    move: str
    once: str
    remedy: str

    @property
    def titles(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or in a dry run would do: new matters by the number in the sheet, rows known before."""

    dry_run: bool
    added: Mapping[str, str]
    unchanged: int


class Taker:
    """Takes the rows of a form one by one and remembers what came of them; a room says what is known and stated."""

    def __init__(self, form: Form, actor: Actor) -> None:
        self.form, self.actor = form, actor
        self.errors: list[CellError] = []
        self.added: dict[str, str] = {}
        self.unchanged = 0
        self.bodies = bodies_by_name()
        self._seen: dict[str, int] = {}

    def known(self, number: int, row: Row, facts: Mapping[str, Any]) -> bool:
        """Whether the row was taken over before; says what is wrong with it then, or counts it."""
        raise NotImplementedError

    def stated(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What the starting move states for a row."""
        raise NotImplementedError

    def more_faults(self, number: int, facts: Mapping[str, Any]) -> Iterator[CellError]:
        """Faults only the room knows of."""
        return iter(())

    def take(self, number: int, row: Row) -> None:
        """One row: at fault, known, or new."""
        facts = {column.fact: _cell(column, row[column.title]) for column in self.form.columns}
        faults = [*self._unreadable(number, row, facts), *self._repeated(number, str(facts[self.form.key]))]
        faults += self.more_faults(number, facts)
        if faults:
            self.errors += faults
        elif not self.known(number, row, facts):
            self._start(number, row, facts)

    def fault(self, number: int, fact: str, value: Any, reason: str, remedy: str) -> CellError:
        """A fault of a row at the column of a fact."""
        title = next((c.title for c in self.form.columns if c.fact == fact), "整行")
        return CellError(self.form.name, number, title, value, reason, remedy)

    def _unreadable(self, number: int, row: Row, facts: Mapping[str, Any]) -> Iterator[CellError]:
        for column in self.form.columns:
            value = row[column.title]
            if facts[column.fact] != "" or not (column.needed or value):
                continue
            if value in (None, ""):
                yield self.fault(number, column.fact, "", "必填", "请补填。")
            else:
                remedy = "请写成 2021-03-01 的样子，或把单元格格式设为日期。"
                yield self.fault(number, column.fact, value, "不是日期", remedy)

    def _repeated(self, number: int, key: str) -> Iterator[CellError]:
        before = self._seen.setdefault(key, number)
        if key and before != number:
            yield self.fault(number, self.form.key, key, f"与第 {before} 行重复", self.form.once)

    def _start(self, number: int, row: Row, facts: Mapping[str, Any]) -> None:
        try:
            done = start(self.form.procedure, Ask(self.form.move, self.actor, self.stated(facts)))
        except NotMade as refusal:
            self.errors += self._told(number, row, refusal)
        else:
            self.added[str(facts[self.form.key])] = done.number

    def _told(self, number: int, row: Row, refusal: NotMade) -> Iterator[CellError]:
        """What the door has against a row, at the column it is about."""
        faults = dict(refusal.errors)
        for found in refusal.refusals:
            faults.setdefault(found.field, found.message)
        titles = {c.fact: c.title for c in self.form.columns}
        for path, text in faults.items():
            value = row[titles[path]] if path in titles else ""
            yield self.fault(number, path, value, text.rstrip("。"), self.form.remedy)


def take_over(data: bytes, name: str, form: Form, taker: Callable[[], Taker], *, dry_run: bool = False) -> Imported:
    """Take a sheet over.

    Raises:
        SheetError: with every fault of every row at once; nothing has happened then.
        ValueError: when the file is no text at all (a CSV in an unknown encoding).
    """
    table = read_table(data, name, form.titles)
    with transaction.atomic():
        taking = taker()
        for number, row in table:
            taking.take(number, row)
        refuse(taking.errors)
        if dry_run:
            transaction.set_rollback(True)
    return Imported(dry_run, taking.added, taking.unchanged)


def bodies_by_name() -> dict[str, int]:
    """Ids by names and short names of bodies; a name that two bodies share stands for neither."""
    found: dict[str, set[int]] = {}
    for pk, name, short in Body.objects.values_list("pk", "name", "short_name"):
        found.setdefault(name, set()).add(pk)
        found.setdefault(short, set()).add(pk)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _cell(column: Column, value: Any) -> date | str:
    if column.day:
        return as_date(value) or ""
    return value.isoformat() if isinstance(value, date) else text_of(value)
