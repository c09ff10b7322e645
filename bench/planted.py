"""Planted breaches found again: recall and precision of every check (target: 1.00 each).

Over ``ROWS`` synthetic records, else ``N``, else 1,000,000.

A record may break two rules at once only where one contains the other (see ``xiedu.synth``). Checks that nothing is
planted for are listed with what they hit: those over several records, which the generator keeps apart.
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


def _kind(connection: Any, folder: Path, kind: str) -> list[tuple[str, int, int, int]]:
    """(check, planted, found, hits) for the checks of a kind."""
    from datetime import date

    from xiedu.checks import calendar_sql, run
    from xiedu.checks.catalogue import CHECKS
    from xiedu.checks.compile import Records, source

    connection.execute(f"CREATE OR REPLACE VIEW rows AS SELECT * FROM read_parquet('{folder / f'{kind}.parquet'}')")
    has = run.table_columns(connection, "rows")
    checks = sorted((c for c in CHECKS if c.kind == kind), key=source)
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
    return found


def _table(rows: list[tuple[str, int, int, int]]) -> bool:
    good = True
    print(f"{'check':<26} {'planted':>8} {'found':>8} {'hits':>8} {'recall':>7} {'precision':>9}")
    for name, planted, found, hits in rows:
        if planted:
            recall, precision = found / planted, found / hits if hits else 0.0
            good = good and found == planted == hits
            print(f"{name:<26} {planted:>8,} {found:>8,} {hits:>8,} {recall:>7.4f} {precision:>9.4f}")
    planted_checks = sum(1 for _, planted, _, _ in rows if planted)
    others = ", ".join(f"{name} {hits:,}" for name, planted, _, hits in rows if not planted)
    print(f"{planted_checks} checks planted, all with recall and precision 1.00: {good} (target True)")
    print(f"nothing planted (checks over several records), hits: {others}")
    return good


if __name__ == "__main__":
    sys.exit(0 if main(int(os.environ.get("ROWS", os.environ.get("N", RECORDS)))) else 1)
