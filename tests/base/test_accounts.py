"""Signing in: lockout, idle sign-out, password rules, and what the audit chain keeps of it."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from xiedu.base import audit
from xiedu.base.models import AuditEntry, User
from xiedu.base.passwords import ThreeOfFourClasses

PASSWORD = "Quzhou-2022-0714"
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.base.urls")]


@pytest.fixture(autouse=True)
def _only_our_middleware(settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("xiedu.web")]
    settings.AXES_LOCKOUT_TEMPLATE = None


@pytest.fixture
def user() -> User:
    return User.objects.create_user("jia", password=PASSWORD, display_name="甲")


def sign_in(client: Client, password: str, name: str = "jia") -> int:
    return client.post("/accounts/login/", {"login": name, "password": password}).status_code


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def test_sign_in_and_out_are_recorded(client: Client, user: User) -> None:
    assert sign_in(client, "wrong") == 200
    assert sign_in(client, PASSWORD) == 302
    assert client.get("/whoami/").content == b"jia"
    client.post("/accounts/logout/")
    assert acts() == ["登录失败", "登录", "退出"]
    assert AuditEntry.objects.get(action="登录").address == "127.0.0.1"
    assert audit.verify() == []


def test_five_failures_lock_the_account_even_for_the_right_password(client: Client, user: User) -> None:
    codes = [sign_in(client, f"wrong-{n}") for n in range(5)]
    assert codes[:4] == [200] * 4
    response = client.post("/accounts/login/", {"login": "jia", "password": PASSWORD})
    assert response.status_code == 429
    assert "锁定" in response.content.decode()
    assert client.get("/whoami/").content == b""
    assert "账号锁定" in acts()
    User.objects.create_user("yi", password=PASSWORD)
    assert sign_in(client, PASSWORD, "yi") == 302


def test_a_success_forgives_earlier_failures(client: Client, user: User) -> None:
    for _ in range(2):
        assert [sign_in(client, f"wrong-{n}") for n in range(4)] == [200] * 4
        assert sign_in(client, PASSWORD) == 302
        client.post("/accounts/logout/")


def test_nobody_signs_himself_up(client: Client) -> None:
    form = {"username": "bing", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", form)
    assert not User.objects.exists()


def test_idle_time_costs_no_query_and_few_writes(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("xiedu.base.idle.time.time", lambda: now[0])
    client.force_login(user)
    client.get("/whoami/")
    for seconds, most in ((0, 2), (59, 2), (30, 6), (1, 2)):
        now[0] += seconds
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/whoami/").content == b"jia"
        assert len(queries) <= most
    written = [q for q in queries.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))]
    assert written == []
    with CaptureQueriesContext(connection) as queries:
        Client().get("/whoami/")
    assert len(queries) == 0


def test_idle_people_are_signed_out(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("xiedu.base.idle.time.time", lambda: now[0])
    client.force_login(user)
    for _ in range(4):
        now[0] += 29 * 60
        assert client.get("/whoami/").content == b"jia"
    now[0] += 31 * 60
    assert client.get("/whoami/").content == b""
    assert acts() == ["登录", "超时退出"]


def test_polling_does_not_keep_anybody_signed_in(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("xiedu.base.idle.time.time", lambda: now[0])
    client.force_login(user)
    client.get("/whoami/")
    for _ in range(30):
        now[0] += 60
        assert client.get("/whoami/", headers={"X-Background": "1"}).content == b"jia"
    now[0] += 61
    assert client.get("/whoami/", headers={"X-Background": "1"}).content == b""


def test_the_last_five_passwords_are_refused(user: User) -> None:
    passwords = [f"Quzhou-{n}-abcdef" for n in range(6)]
    for password in passwords:
        validate_password(password, user)
        user.set_password(password)
        user.save()
    for password in passwords[1:]:
        with pytest.raises(ValidationError, match="最近 5 次"):
            validate_password(password, user)
    validate_password(passwords[0], user)
    assert user.past_passwords.count() == 5


def test_changing_the_password_is_recorded(client: Client, user: User) -> None:
    client.force_login(user)
    before = user.password_changed_at
    form = {"oldpassword": PASSWORD, "password1": "Jianghu-99-xyz", "password2": "Jianghu-99-xyz"}
    assert client.post("/accounts/password/change/", form).status_code == 302
    user.refresh_from_db()
    assert user.check_password("Jianghu-99-xyz")
    assert user.password_changed_at > before
    assert "更换口令" in acts()


@pytest.mark.parametrize(
    "password", ["short-1A", "alllowercaseonly", "lower1234567", "12345678901234", "UPPER12345678"]
)
def test_weak_passwords_are_refused(password: str, user: User) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, user)


@given(st.text(min_size=1))
def test_three_of_four_classes_counts_classes(password: str) -> None:
    classes = {
        "upper"
        if c.isascii() and c.isupper()
        else "lower"
        if c.isascii() and c.islower()
        else "digit"
        if c.isdigit()
        else "other"
        for c in password
    }
    if len(classes) >= 3:
        ThreeOfFourClasses().validate(password)
    else:
        with pytest.raises(ValidationError):
            ThreeOfFourClasses().validate(password)
