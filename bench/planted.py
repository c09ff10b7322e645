"""Planted breaches found again: recall and precision of every check (target: 1.00 each).

Over ``ROWS`` synthetic records, else ``N``, else 1,000,000.

A record may break two rules at once only where one contains the other (see ``xiedu.synth``). What is wrong with a
body's year is counted on its first record.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.city import build

RECORDS = 1_000_000


def main(records: int = RECORDS) -> bool:
    """Print the table; True when every planted check has recall and precision 1.00."""
    import duckdb

    with tempfile.TemporaryDirectory() as name, duckdb.connect(f"{name}/checks.duckdb") as connection:
        folder = Path(name)
        begun = time.perf_counter()
        build(folder, records)
        print(f"{records:,} synthetic records written in {time.perf_counter() - begun:.1f} s")
        connection.execute(f"CREATE TABLE labels AS SELECT * FROM read_csv('{folder / 'labels.csv'}')")
        rows = [
            row for kind in ("penalty", "inspection", "coercion", "licence") for row in _kind(connection, folder, kind)
        ]
    return _table(rows)


def _kind(connection: Any, folder: Path, kind: str) -> list[tuple[str, str, int, int, int]]:
    """(check, reach, planted, found, hits) for the checks of a kind."""
    from datetime import date

    from xiedu.checks import run
    from xiedu.checks.catalogue import CHECKS
    from xiedu.checks.compile import Records, place
    from xiedu.records import calendar_sql

    connection.execute(f"CREATE OR REPLACE VIEW rows AS SELECT * FROM read_parquet('{folder / f'{kind}.parquet'}')")
    has = run.table_columns(connection, "rows")
    checks = sorted((c for c in CHECKS if c.kind == kind), key=place)
    calendar_sql.install(connection)
    run.collect(connection, Records(kind, "rows", has), checks, date(2026, 11, 23), {}, "together")
    names = ", ".join(f"({n}, '{check.id}')" for n, check in enumerate(checks))
    hits = (
        f"SELECT DISTINCT c.id, r.document_no AS record FROM outcomes o JOIN (VALUES {names}) c(n, id) "
        "ON c.n = o.check_no JOIN rows r ON r.row_no = o.row_no WHERE o.outcome"
    )
    found: list[tuple[str, int, int, int]] = connection.execute(
        f"WITH hits AS ({hits}), planted AS (SELECT record, \"check\" AS id FROM labels WHERE kind = '{kind}') "
        "SELECT c.id, count(p.id), count(p.id) FILTER (WHERE h.id IS NOT NULL), count(h.id) "
        f"FROM (VALUES {names}) c(n, id) "
        "LEFT JOIN (planted p FULL JOIN hits h ON h.id = p.id AND h.record = p.record) "
        "ON coalesce(p.id, h.id) = c.id GROUP BY c.n, c.id ORDER BY c.n"
    ).fetchall()
    reach = {check.id: str(check.reach) for check in checks}
    return [(name, reach[name], *counts) for name, *counts in found]


def _table(rows: list[tuple[str, str, int, int, int]]) -> bool:
    print(f"{'check':<26} {'reach':<6} {'planted':>8} {'found':>8} {'hits':>8} {'recall':>7} {'precision':>9}")
    for name, reach, planted, found, hits in rows:
        recall, precision = found / planted if planted else 0.0, found / hits if hits else 0.0
        print(f"{name:<26} {reach:<6} {planted:>8,} {found:>8,} {hits:>8,} {recall:>7.4f} {precision:>9.4f}")
    for reach in ("row", "window", "group"):
        hits = [row[4] for row in rows if row[1] == reach]
        print(f"{reach}: {len(hits)} checks, {sum(hits):,} hits")
    good = all(0 < planted == found == hits for _, _, planted, found, hits in rows)
    print(f"all {len(rows)} checks planted, each with recall and precision 1.00: {good} (target True)")
    return good


if __name__ == "__main__":
    sys.exit(0 if main(int(os.environ.get("ROWS", os.environ.get("N", RECORDS)))) else 1)
