"""Loading a batch: one lake transaction, after which the batch is in or, whatever happened, not in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from xiedu.lake import sensitive
from xiedu.lake.durable import transaction
from xiedu.lake.rowfiles import add_rows
from xiedu.lake.sensitive import Keys
from xiedu.lake.tables import FED, ROW_BITS, sensitive_fields
from xiedu.law.calendars import Calendar
from xiedu.records import brief, calendar_sql
from xiedu.records.cleaning import name, quoted
from xiedu.records.fields import DERIVED, struct_type
from xiedu.records.marks import apart
from xiedu.records.normalise import DAY_OF

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# From so many rows on, those that bear a mark go into files of their own.
MANY = 100_000
SHIELDED, VERDICT = "shielded", "verdict"
_PARTS = ("digest", "valid")
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch about to be loaded: its key and number, kind, source, the fields its file has.

    ``condition`` (SQL over the table) chooses the rows that go in, ``historic`` those among them that are marked so.
    """

    batch: int
    number: str
    kind: str
    source: int
    fed: tuple[str, ...]
    condition: str = "true"
    historic: str = "false"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a batch did: new records, new versions of known ones, records that were there just so."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows to be written: where they stand (SQL, the shielded rows as ``s``) and the SQL of their key.

    ``filled`` are the columns in which anything stands.
    """

    source: str
    key: str
    filled: Collection[str]
    loaded: Loaded


def already(db: "DuckDBPyConnection", batch: int, number: str) -> Loaded | None:
    """What a batch did when it was loaded before, or None.

    ValueError (Chinese) when the lake knows another batch under this key: a database older than the lake was restored.
    """
    found = db.execute("select number, added, changed, same from lake.batches where batch = ?", [batch]).fetchone()
    if found and found[0] != number:
        raise ValueError(
            f"数据湖中已有另一批次（{found[0]}）占用同一编号，批次 {number} 没有入库。"
            "数据库可能恢复到了比数据湖更早的时刻，请联系系统管理员一并恢复。"
        )
    return Loaded(*found[1:]) if found else None


def load(
    db: "DuckDBPyConnection",
    table: str,
    arrival: Arrival,
    keys: Keys,
    *,
    calendar: Calendar | None = None,
    dry_run: bool = False,
) -> Loaded:
    """Load the rows of ``table`` (columns of ``struct_type``, and ``<table>_faults`` if it stands) as one batch.

    The connection has the lake attached for writing and no transaction open. A record is known by its source and
    record key; of one that has changed the old version ends in the moment the new one begins. A batch that is in
    already is not loaded again. The briefs go by ``calendar``, else by the State Council's. With ``dry_run`` all is
    done and rolled back.
    """
    done = None if dry_run else already(db, arrival.batch, arrival.number)
    if done:
        return done
    sensitive.shield(db, table, arrival.kind, keys, SHIELDED, arrival.condition)
    rows = _judged(db, table, arrival)
    stamp = brief.stamp(calendar_sql.install(db, calendar))
    moment = _moment(db)
    with transaction(db, keep=not dry_run):
        _write(db, table, arrival, keys, rows, moment, stamp)
    return rows.loaded


def _moment(db: "DuckDBPyConnection") -> datetime:
    """Now, but after every batch there is: a clock set back must not put versions out of order."""
    last = db.execute("select max(recorded_at) from lake.batches").fetchone()
    now = datetime.now(UTC).replace(tzinfo=None)
    return max(now, last[0] + timedelta(microseconds=1)) if last and last[0] else now


def _judged(db: "DuckDBPyConnection", table: str, arrival: Arrival) -> _Rows:
    """What of the batch is new. Most batches bring nothing the lake has: their rows are then written as they are read.

    Else the temporary table of verdicts says of each record the lake has which version it is and whether it is the
    same still. Of a record that comes twice in the batch the first row counts.
    """
    filled, keyed = _filled(db, table, arrival)
    key = "s.record_key" if keyed else f"coalesce(s.record_key, '#' || {_digest(arrival, filled)})"
    db.execute(
        "create or replace temp table incoming as select min(row_no) as row_no, k, count(*) as n"
        f" from (select row_no, {key} as k from {SHIELDED} s) group by k"
    )
    db.execute(
        "create or replace temp table known as select i.row_no, o.id from incoming i join (select id, record_key"
        f" from lake.{name(arrival.kind)} where {_held(arrival)}) o on o.record_key = i.k"
    )
    came, twice, known = db.execute(
        "select count(*), count(*) filter (n > 1), (select count(*) from known) from incoming"
    ).fetchall()[0]
    if not (twice or known):
        return _Rows(_kept(arrival, filled), key, filled, Loaded(came, 0, 0))
    same = _compare(db, arrival)
    source = (
        f"{_kept(arrival, filled)} join incoming i on i.row_no = s.row_no"
        f" where s.row_no not in (select row_no from {VERDICT} where same)"
    )
    return _Rows(source, "i.k", filled, Loaded(came - known, known - same, same))


def _kept(arrival: Arrival, filled: Collection[str]) -> str:
    """The shielded rows as ``s``; a field the file does not have is not looked at, whatever stands in it."""
    return f"(select *{brief.emptied(arrival.kind, filled)} from {SHIELDED}) s"


def _compare(db: "DuckDBPyConnection", arrival: Arrival) -> int:
    """Fill the table of verdicts, value by value; gives how many records are the same still."""
    hidden = [f"{field}_digest" for field in _hidden(arrival)]
    columns = [*(c for c in _columns(arrival) if c not in DERIVED), *hidden]
    alike = " and ".join(
        [f"{FED} = {_fed(arrival)}", *(f"o.{name(c)} is not distinct from s.{name(c)}" for c in columns)]
    )
    db.execute(
        f"create or replace temp table {VERDICT} as select known.row_no, known.id as old_id, {alike} as same from known"
        f" join lake.{name(arrival.kind)} o on o.id = known.id join {SHIELDED} s on s.row_no = known.row_no"
        f" where {_held(arrival)}"
    )
    return int(db.execute(f"select count(*) from {VERDICT} where same").fetchall()[0][0])


def _held(arrival: Arrival) -> str:
    return f"reporter = {int(arrival.source)} and recorded_to is null"


def _fed(arrival: Arrival) -> str:
    return quoted(",".join(sorted(arrival.fed)))


def _filled(db: "DuckDBPyConnection", table: str, arrival: Arrival) -> tuple[frozenset[str], bool]:
    """The columns of the batch in which anything stands, and whether every row has its record key.

    Only these are written: the lake gives NULL for the others.
    """
    may = _columns(arrival)
    counts = db.execute(f"select {', '.join(f'count({name(c)})' for c in may)} from {name(table)}").fetchall()[0]
    found = dict(zip(may, counts, strict=True))
    return frozenset(c for c in may if found[c]), found["record_key"] == found["row_no"]


def _columns(arrival: Arrival) -> list[str]:
    """The columns in which something may stand: those the file has, and the days that follow from its moments."""
    may = {*arrival.fed, *DERIVED, *DAY_OF.values()}
    return [column for column in struct_type(arrival.kind) if column in may]


def _hidden(arrival: Arrival) -> list[str]:
    return [field for field in sensitive_fields(arrival.kind) if field in arrival.fed]


def _digest(arrival: Arrival, filled: Collection[str]) -> str:
    """The key of a record without a number: the digest of all that stands in it, and of the fields that were fed."""
    fields = [c for c in _columns(arrival) if c not in DERIVED] + [f"{field}_digest" for field in _hidden(arrival)]
    shown = (f"cast({name(c)} as varchar)" if c.removesuffix("_digest") in filled else "''" for c in fields)
    return f"md5(concat_ws({quoted(_BETWEEN)}, {_fed(arrival)}, concat({f', {quoted(_BETWEEN)}, '.join(shown)})))"


def _write(
    db: "DuckDBPyConnection", table: str, arrival: Arrival, keys: Keys, rows: _Rows, moment: datetime, stamp: str
) -> None:
    at = f"timestamp {quoted(moment.isoformat(sep=' '))}"
    loaded = rows.loaded
    if loaded.changed:
        ended = f"select old_id from {VERDICT} where not same"
        db.execute(f"update lake.{name(arrival.kind)} set recorded_to = {at} where id in ({ended})")
    if loaded.added + loaded.changed:
        row = _row(arrival, rows, at)
        columns = ", ".join(f"{sql} as {name(column)}" for column, sql in row.items())
        select = brief.marked(arrival.kind, f"select {columns} from {calendar_sql.RELATION}, {rows.source}", row)
        many = loaded.added + loaded.changed >= MANY
        add_rows(db, arrival.kind, select, apart(arrival.kind) if many else "")
        sensitive.keep(db, keys)
    _keep_faults(db, table, arrival)
    db.execute(
        f"insert into lake.batches values (?, ?, ?, ?, {at}, ?, ?, ?, ?, {_fed(arrival)})",
        [
            *(arrival.batch, arrival.number, arrival.kind, arrival.source),
            *(loaded.added, loaded.changed, loaded.same, stamp),
        ],
    )


def _row(arrival: Arrival, rows: _Rows, at: str) -> dict[str, str]:
    """Column of the lake's table → SQL over the shielded row ``s``; a column that is left out is NULL."""
    beside = {
        "id": f"({int(arrival.batch)}::bigint << {ROW_BITS}) + s.row_no",
        "reporter": f"{int(arrival.source)}::bigint",
        "batch": f"{int(arrival.batch)}::bigint",
        "recorded_from": at,
        "historic": f"coalesce({arrival.historic}, false)",
        "fed_names": _fed(arrival),
    }
    fields = {c: f"s.{name(c)}" for c in _columns(arrival) if c in rows.filled} | {"record_key": rows.key}
    hidden = [f"{field}_{part}" for field in _hidden(arrival) if field in rows.filled for part in _PARTS]
    shown = {column: f"s.{name(column)}" for column in hidden}
    return beside | fields | shown | brief.of_row(arrival.kind, rows.filled)


def _keep_faults(db: "DuckDBPyConnection", table: str, arrival: Arrival) -> None:
    faults = f"{table}_faults"
    if db.execute("select 1 from duckdb_tables() where table_name = ? limit 1", [faults]).fetchone():
        db.execute(f"insert into lake.faults by name select {int(arrival.batch)} as batch, f.* from {name(faults)} f")
