"""The job that asks whether everything is as it was recorded; started by the audit administrator."""

from typing import Any

from xiedu.base.jobs import Progress, job
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.verify import verify

VERIFY = "verify-records"
MOST = 500


@job(VERIFY, "校验全部记录")
def check(progress: Progress, **_: Any) -> dict[str, Any]:
    """Run every test; the findings name numbers and tables, never what a matter is about."""
    progress.total(1, "正在核对全部步骤、文书、派生数据和审计记录")
    found = verify()
    matters, events = Matter.objects.count(), Event.objects.count()
    summary = f"发现 {len(found)} 个问题" if found else "未发现问题"
    progress.step(1, f"已核对 {matters} 件事项、{events} 个步骤：{summary}。")
    return {"count": len(found), "findings": [[f.place, f.text] for f in found[:MOST]]}
