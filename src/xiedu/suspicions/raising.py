"""From hits to suspicions: new ones are raised up to the day's cap, refreshed when their record changed, and closed.

What stands in the database is worked out from all hits of the lake and all suspicions, never from what one run did:
a run that died half way is put right by the next one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from xiedu.bodies.models import Body
from xiedu.bodies.oversight import supervising_area
from xiedu.checks.check import Check, Reach
from xiedu.suspicions.models import Run, Suspicion
from xiedu.suspicions.reasons import Mode, State
from xiedu.suspicions.telling import Teller, Told

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEY = "kind || ':' || reporter || ':' || check_id || ':' || version || ':' || record_key"
CLOSED = frozenset({State.CORRECTED, State.SUPERSEDED})
NEW_VERSION = "检查已有新版本"
SWITCHED_OFF = "检查已停用"
CORRECTED = "记录已更正，检查不再命中"
OTHERS_CORRECTED = "据以判断的其他记录已更正，检查不再命中"
OTHER_FIGURES = "参数或工作日历已变动，检查不再命中"
CHUNK = 400
Item = TypeVar("Item")


@dataclass(frozen=True)
class Limits:
    """The day's cap of a check, and how many a check on trial shows for judging."""

    cap: int
    sample: int


@dataclass
class Settled:
    """How many suspicions a run raised, sampled, closed and left beyond the cap, by check."""

    raised: dict[str, int] = field(default_factory=dict)
    sampled: dict[str, int] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    beyond: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pick:
    """A hit that becomes (or refreshes) a suspicion."""

    key: str
    kind: str
    source: int
    record_key: str
    record_id: int
    rule: str
    version: int


@dataclass(frozen=True)
class Raising:
    """One settling of the suspicions by the hits, on a connection that reads the lake."""

    connection: "DuckDBPyConnection"
    teller: Teller
    run: Run
    checks: Mapping[str, Check]
    modes: Mapping[str, Mode]
    limits: Limits

    def settle(self) -> Settled:
        """Close, refresh, raise and sample; twice in a row changes nothing the second time."""
        done = Settled()
        self._known()
        self._lost(done)
        self._changed()
        fresh = self._fresh(done)
        samples = self._samples()
        self._create(fresh, done.raised, sample=False)
        self._create(samples, done.sampled, sample=True)
        return done

    def _known(self) -> None:
        """The suspicions beside the hits: temporary tables ``known`` and ``hit``."""
        rows = Suspicion.objects.values_list("key", "record_id", "hits", "state", "sample", "rule", "version")
        told = json.dumps([list(row) for row in rows.iterator(chunk_size=5000)])
        fields = ("key VARCHAR", "record_id BIGINT", "hits BOOLEAN", "state VARCHAR", "sample BOOLEAN")
        columns = (*fields, "rule VARCHAR", "version INTEGER")
        values = ", ".join(_from_json(n, column) for n, column in enumerate(columns))
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE known AS SELECT {values} FROM (SELECT unnest($1::JSON[]) AS j)", [told]
        )
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE hit AS SELECT *, {KEY} AS key FROM lake.hits")

    def _lost(self, done: Settled) -> None:
        """Suspicions whose check does not hit any more: open ones close with the reason, all say so."""
        lost = self._all("SELECT key FROM known WHERE hits AND key NOT IN (SELECT key FROM hit)")
        for chunk in _chunks([key for (key,) in lost]):
            rows = list(Suspicion.objects.filter(key__in=chunk))
            alive = self._alive(rows)
            for row in rows:
                row.hits = False
                row.last_run = self.run
                if row.state == State.OPEN:
                    row.state, row.note = self._end(row, row.record_id in alive[row.kind])
                    done.closed[row.rule] = done.closed.get(row.rule, 0) + 1
            Suspicion.objects.bulk_update(rows, ["hits", "last_run", "state", "note"])

    def _end(self, row: Suspicion, alive: bool) -> tuple[State, str]:
        check = self.checks.get(row.rule)
        if check is None or check.version != row.version:
            return State.SUPERSEDED, NEW_VERSION
        if self.modes[row.rule] is Mode.OFF:
            return State.SUPERSEDED, SWITCHED_OFF
        if not alive:
            return State.CORRECTED, CORRECTED
        return (State.SUPERSEDED, OTHER_FIGURES) if check.reach is Reach.ROW else (State.CORRECTED, OTHERS_CORRECTED)

    def _alive(self, rows: Sequence[Suspicion]) -> dict[str, set[int]]:
        """Which of the rows last judged are still the record's present version, by kind."""
        found: dict[str, set[int]] = {}
        for kind in {row.kind for row in rows}:
            ids = ", ".join(str(row.record_id) for row in rows if row.kind == kind)
            sql = f"SELECT id FROM lake.{kind} WHERE recorded_to IS NULL AND id IN ({ids})"
            found[kind] = {pk for (pk,) in self._all(sql)}
        return found

    def _changed(self) -> None:
        """Suspicions whose record has a new version that still hits, and those that hit again."""
        sql = "SELECT hit.* FROM hit JOIN known USING (key) WHERE NOT known.hits OR known.record_id <> hit.record_id"
        picks = self._picks(f"{sql} ORDER BY key")
        told = self._tell(picks)
        for chunk in _chunks(picks):
            rows = Suspicion.objects.in_bulk([p.key for p in chunk], field_name="key")
            for pick in chunk:
                self._refresh(rows[pick.key], pick, told.get(pick.key))
            names = [*_TOLD, "record_id", "hits", "last_run", "state", "note"]
            Suspicion.objects.bulk_update(rows.values(), names)

    def _refresh(self, row: Suspicion, pick: Pick, told: Told | None) -> None:
        row.hits, row.record_id, row.last_run = True, pick.record_id, self.run
        if row.state in CLOSED:
            row.state, row.note = State.OPEN, "再次命中，重新列入"
        for name, value in (_about(told) if told else {}).items():
            setattr(row, name, value)

    def _fresh(self, done: Settled) -> list[Pick]:
        """New hits of checks that are on, the newest rows first, as many as the day still takes."""
        taken: dict[str, int] = {}
        for rule in Suspicion.objects.filter(raised_on=self.run.as_of, sample=False).values_list("rule", flat=True):
            taken[rule] = taken.get(rule, 0) + 1
        room = {rule: max(0, self.limits.cap - taken.get(rule, 0)) for rule in self._in(Mode.ON)}
        for rule, count in self._all(f"SELECT check_id, count(*) FROM ({_NEW}) GROUP BY check_id ORDER BY check_id"):
            if rule in room and count > room[rule]:
                done.beyond[rule] = count - room[rule]
        return self._picks(_first(room, "record_id DESC, key"))

    def _samples(self) -> list[Pick]:
        """Of checks on trial: a small sample of the hits, always the same for the same hits."""
        counts = "SELECT rule, count(*) FROM known WHERE sample GROUP BY rule, version"
        had = dict(self._all(counts))
        room = {rule: max(0, self.limits.sample - had.get(rule, 0)) for rule in self._in(Mode.SHADOW)}
        return self._picks(_first(room, "md5(key)"))

    def _in(self, mode: Mode) -> list[str]:
        return sorted(rule for rule, one in self.modes.items() if one is mode)

    def _create(self, picks: Sequence[Pick], counts: dict[str, int], *, sample: bool) -> None:
        told = self._tell(picks)
        bodies = Body.objects.select_related("area__parent__parent").in_bulk({p.source for p in picks})
        rows = [
            self._row(pick, told[pick.key], bodies[pick.source], sample)
            for pick in picks
            if pick.key in told and pick.source in bodies
        ]
        with transaction.atomic():
            Suspicion.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
        for row in rows:
            counts[row.rule] = counts.get(row.rule, 0) + 1

    def _row(self, pick: Pick, told: Told, body: Body, sample: bool) -> Suspicion:
        check = self.checks[pick.rule]
        return Suspicion(
            key=pick.key,
            kind=pick.kind,
            source=body,
            area_id=supervising_area(body),
            record_key=pick.record_key,
            record_id=pick.record_id,
            rule=pick.rule,
            version=pick.version,
            severity=check.severity,
            cites=[cite.key() for cite in check.cites],
            sample=sample,
            raised_on=self.run.as_of,
            first_run=self.run,
            last_run=self.run,
            **_about(told),
        )

    def _tell(self, picks: Iterable[Pick]) -> dict[str, Told]:
        """The hits in words, by key."""
        by_rule: dict[str, dict[int, Pick]] = {}
        for pick in picks:
            by_rule.setdefault(pick.rule, {})[pick.record_id] = pick
        found = {}
        for rule, mine in by_rule.items():
            for told in self.teller.tell(self.checks[rule], sorted(mine)):
                found[mine[told.record_id].key] = told
        return found

    def _picks(self, sql: str) -> list[Pick]:
        columns = "key, kind, reporter, record_key, record_id, check_id, version"
        rows = self._all(f"SELECT {columns} FROM ({sql})")
        return [pick for pick in (Pick(*row) for row in rows) if pick.rule in self.checks]

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


_NEW = "SELECT * FROM hit WHERE key NOT IN (SELECT key FROM known)"
_TOLD = ("record", "party_key", "party_name", "event_on", "month", "facts", "explain")


def _about(told: Told) -> dict[str, Any]:
    return {
        "record": told.record[:300],
        "party_key": told.party_key[:120],
        "party_name": told.party_name[:300],
        "event_on": told.event_on,
        "month": month(told.event_on),
        "facts": dict(told.facts),
        "explain": told.explain,
    }


def month(day: date | None) -> str:
    """2026-11, or empty when there is no day."""
    return f"{day:%Y-%m}" if day else ""


def _first(room: Mapping[str, int], order: str) -> str:
    """SQL for the first new hits of each check, as many as there is room for."""
    some = ", ".join(f"('{rule}', {count})" for rule, count in room.items() if count)
    if not some:
        return f"{_NEW} AND FALSE"
    return (
        f"SELECT n.* FROM ({_NEW}) n JOIN (VALUES {some}) r(rule, room) ON r.rule = n.check_id "
        f"QUALIFY row_number() OVER (PARTITION BY n.check_id ORDER BY {order}) <= r.room ORDER BY {order}"
    )


def _from_json(place: int, column: str) -> str:
    name, type_ = column.split()
    return f"(j ->> {place})::{type_} AS {name}"


def _chunks(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[n : n + CHUNK] for n in range(0, len(items), CHUNK))
