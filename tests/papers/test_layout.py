"""Lines of the title, rows of signatures, 版记 (GB/T 9704-2012 §§ 7.3, 7.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers.samples import paper
from tests.papers.strategies import texts
from xiedu.papers.content import Signatory
from xiedu.papers.layout import attachment_lines, imprint, note_line, signature_rows, title_lines, width


@given(st.lists(texts, min_size=1, max_size=6).map("".join))
def test_a_title_keeps_every_character_and_no_line_is_too_wide(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(0 < width(line) <= 19 for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("行政执法职责争议申请书", ("行政执法职责争议申请书",)),
        ("关于渣土运输车辆道路抛洒执法职责争议的协调意见", ("关于渣土运输车辆道路抛洒", "执法职责争议的协调意见")),
    ],
)
def test_titles_break_before_set_phrases(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


@given(st.lists(texts, min_size=1, max_size=7))
def test_signatures_stand_in_rows_of_at_most_three_in_their_order(names: list[str]) -> None:
    rows = signature_rows(paper(signatories=tuple(Signatory(name=name) for name in names)))
    assert [name for row in rows for name in row] == names
    assert all(1 <= len(row) <= 3 for row in rows)
    assert all(len(row) * max(map(width, names)) <= 28 or len(row) == 1 for row in rows)


def test_attachments_are_numbered_only_when_there_are_several() -> None:
    assert attachment_lines(paper(attachments=("纪要",))) == ("纪要",)
    assert attachment_lines(paper(attachments=("纪要", "确认书"))) == ("1. 纪要", "2. 确认书")


def test_the_imprint_ends_copies_with_a_full_stop_and_is_empty_without_copies_and_printer() -> None:
    assert imprint(paper(copies=("甲局", "乙局"))) == (
        "甲局，乙局。",
        "衢州市综合行政执法指导办公室",
        "2026年8月5日印发",
    )
    assert not any(imprint(paper(copies=(), printer="")))


def test_the_note_stands_in_brackets_once() -> None:
    assert note_line(paper(note="联系人")) == note_line(paper(note="（联系人）")) == "（联系人）"
