"""A lake of its own for each test, and the small cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.cast import Cast, build
from tests.suspicions.lake import fresh
from xiedu.checks.catalogue import by_id


@pytest.fixture
def cast(db: None) -> Cast:
    """The small cast."""
    return build()


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Path]:
    """An empty lake."""
    with override_settings(LAKE_DIR=fresh(tmp_path / "lake")):
        yield tmp_path / "lake"


FEW = ("off-lt-two", "pen-90d", "pub-7wd", "case-order", "ins-too-short")


@pytest.fixture(autouse=True)
def few_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan binds the statements of all checks, which takes seconds; a handful shows what a scan does."""
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(FEW)))
