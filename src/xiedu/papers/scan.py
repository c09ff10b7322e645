"""The stamped scan of an issued paper: once attached it is the official copy."""

from django.db import transaction

from xiedu.base import audit
from xiedu.base.filetypes import JPEG, PDF
from xiedu.base.models import StoredFile, User
from xiedu.bodies.principal import Principal
from xiedu.papers.models import Paper


class ScanRefusedError(ValueError):
    """The scan is not taken; the message says why and what to do, in Chinese."""


def attach_scan(paper_id: int, scan: StoredFile, who: Principal, user: User, *, reason: str = "") -> Paper:
    """Make a stored PDF or JPG the official copy of a paper; a second one needs a reason. Audited.

    Raises:
        ScanRefusedError: not the issuing body, not PDF or JPG, paper voided, or replaced without a reason.
        Paper.DoesNotExist: when there is no such paper.
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update().get(pk=paper_id)
        against = _against(paper, scan, who, reason.strip())
        if against:
            raise ScanRefusedError(against)
        before = paper.scan.digest if paper.scan else ""
        paper.scan = scan
        paper.save(update_fields=["scan"])
        detail = {"file": scan.digest, "replaced": before, "reason": reason.strip()[:500]}
        audit.record("更换盖章扫描件" if before else "上传盖章扫描件", user=user, target=paper.number, detail=detail)
    return paper


def _against(paper: Paper, scan: StoredFile, who: Principal, reason: str) -> str:
    if paper.body_id not in who.body_ids:
        return "只有发文机关的人员可以上传盖章扫描件。"
    if paper.voided_on is not None:
        return "本件已作废，不能再上传盖章扫描件。"
    if scan.content_type not in {PDF, JPEG}:
        return "盖章扫描件须为 PDF 或 JPG。请另存为这两种格式后上传。"
    if paper.scan_id and len(reason) < 2:
        return "本件已有盖章扫描件。确需更换的，请说明理由。"
    return ""
