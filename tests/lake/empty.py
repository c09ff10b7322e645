"""A lake with its tables for a test of its own: copied, since making them costs a second."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from xiedu.lake import store


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp()) / "lake"
    store.prepare(folder)
    return folder


def empty_lake(folder: Path) -> Path:
    """Make ``folder`` an empty lake and give it back."""
    shutil.copytree(_template(), folder)
    return folder
