"""The list of matters and its export (台账)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from xiedu.base import audit, jobs
from xiedu.base.filetypes import XLSX
from xiedu.base.models import today
from xiedu.web.access import PageRequest, business
from xiedu.web.downloads import attachment
from xiedu.web.matters.export import AT_ONCE, EXPORT, book
from xiedu.web.matters.ledger import sheets_for
from xiedu.web.matters.listing import COLUMNS, SORTS, USUAL, asked, matching, page, values

CHOSEN = "matter_columns"


@require_GET
@business
def matters(request: PageRequest) -> HttpResponse:
    """The matters I may see, as the address asks."""
    found = page(request.principal, asked(request), _columns(request))
    heads = [(key, COLUMNS[key]) for key in found.columns]
    context = {
        "listing": found.listing, "rows": found.rows, "columns": found.columns, "heads": heads,
        "all_columns": COLUMNS.items(), "sorts": SORTS.items(), "sheets": sheets_for(request.principal),
    }  # fmt: skip
    return render(request, "matters/list.html", context)


def _columns(request: PageRequest) -> list[str]:
    """The columns of the address, which become the person's own; else those he chose last; else the usual ones."""
    asked = [c for c in request.GET.getlist("col") if c in COLUMNS]
    if asked and request.session.get(CHOSEN) != asked:
        request.session[CHOSEN] = asked
    chosen = asked or request.session.get(CHOSEN) or list(USUAL)
    return ["number", *(c for c in COLUMNS if c in chosen and c != "number")]


@require_POST
@business
def export(request: PageRequest) -> HttpResponse:
    """The ledger of the matters the address asks for, as Excel; large ones by a job. Both are audited."""
    wish = HttpRequest()
    wish.GET = QueryDict(request.POST.get("query", "")[:2000])
    filters = values(asked(wish))
    rows = matching(request.principal, filters)
    count = rows.order_by()[: AT_ONCE + 1].count()
    detail = {"filters": filters, "count": min(count, AT_ONCE)}
    address = request.META.get("REMOTE_ADDR", "")
    if count > AT_ONCE:
        with transaction.atomic():
            arguments = {"user": request.user.pk, "filters": filters}
            jobs.start(EXPORT, arguments, request.user)
            audit.record("导出事项台账（后台）", user=request.user, detail=detail, address=address)
        messages.info(request, f"超过 {AT_ONCE} 件，已转为后台任务，完成后可在“任务”中下载。")
        return redirect("matters")
    data = book(request.principal, filters)
    audit.record("导出事项台账", user=request.user, detail=detail, address=address)
    return attachment(data, f"事项台账-{today():%Y%m%d}.xlsx", XLSX)
