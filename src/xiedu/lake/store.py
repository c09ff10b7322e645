"""Opening the lake: a catalog in SQLite (WAL) and a folder of Parquet files, through DuckDB's DuckLake.

Readers attach it READ_ONLY, one instance a process, opened after a fork; a writer holds the lake lock for as long as
it is connected. The extensions come from their wheels, by path: nothing is downloaded.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import duckdb
from duckdb import DuckDBPyConnection

from xiedu.lake.durable import remember, roll_back, transaction
from xiedu.lake.tables import all_tables, create, current
from xiedu.records.cleaning import name, quoted

__all__ = ["Limits", "attached", "connect", "current", "prepare", "reading", "writing"]
EXTENSIONS = ("sqlite_scanner", "ducklake")
BUSY_MS = 30_000
TRIES = 5
Result = TypeVar("Result")
_lock = threading.RLock()
_readers: dict[tuple[int, str, "Limits"], DuckDBPyConnection] = {}
# Instances made before a fork: the child must neither use nor close them.
_inherited: list[DuckDBPyConnection] = []
_signatures_checked = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may use; what exceeds ``memory`` is spilled to disk."""

    memory: str = "3GB"
    threads: int = 2


READER = Limits("2GB", 2)
WRITER = Limits("4GB", 2)


def connect(limits: Limits = WRITER, spill: Path | None = None) -> DuckDBPyConnection:
    """A fresh DuckDB in memory with the lake's extensions, nothing attached."""
    global _signatures_checked
    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # Checking the signatures takes a second: done once a process.
        "allow_unsigned_extensions": _signatures_checked,
    }
    if spill is not None:
        options["temp_directory"] = str(spill)
    db = duckdb.connect(":memory:", config=options)
    for extension in EXTENSIONS:
        db.execute(f"load {quoted(str(_extension(extension)))}")
    _signatures_checked = True
    return db


def _extension(extension: str) -> Path:
    found = find_spec(f"duckdb_extension_{extension}")
    origin = Path(found.origin).parent if found and found.origin else Path()
    file = origin / "extensions" / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
    if not file.exists():
        raise RuntimeError(f"缺少 DuckDB 扩展 {extension}（{duckdb.__version__}）。请按锁文件重新安装依赖。")
    return file


def prepare(folder: Path) -> None:
    """Create whatever table or column is missing; harmless when all are there."""
    with writing(folder):
        pass


@contextmanager
def reading(folder: Path, limits: Limits = READER) -> Iterator[DuckDBPyConnection]:
    """A connection that sees the lake (``lake.penalty`` …) as it stands when it is opened, until it is left.

    Temporary tables made on it are its own and are gone at the end. It cannot write to the lake.
    """
    cursor = _again(lambda: _snapshot(folder, limits))
    try:
        yield cursor
    finally:
        cursor.close()


def _snapshot(folder: Path, limits: Limits) -> DuckDBPyConnection:
    cursor = _instance(folder, limits).cursor()
    try:
        cursor.execute("begin transaction")
        # The snapshot is taken by the first look, not by the word.
        cursor.execute("select count(*) from lake.batches")
    except duckdb.Error:
        cursor.close()
        _forget(folder, limits)
        raise
    return cursor


def _instance(folder: Path, limits: Limits) -> DuckDBPyConnection:
    with _lock:
        _leave_inherited()
        key = (os.getpid(), str(folder.resolve()), limits)
        if key not in _readers:
            if not _catalog(folder).exists():
                prepare(folder)
            db = connect(limits, folder / "spill")
            _attach(db, folder, read_only=True)
            _readers[key] = db
        return _readers[key]


def _leave_inherited() -> None:
    _inherited.extend([_readers.pop(key) for key in list(_readers) if key[0] != os.getpid()])


def _forget(folder: Path, limits: Limits) -> None:
    with _lock:
        stale = _readers.pop((os.getpid(), str(folder.resolve()), limits), None)
        if stale is not None:
            stale.close()


@contextmanager
def writing(folder: Path, limits: Limits = WRITER) -> Iterator[DuckDBPyConnection]:
    """A connection that may write to ``lake``; nobody else writes meanwhile. The transaction is the caller's."""
    folder.mkdir(parents=True, exist_ok=True)
    db = connect(limits, folder / "spill")
    try:
        with attached(db, folder):
            yield db
    finally:
        db.close()


@contextmanager
def attached(db: DuckDBPyConnection, folder: Path) -> Iterator[None]:
    """Attach the lake for writing to a connection of :func:`connect`, under the lake lock, tables complete."""
    folder.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder):
        _attach(db, folder, read_only=False)
        try:
            _complete(db)
            yield
        except BaseException:
            roll_back(db)
            raise
        finally:
            db.execute("detach lake")


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    handle = os.open(folder / "lake.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _catalog(folder: Path) -> Path:
    return folder / "catalog.sqlite"


def _attach(db: DuckDBPyConnection, folder: Path, *, read_only: bool) -> None:
    """The data folder is named at each attach, so that a lake that was moved or restored elsewhere opens too."""
    data = folder.resolve() / "data"
    data.mkdir(parents=True, exist_ok=True)
    options = [
        f"data_path {quoted(str(data))}",
        "override_data_path true",
        "data_inlining_row_limit 0",
        f"meta_busy_timeout {BUSY_MS}",
        "read_only" if read_only else "meta_journal_mode 'WAL'",
    ]
    catalog = quoted(f"ducklake:sqlite:{_catalog(folder.resolve())}")
    _again(lambda: db.execute(f"attach {catalog} as lake ({', '.join(options)})"))
    remember(db, data)


def _complete(db: DuckDBPyConnection) -> None:
    """Tables and columns that are missing; a lake of an earlier version grows the columns it lacks."""
    known: dict[str, set[str]] = {}
    for table, column in db.execute(
        "select table_name, column_name from duckdb_columns() where database_name = 'lake' and schema_name = 'main'"
    ).fetchall():
        known.setdefault(table, set()).add(column)
    missing = [statement for table, wanted in all_tables().items() for statement in _growth(table, wanted, known)]
    if missing:
        with transaction(db):
            for statement in missing:
                db.execute(statement)


def _growth(table: str, wanted: Mapping[str, str], known: Mapping[str, set[str]]) -> list[str]:
    if table not in known:
        return [create(table, wanted)]
    lacking = [column for column in wanted if column not in known[table]]
    return [f"alter table lake.{name(table)} add column {name(column)} {wanted[column]}" for column in lacking]


def _again(act: Callable[[], Result]) -> Result:
    """Try once more when another process holds the catalog for a moment."""
    for attempt in range(1, TRIES):
        try:
            return act()
        except duckdb.Error as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise
            time.sleep(0.05 * 2**attempt)
    return act()
