"""What every test shares: fast password hashing, a files folder of its own, tables of record that can be emptied."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase, override_settings

from xiedu.base import triggers


@pytest.fixture(autouse=True, scope="session")
def _flushable_tables() -> Iterator[None]:
    """Transactional tests empty all tables at their end; the triggers that guard history would refuse.

    They are dropped before that flush; the ``post_migrate`` that follows a flush installs them again.
    """
    cases: Any = TransactionTestCase
    original: Callable[[Any], None] = cases._fixture_teardown

    def teardown(case: Any) -> None:
        for alias in case._databases_names(include_mirrors=False):
            triggers.remove(connections[alias])
        original(case)
        for alias in case._databases_names(include_mirrors=False):
            triggers.install(connections[alias])

    patch = pytest.MonkeyPatch()
    patch.setattr(cases, "_fixture_teardown", teardown)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite tests use a file as the real system does: memory databases lock whole tables between threads."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("db") / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def _cheap_and_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fast password hashes; files go to a folder of the test run."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    folders = {"FILES_DIR": tmp_path_factory.mktemp("files"), "STATIC_ROOT": tmp_path_factory.mktemp("static")}
    with override_settings(PASSWORD_HASHERS=hashers, **folders):
        yield
