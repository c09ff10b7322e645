"""The 12345 hotline's sheet: its tickets taken over row by row as leads, their categories mapped by a dated setting.

One fault anywhere, or a dry run, and nothing has happened. A ticket that has been taken over before is left as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from xiedu.base import dated
from xiedu.base.calendar import as_date
from xiedu.base.models import today
from xiedu.base.sheets import CellError, Row, read_table, refuse, text_of, write_book
from xiedu.bodies.models import Body
from xiedu.law.codes import SupervisionMatter
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import MatterIndex
from xiedu.procedure.perform import Ask, start
from xiedu.procedure.situation import Actor
from xiedu.supervision.policies import CATEGORIES

MOVE = "register"
SHEET = "热线工单"
REMEDY = "请更正后重新导入整份表格。"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet and the fact it states."""

    title: str
    fact: str
    needed: bool = True


COLUMNS = (
    Column("工单号", "source_no"),
    Column("类别", "category"),
    Column("被反映单位", "subject"),
    Column("标题", "title"),
    Column("反映内容", "description"),
    Column("反映日期", "found_on"),
    Column("涉及企业或当事人", "company", needed=False),
    Column("反映人", "reporter", needed=False),
    Column("联系方式", "reporter_contact", needed=False),
)
TITLES = tuple(column.title for column in COLUMNS)
_EXAMPLE = (
    "示例 20260001（导入前请删除本行）", "执法程序", "（被反映单位全称）", "检查未出示证件",
    "反映执法人员检查时未出示证件。", "2026-03-01", "", "", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or in a dry run would do: numbers of the new leads by ticket, tickets known before."""

    dry_run: bool
    added: Mapping[str, str]
    unchanged: int


def template() -> bytes:
    """An empty sheet with an example row, as an Excel workbook."""
    return write_book({SHEET: (TITLES, [_EXAMPLE])})


def import_hotline(data: bytes, name: str, actor: Actor, *, dry_run: bool = False) -> Imported:
    """Register a sheet's tickets as leads for the bureau the actor acts for.

    Raises:
        SheetError: with every fault of every row at once; nothing has happened then.
        ValueError: when the file is no text at all (a CSV in an unknown encoding).
    """
    table = read_table(data, name, TITLES)
    with transaction.atomic():
        taker = _Taker(actor)
        for number, row in table:
            taker.take(number, row)
        refuse(taker.errors)
        if dry_run:
            transaction.set_rollback(True)
    return Imported(dry_run, taker.added, taker.unchanged)


def categories(on: date) -> dict[str, str]:
    """Category of the hotline → code of the supervision matter of art. 14, as set for the day."""
    labels = {str(member.label): str(member) for member in SupervisionMatter}
    pairs = (line.partition("：") for line in dated.snapshot(on).value(CATEGORIES))
    return {category.strip(): labels[label.strip()] for category, _, label in pairs if label.strip() in labels}


class _Taker:
    """Takes rows one by one and remembers what came of them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.errors: list[CellError] = []
        self.added: dict[str, str] = {}
        self.unchanged = 0
        self._seen: dict[str, int] = {}
        self._known = set(MatterIndex.objects.filter(key="source_no").values_list("text", flat=True))
        self._categories = categories(today())
        self._bodies = _bodies()

    def take(self, number: int, row: Row) -> None:
        """One row: known, new, or at fault."""
        facts: dict[str, Any] = {c.fact: text_of(row[c.title]) for c in COLUMNS}
        facts["found_on"] = as_date(row["反映日期"]) or ""
        faults = list(self._faults(number, row, facts))
        if faults:
            self.errors += faults
        elif facts["source_no"] in self._known:
            self.unchanged += 1
        else:
            self._start(number, row, facts)

    def _faults(self, number: int, row: Row, facts: Mapping[str, Any]) -> Iterator[CellError]:
        for column in COLUMNS:
            if column.needed and facts[column.fact] == "":
                value = row[column.title]
                wrong = "不是日期" if value not in (None, "") else "必填"
                yield CellError(SHEET, number, column.title, value or "", wrong, "请补填。日期写成 2026-03-01 的样子。")
        before = self._seen.setdefault(str(facts["source_no"]), number)
        if facts["source_no"] and before != number:
            yield CellError(SHEET, number, "工单号", facts["source_no"], f"与第 {before} 行重复", "一个工单只留一行。")
        if facts["subject"] and str(facts["subject"]) not in self._bodies:
            remedy = "请填写机构登记中的全称或简称。"
            yield CellError(SHEET, number, "被反映单位", facts["subject"], "没有登记，或者两个机构同名", remedy)

    def _start(self, number: int, row: Row, facts: dict[str, Any]) -> None:
        stated = {key: value for key, value in facts.items() if value != ""}
        stated |= {"subject": self._bodies[str(facts["subject"])], "source": "hotline"}
        suggested = self._categories.get(str(facts["category"]))
        stated |= {"suggested": suggested} if suggested else {}
        try:
            done = start("lead", Ask(MOVE, self.actor, stated))
        except NotMade as refusal:
            self.errors += _told(number, row, refusal)
        else:
            self.added[str(facts["source_no"])] = done.number


def _bodies() -> dict[str, int]:
    """Names and short names of bodies; a name that two bodies share stands for neither."""
    found: dict[str, set[int]] = {}
    for pk, name, short in Body.objects.values_list("pk", "name", "short_name"):
        for word in {name, short}:
            found.setdefault(word, set()).add(pk)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _told(number: int, row: Row, refusal: NotMade) -> list[CellError]:
    """What the door has against a row, at the column it is about."""
    faults = {found.field: found.message for found in refusal.refusals} | dict(refusal.errors)
    titles = {c.fact: c.title for c in COLUMNS}
    return [
        CellError(SHEET, number, titles.get(path, "整行"), row[titles[path]] if path in titles else "", text, REMEDY)
        for path, text in faults.items()
    ]
