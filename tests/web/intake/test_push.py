"""The JSON door: tokens, one report for all records, the same key twice, and a reason for whatever is refused."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.web.conftest import As
from tests.web.intake.conftest import work
from xiedu.base.models import AuditEntry
from xiedu.intake import tokens
from xiedu.intake.models import Batch, Token
from xiedu.web.intake import push

pytestmark = pytest.mark.django_db
MINE = "柯城区住建局"
GOOD = {
    "document_no": "柯建罚〔2024〕1号",
    "agency": MINE,
    "agency_code": "11330800002618015K",
    "party": "合成公司一",
    "party_type": "法人及非法人组织",
    "party_code": "91110000600037341L",
    "decided_on": "2024-05-06",
    "filed_on": "2024-03-05",
    "penalties": "罚款",
    "fine": "5000",
    "violation": "占道经营",
    "facts": "占道经营一处",
    "basis": "《某条例》第十条",
}


@pytest.fixture
def secret(cast: Cast) -> str:
    user = cast.people[MINE, "head"].user
    assert user
    return tokens.make(cast.bodies[MINE], "案件系统", user)[1]


@pytest.fixture(autouse=True)
def _worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the answer waits, the worker works."""
    monkeypatch.setattr(push, "pause", lambda seconds: work())


def send(secret: str, data: Any, key: str = "k1", kind: str = "penalty", **more: Any) -> Any:
    body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key} | more.pop("headers", {})
    return Client(enforce_csrf_checks=True, raise_request_exception=False).post(
        f"/api/records/{kind}", body, content_type=more.pop("content_type", "application/json"), headers=headers, **more
    )


def test_one_report_for_all_records_and_the_same_again_for_the_same_key(secret: str, lake: Any) -> None:
    answer = send(secret, [GOOD, {**GOOD, "document_no": "柯建罚〔2024〕2号", "fine": "很多"}])
    assert answer.status_code == 200
    told = answer.json()
    assert (told["rows"], told["good"], told["bad"], told["added"]) == (2, 1, 1, 1)
    assert {(f["row"], f["value"]) for f in told["faults"] if f["grade"] == "error"} == {(2, "很多")}
    again = send(secret, [GOOD, {**GOOD, "document_no": "柯建罚〔2024〕2号", "fine": "很多"}])
    assert again.json() == told
    assert Batch.objects.count() == 1
    assert send(secret, [GOOD], key="k2").json()["same"] == 1


def test_a_key_used_for_something_else_is_a_conflict(secret: str, lake: Any) -> None:
    send(secret, [GOOD])
    other = send(secret, [{**GOOD, "fine": "1"}])
    assert other.status_code == 409
    assert "k1" in other.json()["message"]
    assert send(secret, [GOOD], kind="licence").status_code == 409


def test_a_worker_that_is_busy_gives_a_later_answer(secret: str, lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "pause", lambda seconds: None)
    assert send(secret, [GOOD]).status_code == 202
    monkeypatch.setattr(push, "pause", lambda seconds: work())
    assert send(secret, [GOOD]).json()["added"] == 1
    assert Batch.objects.count() == 1


REFUSED: list[tuple[Any, dict[str, Any], int]] = [
    (b"[", {}, 400),
    (b"{}", {}, 400),
    (b"[]", {}, 400),
    (b"[1]", {}, 400),
    (b"[" * 100_000, {}, 400),
    ("甲".encode("gb18030"), {}, 400),
    ([{"nothing": 1, "known": 2}], {}, 400),
    ([GOOD], {"headers": {"Idempotency-Key": ""}}, 400),
    ([GOOD], {"headers": {"Idempotency-Key": "钥" * 3}}, 400),
    ([GOOD], {"headers": {"Idempotency-Key": "k" * 101}}, 400),
    ([GOOD], {"headers": {"Authorization": ""}}, 401),
    ([GOOD], {"headers": {"Authorization": "Bearer nothing"}}, 401),
    ([GOOD], {"headers": {"Authorization": "Basic eDp5"}}, 401),
    ([GOOD], {"kind": "nothing"}, 404),
    ([GOOD], {"content_type": "text/csv"}, 415),
    ([GOOD], {"content_type": "multipart/form-data; boundary=x"}, 415),
    (b'[{"document_no": "' + b"x" * (push.MOST_BYTES + 1) + b'"}]', {}, 413),
]


def test_what_is_refused_says_why_in_chinese(secret: str, lake: Any) -> None:
    for body, more, status in REFUSED:
        answer = send(secret, body, **more)
        assert answer.status_code == status, (str(body)[:40], more)
        assert answer["Content-Type"] == "application/json"
        assert any("\u4e00" <= c <= "\u9fff" for c in answer.json()["message"])


def test_only_post_is_taken_and_a_stopped_token_is_none(secret: str, cast: Cast, lake: Any) -> None:
    got = Client().get("/api/records/penalty", headers={"Authorization": f"Bearer {secret}"})
    assert (got.status_code, got["Allow"]) == (405, "POST")
    user = cast.people[MINE, "head"].user
    assert user
    tokens.revoke(Token.objects.get(), user)
    assert send(secret, [GOOD]).status_code == 401
    assert list(AuditEntry.objects.order_by("seq").values_list("action", flat=True)) == [
        "发放数据接口令牌",
        "停用数据接口令牌",
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
RECORDS = st.lists(st.dictionaries(st.sampled_from([*GOOD, "officers", "\x00", "x"]), VALUES, max_size=4), max_size=3)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=RECORDS)
def test_whatever_is_pushed_gets_an_answer(secret: str, lake: Any, data: Any) -> None:
    key = f"k{Batch.objects.count()}-{len(json.dumps(data))}"
    answer = send(secret, json.dumps(data).encode(), key=key)
    assert answer.status_code in {200, 400, 409}
    assert "message" in answer.json()


def test_tokens_are_handed_out_once_by_whoever_answers_for_the_body(sign_in: As, cast: Cast) -> None:
    head, handler = sign_in(MINE, "head"), sign_in(MINE)
    assert "签发和停用由机构的分管或主要负责人办理" in handler.get("/intake/tokens/").content.decode()
    handler.post("/intake/tokens/", {"source": str(cast.id(MINE)), "name": "案件系统"})
    head.post("/intake/tokens/", {"source": str(cast.id("柯城区交通局")), "name": "案件系统"})
    assert not Token.objects.exists()
    page = head.post("/intake/tokens/", {"source": str(cast.id(MINE)), "name": "案件系统"}).content.decode()
    secret = page.partition(tokens.PREFIX)[2].partition("<")[0]
    token = Token.objects.get()
    assert tokens.authenticate(tokens.PREFIX + secret) == token
    assert secret not in head.get("/intake/tokens/").content.decode()
    stop = f"/intake/tokens/{token.pk}/stop/"
    assert [sign_in(b, p).post(stop).status_code for b, p in ((MINE, "handler"), ("柯城区交通局", "head"))] == [
        404,
        404,
    ]
    assert head.post(stop).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
