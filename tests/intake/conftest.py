"""Each test of the intake has a lake of its own: a batch's key must not meet that of another test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.intake.city import body
from tests.lake.empty import empty_lake
from xiedu.bodies.models import Body


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Path]:
    folder = empty_lake(tmp_path / "lake")
    with override_settings(LAKE_DIR=folder):
        yield folder


@pytest.fixture
def source(db: None) -> Body:
    return body()
