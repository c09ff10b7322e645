"""All row checks over N penalty records, writing the outcomes (``ROWS``, else ``N``, else 10,000,000).

The baseline is as many plain comparisons of a column with a constant, each of a column its check needs where its values
allow, writing as many rows; put through one statement, or one each, whichever is faster (target: at most 1.5 times its
time). Beside it: the other two ways to run the checks, and the bare
read of the columns. At most ``BASE`` records are distinct; they are repeated under new numbers.
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
PLAIN_TYPES = ("DATE", "BIGINT", "INTEGER", "TIMESTAMP", "VARCHAR")
TOLERANCE, SOME = 0.1, 50
# The constants are looked for among so many records.
SAMPLE = 1_000_000


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
        _collect(connection, checks, "sifted")
        plain = _plain(connection, checks, rows)
        times = _turn_about(
            {
                "checks": lambda: _collect(connection, checks, "sifted"),
                "plain": lambda: _collect(connection, plain, "together"),
                "plain singly": lambda: _collect(connection, plain, "singly"),
                "together": lambda: _collect(connection, checks, "together"),
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
    """For each check a comparison of a column it needs with the constant that lets about as many rows through.

    Where its columns hold too few values for that, another column of the record is compared; never a row number.
    """
    written = dict(connection.execute("SELECT check_no, count(*) FROM outcomes GROUP BY ALL").fetchall())
    types = {row[0]: row[1] for row in connection.execute("DESCRIBE records").fetchall()}
    able = [name for name, type_ in types.items() if type_ in PLAIN_TYPES and name != "row_no"]
    part = max(1, rows // SAMPLE)
    shown = ", ".join(able)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE picked AS SELECT {shown} FROM records WHERE row_no % {part} = 0")
    counted = connection.execute(f"SELECT {', '.join(f'count({name})' for name in able)} FROM picked").fetchone()
    filled = dict(zip(able, counted, strict=True))
    taken: dict[str, int] = {}
    found: list[Check] = []
    owed = 0
    for number, check in enumerate(checks):
        # What one comparison writes too little or too much, the next makes good.
        wanted = max(0, written.get(number, 0) // part + owed)
        others = sorted((n for n in able if types[n] != "VARCHAR"), key=lambda n: (taken.get(n, 0), n))
        columns = (n for n in (*check.needs, *others) if filled.get(n, 0) >= max(wanted, 1))
        tried = ((n, *_through(connection, n, types[n], wanted / filled[n])) for n in columns)
        fit = next((one for one in tried if abs(one[2] - wanted) <= max(wanted * TOLERANCE, SOME)), None)
        if fit is None:
            raise RuntimeError(f"{check.id}: no column lets {wanted} rows through")
        owed = wanted - fit[2]
        taken[fit[0]] = taken.get(fit[0], 0) + 1
        said = {n: getattr(check, n) for n in ("id", "name", "cites", "kind", "severity", "needs")}
        found.append(Plain(**said, breach=fit[1], explain=""))
    return found


def _through(connection: Any, column: str, type_: str, share: float) -> tuple[str, int]:
    """The comparison that lets about this share of the filled rows through, and how many it lets through."""
    (constant,) = connection.execute(f"SELECT quantile_disc({column}, {1 - share}) FROM picked").fetchone()
    literal = constant if type_ in ("BIGINT", "INTEGER") else f"'{constant}'::{type_}"
    breach = f"({column} > {literal}) IS TRUE"
    (through,) = connection.execute(f"SELECT count(*) FROM picked WHERE {breach}").fetchone()
    return breach, through


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
            f"  {name:<16} {min(values):8.2f} / {middle:8.2f} / {max(values):8.2f} s (least, median, most)", flush=True
        )
    return {name: statistics.median(values) for name, values in spent.items()}


def _say(connection: Any, rows: int, checks: Sequence[Check], plain: Sequence[Check], times: dict[str, float]) -> float:
    counts = []
    for chosen, how in ((plain, "together"), (checks, "sifted")):
        _collect(connection, chosen, how)
        counts.append(connection.execute("SELECT count(*) FROM outcomes").fetchone()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    faster = min("plain", "plain singly", key=lambda name: times[name])
    ratio = times["checks"] / times[faster]
    print(
        f"{len(checks)} row checks over {rows:,} penalty records, {counts[1]:,} outcomes written; plain: {counts[0]:,}"
    )
    worked = times["checks cpu"] / times[f"{faster} cpu"]
    print(f"checks / {faster} comparisons = {ratio:.2f} (target <= 1.50); in processor time {worked:.2f}")
    for other in ("together", "singly"):
        print(f"{other} / what ships = {times[other] / times['checks']:.2f}")
    print(f"bare read of the columns {times['read']:.2f} s; peak memory {peak:.2f} GiB (target <= 6)")
    return ratio


if __name__ == "__main__":
    main(int(os.environ.get("ROWS", os.environ.get("N", ROWS))))
