"""The register as a workbook, out and in. In: a trial run first that changes nothing, then the same file for good.

Who holds which post decides what he may do, so that only the system administrator imports; everybody may export.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiedu.base.files import open_bytes
from xiedu.base.filetypes import XLSX
from xiedu.base.models import StoredFile
from xiedu.base.sheets import CellError, SheetError
from xiedu.bodies.register import Report, export_register, import_register
from xiedu.web.access import PageRequest, duty, signed_in
from xiedu.web.uploads import trial_file

SHOWN_ERRORS = 200
SHOWN_CHANGES = 300
NO_FILE = "没有选择文件。请选择由“导出登记册”得到并修改过的 Excel 文件。"


@require_POST
@signed_in
def export(request: PageRequest) -> HttpResponse:
    """The register as a workbook; recorded in the audit chain."""
    answer = HttpResponse(export_register(request.user), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="register-{timezone.localdate():%Y%m%d}.xlsx"'
    return answer


@duty("system")
def take(request: PageRequest) -> HttpResponse:
    """Upload a workbook and see what it would change; take it over only when confirmed."""
    if request.method != "POST":
        return render(request, "web/register.html")
    try:
        stored = trial_file(request, NO_FILE)
        sure = request.POST.get("sure") == "1"
        report = import_register(open_bytes(stored), request.user, dry_run=not sure)
    except SheetError as refused:
        return _page(request, errors=refused.errors)
    except ValueError as refused:
        return _page(request, fault=str(refused))
    if sure:
        messages.success(request, f"登记册已导入：{_told(report)}。")
        return redirect("bodies")
    return _page(request, report=report, stored=stored)


def _page(
    request: PageRequest,
    *,
    errors: list[CellError] | None = None,
    fault: str = "",
    report: Report | None = None,
    stored: StoredFile | None = None,
) -> HttpResponse:
    context = {
        "errors": (errors or [])[:SHOWN_ERRORS],
        "error_count": len(errors or []),
        "fault": fault,
        "report": report,
        "changes": report.changes[:SHOWN_CHANGES] if report else [],
        "told": _told(report) if report else "",
        "stored": stored,
    }
    return render(request, "web/register.html", context, status=422 if errors or fault else 200)


def _told(report: Report) -> str:
    parts = [f"{sheet}新增 {n['新增']}、修改 {n['修改']}" for sheet, n in report.counts.items()]
    return "；".join([*parts, f"未变 {report.unchanged}"])
