"""Cites print one way, round-trip, and cannot point past the end of a text we hold."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiedu.law.citation import Cite, M
from xiedu.law.instruments import Instrument, all_instruments, instrument
from xiedu.law.numerals import chinese

COUNTED = [one for one in all_instruments() if one.articles]


@st.composite
def cites(draw: st.DrawFn) -> Cite:
    one = draw(st.sampled_from(all_instruments()))
    article = draw(st.integers(1, one.articles or 300))
    return Cite(one.name, article, draw(st.integers(0, 9)), draw(st.integers(0, 20)))


@given(cites())
def test_key_round_trips(cite: Cite) -> None:
    assert Cite.parse(cite.key()) == cite
    assert pickle.loads(pickle.dumps(cite)) == cite


@given(cites(), cites())
def test_print_is_injective_and_order_total(a: Cite, b: Cite) -> None:
    assert (str(a) == str(b)) == (a == b)
    assert (a < b) + (b < a) + (a == b) == 1


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_numerals_are_injective(a: int, b: int) -> None:
    assert (chinese(a) == chinese(b)) == (a == b)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        *[(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一"), (60, "六十"), (100, "一百")],
        *[(101, "一百零一"), (110, "一百一十"), (112, "一百一十二"), (205, "二百零五"), (1005, "一千零五")],
    ],
)
def test_numerals(n: int, text: str) -> None:
    assert chinese(n) == text


def test_printed_one_way() -> None:
    assert str(Cite("行政处罚法", 60, 2, 7)) == "《行政处罚法》第六十条第二款第(七)项"
    assert Cite("行政处罚法", 60).short == "第六十条"
    assert str(M(6)) == "《衢州市行政执法协调监督暂行办法》第六条"
    assert str(M(5, item=7)) == "《衢州市行政执法协调监督暂行办法》第五条第(七)项"
    assert M(6).key() == "衢州市行政执法协调监督暂行办法:6"
    assert M(5, 0, 7).key() == "衢州市行政执法协调监督暂行办法:5:0:7"
    assert Cite("118号", 6).short == "第(六)项"


def test_short_names_are_the_same_cite() -> None:
    assert Cite("处罚法", 60) == Cite("行政处罚法", 60)
    assert Cite("综合执法条例", 17, 2).law == "浙江省综合行政执法条例"
    assert Cite("浙江程序办法", 11).instrument.number == "浙江省人民政府令第348号"


@pytest.mark.parametrize("one", COUNTED, ids=lambda one: one.name)
def test_no_cite_past_the_last_article(one: Instrument) -> None:
    assert one.articles
    assert Cite(one.name, one.articles).article == one.articles
    with pytest.raises(ValueError, match="没有第"):
        Cite(one.name, one.articles + 1)


def test_counts_of_the_texts_we_hold() -> None:
    # Read from the published texts; a wrong count here would let a wrong cite through.
    counts = {"行政处罚法": 86, "行政强制法": 71, "行政许可法": 83, "行政复议法": 90, "移送规定": 20}
    counts |= {"综合执法条例": 38, "浙江程序办法": 99, "办法": 31, "行政执法监督条例": 44}
    assert {name: instrument(name).articles for name in counts} == counts


@pytest.mark.parametrize(
    "bad", ["行政处罚法", "行政处罚法:", "行政处罚法:六", "行政处罚法:1:2:3:4", ":6", "行政处罚法:-1", "x:1"]
)
def test_bad_keys_are_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        Cite.parse(bad)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="从 1 起"):
        M(0)
    with pytest.raises(ValueError, match="未登记"):
        Cite("不存在的法", 1)
