"""Writing a synthetic city: the records of each kind as CSV and Parquet, and the labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.records.cleaning import quoted
from xiedu.records.writing import write_csv
from xiedu.synth import (
    coercion,
    inspection,
    inspection_scenes,
    licence,
    penalty,
    penalty_breaches,
    penalty_scenes,
    words,
    world,
)
from xiedu.synth.model import Model

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# So many of a hundred records are of the kind.
SHARES: Mapping[str, int] = {"penalty": 45, "inspection": 25, "licence": 18, "coercion": 12}
UNTIL = date(2026, 9, 30)
EVERY = 10


@dataclass(frozen=True, slots=True)
class City:
    """What is asked for: so many records in all, from this seed, none begun later than ``until``.

    One record in ``every`` breaks a rule.
    """

    records: int
    seed: int
    every: int = EVERY
    until: date = UNTIL

    def counts(self) -> dict[str, int]:
        """Records of each kind; at least one."""
        found = {kind: max(1, self.records * share // 100) for kind, share in SHARES.items()}
        return {**found, "penalty": max(1, self.records - sum(n for k, n in found.items() if k != "penalty"))}

    def models(self) -> dict[str, Model]:
        """The kinds as they come about."""
        until = f"DATE '{self.until}'"
        subjects = max(1, -(-self.counts()["inspection"] // 2))
        cases, visits = penalty.case(subjects, self.until), inspection.visit(subjects, self.until)
        return {
            "penalty": Model("penalty", cases, penalty_breaches.BREACHES, penalty_scenes.SCENES),
            "inspection": Model("inspection", visits, inspection.BREACHES, inspection_scenes.SCENES),
            "licence": Model("licence", licence.grant(subjects, until), licence.BREACHES),
            "coercion": Model("coercion", coercion.measure(subjects, until), coercion.BREACHES, coercion.SCENES),
        }


@dataclass(frozen=True, slots=True)
class Written:
    """How many records of each kind, and how many labels."""

    records: Mapping[str, int]
    labels: int


def write(connection: "DuckDBPyConnection", city: City, folder: Path, *, csv: bool = True) -> Written:
    """Write ``<kind>.parquet``, ``<kind>.csv`` and ``labels.csv`` (kind, record, check) into the folder.

    The Parquet files hold the normalised rows; the CSV files what a body would report, in our full layout. What is
    wrong with a body's year is labelled on its first record. The same city gives the same bytes. OSError or
    duckdb.Error when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words.install(connection, city.seed)
    world.install(connection)
    counts = city.counts()
    said = []
    for kind, model in city.models().items():
        whole, rows = folder / f"{kind}.parquet", f"synth_{kind}"
        _store(connection, model.query(counts[kind], city.every), whole)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {rows} AS SELECT * FROM read_parquet({quoted(str(whole))})")
        if csv:
            write_csv(connection, rows, kind, folder / f"{kind}.csv", columns=_recorded(connection, rows, model))
        said.append(_labels(model, rows, counts[kind], city.every))
    labels = " UNION ALL ".join(said)
    copied = connection.execute(
        f"COPY ({labels} ORDER BY ALL) TO {quoted(str(folder / 'labels.csv'))} (FORMAT csv, HEADER)"
    ).fetchone()
    return Written(counts, copied[0] if copied else 0)


def _store(connection: "DuckDBPyConnection", rows: str, path: Path) -> None:
    # Projections over projections: there is nothing to optimise, and looking for it takes longer than the work.
    connection.execute("PRAGMA disable_optimizer")
    try:
        connection.execute(f"COPY (SELECT * EXCLUDE breach FROM ({rows})) TO {quoted(str(path))} (FORMAT parquet)")
    finally:
        connection.execute("PRAGMA enable_optimizer")


def _recorded(connection: "DuckDBPyConnection", rows: str, model: Model) -> list[str]:
    made = {name for layer in model.layers for name in layer}
    known = [row[0] for row in connection.execute(f"DESCRIBE {rows}").fetchall()]
    return [name for name in known if name in made and name not in ("party_key", "party_birth")]


def _labels(model: Model, rows: str, records: int, every: int) -> str:
    told = ", ".join(
        f"('{check}', {first}, {step}, {times})" for check, first, step, times in model.labels(records, every)
    )
    numbers = (
        f"SELECT name, first + step * unnest(range(times)) AS n FROM (VALUES {told}) plan(name, first, step, times)"
    )
    return (
        f"SELECT '{model.kind}' AS kind, document_no AS record, name AS \"check\" FROM {rows} "
        f"JOIN ({numbers}) ON n + 2 = row_no"
    )
