"""Many rows into the lake at once: Parquet files of the columns they have, then named in the catalog."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from xiedu.lake.durable import data_folder
from xiedu.records.cleaning import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FORM = "format parquet, compression zstd, compression_level 1"
_PART = "xiedu_part"


def add_rows(db: "DuckDBPyConnection", table: str, select: str, apart: str = "") -> None:
    """Add what ``select`` gives to a table of the lake, in the caller's transaction.

    The columns it lacks are NULL: to write them out, as an insert does, costs several times the rows themselves. With
    ``apart``, SQL over the select, rows that differ in it go into files of their own, so that a reader who wants the
    ones passes over the files of the others by their statistics.
    """
    folder = data_folder(db) / "main" / table
    folder.mkdir(parents=True, exist_ok=True)
    for path in _parted(db, folder, select, apart) if apart else [_whole(db, folder, select)]:
        db.execute(f"call ducklake_add_data_files('lake', {quoted(table)}, {quoted(str(path))}, allow_missing => true)")


def _whole(db: "DuckDBPyConnection", folder: Path, select: str) -> Path:
    path = _new(folder)
    db.execute(f"copy ({select}) to {quoted(str(path))} ({_FORM})")
    return path


def _parted(db: "DuckDBPyConnection", folder: Path, select: str, apart: str) -> list[Path]:
    """The files of the parts, in the order of the parts."""
    parts = folder / f"parts-{uuid4()}"
    try:
        db.execute(
            f"copy (select *, {apart} as {_PART} from ({select})) to {quoted(str(parts))} "
            f"({_FORM}, partition_by ({_PART}))"
        )
        paths = []
        for written in sorted(parts.rglob("*.parquet")):
            paths.append(_new(folder))
            written.replace(paths[-1])
        return paths
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _new(folder: Path) -> Path:
    return folder / f"ducklake-{uuid4()}.parquet"
