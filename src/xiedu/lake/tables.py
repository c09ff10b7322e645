"""The tables of the lake: what stands beside the fields of a record, and the statements that make them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from xiedu.records import brief
from xiedu.records.cleaning import name, quoted
from xiedu.records.fields import KINDS, kind_of, struct_type

# Beside the fields of every kind. ``id`` is one version's own for ever; ``reporter`` the body that reported
# (``source`` is a field of the records); ``fed_names`` the fields the reporter's file has, sorted, with commas
# between (as a list it would cost as much to write as the record; ``fed`` is that list in lakes of earlier versions);
# moments are UTC.
VERSION: Mapping[str, str] = {
    "id": "BIGINT",
    "reporter": "BIGINT",
    "batch": "BIGINT",
    "recorded_from": "TIMESTAMP",
    "recorded_to": "TIMESTAMP",
    "historic": "BOOLEAN",
    "fed_names": "VARCHAR",
    "fed": "VARCHAR[]",
}
# What a row's file has, as text and as a list.
FED = "coalesce(fed_names, array_to_string(list_sort(fed), ','))"
FED_LIST = f"string_split({FED}, ',')"
OTHERS: Mapping[str, Mapping[str, str]] = {
    "batches": {
        "batch": "BIGINT",
        "number": "VARCHAR",
        "kind": "VARCHAR",
        "source": "BIGINT",
        "recorded_at": "TIMESTAMP",
        "added": "BIGINT",
        "changed": "BIGINT",
        "same": "BIGINT",
        # By which version of the briefs, and which calendar, those of its rows were worked out.
        "briefs": "VARCHAR",
        # As ``fed_names`` of its rows; empty in lakes of earlier versions.
        "fed_names": "VARCHAR",
    },
    "secrets": {"digest": "VARCHAR", "cipher": "BLOB"},
    "faults": {
        "batch": "BIGINT",
        "sheet": "VARCHAR",
        "row_no": "BIGINT",
        "field": "VARCHAR",
        "title": "VARCHAR",
        "value": "VARCHAR",
        "reason": "VARCHAR",
        "remedy": "VARCHAR",
        "grade": "VARCHAR",
    },
}
# A file has fewer rows than this many bits count, and so the number of a version needs no look at the lake.
ROW_BITS = 32


def sensitive_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind whose values never stand in the lake in clear."""
    return tuple(f.name for f in kind_of(kind).fields if f.sensitive)


def columns(kind: str) -> dict[str, str]:
    """Column → type of the lake's table of a kind."""
    beside: dict[str, str] = {}
    for field in sensitive_fields(kind):
        beside |= {f"{field}_digest": "VARCHAR", f"{field}_valid": "BOOLEAN"}
    fields = struct_type(kind)
    if clash := fields.keys() & (VERSION.keys() | beside.keys() | brief.columns(kind).keys()):
        raise AssertionError(f"fields of {kind} named like columns of the lake: {sorted(clash)}")
    return {**VERSION, **fields, **beside, **brief.columns(kind)}


def all_tables() -> dict[str, Mapping[str, str]]:
    """Table → column → type of everything in the lake."""
    return {**{kind: columns(kind) for kind in KINDS}, **OTHERS}


def create(table: str, wanted: Mapping[str, str]) -> str:
    """The statement that makes a table unless it stands."""
    return f"create table if not exists lake.{name(table)} ({', '.join(f'{name(c)} {t}' for c, t in wanted.items())})"


def current(kind: str, as_of: datetime | None = None) -> str:
    """SQL subquery of the versions valid now, or of those the lake held at a moment (a naive one is UTC)."""
    table = f"lake.{name(kind_of(kind).name)}"
    if as_of is None:
        return f"(select * from {table} where recorded_to is null)"
    at = f"timestamp {quoted(utc(as_of).isoformat(sep=' '))}"
    return f"(select * from {table} where recorded_from <= {at} and (recorded_to is null or recorded_to > {at}))"


def utc(moment: datetime) -> datetime:
    """The moment as the lake stores it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
