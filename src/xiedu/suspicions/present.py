"""Rows of the lake as the checks read them. Free of Django.

Only the columns a statement uses are named: binding all of a kind takes DuckDB 0.4 s a statement.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from xiedu.checks import compile as compiler
from xiedu.checks import shared
from xiedu.checks.check import EVENT_DAY, PLACEHOLDER, Check
from xiedu.records.fields import struct_type

NOW = "recorded_to IS NULL"
LONGEST_KEY = 200
ALWAYS = ("row_no", "reporter", "record_key", "party_key")


def at(moment: datetime) -> str:
    """SQL for the versions the lake held at a moment."""
    text = f"TIMESTAMP '{moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"
    return f"recorded_from <= {text} AND (recorded_to IS NULL OR recorded_to > {text})"


def present(kind: str, names: Iterable[str], where: str = "TRUE", valid: str = NOW) -> str:
    """Subquery of the versions valid now, or by ``valid``.

    ``row_no`` is the row of the lake, ``scan_day`` the day the checks go by.
    """
    made = {"row_no": "id", "record_key": keyed("record_key", "id"), "scan_day": EVENT_DAY[kind]}
    chosen = ", ".join(f"{made[name]} AS {name}" if name in made else name for name in dict.fromkeys(names))
    return f"(SELECT {chosen} FROM lake.{kind} WHERE {valid} AND ({where}))"


def keyed(key: str, id_: str) -> str:
    """SQL for a key of bounded length: a record without one is known by its row."""
    short = f"left({key}, {LONGEST_KEY}) || '#' || md5({key})"
    return f"coalesce(CASE WHEN length({key}) > {LONGEST_KEY} THEN {short} ELSE {key} END, '#' || {id_})"


def columns_of(kind: str) -> set[str]:
    """Every column a check of the kind may name."""
    return set(struct_type(kind))


def used(kind: str, checks: Sequence[Check], stored: Collection[str] = ()) -> list[str]:
    """The columns these checks name, and those every statement names; ``stored`` are the briefs that may be read."""
    words = _words(kind, checks, stored) | {*ALWAYS, "document_no", "case_no"}
    return [name for name in ("reporter", *struct_type(kind), *sorted(stored)) if name in words]


def figures(check: Check) -> list[str]:
    """The dated settings a check goes by, its own and those of the columns it shares with others, sorted."""
    layers = shared.LAYERS.get(check.kind, ())
    words = _words(check.kind, [check])
    parts = [sql for layer in layers for name, sql in layer.items() if name in words]
    named = {name for part in parts for name in PLACEHOLDER.findall(part)} - {"today"}
    return sorted(named | set(check.params))


def _words(kind: str, checks: Sequence[Check], stored: Collection[str] = ()) -> set[str]:
    text = " ".join(part for c in checks for part in (compiler.singly(c, 0), compiler.told(c), *c.needs))
    return shared.words_in(kind, text, stored)
