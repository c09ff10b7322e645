"""The 31 articles and the regimes."""

from datetime import date, timedelta

import pytest

from xiedu.law.citation import Cite, M
from xiedu.law.measures import ARTICLES, CHAPTERS
from xiedu.law.regimes import IN_FORCE, MEASURES_FROM, ORDER_825_FROM, InForce, in_force, regime_on


def test_thirty_one_articles_each_with_a_duty_in_few_words() -> None:
    assert list(ARTICLES) == list(range(1, 32))
    assert all(10 < len(a.duty) < 90 and a.duty.endswith("。") for a in ARTICLES.values())
    assert len({a.duty for a in ARTICLES.values()}) == 31


def test_what_is_not_software_says_why() -> None:
    assert all(a.reason for a in ARTICLES.values() if not a.software)


def test_chapters() -> None:
    counts = [sum(a.chapter == chapter for a in ARTICLES.values()) for chapter in CHAPTERS]
    assert counts == [3, 8, 9, 4, 6, 1]


def test_article_31_the_measures_hold_from_the_day_of_issue() -> None:
    assert regime_on(MEASURES_FROM).measures
    assert not regime_on(MEASURES_FROM - timedelta(days=1)).measures
    assert M(1) not in regime_on(date(2022, 7, 13)).basis
    assert M(1) in regime_on(date(2022, 7, 14)).basis


def test_order_825_holds_from_february_2026_and_outranks_the_measures() -> None:
    after = regime_on(ORDER_825_FROM)
    assert after.order_825
    assert not regime_on(ORDER_825_FROM - timedelta(days=1)).order_825
    laws = [one.law for one in after.instruments]
    assert laws.index("行政执法监督条例") < laws.index("衢州市行政执法协调监督暂行办法")
    assert after.basis[0] == Cite("行政执法监督条例", 6)


@pytest.mark.parametrize("one", IN_FORCE, ids=lambda one: one.law)
def test_no_instrument_before_its_day(one: InForce) -> None:
    assert one in regime_on(one.since).instruments
    assert one not in regime_on(one.since - timedelta(days=1)).instruments


def test_an_instrument_without_known_dates_is_not_guessed() -> None:
    assert in_force("浙江省行政执法监督实施办法", date(2024, 1, 1)) is None
    assert in_force("处罚法", date(2021, 7, 14)) is False
    assert in_force("处罚法", date(2021, 7, 15)) is True
    with pytest.raises(ValueError, match="未登记"):
        in_force("无此法", date(2024, 1, 1))
