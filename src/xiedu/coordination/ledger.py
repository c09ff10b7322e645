"""The paper ledger (台账) of disputes: taken over row by row as closed matters, through the same door as everything.

1. Read the first sheet of a workbook or a CSV. 2. A row whose old number this body has taken over before is left as it
is. 3. Every other row is the move ``import_closed``. 4. One fault anywhere, or a dry run, and nothing has happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from xiedu.base.calendar import as_date
from xiedu.base.sheets import CellError, Row, read_table, refuse, text_of, write_book
from xiedu.bodies.models import Body
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Event, MatterIndex
from xiedu.procedure.perform import Ask, start
from xiedu.procedure.record import past_of
from xiedu.procedure.situation import Actor

MOVE = "import_closed"
SHEET = "职责争议台账"
REMEDY = "请更正后重新导入整份台账"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the ledger and the fact it states."""

    title: str
    fact: str
    day: bool = False
    needed: bool = True


COLUMNS = (
    Column("原编号", "old_number"),
    Column("争议事项名称", "title"),
    Column("执法领域", "field", needed=False),
    Column("申请机关", "applicant"),
    Column("对方机关", "respondent"),
    Column("申请日期", "applied_on", day=True),
    Column("办结日期", "closed_on", day=True),
    Column("结果", "result"),
    Column("意见书文号", "opinion_number", needed=False),
    Column("备注", "note", needed=False),
)
TITLES = tuple(column.title for column in COLUMNS)
_EXAMPLE = (
    "示例〔2021〕1号（导入前请删除本行）",
    "城区建筑垃圾运输沿途撒落的执法职责",
    "渣土运输",
    "（申请机关全称）",
    "（对方机关全称）",
    "2021-03-01",
    "2021-04-15",
    "协调一致",
    "",
    "",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or in a dry run would do: numbers of the new matters by old number, rows known before."""

    dry_run: bool
    added: Mapping[str, str]
    unchanged: int


def template() -> bytes:
    """An empty ledger with an example row, as an Excel workbook."""
    return write_book({SHEET: (TITLES, [_EXAMPLE])})


def import_ledger(data: bytes, name: str, actor: Actor, *, dry_run: bool = False) -> Imported:
    """Take a ledger over for the guidance body the actor acts for.

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


class _Taker:
    """Takes rows one by one and remembers what came of them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.errors: list[CellError] = []
        self.added: dict[str, str] = {}
        self.unchanged = 0
        self._seen: dict[str, int] = {}
        self._known = _known(actor.body_id)
        self._bodies = _body_ids()

    def take(self, number: int, row: Row) -> None:
        """One row: known, new, or at fault."""
        facts = {column.fact: _cell(column, row[column.title]) for column in COLUMNS}
        faults = [*_unreadable(number, row, facts), *self._repeated(number, str(facts["old_number"]))]
        if faults:
            self.errors += faults
        elif facts["old_number"] in self._known:
            self._compare(number, row, facts)
        else:
            self._start(number, row, facts)

    def _repeated(self, number: int, old: str) -> Iterator[CellError]:
        before = self._seen.setdefault(old, number)
        if old and before != number:
            yield CellError(SHEET, number, "原编号", old, f"与第 {before} 行重复", "请核对，一件争议只留一行。")

    def _compare(self, number: int, row: Row, facts: Mapping[str, Any]) -> None:
        stored = self._known[str(facts["old_number"])]
        differing = [c for c in COLUMNS if stored and str(stored.get(c.fact, "")) != str(facts[c.fact])]
        for column in differing:
            reason = f"该原编号已导入，原内容为“{stored.get(column.fact, '')}”"
            remedy = "历史事项不因再次导入而改变；如确需更正，请联系办理机构登记说明。"
            self.errors.append(CellError(SHEET, number, column.title, row[column.title], reason, remedy))
        self.unchanged += not differing

    def _start(self, number: int, row: Row, facts: dict[str, Any]) -> None:
        stated = {key: value for key, value in facts.items() if value != ""}
        for side in ("applicant", "respondent"):
            stated[f"{side}_body"] = self._bodies.get(str(facts[side]))
        try:
            done = start("dispute", Ask(MOVE, self.actor, stated))
        except NotMade as refusal:
            self.errors += _told(number, row, refusal)
        else:
            self.added[str(facts["old_number"])] = done.number


def _known(body_id: int) -> dict[str, Mapping[str, Any]]:
    """Old number → what was stated, for the matters this body has taken over (empty where it was redacted)."""
    events = Event.objects.filter(move=MOVE, body_id=body_id).select_related("stated")
    stated = {event.matter_id: past_of(event).facts for event in events}
    numbers = MatterIndex.objects.filter(key="old_number", matter_id__in=list(stated))
    return {text: stated[matter] for matter, text in numbers.values_list("matter_id", "text")}


def _body_ids() -> dict[str, int]:
    """Names and short names of bodies; a name that two bodies share stands for neither."""
    found: dict[str, set[int]] = {}
    for pk, name, short in Body.objects.values_list("pk", "name", "short_name"):
        found.setdefault(name, set()).add(pk)
        found.setdefault(short, set()).add(pk)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _cell(column: Column, value: Any) -> date | str:
    if column.day:
        return as_date(value) or ""
    return value.isoformat() if isinstance(value, date) else text_of(value)


def _unreadable(number: int, row: Row, facts: Mapping[str, Any]) -> Iterator[CellError]:
    for column in COLUMNS:
        if facts[column.fact] != "" or not (column.needed or row[column.title]):
            continue
        if row[column.title] in (None, ""):
            yield CellError(SHEET, number, column.title, "", "必填", "请补填。")
        else:
            remedy = "请写成 2021-03-01 的样子，或把单元格格式设为日期。"
            yield CellError(SHEET, number, column.title, row[column.title], "不是日期", remedy)


def _told(number: int, row: Row, refusal: NotMade) -> list[CellError]:
    """What the door has against a row, at the column it is about."""
    faults = dict(refusal.errors)
    for found in refusal.refusals:
        faults.setdefault(found.field, found.message)
    return [_at(number, row, path, text) for path, text in faults.items()]


def _at(number: int, row: Row, path: str, text: str) -> CellError:
    column = next((c.title for c in COLUMNS if c.fact == path), "")
    value = row[column] if column else ""
    return CellError(SHEET, number, column or "整行", value, text.rstrip("。"), f"{REMEDY}。")
