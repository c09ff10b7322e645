"""Rescan of 1 % new records of 1 % of the subjects against the full scan of the lake.

``ROWS`` records are in the lake, else ``N``, else 10,000,000. Targets: row checks at most 5 %, with
window checks at most 10 % of the full scan. Both start from the hits as they stood before the new records came, write
what changes and must end with the same hits. Checks over peers run in full scans alone and are left out of both. The
hits that changed are printed by where they fell: on a new record, or on an older one of the same subject.
"""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.city import build

RECORDS, ROUNDS, SHARE = 10_000_000, 3, 100
# A lake grows by batches: so many records of all kinds come in each.
EACH = 1_000_000
TODAY = date(2026, 11, 23)
KINDS = ("penalty", "inspection", "coercion", "licence")
BEFORE, NEW = "hits_before", "-新"
Batches = dict[str, list[int]]


def main(records: int = RECORDS) -> dict[str, float]:
    """Print the figures; returns the ratios by what was checked."""
    from xiedu.checks.catalogue import CHECKS
    from xiedu.checks.check import Reach
    from xiedu.lake import store
    from xiedu.suspicions.sweep import HITS

    rows = [c for c in CHECKS if c.reach is Reach.ROW]
    near = [c for c in CHECKS if c.reach is not Reach.GROUP]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, records)
        store.prepare(folder / "lake")
        with store.writing(folder / "lake") as connection:
            connection.execute(HITS)
            first = _fill(connection, folder, -(-records // EACH))
            works = {"row checks": (rows, 0.05), "with window checks": (near, 0.10)}
            for number, (checks, _) in enumerate(works.values()):
                _sweep(connection, checks, None)
                connection.execute(f"CREATE TEMP TABLE {BEFORE}_{number} AS FROM lake.hits")
            then = _add(connection, folder, first)
            ratios = {
                title: _compare(connection, title, checks, target, f"{BEFORE}_{number}", then)
                for number, (title, (checks, target)) in enumerate(works.items())
            }
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    return ratios


def _fill(connection: Any, folder: Path, parts: int) -> Batches:
    """The records of the city, in so many batches a kind."""
    numbers: Batches = {kind: [] for kind in KINDS}
    for place, kind in enumerate(KINDS):
        told = f"SELECT min(row_no), max(row_no) + 1 FROM read_parquet('{folder / f'{kind}.parquet'}')"
        ((least, beyond),) = connection.execute(told).fetchall()
        bounds = [least + (beyond - least) * part // parts for part in range(parts + 1)]
        for part, (first, end) in enumerate(pairwise(bounds), 1):
            numbers[kind].append(place * parts + part)
            _load(connection, folder, kind, numbers[kind][-1], f"row_no >= {first} AND row_no < {end}")
    return numbers


def _add(connection: Any, folder: Path, first: Batches) -> Batches:
    """The records of one subject in a hundred come once more, under new numbers; says what came."""
    last, numbers = max(max(batches) for batches in first.values()), {}
    for place, kind in enumerate(KINDS, 1):
        numbers[kind] = [last + place]
        _load(connection, folder, kind, last + place, f"hash(party_key) % {SHARE} = 0", NEW)
        new = f"count(*) FILTER (batch = {last + place})"
        subjects = f"count(DISTINCT party_key) FILTER (batch = {last + place})"
        told = f"SELECT count(*), {new}, count(DISTINCT party_key), {subjects} FROM lake.{kind}"
        ((rows, came, of, fewer),) = connection.execute(told).fetchall()
        old = rows - came
        print(
            f"{kind}: {old:,} records in {len(first[kind])} batches, then {came:,} more ({100 * came / old:.2f} %) "
            f"of {fewer:,} subjects ({100 * fewer / of:.2f} %)",
            flush=True,
        )
    return numbers


def _load(connection: Any, folder: Path, kind: str, batch: int, where: str, mark: str = "") -> None:
    """The records of the city that meet a condition, as a batch; with a mark behind their numbers they are new."""
    from xiedu.lake.loading import Arrival, load
    from xiedu.lake.sensitive import keys_of
    from xiedu.lake.tables import sensitive_fields
    from xiedu.records.fields import DERIVED

    connection.execute(
        f"CREATE OR REPLACE TABLE arriving AS SELECT * REPLACE (document_no || '{mark}' AS document_no, "
        f"record_key || '{mark}' AS record_key) FROM read_parquet('{folder / f'{kind}.parquet'}') WHERE {where}"
    )
    columns = {row[0] for row in connection.execute("DESCRIBE arriving").fetchall()}
    fed = tuple(sorted(columns - {*sensitive_fields(kind), *DERIVED}))
    load(connection, "arriving", Arrival(batch, f"批{batch}", kind, 1, fed), keys_of("bench"))


def _compare(connection: Any, title: str, checks: Sequence[Any], target: float, before: str, batches: Batches) -> float:
    """Both ways in turn from the same hits; the ratio of their median times."""
    spent: dict[str, list[float]] = {"full": [], "rescan": []}
    cpu: dict[str, list[float]] = {"full": [], "rescan": []}
    ends = {}
    for _ in range(ROUNDS):
        for way in spent:
            connection.execute("DROP TABLE lake.hits")
            connection.execute(f"CREATE TABLE lake.hits AS FROM {before}")
            begun, worked = time.perf_counter(), time.process_time()
            _sweep(connection, checks, None if way == "full" else batches)
            spent[way].append(time.perf_counter() - begun)
            cpu[way].append(time.process_time() - worked)
            ends[way] = set(connection.execute("FROM lake.hits").fetchall())
    for way, values in spent.items():
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"  {title}, {way:<6} {low:8.2f} / {middle:8.2f} / {high:8.2f} s (least, median, most)")
    if ends["full"] != ends["rescan"]:
        raise RuntimeError(f"{title}: the rescan ended with other hits: {len(ends['full'] ^ ends['rescan'])}")
    _say_changes(title, set(connection.execute(f"FROM {before}").fetchall()), ends["full"])
    ratio = statistics.median(spent["rescan"]) / statistics.median(spent["full"])
    worked = statistics.median(cpu["rescan"]) / statistics.median(cpu["full"])
    print(
        f"{title}: rescan / full scan = {100 * ratio:.1f} % (target <= {100 * target:.0f} %); "
        f"in processor time {100 * worked:.1f} %",
        flush=True,
    )
    return ratio


def _sweep(connection: Any, checks: Sequence[Any], batches: Batches | None) -> None:
    from xiedu.law.calendars import Calendar
    from xiedu.suspicions.sweep import Sweep

    only = None if batches is None else tuple(number for numbers in batches.values() for number in numbers)
    list(Sweep(connection, TODAY, {}, Calendar.default(), only).over_all(KINDS, checks))


def _say_changes(title: str, before: set[tuple[Any, ...]], after: set[tuple[Any, ...]]) -> None:
    key = 2
    fresh, gone = after - before, before - after
    new = sum(1 for hit in fresh if hit[key].endswith(NEW))
    print(
        f"{title}: {len(before):,} hits before; {new:,} came on new records, "
        f"{len(fresh) - new:,} came and {len(gone):,} went on older ones of the same subjects"
    )


if __name__ == "__main__":
    main(int(os.environ.get("ROWS", os.environ.get("N", RECORDS))))
