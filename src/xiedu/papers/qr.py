"""The QR mark of a paper."""

import io

import segno


def qr_svg(address: str) -> str:
    """An SVG of the QR code (GB/T 18284, error level M) of ``address``; the same address gives the same text."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


def qr_png(address: str) -> bytes:
    """The same mark as PNG, four pixels a module, for DOCX."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=4, border=0)
    return out.getvalue()
