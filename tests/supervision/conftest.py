"""The cast, and each door on trial."""

import pytest

from tests.cast import Cast, build
from tests.coordination.doors import TRIED, Trial


@pytest.fixture
def cast(db: None) -> Cast:
    return build()


@pytest.fixture(params=TRIED, ids=lambda d: d.name)
def at(request: pytest.FixtureRequest, cast: Cast) -> Trial:
    return Trial(cast, request.param)
