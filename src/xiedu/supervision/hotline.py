"""The 12345 hotline's sheet: its tickets taken over as leads, their categories mapped by a dated setting."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from xiedu.base import dated
from xiedu.base.models import today
from xiedu.base.sheets import CellError, Row, write_book
from xiedu.law.codes import SupervisionMatter
from xiedu.procedure.models import MatterIndex
from xiedu.procedure.sheets import Column, Form, Imported, Taker, take_over
from xiedu.procedure.situation import Actor
from xiedu.supervision.policies import CATEGORIES

FORM = Form(
    name="热线工单",
    columns=(
        Column("工单号", "source_no"),
        Column("类别", "category"),
        Column("被反映单位", "subject"),
        Column("标题", "title"),
        Column("反映内容", "description"),
        Column("反映日期", "found_on", day=True),
        Column("涉及企业或当事人", "company", needed=False),
        Column("反映人", "reporter", needed=False),
        Column("联系方式", "reporter_contact", needed=False),
    ),
    key="source_no",
    procedure="lead",
    move="register",
    once="一个工单只留一行。",
    remedy="请更正后重新导入整份表格。",
)
_EXAMPLE = (
    "示例 20260001（导入前请删除本行）", "执法程序", "（被反映单位全称）", "检查未出示证件",
    "反映执法人员检查时未出示证件。", "2026-03-01", "", "", "",
)  # fmt: skip


def template() -> bytes:
    """An empty sheet with an example row, as an Excel workbook."""
    return write_book({FORM.name: (FORM.titles, [_EXAMPLE])})


def import_hotline(data: bytes, name: str, actor: Actor, *, dry_run: bool = False) -> Imported:
    """Register a sheet's tickets as leads for the bureau the actor acts for.

    Raises:
        SheetError: with every fault of every row at once; nothing has happened then.
        ValueError: when the file is no text at all (a CSV in an unknown encoding).
    """
    return take_over(data, name, FORM, partial(_Tickets, actor), dry_run=dry_run)


def categories(on: date) -> dict[str, str]:
    """Category of the hotline → code of the supervision matter of art. 14, as set for the day."""
    labels = {str(member.label): str(member) for member in SupervisionMatter}
    pairs = (line.partition("：") for line in dated.snapshot(on).value(CATEGORIES))
    return {category.strip(): labels[label.strip()] for category, _, label in pairs if label.strip() in labels}


class _Tickets(Taker):
    """A ticket taken over before is left as it is."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(FORM, actor)
        self._numbers = set(MatterIndex.objects.filter(key="source_no").values_list("text", flat=True))
        self._categories = categories(today())

    def known(self, number: int, row: Row, facts: Mapping[str, Any]) -> bool:
        """Registered before."""
        found = facts["source_no"] in self._numbers
        self.unchanged += found
        return found

    def more_faults(self, number: int, facts: Mapping[str, Any]) -> Iterator[CellError]:
        """A body the register does not know."""
        if facts["subject"] and str(facts["subject"]) not in self.bodies:
            remedy = "请填写机构登记中的全称或简称。"
            yield self.fault(number, "subject", facts["subject"], "没有登记，或者两个机构同名", remedy)

    def stated(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The registration with its body and the matter its category stands for."""
        found = {key: value for key, value in facts.items() if value != ""}
        found |= {"subject": self.bodies[str(facts["subject"])], "source": "hotline"}
        suggested = self._categories.get(str(facts["category"]))
        return found | ({"suggested": suggested} if suggested else {})
