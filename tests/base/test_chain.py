"""The seal tells every different sequence of parts apart and depends on the key."""

from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from xiedu.base.chain import canonical, seal, sm3

PARTS = st.lists(st.one_of(st.text(), st.integers(), st.binary()), max_size=6).map(tuple)


def test_sm3_of_the_standard() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(PARTS, PARTS)
def test_canonical_form_is_injective(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    same = one == other and [type(p) for p in one] == [type(p) for p in other]
    assert (canonical(*one) == canonical(*other)) == same


@given(PARTS)
def test_seal_is_stable_and_keyed(parts: tuple[Any, ...]) -> None:
    with override_settings(CHAIN_KEY="甲" * 32):
        first, again = seal(*parts), seal(*parts)
    with override_settings(CHAIN_KEY="乙" * 32):
        other = seal(*parts)
    assert first == again
    assert len(first) == 64
    assert first != other


@pytest.mark.parametrize("part", [True, None, 1.5, ["a"]])
def test_other_types_are_refused(part: object) -> None:
    with pytest.raises(TypeError):
        seal(part)  # type: ignore[arg-type]
