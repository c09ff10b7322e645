"""Dated settings: what was in force on a day stays readable, and nothing is overwritten."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xiedu.base import audit, dated, specs
from xiedu.base.models import AuditEntry, DatedSetting, User, today
from xiedu.base.specs import RANKS, Kind, Spec
from xiedu.bodies.models import Post
from xiedu.law.citation import M
from xiedu.law.codes import LimitOrigin

LIMIT = Spec("test-limit", "测试期限", Kind.TERM, {"n": 5, "unit": "WD"}, LimitOrigin.INTERNAL, "供测试")
COUNT = Spec("test-count", "测试数量", Kind.INT, 3, least=1, most=9)
VALID: dict[Kind, list[Any]] = {
    Kind.INT: [0, 7],
    Kind.TEXT: ["", "文字"],
    Kind.CHOICE: ["a"],
    Kind.LIST: [[], ["甲", "乙"]],
    Kind.TERM: [{"n": 5, "unit": "WD", "roll": True}, {"n": 1, "unit": "H"}],
    Kind.CHAIN: [["handler"], ["handler", "head"]],
    Kind.NAMES: [{"a": "甲"}, {"a": " 乙 "}],
}
INVALID: dict[Kind, list[Any]] = {
    Kind.INT: [True, "7", -1, 10**10, None, 1.0],
    Kind.TEXT: [1, None, "\x00", "字" * 2001],
    Kind.CHOICE: ["b", None, ["a"]],
    Kind.LIST: ["甲", [1], None],
    Kind.TERM: [
        {},
        {"n": 0, "unit": "WD"},
        {"n": 5, "unit": "周"},
        {"n": 5, "unit": "CD", "x": 1},
        {"n": True, "unit": "CD"},
    ],
    Kind.NAMES: [{}, {"a": ""}, {"a": "甲", "b": "乙"}, {"a": 1}, {"a": "字" * 61}, {"a": "甲\n乙"}, ["甲"], None],
    Kind.CHAIN: [[], ["head", "handler"], ["handler", "handler"], ["boss"], "handler"],
}


@pytest.fixture(autouse=True, scope="module")
def _registered() -> Iterator[None]:
    before = dict(specs._SPECS)
    specs.register([LIMIT, COUNT])
    yield
    specs._SPECS.clear()
    specs._SPECS.update(before)


def _spec(kind: Kind) -> Spec:
    return Spec(f"t-{kind}", "测试", kind, VALID[kind][0], choices={"a": "甲"})


@pytest.mark.parametrize(("kind", "value"), [(k, v) for k, vs in VALID.items() for v in vs])
def test_values_of_the_kind_pass_and_print(kind: Kind, value: object) -> None:
    one = _spec(kind)
    assert one.checked(one.checked(value)) == one.checked(value)
    assert isinstance(one.shown(one.checked(value)), str)


@pytest.mark.parametrize(("kind", "value"), [(k, v) for k, vs in INVALID.items() for v in vs])
def test_other_values_are_refused(kind: Kind, value: object) -> None:
    with pytest.raises(ValueError, match="测试"):
        _spec(kind).checked(value)


def test_a_statutory_limit_cites_its_article() -> None:
    with pytest.raises(ValueError, match="法定"):
        Spec("x", "无据", Kind.INT, 1, LimitOrigin.STATUTORY)
    assert Spec("x", "有据", Kind.INT, 1, LimitOrigin.STATUTORY, cites=(M(6),)).origin is LimitOrigin.STATUTORY


def test_a_key_has_one_meaning() -> None:
    specs.register([COUNT])
    with pytest.raises(ValueError, match="两次"):
        specs.register([Spec("test-count", "别的", Kind.INT, 3)])
    with pytest.raises(KeyError):
        specs.spec("no-such-key")


def test_ranks_are_the_posts() -> None:
    assert list(RANKS) == Post.Rank.values


class InForce(TestCase):
    """What is in force equals a slow search through all rows."""

    @given(
        st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2), st.integers(0, 5)), max_size=8),
        st.integers(0, 6),
        st.integers(0, 2),
    )
    def test_latest_row_of_the_body_else_of_everybody_else_default(
        self, rows: list[tuple[int, int, int]], on: int, body: int
    ) -> None:
        DatedSetting.objects.all().delete()
        origin = date(2026, 1, 1)
        for value, owner, day in rows:
            DatedSetting.objects.create(
                key="test-count", body_id=owner, value=value, valid_from=origin + timedelta(day), reason="测试"
            )
        expected = 3
        for owner in (0, body):
            mine = [(d, i, v) for i, (v, o, d) in enumerate(rows) if o == owner and d <= on]
            expected = max(mine)[2] if mine else expected
        assert dated.snapshot(origin + timedelta(on)).value("test-count", body) == expected


@pytest.mark.django_db
def test_a_set_value_is_recorded_with_author_and_reason() -> None:
    user = User.objects.create(username="jia", display_name="甲")
    tomorrow = today() + timedelta(1)
    dated.set_value("test-limit", {"n": 7, "unit": "CD", "roll": True}, tomorrow, user, " 会议纪要 ", body_id=4)
    dated.set_value("test-limit", {"n": 8, "unit": "CD"}, tomorrow, user, "更正", body_id=4)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        later, now = dated.snapshot(tomorrow), dated.snapshot()
    assert len(queries) == 2
    assert later.value("test-limit", 4) == {"n": 8, "unit": "CD", "roll": False}
    assert later.is_own("test-limit", 4)
    assert now.value("test-limit", 4) == LIMIT.default == later.value("test-limit", 5)
    assert [row.reason for row in dated.history("test-limit", 4)] == ["更正", "会议纪要"]
    assert AuditEntry.objects.filter(action="修改政策参数", user=user).count() == 2
    assert audit.verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "days", "reason", "said"), [(3, 0, " ", "理由"), (0, 0, "有", "整数"), (3, -1, "有", "溯及既往")]
)
def test_a_bad_setting_changes_nothing(value: int, days: int, reason: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        dated.set_value("test-count", value, today() + timedelta(days), None, reason)
    assert not DatedSetting.objects.exists()
    assert not AuditEntry.objects.exists()
