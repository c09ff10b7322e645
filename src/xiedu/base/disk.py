"""What a power cut must not undo: bytes and names forced to the platter. Free of Django."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Force a file's bytes, or the names a folder holds, to the disk. OSError when the disk refuses."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
