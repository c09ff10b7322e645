"""A signed-in client for anybody of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, build

As = Callable[..., Client]


@pytest.fixture
def cast(db: None) -> Cast:
    """The small cast."""
    return build()


@pytest.fixture
def sign_in(cast: Cast) -> As:
    """``sign_in(body, post)`` is a client of the person in that post."""

    def as_(body: str, post: str = "handler") -> Client:
        client = Client()
        user = cast.people[body, post].user
        assert user
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_
