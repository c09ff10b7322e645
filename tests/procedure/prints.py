"""A print of everything the spine's tables hold, to show that a refused step has changed nothing."""

import hashlib

from django.apps import apps
from django.db import connection

LEFT_OUT = frozenset({"procedure_draft"})


def tables() -> list[str]:
    """The tables of matters and papers."""
    models = [m for label in ("procedure", "papers") for m in apps.get_app_config(label).get_models()]
    return sorted({m._meta.db_table for m in models} - LEFT_OUT)


def counts() -> dict[str, int]:
    """Rows by table."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def digest() -> str:
    """One digest over every row of those tables."""
    running = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY id' if table != "procedure_eventfacts" else EVENT_FACTS)
            for row in cursor:
                running.update(repr((table, row)).encode())
    return running.hexdigest()


EVENT_FACTS = 'SELECT * FROM "procedure_eventfacts" ORDER BY event_id'
