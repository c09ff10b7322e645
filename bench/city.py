"""Synthetic records for the benches: ``python -m bench.city FOLDER RECORDS`` writes them, in a process of its own."""

import subprocess
import sys
from pathlib import Path
from typing import Any

SEED = 1


def build(folder: Path, records: int) -> None:
    """Let a child process write the Parquet files and labels, so that its memory is not counted with the bench."""
    command = [sys.executable, "-m", "bench.city", str(folder), str(records)]
    subprocess.run(command, check=True)


def multiply(connection: Any, path: Path, kind: str, rows: int) -> None:
    """The table ``records`` of so many rows, with the briefs that stand in the lake beside the fields.

    The file's own rows, again and again under new row numbers. Needs the calendar (``calendar_sql.install``).
    """
    from xiedu.records import brief, calendar_sql

    briefs = ", ".join(f"{sql} AS {name}" for name, sql in brief.worked_out(kind).items())
    source = f"read_parquet('{path / f'{kind}.parquet'}')"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE once AS SELECT r.*, {briefs} FROM {source} r, {calendar_sql.RELATION}"
    )
    have = connection.execute("SELECT count(*) FROM once").fetchone()[0]
    connection.execute(
        f"CREATE OR REPLACE TABLE records AS SELECT r.* REPLACE (r.row_no + {have} * t.n AS row_no) FROM once r, "
        f"range({-(-rows // have)}) t(n) LIMIT {rows}"
    )
    connection.execute("DROP TABLE once")


def main() -> None:
    """Write the city."""
    import duckdb

    from xiedu.synth.generate import City, write

    with duckdb.connect() as connection:
        write(connection, City(int(sys.argv[2]), SEED), Path(sys.argv[1]), csv=False)


if __name__ == "__main__":
    main()
