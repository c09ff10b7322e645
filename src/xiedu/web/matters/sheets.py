"""A sheet of matters taken over in two steps: a trial run that changes nothing, then the same file."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from xiedu.base.files import open_bytes
from xiedu.base.filetypes import XLSX
from xiedu.base.models import StoredFile
from xiedu.base.sheets import CellError, SheetError
from xiedu.bodies.principal import Holding, Principal
from xiedu.procedure.perform import actor_of
from xiedu.procedure.sheets import Imported
from xiedu.procedure.table import Procedure
from xiedu.web.access import PageRequest, beginners
from xiedu.web.uploads import trial_file

SHOWN = 200


@dataclass(frozen=True)
class Sheet:
    """A kind of sheet: the starting move it is taken over by, its words on the page, its functions."""

    table: Procedure
    move: str
    title: str
    noun: str
    about: str
    columns: str
    result: str
    form: str
    page: str
    blank: Callable[[], bytes]
    take: Callable[..., Imported]

    def takers(self, who: Principal) -> list[Holding]:
        """The person's bodies that may take such a sheet over."""
        move = self.table.move(self.move)
        return beginners(who, move) if move else []


@dataclass
class Taking:
    """One import before a person: for which body, of which file, and what came of the trial."""

    sheet: Sheet
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
        """The numbers that would be taken over, the first of them."""
        return list(self.trial.added)[:SHOWN] if self.trial else []


def blank(sheet: Sheet, file: str) -> HttpResponse:
    """An empty sheet with an example row."""
    answer = HttpResponse(sheet.blank(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def taking(request: PageRequest, sheet: Sheet) -> HttpResponse:
    """Upload a sheet and see what it would add; taken over only when confirmed."""
    at = _taking(request, sheet)
    if request.method == "POST":
        try:
            at.stored = trial_file(request, f"没有选择文件。请选择填好的{sheet.noun}（Excel 或 CSV）。")
            sure = request.POST.get("sure") == "1"
            actor = actor_of(request.principal, at.body)
            done = sheet.take(open_bytes(at.stored), at.stored.name, actor, dry_run=not sure)
        except SheetError as refused:
            at.errors = list(refused.errors)
        except ValueError as refused:
            at.fault = str(refused)
        else:
            if sure:
                text = f"{sheet.noun}已导入：新增 {len(done.added)} 件，已有 {done.unchanged} 件未变。"
                messages.success(request, text)
                return redirect("matters")
            at.trial = done
    return render(request, "matters/sheet.html", {"at": at}, status=422 if at.errors or at.fault else 200)


def _taking(request: PageRequest, sheet: Sheet) -> Taking:
    mine = sheet.takers(request.principal)
    if not mine:
        raise PermissionDenied(f"“{sheet.title}”由有权登记的机构的经办或负责人办理，您目前没有这样的岗位。")
    wish = request.POST.get("as", "") or request.GET.get("as", "")
    return Taking(sheet, mine, next((h.body_id for h in mine if str(h.body_id) == wish), mine[0].body_id))
