"""A small PDF to stand for evidence in the demo; every page of it says that it is synthetic."""

from datetime import date
from functools import lru_cache

from xiedu.papers.content import PaperContent, Para, Signatory
from xiedu.papers.pdf import render_pdf

MARK = "演示合成材料，不是真实证据"


@lru_cache(maxsize=64)
def evidence(title: str, issuer: str, text: str, day: date) -> bytes:
    """One page: who says what, on which day."""
    content = PaperContent(
        kind="演示材料",
        issuer=issuer,
        title=title,
        paragraphs=(Para(text=text), Para(text=f"（{MARK}。）")),
        signatories=(Signatory(name=issuer, seal=False),),
        date=day,
        banners=(MARK,),
    )
    return render_pdf(content).data
