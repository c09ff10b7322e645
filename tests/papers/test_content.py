"""PaperContent: one byte form, one digest, no character that paper cannot carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.papers.samples import RARE, paper
from tests.papers.strategies import contents
from xiedu.papers.content import (
    MAX_TEXT,
    PaperContent,
    Para,
    Table,
    canonical,
    complaint,
    digest,
    paragraphs_of,
    parse,
    sm3,
    verified,
)


@given(contents)
def test_canonical_form_reads_back_to_the_same_value_and_digest(content: PaperContent) -> None:
    assert parse(canonical(content)) == content
    assert digest(parse(canonical(content))) == digest(content)


@given(contents, contents)
def test_digests_agree_exactly_when_contents_agree(one: PaperContent, other: PaperContent) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_sm3_gives_the_vector_of_the_standard() -> None:
    # GB/T 32905-2016, appendix A.1: the message “abc”.
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_digest_does_not_depend_on_where_it_can_be_checked() -> None:
    plain = paper()
    marked = verified(plain, "ABCD-EFGH", "https://a.example/verify/")
    assert digest(marked) == digest(plain)
    assert marked.verification is not None
    assert marked.verification.url == "https://a.example/verify/ABCD-EFGH"
    assert digest(plain).upper().startswith(marked.verification.digest)
    assert marked == verified(verified(plain, "X", "https://b.example"), "ABCD-EFGH", "https://a.example/verify")


@pytest.mark.parametrize("bad", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\ufffe", "\n", "\t"])
def test_characters_that_do_not_print_are_refused_in_chinese(bad: str) -> None:
    with pytest.raises(ValidationError) as caught:
        paper(paragraphs=(Para.model_construct(text="正文"), Para(text=f"甲{bad}乙")))
    assert "第 2 个字符" in complaint(caught.value)


def test_half_a_character_is_refused_in_chinese() -> None:
    with pytest.raises(ValidationError) as caught:
        Para(text="甲\ud800")
    assert "请删去乱码字符" in complaint(caught.value)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), min_size=1, max_size=40))
def test_every_printing_character_survives(text: str) -> None:
    hidden = set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    if hidden or not text.strip():
        with pytest.raises(ValidationError):
            Para(text=text)
    else:
        assert Para(text=text).text == text.strip()


def test_rare_characters_keep_their_code_points() -> None:
    assert Para(text=RARE).text == RARE
    assert RARE.encode() in canonical(paper(title=RARE))


@pytest.mark.parametrize(
    ("rows", "widths"),
    [((("甲", "乙"), ("丙",)), (50, 50)), ((("甲", "乙"),), (50, 40)), ((("甲", "乙"),), (100, 0)), ((), (100,))],
)
def test_ragged_tables_are_refused(rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        Table(rows=rows, widths=widths)


@pytest.mark.parametrize("field", ["paragraphs", "signatories"])
def test_a_paper_without_text_or_signature_is_refused(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        paper(**{field: ()})
    assert "至少要有一项" in complaint(caught.value)


def test_a_paragraph_has_a_greatest_length() -> None:
    assert len(Para(text="字" * MAX_TEXT).text) == MAX_TEXT
    with pytest.raises(ValidationError) as caught:
        Para(text="字" * (MAX_TEXT + 1))
    assert "请分段" in complaint(caught.value)


def test_running_text_becomes_one_paragraph_a_line() -> None:
    read = paragraphs_of("甲\r\n\r\n\t乙　丙\r　丁\n", 3)
    assert [(one.text, one.level) for one in read] == [("甲", 3), ("乙　丙", 3), ("丁", 3)]
