"""Whether the records are whole: checkpoints to keep elsewhere, and the check over everything. No case content."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiedu.base import audit
from xiedu.base.jobs import start
from xiedu.base.models import Job, today
from xiedu.procedure.models import Checkpoint
from xiedu.procedure.upkeep import checkpoint, checkpoints_as_text
from xiedu.web.access import PageRequest, duty
from xiedu.web.downloads import attachment
from xiedu.web.integrity import VERIFY
from xiedu.web.views.jobs import TONES

SHOWN = 24


@duty("audit")
def overview(request: PageRequest) -> HttpResponse:
    """The latest check with its findings, and the latest checkpoints."""
    runs = list(Job.objects.filter(kind=VERIFY).select_related("started_by").order_by("-id")[:10])
    done = next((run for run in runs if run.state == Job.State.DONE), None)
    context = {
        "runs": runs,
        "latest": done,
        "tones": TONES,
        "checkpoints": Checkpoint.objects.order_by("-id")[:SHOWN],
        "count": Checkpoint.objects.count(),
    }
    return render(request, "web/integrity.html", context)


@require_POST
@duty("audit")
def check(request: PageRequest) -> HttpResponse:
    """Hand the check over everything to the worker."""
    return redirect("job", pk=start(VERIFY, {}, request.user).pk)


@require_POST
@duty("audit")
def seal(request: PageRequest) -> HttpResponse:
    """Make a checkpoint now."""
    row = checkpoint()
    audit.record("生成检查点", user=request.user, target=f"检查点 {row.pk}")
    messages.success(request, f"已生成检查点：{row.matters} 件事项、{row.events} 个步骤。请下载后另行保存。")
    return redirect("integrity")


@require_POST
@duty("audit")
def keep(request: PageRequest) -> HttpResponse:
    """All checkpoints as text, to be kept where nobody who runs this system can reach them."""
    audit.record("导出检查点", user=request.user)
    data = checkpoints_as_text().encode()
    return attachment(data, f"检查点-{today():%Y%m%d}.txt", "text/plain; charset=utf-8")
