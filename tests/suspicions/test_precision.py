"""Wilson's interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiedu.suspicions.precision import Precision, wilson


@pytest.mark.parametrize(
    ("good", "judged", "low", "high"), [(10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (81, 263, 0.2553, 0.3662)]
)
def test_the_interval_is_the_published_one(good: int, judged: int, low: float, high: float) -> None:
    """81 of 263: R. G. Newcombe (1998), table I."""
    assert wilson(good, judged) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_is_symmetric(pair: tuple[int, int]) -> None:
    good, judged = pair
    low, high = wilson(good, judged)
    assert 0 <= low <= good / judged <= high <= 1
    assert wilson(judged - good, judged) == pytest.approx((1 - high, 1 - low))


def test_nothing_judged_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Precision().words == "尚未评判"
    assert not Precision().below(100, 1)
    with pytest.raises(ValueError, match="之间"):
        wilson(2, 1)
