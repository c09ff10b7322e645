"""Identifiers: the published examples, and that a single wrong character is always found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiedu.law import identifiers as ids

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.tuples(
    st.sampled_from("123456789ANY"),
    st.sampled_from(ALPHABET),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)


def resident(body: str) -> str:
    return body + ids.resident_check_char(body)


@pytest.mark.parametrize(
    "text",
    [
        "91110000600037341L",
        "11330800002618015K",
        "11330800002618015k",
        "１１３３０８００００２６１８０１５Ｋ",
        " 1133 0800-002618015k ",
    ],
)
def test_published_credit_codes(text: str) -> None:
    assert ids.read_credit_code(text) in ("91110000600037341L", "11330800002618015K")


@given(BODIES)
def test_every_code_with_its_check_character_reads_back_in_either_case(body: str) -> None:
    code = body + ids.credit_check_char(body)
    assert ids.read_credit_code(code) == ids.read_credit_code(code.lower()) == code


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_always_found(body: str, at: int, char: str) -> None:
    code = body + ids.credit_check_char(body)
    wrong = code[:at] + char + code[at + 1 :]
    if wrong != code:
        with pytest.raises(ValueError):
            ids.read_credit_code(wrong)


def test_letter_types_are_codes_too() -> None:
    body = "N2330802MF0000001"
    assert ids.read_credit_code((body + ids.credit_check_char(body)).lower()).startswith("N2330802")


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("9111000060003734", "18 位"),
        ("91110000600037341I", "I"),
        ("91110000600037341M", "校验位"),
        ("911A0000600037341L", "区划"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(text: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        ids.read_credit_code(text)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_resident_ids_read_back(birth: date, serial: int) -> None:
    number = resident(f"330802{birth:%Y%m%d}{serial:03d}")
    read = ids.read_resident_id(number.lower(), today=date(2026, 1, 1))
    assert (read.number, read.birth, read.female, read.area) == (number, birth, serial % 2 == 0, "330802")


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_resident_id_is_always_found(birth: date, at: int, digit: str) -> None:
    number = resident(f"330802{birth:%Y%m%d}012")
    wrong = number[:at] + digit + number[at + 1 :]
    if wrong != number:
        with pytest.raises(ValueError) as caught:
            ids.read_resident_id(wrong)
        assert wrong not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "match"),
    [
        ("33080219900230001X", "出生日期不存在"),
        (resident("33080217900101001"), "不合理"),
        (resident("33080220300101001"), "不合理"),
        (resident("99080219900101001"), "省级"),
        ("330802900101001", "18 位"),
        ("33080219900101001A", "校验位"),
        ("", "18 位"),
    ],
)
def test_a_wrong_resident_id_says_what_is_wrong(number: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        ids.read_resident_id(number, today=date(2026, 1, 1))


def test_masks() -> None:
    number = resident("33080219900101123")
    assert ids.mask_resident_id(number) == f"330802********{number[-4:]}"
    assert ids.mask_resident_id("12345") == "*****"
    assert ids.mask_phone("13800005678") == "138****5678"
    assert ids.mask_phone("8012345") == "*****45"
    assert ids.mask_name("张三丰") == "张**"
    assert ids.mask_name("") == ""


def test_divisions() -> None:
    assert ids.county_of("330802005") == "330802"
    assert ids.division_in_quzhou("330825207")
    assert ids.division_in_quzhou("330800")
    assert not ids.division_in_quzhou("330899")
    assert not ids.division_in_quzhou("330100")
    for bad in ("3308", "33080２x", "990802", ""):
        with pytest.raises(ValueError, match="区划代码"):
            ids.read_division(bad)
