"""What the benchmarks stand on: a fresh database of their own, a cast, and stories told by ``perform``."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database(address: str | None = None) -> Iterator[str]:
    """A fresh migrated database: SQLite in a temporary folder, or ``address`` (a PostgreSQL server, emptied).

    Django is set up inside, so this is entered once a process.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XIEDU_VAR"] = folder
        os.environ["XIEDU_DATABASE"] = address or str(Path(folder) / "bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiedu.config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
        yield connection.vendor
        connection.close()


def seconds(work: Callable[[], object], rounds: int) -> list[float]:
    """The wall time of each round, in seconds."""
    out = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        out.append(time.perf_counter() - begun)
    return out


def spread(values: list[float]) -> str:
    """Minimum, median and maximum in milliseconds."""
    low, mid, high = (x * 1000 for x in (min(values), statistics.median(values), max(values)))
    return f"{low:.2f} / {mid:.2f} / {high:.2f} ms"
