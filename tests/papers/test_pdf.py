"""The PDF against GB/T 9704-2012: positions are read back from the finished pages."""

import ctypes
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from tests.papers.samples import RARE, grid, long_text, paper
from tests.papers.strategies import contents
from xiedu.papers import fonts
from xiedu.papers.content import PaperContent, Para, Signatory, verified
from xiedu.papers.fonts import find_fonts
from xiedu.papers.pdf import render_pdf

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 260 * MM, 35 * MM


class Row:
    """One printed line: its characters, left and right edges and baseline in points from the lower left corner."""

    def __init__(self, cells: list[tuple[float, float, float, str]]) -> None:
        cells.sort()
        self.left, self.right, self.bottom = cells[0][0], max(cell[1] for cell in cells), cells[0][2]
        self.text = "".join(cell[3] for cell in cells)


def origin(text: Any, index: int) -> tuple[float, float]:
    """Where a glyph stands on its baseline; unlike its box this does not depend on the font."""
    x, y = ctypes.c_double(), ctypes.c_double()
    assert pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value


def pages(pdf: bytes) -> list[list[Row]]:
    """The printed lines of each page from the top down."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text, rows = page.get_textpage(), defaultdict(list)
        for index in range(text.count_chars()):
            char = text.get_text_range(index, 1)
            if char.strip():
                left, base = origin(text, index)
                rows[round(base)].append((left, text.get_charbox(index, loose=True)[2], base, char))
        found.append([Row(cells) for _, cells in sorted(rows.items(), reverse=True)])
    return found


def words(pdf: bytes) -> str:
    return "".join(row.text for page in pages(pdf) for row in page)


def inside(page: list[Row]) -> list[Row]:
    """Lines of the type area, without header and page number."""
    return [row for row in page if BOTTOM - 8 < row.bottom < TOP + 8]


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    printed = pages(render_pdf(paper(paragraphs=(Para(text=long_text(3000)),))).data)
    for page in printed[1:4]:
        lines = inside(page)
        assert len(lines) == 22
        assert [len(line.text) for line in lines] == [28] * 22
        assert all(abs(line.left - LEFT) < 0.5 and abs(line.right - RIGHT) < 0.8 for line in lines)
        gaps = [above.bottom - below.bottom for above, below in pairwise(lines)]
        assert all(abs(gap - 225 * MM / 22) < 0.3 for gap in gaps)


def test_the_first_page_stands_on_the_same_grid() -> None:
    first, second = pages(render_pdf(paper(paragraphs=(Para(text=long_text(900)),))).data)[:2]
    grid_of_second = [line.bottom for line in inside(second)]
    body = [line for line in inside(first) if len(line.text) == 28]
    assert len(body) >= 7
    assert all(min(abs(line.bottom - one) for one in grid_of_second) < 0.5 for line in body)


def test_paragraphs_are_indented_two_characters_and_titles_centred() -> None:
    first = pages(render_pdf(paper()).data)[0]
    start = next(row for row in first if row.text.startswith("你们双方"))
    assert abs(start.left - (LEFT + 2 * 156 * MM / 28)) < 1
    for mark in ("衢协调", "关于渣土", "执法职责"):
        row = next(row for row in first if row.text.startswith(mark))
        assert abs((row.left + row.right) / 2 - (LEFT + RIGHT) / 2) < 3


def test_an_upward_paper_has_its_number_left_and_the_signer_right() -> None:
    first = pages(render_pdf(paper(signer="主要负责人")).data)[0]
    row = next(row for row in first if row.text.startswith("衢协调"))
    assert row.text.endswith("签发人：主要负责人")
    cell = 156 * MM / 28
    assert abs(row.left - LEFT - cell) < 1.5
    assert abs(RIGHT - row.right - cell) < 1.5


def test_page_numbers_stand_outside_and_odd_ones_right() -> None:
    printed = pages(render_pdf(paper(paragraphs=(Para(text=long_text(2000)),))).data)
    for number, page in enumerate(printed, 1):
        row = page[-1]
        assert row.text == f"—{number}—"
        assert row.bottom < BOTTOM - 3 * MM
        assert abs(RIGHT - 14 - row.right) < 4 if number % 2 else abs(row.left - LEFT - 14) < 4


@pytest.mark.parametrize("characters", [10, 150, 420, 600, 800, 1000, 1200])
@pytest.mark.parametrize("attachments", [(), ("协调会议纪要",)])
def test_the_imprint_ends_the_last_even_page(characters: int, attachments: tuple[str, ...]) -> None:
    content = paper(paragraphs=(Para(text=long_text(characters)),), attachments=attachments)
    printed = pages(render_pdf(verified(content, "ABCD-EFGH", "https://v.example/v")).data)
    assert len(printed) % 2 == 0
    printer = next(row for row in printed[-1] if row.text.endswith("印发"))
    assert 0 < printer.bottom - BOTTOM < 6 * MM
    assert any(row.text.startswith("抄送：") for row in printed[-1])
    assert any("核验码：ABCD-EFGH" in row.text for row in printed[-1])


def test_blank_pages_before_the_imprint_and_its_page_carry_no_number() -> None:
    for lines in range(26, 36):
        body = tuple(Para(text=f"第{index}段") for index in range(lines))
        printed = pages(render_pdf(paper(paragraphs=body, attachments=(), note="")).data)
        if len(printed) == 4 and not printed[2]:
            assert not any("—" in row.text for row in printed[3])
            assert printed[1][-1].text == "—2—"
            return
    pytest.fail("no content left a blank page")


@pytest.mark.parametrize("characters", range(60, 500, 20))
def test_the_signature_is_never_alone_on_a_page(characters: int) -> None:
    content = paper(paragraphs=(Para(text=long_text(characters)),), attachments=(), note="")
    for page in pages(render_pdf(content).data):
        texts = [row.text for row in page]
        if "2026年8月5日" in texts:
            assert any(row.text in long_text(characters) for row in page[:1] + page[-5:])
            above = texts[: texts.index("2026年8月5日") - 1]
            assert above
            assert above[-1] in long_text(characters)


def test_without_copies_and_printer_there_is_no_imprint_and_no_even_page() -> None:
    short = (Para(text="同意。"),)
    printed = pages(render_pdf(paper(paragraphs=short, copies=(), printer="", attachments=())).data)
    assert len(printed) == 1
    assert "抄送" not in "".join(row.text for row in printed[0])


def test_copies_without_a_printer_and_many_copies() -> None:
    names = tuple(f"衢州市第{index}行政执法机关" for index in range(60))
    text = words(render_pdf(paper(copies=names, printer="")).data)
    assert "抄送：" in text
    assert all(name in text for name in names[:3] + names[-3:])


def test_five_signing_bodies_all_stand_above_the_date() -> None:
    names = [f"衢州市第{index}行政机关" for index in "一二三四五"]
    printed = pages(render_pdf(paper(signatories=tuple(Signatory(name=name) for name in names))).data)
    rows = [row for page in printed for row in page]
    date = next(row for row in rows if row.text == "2026年8月5日")
    for name in names:
        assert any(name in row.text and row.bottom > date.bottom for row in rows)


def test_a_sealed_date_ends_four_characters_from_the_right_and_an_unsealed_name_two() -> None:
    cell = 156 * MM / 28
    rows = [row for page in pages(render_pdf(paper()).data) for row in page]
    name, date = (
        next(row for row in rows if row.text == text) for text in ("衢州市综合行政执法指导办公室", "2026年8月5日")
    )
    assert abs(RIGHT - date.right - 4 * cell) < 2
    plain = paper(signatories=(Signatory(name="衢州市综合行政执法指导办公室", seal=False),), issuer="甲")
    rows = [row for page in pages(render_pdf(plain).data) for row in page]
    name = next(row for row in rows if row.text == "衢州市综合行政执法指导办公室")
    date = next(row for row in rows if row.text == "2026年8月5日")
    assert abs(RIGHT - name.right - 2 * cell) < 2
    assert abs(date.left - name.left - 2 * cell) < 3


def test_very_long_texts_and_titles_are_printed_whole() -> None:
    text = long_text(10_000)
    printed = pages(render_pdf(paper(paragraphs=(Para(text=text),))).data)
    assert text in "".join(row.text for page in printed for row in inside(page))
    assert "很长的标题" * 30 in words(render_pdf(paper(title="很长的标题" * 30)).data)


def test_rare_characters_are_drawn_by_a_font_that_has_them() -> None:
    """PDF/A-2b admits no box in place of a glyph. The bundled Noto lacks 𠮷, which needs one of the further families."""
    assert render_pdf(paper(title="㛃䶮", paragraphs=(Para(text="㛃䶮玥喆堃旻", level=2),))).archival
    further = any(family in fonts._RARE for family in find_fonts(None).families["fangsong"])
    assert render_pdf(paper(title=RARE)).archival == further


@pytest.mark.parametrize("strange", ["\ue123", "😀", "\U0003abcd"])
def test_a_character_in_no_font_is_printed_as_a_box_and_reported(strange: str) -> None:
    rendered = render_pdf(paper(title=f"甲{strange}乙"))
    assert not rendered.archival
    assert "空框" in rendered.font_note
    sound = render_pdf(paper(title="甲乙"))
    assert sound.archival
    assert "空框" not in sound.font_note
    assert b"pdfaid:part" in sound.data


def test_banners_stand_on_every_page_above_the_type_area() -> None:
    printed = pages(render_pdf(paper(banners=("演示数据", "回避提示"))).data)
    for page in printed:
        for banner in ("演示数据", "回避提示"):
            assert any(row.text == banner and row.bottom > TOP for row in page)


def test_tables_are_printed_cell_by_cell() -> None:
    text = words(render_pdf(paper(paragraphs=(grid(6),))).data)
    assert all(f"栏目{index}" in text for index in range(6))


@given(contents)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_content_prints_and_prints_the_same_bytes_again(content: PaperContent) -> None:
    first = render_pdf(content).data
    render_pdf(paper())
    assert render_pdf(content).data == first
    assert first.startswith(b"%PDF")


def test_fonts_fall_back_tier_by_tier_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = find_fonts(tmp_path / "absent", ("noto",))
    assert bundled.tier == "noto"
    assert "思源" in bundled.note
    assert all({"Noto Serif SC", "Noto Sans SC"} <= set(families) for families in bundled.families.values())
    assert find_fonts(None, ("office",)).tier == "noto"
    rendered = render_pdf(paper(), fonts_dir=tmp_path, font_tiers=("office",))
    assert (rendered.font_tier, rendered.font_note) == ("noto", bundled.note)
    monkeypatch.setitem(fonts._OFFICE, "fangsong", ("noto serif sc",))
    office = fonts._load.__wrapped__((), ("office", "noto"))
    assert (office.tier, office.tiers["kaiti"]) == ("office", "noto")
    assert "仿宋" not in office.note
    assert "楷体" in office.note


def test_a_paper_carries_title_author_and_its_own_date() -> None:
    meta = pypdfium2.PdfDocument(render_pdf(paper()).data).get_metadata_dict()
    assert meta["Title"] == paper().title
    assert meta["Author"] == paper().issuer
    assert meta["CreationDate"].startswith("D:20260805")
