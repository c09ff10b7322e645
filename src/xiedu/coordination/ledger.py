"""The paper ledger (台账) of disputes: taken over as closed matters, each old number once and saying the same."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from xiedu.base.sheets import Row, write_book
from xiedu.procedure.models import Event, MatterIndex
from xiedu.procedure.record import past_of
from xiedu.procedure.sheets import Column, Form, Imported, Taker, take_over
from xiedu.procedure.situation import Actor

MOVE = "import_closed"
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
FORM = Form(
    name="职责争议台账",
    columns=COLUMNS,
    key="old_number",
    procedure="dispute",
    move=MOVE,
    once="请核对，一件争议只留一行。",
    remedy="请更正后重新导入整份台账。",
)
SHEET, TITLES = FORM.name, FORM.titles
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


def template() -> bytes:
    """An empty ledger with an example row, as an Excel workbook."""
    return write_book({SHEET: (TITLES, [_EXAMPLE])})


def import_ledger(data: bytes, name: str, actor: Actor, *, dry_run: bool = False) -> Imported:
    """Take a ledger over for the guidance body the actor acts for.

    Raises:
        SheetError: with every fault of every row at once; nothing has happened then.
        ValueError: when the file is no text at all (a CSV in an unknown encoding).
    """
    return take_over(data, name, FORM, partial(_Disputes, actor), dry_run=dry_run)


class _Disputes(Taker):
    """An old number says the same for ever: a row that says something else is at fault."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(FORM, actor)
        self._known = _known(actor.body_id)

    def known(self, number: int, row: Row, facts: Mapping[str, Any]) -> bool:
        """Taken over before, and saying the same."""
        old = str(facts["old_number"])
        if old not in self._known:
            return False
        stored = self._known[old]
        differing = [c for c in COLUMNS if stored and str(stored.get(c.fact, "")) != str(facts[c.fact])]
        for column in differing:
            reason = f"该原编号已导入，原内容为“{stored.get(column.fact, '')}”"
            remedy = "历史事项不因再次导入而改变；如确需更正，请联系办理机构登记说明。"
            self.errors.append(self.fault(number, column.fact, row[column.title], reason, remedy))
        self.unchanged += not differing
        return True

    def stated(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The old dispute with the bodies the register knows by these names."""
        found = {key: value for key, value in facts.items() if value != ""}
        for side in ("applicant", "respondent"):
            found[f"{side}_body"] = self.bodies.get(str(facts[side]))
        return found


def _known(body_id: int) -> dict[str, Mapping[str, Any]]:
    """Old number → what was stated, for the matters this body has taken over (empty where it was redacted)."""
    events = Event.objects.filter(move=MOVE, body_id=body_id).select_related("stated")
    stated = {event.matter_id: past_of(event).facts for event in events}
    numbers = MatterIndex.objects.filter(key="old_number", matter_id__in=list(stated))
    return {text: stated[matter] for matter, text in numbers.values_list("matter_id", "text")}
