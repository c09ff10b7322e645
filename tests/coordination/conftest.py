"""The cast, and the doors on trial."""

import pytest

from tests.cast import Cast, build
from tests.coordination.doors import TRIED, Trial


@pytest.fixture
def cast(db: None) -> Cast:
    return build()


@pytest.fixture
def at(cast: Cast) -> Trial:
    return Trial(cast, TRIED)
