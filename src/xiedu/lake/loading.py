"""Loading a batch: one lake transaction, after which the batch is in or, whatever happened, not in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from xiedu.lake import sensitive
from xiedu.lake.sensitive import Keys
from xiedu.lake.tables import ROW_BITS, sensitive_fields
from xiedu.records.cleaning import name, quoted
from xiedu.records.fields import DERIVED, struct_type
from xiedu.records.normalise import DAY_OF

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHIELDED, VERDICT = "shielded", "verdict"
_PARTS = ("digest", "valid")


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


def load(db: "DuckDBPyConnection", table: str, arrival: Arrival, keys: Keys, *, dry_run: bool = False) -> Loaded:
    """Load the rows of ``table`` (columns of ``struct_type``, and ``<table>_faults`` if it stands) as one batch.

    The connection has the lake attached for writing and no transaction open. A record is known by its source and
    record key; of one that has changed the old version ends in the moment the new one begins. A batch that is in
    already is not loaded again. With ``dry_run`` all is done and rolled back.
    """
    done = None if dry_run else already(db, arrival.batch, arrival.number)
    if done:
        return done
    sensitive.shield(db, table, arrival.kind, keys, SHIELDED, arrival.condition)
    _judge(db, arrival)
    moment = _moment(db)
    db.execute("begin transaction")
    loaded = _write(db, table, arrival, keys, moment)
    db.execute("rollback" if dry_run else "commit")
    return loaded


def _moment(db: "DuckDBPyConnection") -> datetime:
    """Now, but after every batch there is: a clock set back must not put versions out of order."""
    last = db.execute("select max(recorded_at) from lake.batches").fetchone()
    now = datetime.now(UTC).replace(tzinfo=None)
    return max(now, last[0] + timedelta(microseconds=1)) if last and last[0] else now


def _judge(db: "DuckDBPyConnection", arrival: Arrival) -> None:
    """The temporary table of verdicts: row, key, content and the version it ends, for every row that came."""
    db.execute(
        "create or replace temp table incoming as select min(row_no) as row_no, arg_min(c, row_no) as content,"
        f" coalesce(record_key, '#' || c) as k from (select row_no, record_key, {_content(arrival)} as c"
        f" from {SHIELDED}) group by k"
    )
    db.execute(
        f"create or replace temp table {VERDICT} as select i.row_no, i.k, i.content, o.id as old_id,"
        f" coalesce(o.content = i.content, false) as same from incoming i left join"
        f" (select id, record_key, content from lake.{name(arrival.kind)} where reporter = {int(arrival.source)}"
        " and recorded_to is null and record_key in (select k from incoming)) o on o.record_key = i.k"
    )


def _columns(arrival: Arrival) -> list[str]:
    """The columns in which something may stand: those the file has, and the days that follow from its moments."""
    may = {*arrival.fed, *DERIVED, *DAY_OF.values()}
    return [column for column in struct_type(arrival.kind) if column in may]


def _hidden(arrival: Arrival) -> list[str]:
    return [field for field in sensitive_fields(arrival.kind) if field in arrival.fed]


def _content(arrival: Arrival) -> str:
    """The digest of a record as the lake holds it, and of which fields were fed: they say what stands where."""
    fields = [c for c in _columns(arrival) if c not in DERIVED] + [f"{field}_digest" for field in _hidden(arrival)]
    return f"md5(concat_ws(chr(31), {quoted(','.join(sorted(arrival.fed)))}, concat({_places(fields)})))"


def _places(fields: Sequence[str]) -> str:
    """The values one after another; no cell holds the sign between them, and an empty text is no value."""
    return ", chr(31), ".join(f"cast({name(field)} as varchar)" for field in fields)


def _write(db: "DuckDBPyConnection", table: str, arrival: Arrival, keys: Keys, moment: datetime) -> Loaded:
    at = f"timestamp {quoted(moment.isoformat(sep=' '))}"
    counted = db.execute(
        f"select count(*) filter (old_id is null), count(*) filter (old_id is not null and not same),"
        f" count(*) filter (same) from {VERDICT}"
    ).fetchone()
    loaded = Loaded(*(counted or (0, 0, 0)))
    if loaded.changed:
        ended = f"select old_id from {VERDICT} where not same and old_id is not null"
        db.execute(f"update lake.{name(arrival.kind)} set recorded_to = {at} where id in ({ended})")
    if loaded.added + loaded.changed:
        _insert(db, arrival, at)
        sensitive.keep(db, keys)
    _keep_faults(db, table, arrival)
    db.execute(
        f"insert into lake.batches values (?, ?, ?, ?, {at}, ?, ?, ?)",
        [arrival.batch, arrival.number, arrival.kind, arrival.source, loaded.added, loaded.changed, loaded.same],
    )
    return loaded


def _insert(db: "DuckDBPyConnection", arrival: Arrival, at: str) -> None:
    """The new versions, from the shielded rows whose verdict is not that the lake has them just so."""
    beside = {
        "id": f"({int(arrival.batch)}::bigint << {ROW_BITS}) + s.row_no",
        "reporter": str(int(arrival.source)),
        "batch": str(int(arrival.batch)),
        "recorded_from": at,
        "recorded_to": "null::timestamp",
        "historic": f"coalesce({arrival.historic}, false)",
        "content": "v.content",
        "fed": "[" + ", ".join(map(quoted, sorted(arrival.fed))) + "]::varchar[]",
    }
    beside |= {column: f"s.{name(column)}" for column in _columns(arrival)} | {"record_key": "v.k"}
    beside |= {f"{field}_{part}": f"s.{name(f'{field}_{part}')}" for field in _hidden(arrival) for part in _PARTS}
    columns = ", ".join(f"{sql} as {name(column)}" for column, sql in beside.items())
    db.execute(
        f"insert into lake.{name(arrival.kind)} by name select {columns}"
        f" from {SHIELDED} s join {VERDICT} v on v.row_no = s.row_no where not v.same"
    )


def _keep_faults(db: "DuckDBPyConnection", table: str, arrival: Arrival) -> None:
    faults = f"{table}_faults"
    if db.execute("select 1 from duckdb_tables() where table_name = ? limit 1", [faults]).fetchone():
        db.execute(f"insert into lake.faults by name select {int(arrival.batch)} as batch, f.* from {name(faults)} f")
