"""Many matters from few: copies of the matters there are, made by SQL; bench data only, not for ``verify``.

Copied is what the lists and the 工作台 read: the head, participants, indexed facts, clocks, waiting work, deliveries.
The steps themselves are not: a copied delivery hangs on the step of its pattern, and a copy's page cannot be opened.
A copy differs from its pattern in id, number and searched text; states, bodies, days and areas keep their shares.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

TABLES = ("participant", "matterindex", "runningterm", "waiting", "delivery")


def multiply(times: int) -> None:
    """Until there are ``times`` as many matters as now; ids go on where they are, each copy as wide as the pattern."""
    from django.db import connection, transaction

    with _in_a_hurry(), connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM procedure_matter")
        width = cursor.fetchone()[0]
        others = [(f"procedure_{name}", _columns(f"procedure_{name}", {"id", "matter_id"})) for name in TABLES]
        heads = _columns("procedure_matter", {"id", "number", "search", "token"})
        for turn in range(1, times):
            fresh = f"id + {turn * width}"
            number = f"number || '-' || ({fresh})"
            with transaction.atomic():
                cursor.execute(
                    f"INSERT INTO procedure_matter (id, number, search, {heads})"
                    f" SELECT {fresh}, {number}, replace(search, number, {number}), {heads}"
                    f" FROM procedure_matter WHERE id <= {width}"
                )
                for table, columns in others:
                    cursor.execute(
                        f"INSERT INTO {table} (matter_id, {columns}) SELECT matter_id + {turn * width}, {columns}"
                        f" FROM {table} WHERE matter_id <= {width}"
                    )


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """SQLite waits for no disk and keeps more in memory while copies are made; afterwards it is as in the product."""
    from django.db import connection

    def ask(*pragmas: str) -> None:
        with connection.cursor() as cursor:
            for pragma in pragmas if connection.vendor == "sqlite" else ():
                cursor.execute(f"PRAGMA {pragma}")

    ask("synchronous=OFF", "cache_size=-1000000")
    yield
    ask("synchronous=FULL", "cache_size=-65536", "wal_checkpoint(TRUNCATE)")


def _columns(table: str, but: Collection[str]) -> str:
    """The columns of a table but some, quoted, as they stand in a statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return ", ".join(f'"{column.name}"' for column in found if column.name not in but)
