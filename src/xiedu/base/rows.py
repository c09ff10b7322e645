"""Reading and writing many small rows without building a query each time: statements are made once and kept.

Values pass through the fields of the model (dates, JSON, relations), so that a row is the one ``save`` would
have written; what is left out takes the field's default. No signals are sent and no model instance is made.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Row = Mapping[str, Any]
# Texts and numbers of these fields go into the database as they are.
_PLAIN = (str, int)
_AS_IS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)


def _cursor() -> Any:
    """A cursor whose statements PostgreSQL plans once and keeps: those of a step are the same at every step.

    Django's own cursors write the values into the statement, so that each is planned anew.
    """
    # Asked once: each look through ``connection`` finds the thread's connection anew.
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        return here.cursor()
    from psycopg import Cursor

    here.ensure_connection()
    planned = Cursor(here.connection)
    return here.make_debug_cursor(planned) if here.queries_logged else here.make_cursor(planned)


def fetch(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a SELECT."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def fetch_all(*asked: tuple[str, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of several statements, asked in this order and in one message where the database can take one."""
    with together(), ExitStack() as stack:
        cursors = [stack.enter_context(_cursor()) for _ in asked]
        for cursor, (sql, values) in zip(cursors, asked, strict=True):
            cursor.execute(sql, values)
        return [cursor.fetchall() for cursor in cursors]


@contextmanager
def together() -> Iterator[None]:
    """Send statements without waiting for the answer to each (PostgreSQL's pipeline).

    They run one after the other as ever; a fault shows when an answer is read, at the latest at the end of the block.
    What :func:`run` returns inside means nothing.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        yield
        return
    here.ensure_connection()
    with here.wrap_database_errors, here.connection.pipeline():
        yield


def run(sql: str, values: Sequence[Any] = ()) -> int:
    """Make a change; how many rows it touched."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def marks(values: Collection[Any]) -> str:
    """The placeholders of an ``IN`` list."""
    return ", ".join(["%s"] * len(values))


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows given by column attribute (``matter_id``, ``seq``); inside the caller's transaction."""
    if not rows:
        return
    run(_statement(model, len(rows)), [v for row in rows for v in _values(model, row)])


def insert_one(model: type[models.Model], row: Row) -> int:
    """Insert a row and return its primary key."""
    return int(fetch(*inserting(model, row))[0][0])


def inserting(model: type[models.Model], row: Row) -> tuple[str, list[Any]]:
    """The statement that inserts a row and answers with its primary key, for :func:`fetch_all`."""
    return _statement(model, 1) + _returning(model), _values(model, row)


def insert_new(model: type[models.Model], row: Row) -> int | None:
    """Insert a row and return its primary key; None if another row already has one of its unique values."""
    found = fetch(_statement(model, 1) + " ON CONFLICT DO NOTHING" + _returning(model), _values(model, row))
    return int(found[0][0]) if found else None


def upsert(model: type[models.Model], rows: Sequence[Row], key: tuple[str, ...]) -> None:
    """Insert rows, or overwrite those that share the unique ``key`` columns."""
    if not rows:
        return
    run(_statement(model, len(rows)) + _instead(model, key), [v for row in rows for v in _values(model, row)])


@cache
def _instead(model: type[models.Model], key: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    names = [quote(f.column) for f in _fields(model) if f.column not in key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f" ON CONFLICT ({', '.join(map(quote, key))}) DO UPDATE SET {changes}"


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    auto = model._meta.auto_field
    return tuple(f for f in model._meta.concrete_fields if f is not auto)


@cache
def _returning(model: type[models.Model]) -> str:
    pk = model._meta.pk
    return f" RETURNING {connection.ops.quote_name(str(pk.column) if pk else 'id')}"


@cache
def _statement(model: type[models.Model], rows: int) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(f.column) for f in _fields(model))
    marks = "(" + ", ".join(["%s"] * len(_fields(model))) + ")"
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([marks] * rows)}"


@cache
def _columns(model: type[models.Model]) -> dict[str, tuple[Any, bool]]:
    """Each column's field by attribute, and whether plain values go in as they are."""
    return {f.attname: (f, isinstance(f, _AS_IS)) for f in _fields(model)}


def _values(model: type[models.Model], row: Row) -> list[Any]:
    columns = _columns(model)
    if not row.keys() <= columns.keys():
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(row.keys() - columns.keys()))}")
    return [_stored(row[name] if name in row else f.get_default(), f, as_is) for name, (f, as_is) in columns.items()]


def _stored(value: Any, f: Any, as_is: bool) -> Any:
    return value if value is None or (as_is and type(value) in _PLAIN) else f.get_db_prep_save(value, connection)
