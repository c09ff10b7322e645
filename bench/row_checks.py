"""All row checks over N penalty records, writing the outcomes (``ROWS``, else ``N``, else 10,000,000).

The baseline is as many plain comparisons of a column with a constant, put through the same statement and writing as
many rows (target: at most 1.5 times its time). Beside it: one statement a check, and the bare read of the columns. The
briefs stand in the table, as in the lake. At most ``BASE`` records are distinct; they are repeated under new numbers.
"""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.city import build, multiply
from xiedu.checks.check import PENALTY, Check, Reach

ROWS, BASE = 10_000_000, 300_000
ROUNDS = 3
TODAY = date(2026, 11, 23)
PLAIN_TYPES = ("DATE", "BIGINT", "VARCHAR")
TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Plain(Check):
    """A plain comparison in the place of a check: no day on which its law came into force is looked at."""

    def outside(self, day: str) -> str:
        """Never: the comparison alone."""
        return ""


def main(rows: int = ROWS) -> float:
    """Print the figures; returns the ratio to the plain comparisons."""
    import duckdb

    from xiedu.checks import compile as compiler
    from xiedu.checks.catalogue import CHECKS
    from xiedu.records import calendar_sql

    with tempfile.TemporaryDirectory() as name, duckdb.connect(f"{name}/records.duckdb") as connection:
        connection.execute("SET threads = 2; SET memory_limit = '5GB'")
        build(Path(name), min(rows, BASE) * 100 // 45 + 1)
        calendar_sql.install(connection)
        multiply(connection, Path(name), PENALTY, rows)
        checks = sorted((c for c in CHECKS if c.kind == PENALTY and c.reach is Reach.ROW), key=compiler.place)
        _collect(connection, checks, "together")
        plain = _plain(connection, checks, rows)
        times = _turn_about(
            {
                "checks": lambda: _collect(connection, checks, "together"),
                "plain": lambda: _collect(connection, plain, "together"),
                "singly": lambda: _collect(connection, checks, "singly"),
                "read": lambda: _read(connection, checks),
            }
        )
        return _say(connection, rows, checks, plain, times)


def _collect(connection: Any, checks: Sequence[Check], how: Any) -> None:
    from xiedu.checks import run
    from xiedu.checks.compile import Records

    has = run.table_columns(connection, "records")
    run.collect(connection, Records(PENALTY, "records", has), checks, TODAY, {}, how)


def _read(connection: Any, checks: Sequence[Check]) -> None:
    """Every column the checks need, read and thrown away."""
    needed = sorted({name for check in checks for name in check.needs})
    # Counting would be answered from the statistics of a column that is never empty.
    connection.execute(f"EXPLAIN ANALYZE SELECT {', '.join(needed)} FROM records").fetchall()


def _plain(connection: Any, checks: Sequence[Check], rows: int) -> list[Check]:
    """For each check a comparison of one of the columns it needs, with the constant that lets as many rows through.

    Where the values of that column are too few to let through nearly as many, the number of the row is compared.
    """
    written = dict(connection.execute("SELECT check_no, count(*) FROM outcomes GROUP BY ALL").fetchall())
    types = {row[0]: row[1] for row in connection.execute("DESCRIBE records").fetchall()}
    full = [name for name, type_ in types.items() if type_ in PLAIN_TYPES and _full(connection, name)]
    found: list[Check] = []
    for number, check in enumerate(checks):
        wanted = written.get(number, 0)
        column = next((n for n in check.needs if n in full), full[number % len(full)])
        breach, through = _through(connection, column, types[column], wanted / rows)
        if abs(through - wanted) > wanted * TOLERANCE:
            breach, _ = _through(connection, "row_no", types["row_no"], wanted / rows)
        said = {n: getattr(check, n) for n in ("id", "name", "cites", "kind", "severity", "needs")}
        found.append(Plain(**said, breach=breach, explain=""))
    return found


def _through(connection: Any, column: str, type_: str, share: float) -> tuple[str, int]:
    """The comparison that lets about this share of the rows through, and how many it lets through."""
    (constant,) = connection.execute(f"SELECT quantile_disc({column}, {1 - share}) FROM records").fetchone()
    literal = constant if type_ == "BIGINT" else f"'{constant}'::{type_}"
    breach = f"{column} > {literal}"
    (through,) = connection.execute(f"SELECT count(*) FROM records WHERE {breach}").fetchone()
    return breach, through


def _full(connection: Any, column: str) -> bool:
    empty: int = connection.execute(f"SELECT count(*) FROM records WHERE {column} IS NULL").fetchone()[0]
    return empty == 0


def _turn_about(works: dict[str, Callable[[], None]]) -> dict[str, float]:
    """The median seconds of each, and of processor time as ``<name> cpu``; they take turns, so that what else the
    machine does falls on all."""
    spent: dict[str, list[float]] = {f"{name}{kind}": [] for name in works for kind in ("", " cpu")}
    for _ in range(ROUNDS):
        for name, work in works.items():
            begun, worked = time.perf_counter(), time.process_time()
            work()
            spent[name].append(time.perf_counter() - begun)
            spent[f"{name} cpu"].append(time.process_time() - worked)
    for name, values in spent.items():
        middle = statistics.median(values)
        print(
            f"  {name:<11} {min(values):8.2f} / {middle:8.2f} / {max(values):8.2f} s (least, median, most)", flush=True
        )
    return {name: statistics.median(values) for name, values in spent.items()}


def _say(connection: Any, rows: int, checks: Sequence[Check], plain: Sequence[Check], times: dict[str, float]) -> float:
    counts = []
    for chosen in (plain, checks):
        _collect(connection, chosen, "together")
        counts.append(connection.execute("SELECT count(*) FROM outcomes").fetchone()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    ratio = times["checks"] / times["plain"]
    print(
        f"{len(checks)} row checks over {rows:,} penalty records, {counts[1]:,} outcomes written; plain: {counts[0]:,}"
    )
    worked = times["checks cpu"] / times["plain cpu"]
    print(f"checks / plain comparisons = {ratio:.2f} (target <= 1.50); in processor time {worked:.2f}")
    print(f"one statement a check / together = {times['singly'] / times['checks']:.2f}; together is what ships")
    print(f"bare read of the columns {times['read']:.2f} s; peak memory {peak:.2f} GiB (target <= 6)")
    return ratio


if __name__ == "__main__":
    main(int(os.environ.get("ROWS", os.environ.get("N", ROWS))))
