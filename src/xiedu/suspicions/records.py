"""A record of the lake for reading: its versions, its days, its limits; and all acts on one subject. Free of Django."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xiedu.checks import compile as compiler
from xiedu.checks import run as runner
from xiedu.checks.catalogue import by_id
from xiedu.checks.check import COERCION, EVENT_DAY, INSPECTION, LICENCE, PENALTY, Check
from xiedu.lake.tables import FED_LIST
from xiedu.law.calendars import Calendar
from xiedu.records import calendar_sql
from xiedu.records.fields import KINDS, struct_type
from xiedu.suspicions.present import keyed, present

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_ACTS = 300
BESIDE = ("id", "record_key", "reporter", "batch", "recorded_from", "recorded_to", "historic", f"{FED_LIST} AS fed")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: its row, its key, where it came from, from when to when it held (UTC), its fields."""

    id: int
    key: str
    reporter: int
    batch: int
    since: datetime
    until: datetime | None
    historic: bool
    fed: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """A term a record runs through: from, until when it was kept, last day allowed; the check that measures it."""

    title: str
    check: Check
    start: date
    end: date | None
    due: date


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a subject."""

    kind: str
    id: int
    key: str
    reporter: int
    number: str
    day: date | None
    about: str


# Title, the check whose due day it is, first day, day of the act that ends it.
LIMITS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = MappingProxyType(
    {
        PENALTY: (
            ("核查立案", "case-clue-overdue", "clue_on", "filed_on"),
            ("办案", "pen-90d", "filed_on", "case_end"),
            ("送达", "srv-7wd", "decided_on", "served_on"),
            ("公示", "pub-7wd", "decided_on", "published_on"),
            ("双公示归集", "crd-not-sent", "decided_on", "uploaded_on"),
            ("结案", "exe-close-late", "executed_on", "closed_on"),
        ),
        INSPECTION: (
            ("结果公示", "pub-20wd", "result_on", "published_on"),
            ("问题整改复查", "ins-open-loop", "inspected_on", "rechecked_on"),
        ),
        COERCION: (
            ("查封扣押", "coe-30d", "held_from", "held_to"),
            ("冻结", "coe-freeze-30", "held_from", "held_to"),
            ("结果公示", "pub-20wd-coe", "result_on", "published_on"),
        ),
        LICENCE: (
            ("审查决定", "lic-20", "accepted_on", "decided_on"),
            ("证件送达", "lic-issue-10", "decided_on", "issued_on"),
            ("公示", "pub-7wd-lic", "decided_on", "published_on"),
        ),
    }
)
_ABOUT: Mapping[str, str] = MappingProxyType(
    {
        PENALTY: "coalesce(violation, '')",
        INSPECTION: "coalesce(inspection_type, '')",
        COERCION: "coalesce(coercion_kind, '')",
        LICENCE: "coalesce(licence_content, '')",
    }
)


def versions(connection: "DuckDBPyConnection", kind: str, id_: int) -> list[Version]:
    """All versions of the record of which this row is one, newest first; empty when there is no such row."""
    fields = [name for name in struct_type(kind) if name not in {"row_no", "record_key"}]
    same = f"(SELECT (reporter, record_key) FROM lake.{kind} WHERE id = $1)"
    rows = connection.execute(
        f"SELECT {', '.join([*BESIDE, *fields])} FROM lake.{kind} WHERE (reporter, record_key) IN {same} "
        "ORDER BY recorded_from DESC, id DESC",
        [id_],
    ).fetchall()
    found = []
    for row in rows:
        pk, key, reporter, batch, since, until, historic, fed = row[: len(BESIDE)]
        values = dict(zip(fields, row[len(BESIDE) :], strict=True))
        found.append(Version(pk, key, reporter, batch, since, until, bool(historic), tuple(fed or ()), values))
    return found


def outcomes(
    connection: "DuckDBPyConnection",
    version: Version,
    kind: str,
    checks: Sequence[Check],
    as_of: date,
    values: Mapping[str, Any],
    calendar: Calendar,
) -> runner.Results:
    """What the checks of one record say of a version today."""
    table = _alone(connection, kind, version.id)
    return runner.run(connection, table, kind, checks, as_of, values, calendar=calendar, columns=version.fed)


def limits(
    connection: "DuckDBPyConnection",
    version: Version,
    kind: str,
    as_of: date,
    values: Mapping[str, Any],
    calendar: Calendar,
) -> list[Limit]:
    """The terms a version runs through, as its checks reckon them; those without a first or a last day are left out."""
    wanted = LIMITS[kind]
    checks = {c.id: c for c in by_id([rule for _, rule, _, _ in wanted])}
    calendar_sql.install(connection, calendar)
    table = _alone(connection, kind, version.id)
    columns = ", ".join(
        f"({start})::DATE AS s{n}, ({end})::DATE AS e{n}, ({checks[rule].facts['due']})::DATE AS d{n}"
        for n, (_, rule, start, end) in enumerate(wanted)
    )
    records = compiler.Records(kind, table, set(struct_type(kind)))
    sql = compiler.filled(records.before(f" SELECT {columns} FROM rows"), as_of, values)
    row = connection.execute(sql).fetchone() or ()
    triples = [row[n : n + 3] for n in range(0, len(row), 3)]
    return [
        Limit(title, checks[rule], start, end, due)
        for (title, rule, _, _), (start, end, due) in zip(wanted, triples, strict=False)
        if start and due
    ]


def acts(connection: "DuckDBPyConnection", party_key: str) -> list[Act]:
    """The acts of all bodies on a subject, newest first, at most :data:`MOST_ACTS`."""
    parts = [
        f"SELECT '{kind}', id, record_key, reporter, coalesce(document_no, ''), {EVENT_DAY[kind]} AS day, "
        f"{_ABOUT[kind]} FROM lake.{kind} WHERE recorded_to IS NULL AND party_key = $1"
        for kind in KINDS
    ]
    sql = f"{' UNION ALL '.join(parts)} ORDER BY day DESC NULLS LAST, id DESC LIMIT {MOST_ACTS}"
    return [Act(*row) for row in connection.execute(sql, [party_key]).fetchall()]


def name_of(connection: "DuckDBPyConnection", party_key: str) -> str:
    """The name under which a subject was recorded last; empty when there is no such subject."""
    parts = [f"SELECT party, recorded_from FROM lake.{kind} WHERE party_key = $1" for kind in KINDS]
    found = connection.execute(
        f"{' UNION ALL '.join(parts)} ORDER BY recorded_from DESC LIMIT 1", [party_key]
    ).fetchone()
    return str(found[0] or "未记录名称") if found else ""


def waiting(
    connection: "DuckDBPyConnection", check: Check, known: Collection[str], reporters: Collection[int], most: int
) -> list[tuple[int, int, str]]:
    """Hits of a check that are no suspicions yet: (row, reporter, document number), newest first."""
    if not reporters:
        return []
    rows = connection.execute(
        "SELECT h.record_id, h.reporter, coalesce(r.document_no, r.record_key) FROM lake.hits h "
        f"JOIN {present(check.kind, ('row_no', 'document_no', 'record_key'))} r ON r.row_no = h.record_id "
        "WHERE h.check_id = $1 AND h.version = $2 AND h.reporter IN (SELECT unnest($3::BIGINT[])) "
        "AND h.record_key NOT IN (SELECT unnest($4::VARCHAR[])) ORDER BY h.record_id DESC LIMIT $5",
        [check.id, check.version, list(reporters), list(known), most],
    ).fetchall()
    return [(row[0], row[1], row[2]) for row in rows]


def _alone(connection: "DuckDBPyConnection", kind: str, id_: int) -> str:
    """A temporary table with one row of the lake, whether it still holds or not."""
    fields = [name for name in struct_type(kind) if name not in {"row_no", "record_key"}]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE alone AS SELECT id AS row_no, {keyed('record_key', 'id')} AS record_key, "
        f"{', '.join(fields)} FROM lake.{kind} WHERE id = {int(id_)}"
    )
    return "alone"
