"""Issued papers as PDF and DOCX: drawn after the act that issued them, kept by digest, drawn anew if lost.

The files are no record: they are functions of the paper's content, the verification address and the fonts at hand.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Literal

from django.conf import settings

from xiedu.papers.content import PaperContent, chinese_date, verified
from xiedu.papers.docx_out import render_docx
from xiedu.papers.fonts import find_fonts
from xiedu.papers.models import Paper
from xiedu.papers.pdf import render_pdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Form = Literal["pdf", "docx"]


def content_of(paper: Paper) -> PaperContent:
    """What the paper says, with its verification mark and, when voided, the notice of that on every page."""
    content = PaperContent.model_validate(paper.content)
    shown = verified(content, paper.code, f"{settings.PUBLIC_ADDRESS}/verify")
    if paper.voided_on is None:
        return shown
    notice = f"本件已于{chinese_date(paper.voided_on)}作废"
    return shown.model_copy(update={"banners": (*shown.banners, notice)})


def rendered(paper: Paper, form: Form) -> bytes:
    """The paper as PDF or DOCX, from the cache if it was drawn before with the same mark and fonts."""
    content = content_of(paper)
    path = _place(paper, content, form)
    if path.exists():
        return path.read_bytes()
    data = draft_pdf(content) if form == "pdf" else draft_docx(content)
    _keep(path, data)
    return data


def draft_pdf(content: PaperContent) -> bytes:
    """A content as PDF with the office's fonts."""
    return render_pdf(content, fonts_dir=settings.FONTS_DIR).data


def draft_docx(content: PaperContent) -> bytes:
    """A content as DOCX."""
    return render_docx(content)


def _place(paper: Paper, content: PaperContent, form: Form) -> Path:
    mark = content.verification.url if content.verification else ""
    fonts = sorted(find_fonts(settings.FONTS_DIR).tiers.items())
    key = hashlib.sha256(repr((paper.digest, mark, paper.voided_on, fonts)).encode()).hexdigest()
    return Path(settings.VAR_DIR) / "rendered" / key[:2] / f"{key}.{form}"


def _keep(path: Path, data: bytes) -> None:
    """Whole or not at all: written beside and moved into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(name).replace(path)
