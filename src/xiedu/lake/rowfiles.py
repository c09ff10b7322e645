"""Many rows into the lake at once: one Parquet file of the columns they have, then named in the catalog."""

from typing import TYPE_CHECKING
from uuid import uuid4

from xiedu.lake.durable import data_folder
from xiedu.records.cleaning import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FORM = "format parquet, compression zstd, compression_level 1"


def add_rows(db: "DuckDBPyConnection", table: str, select: str) -> None:
    """Add what ``select`` gives to a table of the lake, in the caller's transaction.

    The columns it lacks are NULL: to write them out, as an insert does, costs several times the rows themselves.
    """
    folder = data_folder(db) / "main" / table
    folder.mkdir(parents=True, exist_ok=True)
    path = quoted(str(folder / f"ducklake-{uuid4()}.parquet"))
    db.execute(f"copy ({select}) to {path} ({_FORM})")
    db.execute(f"call ducklake_add_data_files('lake', {quoted(table)}, {path}, allow_missing => true)")
