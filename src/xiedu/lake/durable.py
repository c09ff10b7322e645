"""A transaction of the lake that a power cut leaves whole: its files are on the disk before the catalog names them."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from xiedu.base.disk import sync
from xiedu.records.cleaning import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DATA = "xiedu_lake_data"


def remember(db: "DuckDBPyConnection", data: Path) -> None:
    """Note on a connection the folder in which the lake attached to it keeps its files."""
    db.execute(f"set variable {_DATA} = {quoted(str(data))}")


def data_folder(db: "DuckDBPyConnection") -> Path:
    """The folder of the files of the lake that is attached to a connection."""
    found = db.execute(f"select getvariable('{_DATA}')").fetchall()[0][0]
    if not found:
        raise RuntimeError("no lake is attached to this connection")
    return Path(found)


@contextmanager
def snapshot(db: "DuckDBPyConnection") -> Iterator[None]:
    """A transaction in which the lake is only read: as it stands at the first look, whoever writes meanwhile."""
    db.execute("begin transaction")
    try:
        yield
    except BaseException:
        roll_back(db)
        raise
    db.execute("commit")


@contextmanager
def transaction(db: "DuckDBPyConnection", *, keep: bool = True) -> Iterator[None]:
    """One transaction of the lake's only writer: committed at the end, or with ``keep`` False rolled back.

    The files it wrote, and the folders that name them, are synced first: a catalog that names a torn file would lose
    more than the batch. What is rolled back leaves no file behind.
    """
    folder = data_folder(db)
    before = _files(folder)
    db.execute("begin transaction")
    try:
        yield
        if keep:
            _sync(folder, _files(folder) - before)
    except BaseException:
        _undo(db, folder, before)
        raise
    if keep:
        db.execute("commit")
    else:
        _undo(db, folder, before)


def _undo(db: "DuckDBPyConnection", folder: Path, before: set[str]) -> None:
    roll_back(db)
    for path in _files(folder) - before:
        Path(path).unlink(missing_ok=True)


def roll_back(db: "DuckDBPyConnection") -> None:
    """Roll back, if a transaction is open."""
    try:
        db.execute("rollback")
    except duckdb.Error:
        return


def _files(folder: Path) -> set[str]:
    return {os.path.join(place, name) for place, _, names in os.walk(folder) for name in names}


def _sync(folder: Path, written: Iterable[str]) -> None:
    """Files first, then the folders that name them, up to that of the lake's data: a table's may be new."""
    files = [Path(path) for path in sorted(written)]
    places = {place for file in files for place in file.parents if place == folder or folder in place.parents}
    for path in (*files, *sorted(places, reverse=True)):
        sync(path)
