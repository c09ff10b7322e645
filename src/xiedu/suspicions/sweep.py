"""Runs the checks over the lake and keeps their hits there, in ``lake.hits``. Free of Django.

A hit is (kind, source, record, row of the lake, check, version). A full sweep judges every row anew; one after new
batches judges by row checks the rows of those batches, by window checks the subjects they touch (also the subject a
corrected row belonged to before), and leaves checks over peers to the night. What a sweep finds replaces the hits of
just the records it judged, so that any sequence of sweeps ends where one full sweep ends.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from xiedu.checks import run as runner
from xiedu.checks.check import Check, Reach
from xiedu.checks.compile import Records, place
from xiedu.lake import briefs
from xiedu.lake.durable import snapshot, transaction
from xiedu.lake.tables import FED_LIST
from xiedu.law.calendars import Calendar
from xiedu.records import brief, calendar_sql
from xiedu.suspicions.present import NOW, columns_of, used
from xiedu.suspicions.scope import TOLD, Layout, Scope, batch_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = "kind, reporter, record_key, record_id, check_id, version"
TYPES = "kind VARCHAR, reporter BIGINT, record_key VARCHAR, record_id BIGINT, check_id VARCHAR, version INTEGER"
HITS = f"CREATE TABLE IF NOT EXISTS lake.hits ({TYPES})"
# From so many rows on, statements that look only at what a check can concern are worth their number.
MANY = 1_000_000
# Below so many, one statement for all costs least.
FEW = 200_000
# A late bulk upload says nothing about when its records had been published or had arrived.
LATE_CHECKS = frozenset({"pub-7wd", "pub-7wd-lic", "pub-20wd", "pub-20wd-coe", "crd-not-sent", "crd-not-sent-lic"})


@dataclass(frozen=True, slots=True)
class Unfed:
    """A check that the layouts of some sources cannot feed."""

    check: Check
    reason: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """How many records of a source and month (YYYY-MM, or empty) a check could not judge."""

    source: int
    check: str
    month: str
    count: int


@dataclass
class Swept:
    """What a sweep of one kind did: rows judged, hits by check that are new or gone, what could not be judged."""

    rows: int = 0
    fresh: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    unfed: list[Unfed] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep on a writing connection, of all batches or of these (of whatever kind)."""

    connection: "DuckDBPyConnection"
    as_of: date
    values: Mapping[str, Any]
    calendar: Calendar
    batches: tuple[int, ...] | None = None
    valid: str = NOW
    known: Mapping[int, briefs.Batch] | None = None

    def over_all(self, kinds: Iterable[str], checks: Sequence[Check]) -> Iterator[Swept]:
        """Judge the records of these kinds, in their order, and bring ``lake.hits`` up to date."""
        if self.batches is None:
            yield from (self.over(kind, checks) for kind in kinds)
        else:
            yield from self._over_new(kinds, checks)

    def over(self, kind: str, checks: Sequence[Check]) -> Swept:
        """Judge all records of a kind by these checks and bring ``lake.hits`` up to date."""
        briefs.refresh(self.connection, kind, self.calendar)
        self._begin()
        swept = self._judge(kind, checks)
        with transaction(self.connection):
            self._replace(f"SELECT {COLUMNS} FROM lake.hits WHERE kind = '{kind}'", {kind: swept})
        return swept

    def _over_new(self, kinds: Iterable[str], checks: Sequence[Check]) -> Iterable[Swept]:
        """One look at the lake's catalog for all statements about new batches, and one writing for all kinds."""
        with snapshot(self.connection):
            known = {batch.number: batch for batch in briefs.batches(self.connection, self.calendar)}
            sweep = replace(self, known=known)
            sweep._begin()
            swept = {kind: sweep._judge(kind, checks) for kind in kinds}
        with transaction(self.connection):
            sweep._replace(sweep._held(swept, checks), swept)
        return swept.values()

    def counts(self, kind: str, checks: Sequence[Check]) -> dict[str, int]:
        """How many records each check hits; nothing is kept."""
        self._begin()
        self._judge(kind, checks)
        return self._by_check("found").get(kind, {})

    def _begin(self) -> None:
        """What was found, what could not be judged, and the versions whose hits are at stake: nothing yet."""
        calendar_sql.install(self.connection, self.calendar)
        self._do(f"CREATE OR REPLACE TEMP TABLE found ({TYPES})")
        self._do("CREATE OR REPLACE TEMP TABLE gaps (reporter BIGINT, check_id VARCHAR, month VARCHAR, n BIGINT)")
        self._do("CREATE OR REPLACE TEMP TABLE judged (id BIGINT, changed BOOLEAN)")

    def _asked(self, kind: str, checks: Sequence[Check]) -> tuple[list[Check], list[Check]]:
        """The row checks and the wider checks of a kind that are asked."""
        mine = [c for c in checks if c.kind == kind and runner.in_force(c, self.as_of)]
        wide = [c for c in mine if c.reach is Reach.WINDOW or (c.reach is Reach.GROUP and self.batches is None)]
        return [c for c in mine if c.reach is Reach.ROW], wide

    def _judge(self, kind: str, checks: Sequence[Check]) -> Swept:
        """Add to ``found`` and ``gaps``."""
        rows, wide = self._asked(kind, checks)
        stored = self._stored(kind)
        sourced = [c for c in rows if c.source]
        scope, wider = self._scopes(kind, sourced, wide, stored)
        layouts = self._layouts(scope)
        swept = Swept(sum(layout.rows for layout in layouts))
        if self.batches is None:
            self._row_checks(scope, rows, layouts, stored, swept)
        else:
            self._row_checks(scope, [c for c in rows if not c.source], layouts, stored, swept)
            self._row_checks(replace(scope, judged=scope.told), sourced, layouts, stored, swept)
        if wide:
            self._wide_checks(wider, wide, layouts if wider == scope else self._layouts(wider), stored, swept)
        swept.gaps = [Gap(*row) for row in self._all("SELECT * FROM gaps ORDER BY ALL")] if self.batches is None else []
        return swept

    def _stored(self, kind: str) -> Collection[str]:
        """What may be read as it stands."""
        if self.known is None:
            return briefs.standing(self.connection, kind, self.calendar)
        stale = any(batch.stale for batch in self.known.values() if batch.kind == kind)
        return frozenset() if stale else frozenset(brief.columns(kind))

    def _scopes(
        self, kind: str, sourced: Sequence[Check], wide: Sequence[Check], stored: Collection[str]
    ) -> tuple[Scope, Scope]:
        """Which rows the row checks judge and which the others; ``judged`` are the versions whose hits are at stake.

        The copy of the new rows serves the checks with a source of their own too: they read few columns several times.
        """
        whole = Scope(kind, self.valid)
        if self.batches is None:
            return whole, whole
        fresh = batch_in(self.batches)
        own = used(kind, sourced, stored) if sourced else ()
        self._copy("newly", [whole.rows((*own, *TOLD), fresh)])
        self._ended(kind)
        self._do("INSERT INTO judged SELECT id, TRUE FROM ended UNION ALL SELECT row_no, TRUE FROM newly")
        if wide:
            parties = "(SELECT party_key FROM newly UNION SELECT party_key FROM ended)"
            names = (*used(kind, wide, stored), *TOLD)
            beside = whole.rows(names, f"party_key IS NULL AND {fresh}")
            self._copy("nearby", [whole.rows(names, f"party_key IN {parties}"), beside])
            self._do("INSERT INTO judged SELECT row_no, FALSE FROM nearby ANTI JOIN judged ON judged.id = row_no")
        return Scope(kind, self.valid, fresh, "newly"), Scope(kind, self.valid, "TRUE", "nearby", "nearby")

    def _ended(self, kind: str) -> None:
        """The versions that ended as the new rows came, and their subjects; most batches end none."""
        came = [self.known[n] for n in self.batches or () if self.known and n in self.known]
        moments = (batch.moment for batch in came if batch.kind == kind and batch.ended)
        at = ", ".join(f"TIMESTAMP '{moment.isoformat(sep=' ')}'" for moment in moments)
        rows = f"SELECT id, party_key FROM lake.{kind} WHERE recorded_to IN ({at})"
        self._do("CREATE OR REPLACE TEMP TABLE ended (id BIGINT, party_key VARCHAR)")
        if at:
            self._do(f"INSERT INTO ended {rows}")

    def _copy(self, name: str, rows: Iterable[str]) -> None:
        """Few rows and many statements: each would look through the lake's catalog again."""
        self._do(f"CREATE OR REPLACE TEMP TABLE {name} AS {' UNION ALL '.join(f'FROM {one}' for one in rows)}")

    def _row_checks(
        self, scope: Scope, checks: Sequence[Check], layouts: Sequence[Layout], stored: Collection[str], swept: Swept
    ) -> None:
        """One run a layout: a check that the layout cannot feed is not asked."""
        for layout in layouts:
            ready = self._ready(scope.kind, checks, layout, swept)
            has = layout.columns(scope.kind)
            self._collect(scope, layout.condition, has, ready, stored, layout.rows)
            self._keep(scope, layout.condition, ready, ready)

    def _wide_checks(
        self, scope: Scope, checks: Sequence[Check], layouts: Sequence[Layout], stored: Collection[str], swept: Swept
    ) -> None:
        """Windows and peers look across layouts; only rows whose layout feeds the check are hit."""
        ready = {layout: self._ready(scope.kind, checks, layout, swept) for layout in layouts}
        asked = [c for c in checks if any(c in some for some in ready.values())]
        rows = sum(layout.rows for layout in layouts)
        self._collect(scope, "TRUE", columns_of(scope.kind), asked, stored, rows)
        for layout, some in ready.items():
            self._keep(scope, layout.condition, asked, some)

    def _ready(self, kind: str, checks: Sequence[Check], layout: Layout, swept: Swept) -> list[Check]:
        has = layout.columns(kind)
        swept.unfed += [Unfed(c, runner.lacking(c, has), layout.sources) for c in checks if not set(c.needs) <= has]
        return [c for c in checks if set(c.needs) <= has]

    def _collect(
        self, scope: Scope, where: str, has: set[str], checks: Sequence[Check], stored: Collection[str], rows: int
    ) -> None:
        ordered = sorted(checks, key=place)
        if not ordered:
            return
        table = scope.rows(used(scope.kind, checks, stored), where)
        records = Records(scope.kind, table, has | set(stored))
        how: runner.How = "sifted" if stored and rows >= MANY else "together" if rows >= FEW else "at once"
        runner.collect(self.connection, records, ordered, self.as_of, self.values, how)

    def _keep(self, scope: Scope, where: str, asked: Sequence[Check], kept: Sequence[Check]) -> None:
        """Hits and gaps of the outcomes, for the checks that are kept."""
        if not kept:
            return
        ids = {c.id for c in kept}
        numbered = enumerate(sorted(asked, key=place))
        names = ", ".join(f"({n}, '{c.id}', {c.version})" for n, c in numbered if c.id in ids)
        table = scope.beside(("row_no", "reporter", "record_key", "historic", "scan_day"), where)
        told = (
            f"FROM outcomes o JOIN (VALUES {names}) c(no, id, version) ON c.no = o.check_no "
            f"JOIN {table} r ON r.row_no = o.row_no "
            f"WHERE NOT (coalesce(r.historic, FALSE) AND c.id IN ({_texts(LATE_CHECKS)}))"
        )
        self._do(
            f"INSERT INTO found SELECT DISTINCT '{scope.kind}', r.reporter, r.record_key, r.row_no, c.id, c.version "
            f"{told} AND o.outcome"
        )
        if self.batches is None:
            self._do(
                "INSERT INTO gaps SELECT r.reporter, c.id, coalesce(strftime(r.scan_day, '%Y-%m'), ''), "
                f"count(DISTINCT r.row_no) {told} AND o.outcome IS NULL GROUP BY ALL"
            )

    def _replace(self, held: str, kinds: Mapping[str, Swept]) -> None:
        """The hits that stand so far of what was judged become what was found; no change, no writing."""
        self._do(f"CREATE OR REPLACE TEMP TABLE gone AS {held} EXCEPT FROM found")
        self._do(f"CREATE OR REPLACE TEMP TABLE fresh AS FROM found EXCEPT ({held})")
        gone, fresh = self._by_check("gone"), self._by_check("fresh")
        if gone:
            self._do(f"DELETE FROM lake.hits WHERE ({COLUMNS}) IN (SELECT ({COLUMNS}) FROM gone)")
        if fresh:
            self._do("INSERT INTO lake.hits FROM fresh")
        for kind, swept in kinds.items():
            swept.gone, swept.fresh = gone.get(kind, {}), fresh.get(kind, {})

    def _held(self, kinds: Collection[str], checks: Sequence[Check]) -> str:
        """Subquery of the hits that stand so far of what was judged of new batches."""
        asked = [self._asked(kind, checks) for kind in kinds]
        wide = [c.id for _, some in asked for c in some]
        # Within these numbers, so that files of other hits are passed over; mostly there are none of new records.
        ((least, most),) = self._all("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM judged")
        within = f"record_id BETWEEN {least} AND {most}"
        if not (wide or self._all(f"SELECT 1 FROM lake.hits WHERE {within} LIMIT 1")):
            return "FROM found WHERE FALSE"
        own = f"changed AND check_id IN ({_texts(c.id for some, _ in asked for c in some)})"
        self._do(
            f"CREATE OR REPLACE TEMP TABLE held AS SELECT {COLUMNS} FROM lake.hits "
            f"JOIN judged ON judged.id = record_id WHERE (check_id IN ({_texts(wide)}) OR ({own})) "
            f"AND {within}"
        )
        return "FROM held"

    def _layouts(self, scope: Scope) -> list[Layout]:
        """The sets of columns that sources have, each with those sources and its rows.

        What was fed is the same for all rows of a batch: where the batch does not tell, it is looked up at one row.
        """
        table = scope.beside(("row_no", "batch", "reporter"))
        counted = self._all(f"SELECT batch, reporter, count(*), min(row_no) FROM {table} GROUP BY ALL ORDER BY ALL")
        fed = {n: batch.fed for n, batch in (self.known or {}).items() if batch.fed is not None}
        if some := ", ".join(str(row_no) for batch, *_, row_no in counted if batch not in fed):
            told = self._all(f"SELECT batch, {FED_LIST} FROM lake.{scope.kind} WHERE id IN ({some})")
            fed |= {batch: tuple(names or ()) for batch, names in told}
        found: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
        for batch, reporter, rows, _ in counted:
            found.setdefault(fed[batch], []).append((batch, reporter, rows))
        layouts = []
        for names, parts in sorted(found.items()):
            batches, sources, rows = zip(*parts, strict=True)
            layouts.append(Layout(names, tuple(sorted(set(sources))), sum(rows), tuple(sorted(set(batches)))))
        return layouts

    def _by_check(self, table: str) -> dict[str, dict[str, int]]:
        """Kind → check → count."""
        counts: dict[str, dict[str, int]] = {}
        for kind, check, count in self._all(f"SELECT kind, check_id, count(*) FROM {table} GROUP BY ALL ORDER BY ALL"):
            counts.setdefault(kind, {})[check] = count
        return counts

    def _do(self, sql: str) -> None:
        self.connection.execute(sql)

    def _all(self, sql: str) -> list[Any]:
        return self.connection.execute(sql).fetchall()


def _texts(values: Iterable[str]) -> str:
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))
    return quoted or "NULL"
