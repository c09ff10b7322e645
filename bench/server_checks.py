"""All row checks over penalty records, here and on PostgreSQL: the very same checks, proved to find the same.

``python -m bench.server_checks postgres…``: ``ROWS``, else ``N`` records are timed (1,000,000 at most, ``BASE`` of them
distinct). The server's statements are made from the checks' own SQL (:mod:`bench.postgres_sql`): one for all the
checks that read the records, one for those that look up citations. Of the ways to run them there the fastest counts;
its planner gives no worker what runs over a list, so the records are shared out to two sessions beside.

Twice: the server judges the fields as they were recorded; then what stands ready beside them (briefs, measures, marks)
stands ready there too and is used as it is here.

Before anything is timed, what every check finds is compared, hits and not recorded alike, record by record: on the
synthetic records as they are, and on as many with every seventh value missing and every fifth list twice as long.
"""

import math
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg
import sqlglot

from bench.city import build, multiply
from bench.postgres_sql import Types, UntranslatedError, translate
from xiedu.checks import compile as compiler
from xiedu.checks import run
from xiedu.checks.catalogue import CHECKS
from xiedu.checks.check import PENALTY, Check, Reach
from xiedu.checks.compile import Records
from xiedu.records import brief, calendar_sql
from xiedu.records.fields import struct_type

ROWS, BASE, PROOF, ROUNDS = 1_000_000, 300_000, 60_000, 3
TODAY = date(2026, 11, 23)
SCHEMA, TABLE, MEMORY = "xiedu_bench", "records", "256MB"
Outcomes = dict[tuple[int, int], bool | None]
TARGET = 20


def checks() -> list[Check]:
    """The row checks over penalties, in the order of a run."""
    return sorted((c for c in CHECKS if c.kind == PENALTY and c.reach is Reach.ROW), key=compiler.place)


def main(server: str, rows: int) -> list[float]:
    """Print the proofs and the figures; returns how many times as fast it is here, by what the server has."""
    import duckdb

    with tempfile.TemporaryDirectory() as name, duckdb.connect(f"{name}/records.duckdb") as here:
        here.execute("SET threads = 2; SET memory_limit = '5GB'")
        build(Path(name), max(PROOF, min(rows, BASE)) * 100 // 45 + 1)
        calendar_sql.install(here)
        return [_both(Bench(here, server, Path(name), ready), rows) for ready in (False, True)]


def _both(bench: "Bench", rows: int) -> float:
    print("the server has what stands ready beside the fields:" if bench.ready else "the server has the fields:")
    try:
        bench.prove()
        return bench.compare(rows)
    finally:
        bench.there.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        bench.there.close()


class Bench:
    """The records in both databases; with ``ready``, what stands ready beside the fields in both too."""

    def __init__(self, here: Any, server: str, folder: Path, ready: bool) -> None:
        self.here, self.server, self.folder, self.ready = here, server, folder, ready
        self.there = psycopg.connect(server, autocommit=True)
        self.types = Types()
        self.columns = dict(struct_type(PENALTY))
        if ready:
            # The server knows no unsigned number.
            self.columns |= {n: t.replace("UBIGINT", "DECIMAL(20, 0)") for n, t in brief.columns(PENALTY).items()}
        self._list_used()
        self.lists = {name: self._list(name) for name in calendar_sql.COLUMNS}
        self.checks = [check for check in checks() if self._known(check)]
        self.statements: dict[str, list[str]] = {}
        for table in _tables():
            self.statements[table] = list(self._translated(table))

    def _list_used(self) -> None:
        """The server is given no column that no statement names."""
        told = (
            self._records().before(f" SELECT {self._judged(check)} FROM ({compiler.source(check)})")
            for check in checks()
        )
        used = set(re.findall(r"[a-z_]+", " ".join(told)))
        self.columns = {name: type_ for name, type_ in self.columns.items() if name in used}

    def _judged(self, check: Check) -> str:
        """TRUE, FALSE or NULL for a record; what stands ready clears most records of most checks."""
        if self.ready and check.cleared:
            return f"CASE WHEN {check.cleared} THEN FALSE ELSE {check.measured} END"
        return check.measured

    def _known(self, check: Check) -> bool:
        try:
            self._said(self._records().before(f" SELECT {self._judged(check)} FROM ({compiler.source(check)})"))
        except (UntranslatedError, sqlglot.errors.SqlglotError) as error:
            print(f"not translated: {check.id} ({error})")
            return False
        return True

    def prove(self) -> None:
        """Compare what both find; AssertionError at the first check that differs."""
        for title, change in (("as they are", str), ("with values missing and longer lists", self._mangled)):
            multiply(self.here, self.folder, PENALTY, PROOF)
            self.here.execute(f"CREATE OR REPLACE TABLE changed AS SELECT {self._fields(change)} FROM records")
            self.here.execute(f"CREATE OR REPLACE TABLE records AS {brief.beside(PENALTY, 'changed')}")
            self._load(1)
            self._collect()
            mine = _outcomes(self.here.execute("FROM outcomes"))
            theirs = {}
            for statement in self.statements[TABLE]:
                theirs.update(_outcomes(self.there.execute(statement)))
            self._same(mine, theirs)
            hits = sum(value is True for value in mine.values())
            print(
                f"{PROOF:,} records {title}: {len(self.checks)} checks find the same here and there, "
                f"{hits:,} hits and {len(mine) - hits:,} not recorded",
                flush=True,
            )

    def compare(self, rows: int) -> float:
        """Time both; of the server's ways the fastest counts."""
        times = -(-rows // BASE)
        multiply(self.here, self.folder, PENALTY, -(-rows // times))
        self._load(times)
        loaded = self.there.execute("SELECT count(*) FROM records").fetchone()[0]
        multiply(self.here, self.folder, PENALTY, loaded)
        version = self.there.execute("SHOW server_version").fetchone()[0]
        size = self.there.execute("SELECT pg_size_pretty(pg_table_size('records'))").fetchone()[0]
        print(f"{loaded:,} records in both; PostgreSQL {version}, table of {size}", flush=True)
        ways = {
            "one session": lambda: self._there(1, "off"),
            "one session, compiled (jit)": lambda: self._there(1, "on"),
            "half the records in each of two sessions": lambda: self._there(2, "off"),
        }
        tried = {name: _timed(f"PostgreSQL, {name}", work) for name, work in ways.items()}
        best = min(tried, key=lambda name: tried[name])
        ours, theirs = [], [tried[best]]
        for n in range(ROUNDS):
            ours.append(_timed("here", self._own))
            if n:
                theirs.append(_timed(f"PostgreSQL, {best}", ways[best]))
        return self._told(loaded, [statistics.median(one) for one in zip(*ours, strict=True)], theirs)

    def _told(self, rows: int, ours: list[float], told: list[tuple[float, float]]) -> float:
        theirs = [statistics.median(one) for one in zip(*told, strict=True)]
        print(f"{len(self.checks)} row checks over {rows:,} records, by the clock and in processor time:")
        print(f"here {ours[0]:.2f} and {ours[1]:.2f} s, PostgreSQL {theirs[0]:.2f} and {theirs[1]:.2f} s")
        ratio = theirs[0] / ours[0]
        print(
            f"here is {ratio:.1f} times as fast (target >= {TARGET}); in processor time {theirs[1] / ours[1]:.1f} times"
        )
        return ratio

    def _own(self) -> float:
        worked = time.process_time()
        self._collect()
        return time.process_time() - worked

    def _there(self, sessions: int, jit: str) -> float:
        """Write the outcomes, each session those of its share of the records; the processor time of all."""
        with ThreadPoolExecutor(sessions) as pool:
            return sum(pool.map(lambda n: self._share(n, sessions, jit), range(sessions)))

    def _share(self, share: int, sessions: int, jit: str) -> float:
        with psycopg.connect(self.server, autocommit=True) as session:
            session.execute(f"SET search_path = {SCHEMA}; SET work_mem = '{MEMORY}'; SET jit = {jit}")
            for n, statement in enumerate(self.statements[_share(share, sessions)]):
                session.execute(f"DROP TABLE IF EXISTS outcomes_{share}_{n}")
                session.execute(f"CREATE UNLOGGED TABLE outcomes_{share}_{n} AS {statement}")
            return _worked(session.info.backend_pid)

    def _records(self, table: str = TABLE) -> Records:
        return Records(PENALTY, table, list(self.columns))

    def _collect(self) -> None:
        records = Records(PENALTY, TABLE, run.table_columns(self.here, TABLE))
        run.collect(self.here, records, self.checks, TODAY, {}, "sifted")

    def _same(self, mine: Outcomes, theirs: Outcomes) -> None:
        different = {key for key in mine.keys() | theirs.keys() if mine.get(key, False) is not theirs.get(key, False)}
        if different:
            names = sorted({self.checks[number].id for _, number in different})
            row, number = min(different)
            shown = f"{mine.get((row, number), False)} here, {theirs.get((row, number), False)} there"
            raise AssertionError(f"{len(different)} outcomes differ ({', '.join(names)}); row {row}: {shown}")

    def _translated(self, table: str) -> Iterator[str]:
        """The statements for PostgreSQL: (row_no, check_no, outcome), what is fine left out."""
        first = 0
        for query, group in groupby(self.checks, key=compiler.source):
            same = list(group)
            judged = ", ".join(f"{self._judged(check)} AS b{n}" for n, check in enumerate(same))
            sql = self._said(self._records(table).before(f" SELECT row_no, {judged} FROM ({query})"))
            listed = ", ".join(f"b{n}" for n in range(len(same)))
            yield (
                f"SELECT row_no, (n - 1 + {first})::integer AS check_no, outcome FROM (SELECT row_no, ARRAY[{listed}] "
                f"AS told FROM ({sql}) judged OFFSET 0) rows_told, unnest(told) WITH ORDINALITY AS one(outcome, n) "
                f"WHERE told <> array_fill(FALSE, ARRAY[{len(same)}]) AND outcome IS NOT FALSE"
            )
            first += len(same)

    def _said(self, sql: str) -> str:
        texts = frozenset(name for name, type_ in self.columns.items() if type_ == "VARCHAR")
        # As constants there: a table of one row was slower.
        named = ", ".join(f"getvariable('{name}') AS {name}" for name in calendar_sql.COLUMNS)
        sql = sql.replace(f", {calendar_sql.RELATION}", f", (SELECT {named}) AS {calendar_sql.RELATION}")
        return translate(compiler.filled(sql, TODAY, {}), self.types, self.lists, texts)

    def _list(self, name: str) -> str:
        """A list of the calendar as an array."""
        (values,) = self.here.execute(f"SELECT getvariable('{name}')").fetchone()
        type_ = "integer" if name == calendar_sql.WORKNO else "date"
        return f"'{{{','.join(str(value) for value in values)}}}'::{type_}[]"

    def _fields(self, change: Callable[[str], str]) -> str:
        names = struct_type(PENALTY)
        return ", ".join(name if name == "row_no" else f"{change(name)} AS {name}" for name in names)

    def _mangled(self, name: str) -> str:
        """The column with every seventh value missing and, where it is a list, every fifth said twice."""
        value = f"CASE WHEN hash(row_no, '{name}') % 5 = 0 THEN {name} || {name} ELSE {name} END"
        value = value if struct_type(PENALTY)[name].endswith("]") else name
        return f"CASE WHEN hash(row_no, '{name} missing') % 7 > 0 THEN {value} END"

    def _load(self, times: int) -> None:
        """The records there, again and again under new numbers, as here."""
        path = self.folder / "records.csv"
        told = ", ".join(f"to_json({n})::VARCHAR AS {n}" if t.endswith("]") else n for n, t in self.columns.items())
        self.here.execute(f"COPY (SELECT {told} FROM records ORDER BY row_no) TO '{path}' (FORMAT csv, HEADER)")
        kinds = {name: self.types.of(_type(type_)) for name, type_ in self.columns.items()}
        for said in _schema(self.types, kinds):
            self.there.execute(said)
        with self.there.cursor().copy("COPY staged FROM STDIN (FORMAT csv, HEADER)") as copy, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        path.unlink()
        (distinct,) = self.there.execute("SELECT count(*) FROM staged").fetchone()
        names = [name for name in kinds if name != "row_no"]
        values = ", ".join(_read(name, kinds[name]) for name in names)
        self.there.execute(f"INSERT INTO records SELECT row_no, {values} FROM staged")
        self.there.execute(
            f"INSERT INTO records SELECT row_no + {distinct} * n, {', '.join(names)} "
            f"FROM records, generate_series(1, {times - 1}) n"
        )
        self.there.execute("DROP TABLE staged")
        self.there.execute("VACUUM ANALYZE records")


def _share(share: int, sessions: int) -> str:
    """The records of one of so many sessions, as a table."""
    return f"(SELECT * FROM {TABLE} WHERE row_no % {sessions} = {share})" if sessions > 1 else TABLE


def _tables() -> list[str]:
    return [TABLE, _share(0, 2), _share(1, 2)]


def _outcomes(cursor: Any) -> Outcomes:
    return {(row, check): told for row, check, told in cursor.fetchall()}


def _type(told: str) -> Any:
    return sqlglot.exp.DataType.build(told, dialect="duckdb")


def _schema(types: Types, kinds: dict[str, str]) -> Iterator[str]:
    """A schema with the types, an empty table and one to fill it from, where lists are JSON."""
    yield f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"
    yield f"CREATE SCHEMA {SCHEMA}"
    yield f"SET search_path = {SCHEMA}"
    yield f"SET work_mem = '{MEMORY}'; SET jit = off"
    yield from types.statements()
    yield f"CREATE UNLOGGED TABLE records (row_no bigint, {_columns(kinds)})"
    plain = {name: "json" if type_.endswith("]") else type_ for name, type_ in kinds.items()}
    yield f"CREATE UNLOGGED TABLE staged ({', '.join(f'{name} {type_}' for name, type_ in plain.items())})"


def _columns(kinds: dict[str, str]) -> str:
    return ", ".join(f"{name} {type_}" for name, type_ in kinds.items() if name != "row_no")


def _read(name: str, type_: str) -> str:
    if not type_.endswith("]"):
        return name
    item = type_.removesuffix("[]")
    each = (
        f"json_array_elements_text({name}) r" if item == "text" else f"json_populate_recordset(NULL::{item}, {name}) r"
    )
    return f"CASE WHEN {name} IS NOT NULL THEN ARRAY(SELECT r FROM {each}) END"


def _worked(pid: int) -> float:
    """The processor seconds of a server's process so far; NaN when the server is on another machine."""
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    except OSError:
        return math.nan
    user, system = (int(ticks) for ticks in rest.split()[11:13])
    return (user + system) / os.sysconf("SC_CLK_TCK") if name.endswith("(postgres") else math.nan


def _timed(name: str, work: Callable[[], float]) -> tuple[float, float]:
    """Seconds by the clock and in processor time."""
    begun = time.perf_counter()
    worked = work()
    spent = time.perf_counter() - begun
    print(f"  {name}: {spent:.2f} s, {worked:.2f} s of processor time", flush=True)
    return spent, worked


if __name__ == "__main__":
    main(sys.argv[1], min(ROWS, int(os.environ.get("ROWS", os.environ.get("N", ROWS)))))
