"""PDF of a paper: GB/T 9704-2012 by Typst, from templates/gongwen.typ.

1. find the fonts (:mod:`xiedu.papers.fonts`); 2. keep one warm compiler for each set of fonts; 3. hand the page
over as JSON.
The same content and fonts give the same bytes: dates come from the content, nothing is read from the clock or the net.
"""

import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from xiedu.papers.content import PaperContent
from xiedu.papers.fonts import ALL_TIERS, FontSet, Tier, find_fonts
from xiedu.papers.layout import page_data
from xiedu.papers.qr import qr_svg

_MISSING = "本件有字库中没有的字，已印成空框，请核对；装入含有该字的字体后重新生成。"
TEMPLATE = Path(__file__).parent / "templates" / "gongwen.typ"


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF, the font tier of its 正文 and what a reader should know about it (empty: all official).

    ``archival``: PDF/A-2b (GB/T 23286.2). False only when a character is in no font at hand; the note then says so.
    """

    data: bytes
    font_tier: Tier
    font_note: str
    archival: bool


class _Press:
    """One warm compiler; Typst keeps state between runs, so one paper at a time."""

    def __init__(self, loaded: typst.Fonts) -> None:
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=loaded, ignore_system_fonts=True)

    def print(self, data: str, standard: Literal["a-2b", "1.7"]) -> bytes:
        with self._lock:
            pdf = self._compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=standard)
        if not isinstance(pdf, bytes):
            raise TypeError("Typst returned no PDF")
        return pdf


@lru_cache(maxsize=8)
def _press(loaded: typst.Fonts) -> _Press:
    return _Press(loaded)


def _page_json(content: PaperContent, fonts: FontSet) -> str:
    data = page_data(content)
    verify = content.verification
    data["fonts"] = fonts.families
    data["font_note"] = fonts.note
    data["bold_title"] = fonts.tiers["biaosong"] == "fandol"
    data["faux_title"] = fonts.tiers["biaosong"] == "noto"
    data["qr"] = qr_svg(verify.url) if verify else ""
    return json.dumps(data, ensure_ascii=False)


def render_pdf(
    content: PaperContent, *, fonts_dir: Path | None = None, font_tiers: tuple[Tier, ...] = ALL_TIERS
) -> RenderedPdf:
    """Print ``content``. ``fonts_dir`` is the office's folder of fonts; ``font_tiers`` limits which kinds may be used.

    A first paper takes about 0.2 s (fonts are read), further ones about 15 ms a page.
    """
    fonts = find_fonts(fonts_dir, font_tiers)
    press, data = _press(fonts.loaded), _page_json(content, fonts)
    try:
        return RenderedPdf(press.print(data, "a-2b"), fonts.tier, fonts.note, True)
    except typst.TypstError as error:
        # The archive format forbids boxes in place of missing glyphs; the paper is printed all the same, and says so.
        if "could not be displayed" not in error.message:
            raise
    return RenderedPdf(press.print(data, "1.7"), fonts.tier, fonts.note + _MISSING, False)
