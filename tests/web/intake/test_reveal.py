"""A number in clear: only for whoever judges the source, only with a reason, each look recorded."""

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.intake.city import PERSON
from tests.web.conftest import As
from tests.web.intake.conftest import Sent
from xiedu.base.models import AuditEntry
from xiedu.lake.store import reading

pytestmark = pytest.mark.django_db
MINE, BUREAU = "柯城区住建局", "柯城区司法局"
NUMBER = PERSON["自然人证件号码"]
LOOK = "查看证件号码"


def address(field: str = "party_id_no") -> str:
    with reading(settings.LAKE_DIR) as db:
        ((row,),) = db.execute("select id from lake.penalty").fetchall()
    return f"/records/penalty/{row}/number/{field}/"


def test_a_number_is_shown_with_a_reason_and_the_look_is_recorded(sign_in: As, cast: Cast, sent: Sent) -> None:
    sent(MINE, PERSON)
    page, client = address(), sign_in(BUREAU)
    record = client.get(page.partition("number/")[0]).content.decode()
    assert page in record
    assert NUMBER not in record
    asked = client.get(page)
    assert NUMBER not in asked.content.decode()
    assert client.post(page, {"reason": "  "}).status_code == 422
    assert not AuditEntry.objects.filter(action=LOOK).exists()
    shown = client.post(page, {"reason": "核对当事人"})
    assert NUMBER in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action=LOOK)
    assert (entry.user, entry.detail["reason"]) == (cast.people[BUREAU, "handler"].user, "核对当事人")
    assert NUMBER not in f"{entry.target}{entry.detail}"


def test_nobody_else_finds_a_number(sign_in: As, cast: Cast, sent: Sent) -> None:
    sent(MINE, PERSON)
    page = address()
    for body, status in (("衢江区司法局", 404), ("衢州市司法局", 404), (MINE, 403)):
        client = sign_in(body)
        assert client.post(page, {"reason": "核对"}).status_code == status, body
    client = sign_in(BUREAU)
    for foreign in (address("legal_rep_id_no"), address("party"), "/records/penalty/987654321/number/party_id_no/"):
        assert client.post(foreign, {"reason": "核对"}).status_code == 404
    assert not AuditEntry.objects.filter(action=LOOK).exists()
