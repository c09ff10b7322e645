"""Sheets taken over: the paper ledger of disputes, and the tickets of the hotline."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from xiedu.bodies.principal import Principal
from xiedu.coordination import ledger
from xiedu.coordination.dispute.table import DISPUTE
from xiedu.supervision import hotline
from xiedu.supervision.lead import LEAD
from xiedu.web.access import PageRequest, starter
from xiedu.web.matters.sheets import Sheet, blank, taking

LEDGER = Sheet(
    table=DISPUTE,
    move=ledger.MOVE,
    title="导入争议台账",
    noun="台账",
    about="系统启用前在纸质或电子表格台账中办结的职责争议，从这里按原编号导入为已办结事项，不产生待办、期限和文书。"
    "同一份台账重复导入没有影响；有一行不对，整份都不导入。第一步为试导入，不改动任何数据。",
    columns="列名与模板一致；“原编号”不能重复。",
    result="将按以下原编号建立已办结事项",
    form="ledger-template",
    page="ledger-import",
    blank=ledger.template,
    take=ledger.import_ledger,
)
HOTLINE = Sheet(
    table=LEAD,
    move=hotline.FORM.move,
    title="导入热线工单",
    noun="工单",
    about="12345 热线转来的工单，从这里逐条登记为监督线索，由有监督权的司法行政机关筛查；"
    "热线类别按政策参数对应到监督事项，反映人信息单独保密。已登记过的工单不重复登记；有一行不对，整份都不导入。第一步为试导入，不改动任何数据。",
    columns="列名与模板一致；“工单号”不能重复。",
    result="将按以下工单号登记监督线索",
    form="hotline-template",
    page="hotline-import",
    blank=hotline.template,
    take=hotline.import_hotline,
)
GUIDANCE = "综合行政执法指导机构的经办人员和负责人"
JUSTICE = "司法行政机关的经办人员和负责人"


@require_GET
@starter(DISPUTE, ledger.MOVE, GUIDANCE)
def ledger_template(request: PageRequest) -> HttpResponse:
    """An empty ledger with an example row."""
    return blank(LEDGER, "dispute-ledger.xlsx")


@require_http_methods(["GET", "POST"])
@starter(DISPUTE, ledger.MOVE, GUIDANCE)
def take_ledger(request: PageRequest) -> HttpResponse:
    """The ledger of disputes."""
    return taking(request, LEDGER)


@require_GET
@starter(LEAD, hotline.FORM.move, JUSTICE)
def hotline_template(request: PageRequest) -> HttpResponse:
    """An empty sheet of tickets with an example row."""
    return blank(HOTLINE, "hotline-tickets.xlsx")


@require_http_methods(["GET", "POST"])
@starter(LEAD, hotline.FORM.move, JUSTICE)
def take_hotline(request: PageRequest) -> HttpResponse:
    """The tickets of the hotline."""
    return taking(request, HOTLINE)


def sheets_for(who: Principal) -> list[Sheet]:
    """The sheets the person may take over."""
    return [sheet for sheet in (LEDGER, HOTLINE) if sheet.takers(who)]
