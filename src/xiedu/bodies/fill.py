"""Add what is missing, leave what is there: the one way in which the register is laid down."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from django.db import models

_Row = TypeVar("_Row", bound=models.Model)
_Key = TypeVar("_Key", bound=Hashable)


def fill(model: type[_Row], key: Callable[[_Row], _Key], wanted: Iterable[_Row]) -> tuple[dict[_Key, _Row], int]:
    """Add the wanted rows whose key no row has yet.

    Returns every row of the table by key, and how many were added. One query to read, one for every 500 to write.
    ``key`` may use plain columns only.
    """
    rows = {key(row): row for row in model._default_manager.all()}
    missing: dict[_Key, _Row] = {}
    for row in wanted:
        if key(row) not in rows:
            missing.setdefault(key(row), row)
    model._default_manager.bulk_create(missing.values(), batch_size=500)
    return rows | missing, len(missing)
