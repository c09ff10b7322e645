"""DOCX of a paper in the layout of GB/T 9704-2012, made to be edited in Word or WPS and read back.

Every paragraph carries a style of ours (协督…) that says what it is; Word hands the style on when a line is split, so
:mod:`xiedu.papers.docx_in` can tell wording from fixed elements. Fonts are named, never embedded: an office machine
shows its own 小标宋 and 仿宋. Line pitch 28.95 pt exact and -0.2 pt a character give 22 lines of 28 characters in Word.
"""

import io
import zipfile
from collections.abc import Iterable
from typing import Any, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from xiedu.papers.content import PaperContent, Para, Table, chinese_date
from xiedu.papers.layout import attachment_lines, imprint, note_line, sealed, signature_rows, title_lines, width
from xiedu.papers.qr import qr_png

PITCH = 28.95
FANG, KAI, HEI, XBS, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"


class Look(NamedTuple):
    """One style of ours: its name in Word, font, size in points, alignment, first-line indent in characters."""

    name: str
    font: str = FANG
    size: float = 16
    align: Any = ALIGN.JUSTIFY
    indent: int = 0
    red: bool = False


STYLES: dict[str, Look] = {
    "banner": Look("协督提示", HEI, 10.5, ALIGN.CENTER, 0, True),
    "issuer": Look("协督发文机关标志", XBS, 46, ALIGN.CENTER, 0, True),
    "number": Look("协督发文字号", align=ALIGN.CENTER),
    "title": Look("协督标题", XBS, 22, ALIGN.CENTER),
    "addressee": Look("协督主送"),
    "body0": Look("协督正文", indent=2),
    "body1": Look("协督一级标题", HEI, indent=2),
    "body2": Look("协督二级标题", KAI, indent=2),
    "body3": Look("协督三级标题", indent=2),
    "body4": Look("协督四级标题", indent=2),
    "cell": Look("协督表格", size=14, align=ALIGN.LEFT),
    "attachment": Look("协督附件说明", align=ALIGN.LEFT),
    "signatory": Look("协督署名", align=ALIGN.RIGHT),
    "date": Look("协督成文日期", align=ALIGN.RIGHT),
    "note": Look("协督附注", align=ALIGN.LEFT, indent=2),
    "verify": Look("协督核验", SONG, 9, ALIGN.LEFT),
    "imprint": Look("协督版记", size=14, align=ALIGN.LEFT),
    "blank": Look("协督空行"),
}
"""Role → style; the roles are what :mod:`xiedu.papers.docx_in` reads."""


def _set_fonts(element: Any, font: str) -> None:
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(slot), font)


def _add_style(doc: Any, look: Look) -> None:
    style = doc.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(look.size)
    if look.red:
        style.font.color.rgb = RGBColor(0xD7, 0x00, 0x0F)
    _set_fonts(style.element, look.font)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.alignment = look.align
    shape.widow_control = False
    if look.size in (16, 22):
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
    if look.size == 16:
        _squeeze(style.element)
    if look.indent:
        _indent(style.element.get_or_add_pPr(), first=look.indent)


def _squeeze(element: Any) -> None:
    """-0.2 pt a character (28 of 16 pt are wider than 156 mm by 5.8 pt), and no extra gap beside digits."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-4")
    element.get_or_add_rPr().insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        switch = OxmlElement(name)
        switch.set(qn("w:val"), "0")
        element.get_or_add_pPr().insert_element_before(switch, "w:bidi", "w:spacing", "w:ind", "w:jc")


def _indent(properties: Any, *, first: int = 0, left: float = 0, right: float = 0, hanging: float = 0) -> None:
    """Indents in characters of 16 pt, in both units Word and WPS look at."""
    ind = properties.get_or_add_ind()
    for name, chars in (("firstLine", first), ("left", left), ("right", right), ("hanging", hanging)):
        if chars:
            ind.set(qn(f"w:{name}Chars"), str(round(chars * 100)))
            ind.set(qn(f"w:{name}"), str(round(chars * 320)))


def _page(doc: Any) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(24)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    doc.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, right=True)
    _page_number(section.even_page_footer, right=False)


def _page_number(footer: Any, *, right: bool) -> None:
    line = footer.paragraphs[0]
    line.alignment = ALIGN.RIGHT if right else ALIGN.LEFT
    _indent(line._p.get_or_add_pPr(), **{"right" if right else "left": 1})
    for text, field in (("— ", ""), ("", "begin"), ("", "PAGE"), ("", "end"), (" —", "")):
        run = line.add_run(text)
        run.font.size = Pt(14)
        _set_fonts(run._r, SONG)
        if field == "PAGE":
            run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>PAGE</w:instrText>"))
        elif field:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{field}"/>'))


class _Writer:
    """Appends styled paragraphs to one document."""

    def __init__(self, doc: Any) -> None:
        self.doc = doc

    def line(self, role: str, text: str, *, bold: bool = False, to: Any = None) -> Any:
        paragraph = (to or self.doc).add_paragraph(style=STYLES[role].name)
        run = paragraph.add_run(text)
        _set_fonts(run._r, STYLES[role].font)
        if bold:
            run.bold = True
        return paragraph

    def blank(self, count: int = 1) -> None:
        for _ in range(count):
            self.doc.add_paragraph(style=STYLES["blank"].name)


def _head(out: _Writer, content: PaperContent) -> None:
    header = out.doc.sections[0].header
    even = out.doc.sections[0].even_page_header
    for banner in content.banners:
        out.line("banner", banner, to=header)
        out.line("banner", banner, to=even)
    mark = out.line("issuer", content.issuer)
    mark.paragraph_format.space_before = Mm(35 - 4)
    mark.runs[0].font.size = Pt(min(46, 430 / width(content.issuer)))
    out.blank(2)
    number = out.line("number", content.number)
    if content.signer:
        number.paragraph_format.alignment = ALIGN.LEFT
        _indent(number._p.get_or_add_pPr(), left=1, right=1)
        number.paragraph_format.tab_stops.add_tab_stop(Mm(150), TAB.RIGHT)
        for text, font in (("\t签发人：", FANG), (content.signer, KAI)):
            _set_fonts(number.add_run(text)._r, font)
    _border(number, ("bottom", 11), color="D7000F", space=11)
    out.blank(2)
    lines = title_lines(content.title)
    title = out.line("title", lines[0])
    for more in lines[1:]:
        title.runs[0].add_break()
        title.runs[0].add_text(more)
    out.blank()
    if content.addressee:
        out.line("addressee", f"{content.addressee.rstrip('：:')}：")


def _border(paragraph: Any, *sides: tuple[str, int], color: str = "000000", space: int = 1) -> None:
    """Rules at the sides of a paragraph, each as thick as its number says, in eighths of a point."""
    look = f'w:space="{space}" w:color="{color}"'
    inner = "".join(f'<w:{side} w:val="single" w:sz="{size}" {look}/>' for side, size in sides)
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{inner}</w:pBdr>")
    after = ("w:shd", "w:tabs", "w:autoSpaceDE", "w:spacing", "w:ind", "w:jc")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *after)


def _body(out: _Writer, blocks: Iterable[Para | Table]) -> None:
    for one in blocks:
        if isinstance(one, Table):
            _grid(out, one)
        else:
            out.line(f"body{one.level}", one.text, bold=one.bold)


def _grid(out: _Writer, table: Table) -> None:
    grid = out.doc.add_table(rows=0, cols=len(table.widths))
    grid.style = "Table Grid"
    grid.autofit = False
    for number, row in enumerate(table.rows):
        for cell, text, share in zip(grid.add_row().cells, row, table.widths, strict=True):
            cell.width = Mm(1.56 * share)
            paragraph = cell.paragraphs[0]
            paragraph.style = STYLES["cell"].name
            run = paragraph.add_run(text)
            head = table.header and number == 0
            _set_fonts(run._r, HEI if head else FANG)


def _tail(out: _Writer, content: PaperContent) -> None:
    lines = attachment_lines(content)
    if lines:
        out.blank()
    for index, text in enumerate(lines):
        paragraph = out.line("attachment", f"附件：{text}" if index == 0 else text)
        _indent(paragraph._p.get_or_add_pPr(), left=5, hanging=3 if index == 0 else 0)
    _signatures(out, content)
    if content.note:
        out.line("note", note_line(content))


def _signatures(out: _Writer, content: PaperContent) -> None:
    stamped = sealed(content)
    date = chinese_date(content.date)
    out.blank(2 if stamped else 1)
    names = [name for row in signature_rows(content) for name in row]
    for index, name in enumerate(names):
        if index and stamped:
            out.blank(3)
        right = max(0.0, 4 + (width(date) - width(name)) / 2) if stamped else 2.0
        _indent(out.line("signatory", name)._p.get_or_add_pPr(), right=right)
    right = 4.0 if stamped else max(2.0, width(names[-1]) - width(date))
    _indent(out.line("date", date)._p.get_or_add_pPr(), right=right)


def _foot(out: _Writer, content: PaperContent) -> None:
    mark, copies = content.verification, imprint(content)
    if mark:
        out.line("verify", "").runs[0].add_picture(io.BytesIO(qr_png(mark.url)), width=Mm(16))
        out.line("verify", f"核验码：{mark.code}　国密SM3摘要（前十六位）：{mark.digest}　{mark.url}")
    if copies.copies:
        line = out.line("imprint", f"抄送：{copies.copies}")
        _indent(line._p.get_or_add_pPr(), left=3.5, right=0.875, hanging=2.625)
        _border(line, ("top", 8), *([] if copies.printer else [("bottom", 8)]))
    if copies.printer:
        line = out.line("imprint", f"{copies.printer}\t{copies.printed}")
        _indent(line._p.get_or_add_pPr(), left=0.875, right=0.875)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(151), TAB.RIGHT)
        _border(line, ("top", 6 if copies.copies else 8), ("bottom", 8))


def render_docx(content: PaperContent) -> bytes:
    """``content`` as a Word file; the same content gives the same bytes."""
    doc = Document()
    doc.core_properties.title = content.title[:255]
    doc.core_properties.author = content.issuer[:255]
    doc.core_properties.comments = ""
    for look in STYLES.values():
        _add_style(doc, look)
    _page(doc)
    out = _Writer(doc)
    _head(out, content)
    _body(out, content.paragraphs)
    _tail(out, content)
    _foot(out, content)
    raw = io.BytesIO()
    doc.save(raw)
    return _undated(raw.getvalue())


def _undated(package: bytes) -> bytes:
    """The same package with the times of its entries taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return out.getvalue()
