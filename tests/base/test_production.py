"""Production refuses to start with demo accounts, debug or secrets that are no secrets."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from xiedu.base.models import User
from xiedu.base.production import UnsafeStartError, problems, refuse_unsafe_start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _production(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "xiedu_chain_key").write_text("x1y2z3w4" * 6)
    good = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "CHAIN_KEY", "LAKE_KEY")}
    with override_settings(DEMO=False, DEBUG=False, VAR_DIR=tmp_path, **good):
        yield


def test_a_sound_set_up_starts() -> None:
    User.objects.create(username="jia")
    refuse_unsafe_start()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DEBUG": True}, "DEBUG"),
        ({"SECRET_KEY": "short"}, "XIEDU_SECRET_KEY"),
        ({"SECRET_KEY": "a" * 50}, "XIEDU_SECRET_KEY"),
        ({"CHAIN_KEY": "django-insecure-" + "abcdefgh" * 5}, "XIEDU_CHAIN_KEY"),
        ({"CHAIN_KEY": "x1y2z3w4" * 6}, "演示环境"),
        ({"CHAIN_KEY": "q1w2e3r4" * 6, "SECRET_KEY": "q1w2e3r4" * 6}, "相同"),
        ({"CHAIN_KEY": "q1w2e3r4" * 6, "LAKE_KEY": "q1w2e3r4" * 6}, "XIEDU_CHAIN_KEY 与 XIEDU_LAKE_KEY 相同"),
        ({"LAKE_KEY": "short"}, "XIEDU_LAKE_KEY"),
    ],
)
def test_an_unsafe_set_up_refuses(change: dict[str, Any], said: str) -> None:
    with override_settings(**change):
        with pytest.raises(UnsafeStartError, match=said):
            refuse_unsafe_start()
        assert "xiedu.E001" in {message.id for message in run_checks()}


def test_a_demo_account_refuses_and_demo_mode_does_not_care() -> None:
    User.objects.create(username="jia", is_demo=True)
    with pytest.raises(UnsafeStartError, match="演示账号"):
        refuse_unsafe_start()
    with override_settings(DEMO=True, DEBUG=True):
        assert problems() == []
