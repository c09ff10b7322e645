"""The paper ledger of disputes taken over from a workbook: a trial run that changes nothing, then the same file."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from xiedu.base.files import open_bytes
from xiedu.base.filetypes import XLSX
from xiedu.base.models import StoredFile
from xiedu.base.sheets import CellError, SheetError
from xiedu.bodies.principal import Holding, Principal
from xiedu.coordination.dispute.table import DISPUTE
from xiedu.coordination.ledger import MOVE, Imported, import_ledger, template
from xiedu.procedure.perform import actor_of
from xiedu.web.access import PageRequest, beginners, starter
from xiedu.web.uploads import trial_file

SHOWN = 200
NO_FILE = "没有选择文件。请选择填好的台账（Excel 或 CSV）。"


@dataclass
class Taking:
    """One import before a person: for which body, of which file, and what came of the trial."""

    holdings: list[Holding]
    body: int
    stored: StoredFile | None = None
    trial: Imported | None = None
    errors: list[CellError] = field(default_factory=list)
    fault: str = ""

    @property
    def shown(self) -> list[CellError]:
        """The first faults; a longer list is mended in the workbook anyway."""
        return self.errors[:SHOWN]

    @property
    def added(self) -> list[str]:
        """The old numbers that would be taken over, the first of them."""
        return list(self.trial.added)[:SHOWN] if self.trial else []


@require_GET
@starter(DISPUTE, MOVE, "综合行政执法指导机构的经办人员和负责人")
def ledger_template(request: PageRequest) -> HttpResponse:
    """An empty ledger with an example row."""
    answer = HttpResponse(template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="dispute-ledger.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@starter(DISPUTE, MOVE, "综合行政执法指导机构的经办人员和负责人")
def take_ledger(request: PageRequest) -> HttpResponse:
    """Upload a ledger and see what it would add; taken over only when confirmed."""
    at = _taking(request)
    if request.method == "POST":
        try:
            at.stored = trial_file(request, NO_FILE)
            sure = request.POST.get("sure") == "1"
            actor = actor_of(request.principal, at.body)
            done = import_ledger(open_bytes(at.stored), at.stored.name, actor, dry_run=not sure)
        except SheetError as refused:
            at.errors = list(refused.errors)
        except ValueError as refused:
            at.fault = str(refused)
        else:
            if sure:
                messages.success(request, f"台账已导入：新增 {len(done.added)} 件，已有 {done.unchanged} 件未变。")
                return redirect("matters")
            at.trial = done
    return render(request, "matters/ledger.html", {"at": at}, status=422 if at.errors or at.fault else 200)


def takers(who: Principal) -> list[Holding]:
    """The person's guidance bodies that may take a ledger over."""
    move = DISPUTE.move(MOVE)
    return beginners(who, move) if move else []


def _taking(request: PageRequest) -> Taking:
    mine = takers(request.principal)
    if not mine:
        raise PermissionDenied("“台账导入”由综合行政执法指导机构的经办或负责人办理，您目前没有这样的岗位。")
    wish = request.POST.get("as", "") or request.GET.get("as", "")
    return Taking(mine, next((h.body_id for h in mine if str(h.body_id) == wish), mine[0].body_id))
