"""Unmasking leaves a trace or shows nothing; tokens open the door of one source until they are revoked."""

from pathlib import Path

import pytest

from tests.intake.city import PERSON, held, numbered, sheet
from xiedu.base import audit
from xiedu.base.models import AuditEntry, User
from xiedu.bodies.models import Body
from xiedu.intake import secrets, service, tokens
from xiedu.intake.models import Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create(username="clerk", display_name="经办（合成）")


def test_each_unmasking_is_recorded(lake: Path, source: Body, user: User) -> None:
    service.receive(sheet(numbered(1, **PERSON)), source)
    ((digest,),) = held(lake, "party_id_no_digest")
    with pytest.raises(ValueError, match="理由"):
        secrets.reveal(digest, user, "  ")
    with pytest.raises(ValueError, match="没有找到"):
        secrets.reveal("0" * 64, user, "核对")
    assert not AuditEntry.objects.filter(action="查看证件号码").exists()
    assert secrets.reveal(digest, user, "核对当事人") == PERSON["自然人证件号码"]
    entry = AuditEntry.objects.get(action="查看证件号码")
    assert (entry.user, entry.target, entry.detail["reason"]) == (user, "110***********002X", "核对当事人")
    assert audit.verify() == []


def test_a_token_opens_until_it_is_revoked_and_is_not_kept(source: Body, user: User) -> None:
    token, text = tokens.make(source, "业务系统", user)
    assert text not in str(Token.objects.values())
    assert tokens.authenticate(text) == token
    assert tokens.authenticate(text + "x") is None
    assert tokens.authenticate("") is None
    tokens.revoke(token, user)
    tokens.revoke(token, user)
    assert tokens.authenticate(text) is None
    actions = AuditEntry.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["发放数据接口令牌", "停用数据接口令牌"]
    with pytest.raises(ValueError, match="名称"):
        tokens.make(source, " ", user)
