"""The suspicions the address asks for as a file: in full those he judges, of the others the head."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from xiedu.base import audit
from xiedu.base.filetypes import CSV, XLSX
from xiedu.base.models import today
from xiedu.base.sheets import write_book, write_csv
from xiedu.base.signins import address_of
from xiedu.law.citation import Cite
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.seeing import areas
from xiedu.web.access import PageRequest
from xiedu.web.downloads import attachment
from xiedu.web.suspicions.inbox import NAMES, SORTS, asked, matching
from xiedu.web.suspicions.policy import SEVERITY_WORDS, supervisors

MOST_ROWS = 5000
HEADS = (
    "疑点", "检查", "等级", "机关", "类别", "月份", "状态", "列入日期", "文号", "当事人", "事项日期", "说明", "依据",
    "核实理由", "核实情况",
)  # fmt: skip


@require_GET
@supervisors
def file(request: PageRequest, form: str) -> HttpResponse:
    """At most :data:`MOST_ROWS` of the list, as CSV or workbook; Http404 for another form. It is audited."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    who, wish = request.principal, asked(request, request.principal)
    rows = matching(who, wish).select_related("source").order_by(*SORTS[wish.sort][1])[:MOST_ROWS]
    lines = list(_lines(rows, areas(who)))
    detail = {"filters": {one.key: one.value for one in wish.filters if one.value}, "count": len(lines)}
    audit.record("导出疑点", user=request.user, detail=detail, address=address_of(request))
    name = f"疑点-{today():%Y%m%d}.{form}"
    if form == "csv":
        return attachment(write_csv(HEADS, lines), name, CSV)
    return attachment(write_book({"疑点": (HEADS, lines)}), name, XLSX)


def _lines(rows: Any, mine: set[int]) -> Iterator[list[Any]]:
    for s in rows:
        head = [s.pk, NAMES.get(s.rule, s.rule), SEVERITY_WORDS[s.severity], s.source.name, s.get_kind_display(),
                s.month, s.get_state_display(), s.raised_on.isoformat()]  # fmt: skip
        yield [*head, *(_content(s) if s.area_id in mine else [""] * (len(HEADS) - len(head)))]


def _content(s: Suspicion) -> list[Any]:
    cites = "；".join(str(Cite.parse(key)) for key in s.cites)
    event = s.event_on.isoformat() if s.event_on else ""
    return [s.record, s.party_name, event, s.explain, cites, s.get_reason_display(), s.remark]
