"""Writing many small rows without building a query each time: statements are made once and kept.

Values pass through the fields of the model (dates, JSON, relations), so that a row is the one ``save`` would
have written; what is left out takes the field's default. No signals are sent and no model instance is made.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows given by column attribute (``matter_id``, ``seq``); inside the caller's transaction."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows)), [v for row in rows for v in _values(model, row)])


def insert_one(model: type[models.Model], row: Row) -> int:
    """Insert a row and return its primary key."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, 1) + _returning(model), _values(model, row))
        return int(cursor.fetchone()[0])


def upsert(model: type[models.Model], rows: Sequence[Row], key: tuple[str, ...]) -> None:
    """Insert rows, or overwrite those that share the unique ``key`` columns."""
    if not rows:
        return
    names = [str(f.column) for f in _fields(model) if f.column not in key]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(n)} = excluded.{quote(n)}" for n in names)
    on = ", ".join(quote(name) for name in key)
    with connection.cursor() as cursor:
        sql = f"{_statement(model, len(rows))} ON CONFLICT ({on}) DO UPDATE SET {changes}"
        cursor.execute(sql, [v for row in rows for v in _values(model, row)])


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


def _values(model: type[models.Model], row: Row) -> list[Any]:
    unknown = row.keys() - {f.attname for f in _fields(model)}
    if unknown:
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    return [
        f.get_db_prep_save(row[f.attname] if f.attname in row else f.get_default(), connection) for f in _fields(model)
    ]
