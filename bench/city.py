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
    """The table ``records`` of so many rows, with what stands beside the fields in the lake.

    The file's own rows, again and again under new row numbers; each time in the order of a batch in the lake, which
    keeps apart what bears a mark. Needs the calendar (``calendar_sql.install``).
    """
    from xiedu.records import brief, marks

    source = f"read_parquet('{path / f'{kind}.parquet'}')"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE once AS {brief.beside(kind, source)}")
    have, least = connection.execute("SELECT count(*), min(row_no) FROM once").fetchone()
    ordered = " UNION ALL ".join(f"SELECT * FROM once WHERE {marks.apart(kind)} = {part}" for part in range(3))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE parted AS {ordered}")
    again = (
        f"SELECT * REPLACE (row_no + {first} AS row_no) FROM parted WHERE row_no < {least + rows - first}"
        for first in range(0, rows, have)
    )
    connection.execute(f"CREATE OR REPLACE TABLE records AS {' UNION ALL '.join(again)}")
    connection.execute("DROP TABLE parted")
    connection.execute("DROP TABLE once")


def main() -> None:
    """Write the city."""
    import duckdb

    from xiedu.synth.generate import City, write

    with duckdb.connect() as connection:
        write(connection, City(int(sys.argv[2]), SEED), Path(sys.argv[1]), csv=False)


if __name__ == "__main__":
    main()
