"""What every test shares: fast password hashing, a files folder of its own, tables of record that can be emptied.

``--database-only`` keeps the tests that touch the database (for the second run, on PostgreSQL). Under
``XIEDU_REQUIRE_ALL=1`` a skipped test is a failed one: nothing may be left out silently.
"""

import os
from collections.abc import Callable, Generator, Iterator
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
    names = {"FILES_DIR": "files", "STATIC_ROOT": "static", "LAKE_DIR": "lake"}
    folders = {setting: tmp_path_factory.mktemp(name) for setting, name in names.items()}
    with override_settings(PASSWORD_HASHERS=hashers, **folders):
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    kept = [i for i in items if i.get_closest_marker("django_db") or i.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=[i for i in items if i not in set(kept)])
    items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _no_skips(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _no_skips(report)
    return report


def _no_skips(report: Any) -> None:
    if os.environ.get("XIEDU_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although XIEDU_REQUIRE_ALL=1: {report.longrepr}"
