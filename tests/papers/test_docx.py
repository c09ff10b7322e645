"""The way through Word: out, edited, back in (docx_out, docx_in)."""

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.papers.samples import RARE, grid, long_text, paper
from tests.papers.strategies import contents
from xiedu.papers import docx_in
from xiedu.papers.content import PaperContent, Para, Signatory, Table, verified
from xiedu.papers.docx_in import DocxChanges, PaperInputError, read_docx
from xiedu.papers.docx_out import STYLES, render_docx

FULL = verified(
    paper(signer="主要负责人", banners=("演示",), paragraphs=(*paper().paragraphs, grid())),
    "AB-CD",
    "https://v.example/v",
)


def edited(content: PaperContent, edit: Callable[[Any], None]) -> DocxChanges:
    """``content`` sent out, changed by ``edit`` as an official would, and read back."""
    doc = Document(io.BytesIO(render_docx(content)))
    edit(doc)
    out = io.BytesIO()
    doc.save(out)
    return read_docx(out.getvalue(), content)


def line(doc: Any, start: str) -> Any:
    """The first paragraph that begins with ``start``."""
    return next(one for one in doc.paragraphs if one.text.startswith(start))


@given(contents)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_unedited_paper_comes_back_equal_and_without_a_word(content: PaperContent) -> None:
    assert read_docx(render_docx(content), content) == DocxChanges(content, ())


@given(contents)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_same_content_gives_the_same_bytes(content: PaperContent) -> None:
    assert render_docx(content) == render_docx(content)


@pytest.mark.parametrize(
    "content",
    [
        FULL,
        paper(title="很长的标题" * 30),
        paper(paragraphs=(Para(text=long_text(10_000)),)),
        paper(copies=tuple(f"第{i}机关" for i in range(60))),
        paper(copies=(), printer=""),
        paper(signatories=tuple(Signatory(name=f"第{i}机关", seal=i < 4) for i in range(5))),
        paper(title=RARE, paragraphs=(Para(text=RARE),), note=RARE),
    ],
    ids=["full", "title", "paragraph", "copies", "no copies", "five signatures", "rare"],
)
def test_extreme_papers_come_back_equal(content: PaperContent) -> None:
    assert read_docx(render_docx(content), content) == DocxChanges(content, ())


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_new_wording_is_taken_over_and_everything_else_kept(data: st.DataObject) -> None:
    old, new = data.draw(contents), data.draw(contents)
    wording = {"paragraphs": new.paragraphs, "attachments": new.attachments, "note": new.note}
    sent = old.model_copy(update=wording)
    read = read_docx(render_docx(sent), old)
    assert [_wording(one) for one in read.content.paragraphs] == [_wording(one) for one in sent.paragraphs]
    assert read.content.attachments == sent.attachments
    kept = set(PaperContent.model_fields) - set(wording)
    assert all(getattr(read.content, field) == getattr(old, field) for field in kept)


def _wording(block: Para | Table) -> object:
    """What is wording: of a table only its cells, for widths and head come from the table at the same place before."""
    return block.rows if isinstance(block, Table) else block


def test_a_paragraph_split_changed_added_and_removed() -> None:
    def edit(doc: Any) -> None:
        first = line(doc, "你们双方")
        first.runs[0].text = "改过的正文。"
        twin = deepcopy(first._p)
        first._p.addnext(twin)
        line(doc, "（一）")._p.getparent().remove(line(doc, "（一）")._p)
        line(doc, "附件：").insert_paragraph_before("（二）粘贴进来的小标题", style="Normal")

    read = edited(paper(), edit)
    assert [(one.text, one.level) for one in read.content.paragraphs if isinstance(one, Para)] == [
        ("一、争议事项", 1),
        ("改过的正文。", 0),
        ("改过的正文。", 0),
        ("二、协调意见", 1),
        ("经协调，双方一致同意由衢州市综合行政执法局行使该事项的行政处罚权。", 0),
        ("（二）粘贴进来的小标题", 2),
    ]
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("start", "named"),
    [
        ("衢协调", "发文字号"),
        ("关于渣土", "标题"),
        ("衢州市住房", "主送机关"),
        ("2026年8月5日", "成文日期"),
        ("抄送", "版记"),
    ],
)
def test_a_fixed_element_changed_in_word_is_reported_and_kept(start: str, named: str) -> None:
    def edit(doc: Any) -> None:
        line(doc, start).runs[0].text = "被改动的文字"

    read = edited(paper(), edit)
    assert read.content == paper()
    assert [named in warning for warning in read.warnings] == [True]


def test_attachments_are_renumbered_and_the_last_may_go() -> None:
    def drop(doc: Any) -> None:
        first = line(doc, "附件：")
        first._p.getparent().remove(first._p)

    assert edited(paper(), drop).content.attachments == ("双方确认书",)


def test_tracked_changes_are_read_as_accepted() -> None:
    def edit(doc: Any) -> None:
        target = line(doc, "你们双方")._p
        mark = 'w:id="1" w:author="承办人一" w:date="2026-08-01T00:00:00Z"'
        target.append(parse_xml(f"<w:ins {nsdecls('w')} {mark}><w:r><w:t>新增。</w:t></w:r></w:ins>"))
        target.append(parse_xml(f"<w:del {nsdecls('w')} {mark}><w:r><w:delText>删除。</w:delText></w:r></w:del>"))

    read = edited(paper(), edit)
    assert read.content.paragraphs[1] == Para(text=paper().paragraphs[1].text + "新增。")  # type: ignore[union-attr]
    assert "修订" in read.warnings[0]


def test_a_paragraph_end_deleted_by_a_tracked_change_joins_two_paragraphs() -> None:
    def edit(doc: Any) -> None:
        properties = line(doc, "你们双方")._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="2" w:author="承办人一"/></w:rPr>'))

    texts = [one.text for one in edited(paper(), edit).content.paragraphs if isinstance(one, Para)]
    assert texts[1].endswith("未能一致。二、协调意见")


def test_automatic_numbers_and_text_after_the_signature_are_reported() -> None:
    def edit(doc: Any) -> None:
        numbering = OxmlElement("w:numPr")
        line(doc, "你们双方")._p.get_or_add_pPr().append(numbering)
        doc.add_paragraph("落款之后的话")

    warnings = edited(paper(), edit).warnings
    assert any("自动编号" in one for one in warnings)
    assert any("落款之后的话" in one for one in warnings)


def test_renamed_style_identifiers_do_not_matter() -> None:
    """Word for Chinese writes its own style ids (a, a0 …) and keeps the names."""
    data = render_docx(paper())
    for index, look in enumerate(STYLES.values()):
        data = _replaced(data, f'w:styleId="{look.name}"', f'w:styleId="a{index}"')
        data = _replaced(data, f'<w:pStyle w:val="{look.name}"/>', f'<w:pStyle w:val="a{index}"/>')
    assert read_docx(data, paper()) == DocxChanges(paper(), ())


def _replaced(package: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            target.writestr(entry.filename, source.read(entry).replace(old.encode(), new.encode()))
    return out.getvalue()


def _with(name: str, content: bytes) -> bytes:
    out = io.BytesIO(render_docx(paper()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def _encrypted() -> bytes:
    data = bytearray(render_docx(paper()))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(signature, start + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 not a word file", "不是完整的"),
        (render_docx(paper())[:-500], "不是完整的"),
        (render_docx(paper())[:4000], "不是完整的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "密码"),
        (_encrypted(), "密码"),
        (_with("word/vbaProject.bin", b"x"), "宏"),
        (_replaced(render_docx(paper()), "wordprocessingml.document.main", "macroEnabled.main"), "宏"),
        (_zip(**{"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), "不是 Word 文档"),
        (_with("word/media/bomb.bin", bytes(60 * 2**20)), "解压后过大"),
        (_with("word/bomb.xml", bytes(101 * 2**20)), "解压后过大"),
        (_with("word/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "外部实体"),
        (_replaced(render_docx(paper()), "</w:body>", "</w:bo"), "残缺"),
        (_replaced(render_docx(paper()), "职责争议", "职责\u202e争议"), "U+202E"),
    ],
)
def test_bad_files_are_refused_with_the_reason_in_chinese(data: bytes, said: str) -> None:
    with pytest.raises(PaperInputError) as caught:
        read_docx(data, paper())
    assert said in str(caught.value)


def test_too_large_files_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_in, "MAX_BYTES", 1000)
    with pytest.raises(PaperInputError):
        read_docx(render_docx(paper()), paper())


def test_a_document_without_wording_is_refused() -> None:
    def edit(doc: Any) -> None:
        for paragraph in doc.paragraphs:
            paragraph._p.getparent().remove(paragraph._p)

    with pytest.raises(PaperInputError, match="没有读到正文"):
        edited(paper(), edit)


@given(st.binary(max_size=200), st.integers(0, 40_000), st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_damaged_files_never_raise_anything_else(noise: bytes, place: int, cut: int) -> None:
    data = render_docx(paper())
    place %= len(data)
    torn = data[:place] + noise + data[place + cut :]
    said = ""
    try:
        kept = read_docx(torn, paper()).content.number
    except PaperInputError as error:
        said, kept = str(error), paper().number
    assert kept == paper().number
    assert "请" in said or not said


def test_every_text_run_names_an_official_font() -> None:
    doc = Document(io.BytesIO(render_docx(FULL)))
    runs = [run for run in doc.element.body.iter(qn("w:r")) if "".join(run.itertext()).strip()]
    named = {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) for run in runs}
    assert named == {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}


def test_the_page_of_the_docx_is_that_of_the_standard() -> None:
    section = Document(io.BytesIO(render_docx(paper()))).sections[0]
    sides = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [side and round(side.mm) for side in sides] == [37, 28, 26, 35]
    grid_mark = section._sectPr.find(qn("w:docGrid"))
    assert (grid_mark.get(qn("w:type")), grid_mark.get(qn("w:linePitch"))) == ("lines", "579")
