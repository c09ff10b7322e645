"""The JSON door of the matters: what is open to whom, a move made and repeated, and an answer to whatever is sent."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast, Dispute
from tests.procedure import prints
from tests.web.conftest import As
from xiedu.procedure import registry
from xiedu.procedure.models import Matter

pytestmark = pytest.mark.django_db
AGENCY, OTHER = "柯城区住建局", "柯城区交通局"
OPEN = "/api/starts/dispute/open"


def opening(cast: Cast, **more: Any) -> dict[str, Any]:
    facts = {"title": "渣土撒落", "field": "渣土运输", "respondents": [cast.id(OTHER)]}
    return {"body": cast.id(AGENCY), "facts": facts} | more


def post(client: Client, address: str, data: Any, key: str = "k1", **more: Any) -> Any:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(address, body, content_type=more.get("content_type", "application/json"), headers=headers)


def chinese(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def test_what_may_be_begun_is_listed_with_its_fields_and_choices(cast: Cast, sign_in: As) -> None:
    listed = sign_in(AGENCY).get("/api/starts").json()["starts"]
    expected = {(t.code, m.code) for t in registry.tables() for m in t.starts() if m.offered}
    assert {(one["procedure"], one["code"]) for one in listed} < expected
    one = next(one for one in listed if one["address"] == OPEN)
    assert one["bodies"] == [{"body": cast.id(AGENCY), "name": AGENCY}]
    assert "《衢州市行政执法协调监督暂行办法》第六条第一款" in [cite["text"] for cite in one["cites"]]
    told = sign_in(AGENCY).get(OPEN).json()
    fields = {field["name"]: field for field in told["fields"]}
    assert fields["title"]["required"]
    assert cast.id(OTHER) in [choice["value"] for choice in fields["respondents"]["choices"]]
    assert sign_in("柯城区编办").get(OPEN).status_code == 403
    assert sign_in(AGENCY).get("/api/starts/dispute/import_closed").status_code == 404


def test_every_start_of_every_table_is_described(cast: Cast, sign_in: As) -> None:
    told = {}
    for body in (AGENCY, "柯城区司法局", "柯城区指导", "航埠司法所", "柯城区编办"):
        for one in sign_in(body, "head").get("/api/starts").json()["starts"]:
            told[one["procedure"], one["code"]] = sign_in(body, "head").get(one["address"]).json()
    assert set(told) == {(t.code, m.code) for t in registry.tables() for m in t.starts() if m.offered}
    assert all(one["fields"] and one["cites"] for one in told.values())


def test_a_matter_is_begun_and_moved_and_each_repeated_request_changes_nothing(cast: Cast, sign_in: As) -> None:
    client = sign_in(AGENCY)
    begun = post(client, OPEN, opening(cast)).json()
    assert post(client, OPEN, opening(cast)).json() == begun
    assert Matter.objects.count() == 1
    told = client.get(begun["moves"]).json()
    assert (told["state"], told["seq"], told["number"]) == (begun["state"], 1, begun["number"])
    [mine] = told["bodies"]
    drop = next(m for m in mine["moves"] if m["code"] == "drop")
    assert drop["mode"] == "do"
    submit = next(m for m in mine["moves"] if m["code"] == "submit")
    assert (submit["mode"], submit["refusal"]["cite"]["article"]) == ("refused", 6)
    sent = {"body": cast.id(AGENCY), "facts": {"reason": "不再需要"}, "expect_seq": 1, "confirmed": True}
    assert post(client, drop["address"], sent).json()["state"] == "dropped"
    again = post(client, drop["address"], sent)
    assert (again.status_code, again.json()["code"]) == (409, "stale")
    assert "柯城区住建局·" in again.json()["message"]
    other = post(client, "/api/starts/lead/hand_in", opening(cast))
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


def test_a_refusal_says_code_reason_article_and_field(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).open()
    client = sign_in(AGENCY, "head")
    address = f"/api/matters/{dispute.id}/moves/submit"
    sent = {"body": cast.id(AGENCY), "facts": dispute.application(), "expect_seq": 1, "confirmed": True}
    answer = post(client, address, sent)
    assert answer.status_code == 422
    [why] = answer.json()["refusals"]
    assert (why["code"], why["cite"]["article"]) == ("negotiation_proved", 6)
    assert why["message"] == answer.json()["message"]
    told = post(client, address, {**sent, "facts": {"focus": 7, "extra": 1}}).json()
    assert told["code"] == "invalid"
    assert told["errors"]["extra"] == "没有这一项，请删除。"
    assert all(map(chinese, told["errors"].values()))


def test_a_foreign_matter_and_an_absent_one_answer_alike(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).open()
    stranger = sign_in("衢江区交通局")
    sent = {"body": cast.id("衢江区交通局"), "facts": {}, "expect_seq": 1}
    for tail in ("", "/drop", "/absent"):
        foreign = stranger.get(f"/api/matters/{dispute.id}/moves{tail}")
        absent = stranger.get(f"/api/matters/987654321/moves{tail}")
        assert (foreign.status_code, foreign.content) == (404, absent.content)
    foreign = post(stranger, f"/api/matters/{dispute.id}/moves/drop", sent)
    assert (foreign.status_code, foreign.content) == (404, post(stranger, "/api/matters/9/moves/drop", sent).content)
    assert sign_in(AGENCY).get(f"/api/matters/{10**30}/moves").status_code == 404


def test_whoever_acts_for_a_body_that_is_not_his_is_refused(cast: Cast, sign_in: As) -> None:
    answer = post(sign_in(AGENCY), OPEN, opening(cast, body=cast.id(OTHER)))
    assert answer.status_code == 422
    assert "没有任职" in answer.json()["message"]


def test_every_answer_is_json_even_without_sign_in_or_token(cast: Cast) -> None:
    user = cast.people[AGENCY, "handler"].user
    assert user
    bare = Client(enforce_csrf_checks=True, headers={"Authorization": "Bearer xd_anything"})
    assert bare.get("/api/starts").json()["code"] == "not_signed_in"
    bare.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    refused = post(bare, OPEN, opening(cast))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert "X-CSRFToken" in refused.json()["message"]
    lost = bare.get("/api/nothing")
    assert (lost.status_code, lost.json()["code"]) == (404, "absent")
    assert not Matter.objects.exists()


def test_a_file_is_sent_ahead_and_named_by_its_number(cast: Cast, sign_in: As) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in(AGENCY)
    good = SimpleUploadedFile("说明.txt", "协商经过".encode())
    told = client.post("/api/files", {"file": good}).json()
    assert told["files"][0]["name"] == "说明.txt"
    bad = client.post("/api/files", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (bad.status_code, chinese(bad.json()["message"])) == (422, True)
    assert client.post("/api/files").status_code == 400


REFUSED: list[tuple[Any, dict[str, Any], int]] = [
    (b"", {}, 415),
    (b" ", {}, 400),
    (b"[", {}, 400),
    (b"[]", {}, 400),
    (b"null", {}, 400),
    (b"[" * 100_000, {}, 400),
    (b'{"body": 1, "body": 2}', {}, 400),
    (b'{"body": NaN}', {}, 400),
    (b'{"body": ' + b"9" * 5000 + b"}", {}, 400),
    ("甲".encode("gb18030"), {}, 400),
    ({"nothing": 1}, {}, 400),
    ({"body": True}, {}, 400),
    ({"body": "1"}, {}, 400),
    ({"body": 10**40}, {}, 400),
    ({"body": 1, "facts": []}, {}, 400),
    ({"body": 1, "occurred_on": 20260101}, {}, 400),
    ({"body": 1, "occurred_on": "昨天"}, {}, 400),
    ({"body": 1, "late_reason": ["x"]}, {}, 400),
    ({"body": 1, "late_reason": "\x00"}, {}, 400),
    ({"body": 1, "confirmed": "yes"}, {}, 400),
    ({"body": 1}, {"key": ""}, 400),
    ({"body": 1}, {"key": "k" * 65}, 400),
    ({"body": 1}, {"content_type": "text/plain"}, 415),
    ({"body": 1}, {"content_type": "application/x-www-form-urlencoded"}, 415),
    (b'{"body": "' + b"x" * (5 * 1024 * 1024) + b'"}', {}, 413),
]


def test_what_is_no_request_is_refused_in_chinese(cast: Cast, sign_in: As) -> None:
    client = sign_in(AGENCY)
    client.raise_request_exception = False
    for body, more, status in REFUSED:
        answer = post(client, OPEN, body, **more)
        assert answer.status_code == status, (str(body)[:40], more, answer.content)
        assert chinese(answer.json()["message"])
    assert client.delete(OPEN).json()["code"] == "wrong_method"
    assert client.put("/api/starts").status_code == 405
    assert not Matter.objects.exists()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
NAMES = ("body", "facts", "occurred_on", "late_reason", "confirmed", "expect_seq", "x")
FACTS = st.dictionaries(st.sampled_from(["reason", "title", "move", "facts", "field", "\x00"]), VALUES, max_size=3)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=VALUES | st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), facts=FACTS)
def test_whatever_is_sent_gets_an_answer_and_changes_nothing(cast: Cast, sign_in: As, data: Any, facts: Any) -> None:
    matter = Matter.objects.first()
    number = matter.pk if matter else Dispute(cast).open().id
    before = prints.counts()
    client = sign_in(AGENCY)
    client.raise_request_exception = False
    whole = {"body": cast.id(AGENCY), "facts": facts, "expect_seq": 1}
    for address in (OPEN, f"/api/matters/{number}/moves/submit", f"/api/matters/{number}/moves/review.draft"):
        for body in (data, {**whole, **(data if isinstance(data, dict) else {})}, whole):
            answer = post(client, address, body)
            assert answer.status_code in {400, 403, 409, 422}, (address, body, answer.content)
            assert chinese(answer.json()["message"])
    assert prints.counts() == before
