"""A hit with everything needed to judge it: the record, its figures, the explanation. Free of Django."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from xiedu.checks import compile as compiler
from xiedu.checks import words
from xiedu.checks.check import Check, Reach
from xiedu.law.calendars import Calendar
from xiedu.records import calendar_sql
from xiedu.suspicions.present import present, used

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Free text may quote what the lake otherwise holds masked: identity, telephone, card numbers.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])([0-9]{3})[0-9]{6,14}([0-9]{2}[0-9Xx]{2})(?![0-9A-Za-z])")
_SHOWN = ("row_no", "party_key", "party")
FREE_TEXTS = frozenset({"published_text", "facts", "penalty_content", "remark"})


@dataclass(frozen=True, slots=True)
class Told:
    """One hit in words."""

    record_id: int
    record: str
    party_key: str
    party_name: str
    event_on: date | None
    facts: Mapping[str, Any]
    explain: str


@dataclass(frozen=True)
class Teller:
    """Puts hits into words on a connection that reads the lake, with the parameters the sweep used."""

    connection: "DuckDBPyConnection"
    as_of: date
    values: Mapping[str, Any]
    calendar: Calendar

    def tell(self, check: Check, ids: Sequence[int]) -> list[Told]:
        """The hits of a check on these rows of the lake; a row that is not there any more is left out."""
        calendar_sql.install(self.connection, self.calendar)
        wanted = f"SELECT unnest([{', '.join(map(str, ids))}]::BIGINT[])"
        columns = list(dict.fromkeys((*used(check.kind, [check]), *_SHOWN)))
        near = present(check.kind, [*columns, "scan_day"], _near(check, wanted))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE tell_rows AS FROM {near}")
        told = f", picked AS ({wanted} AS row_no) {compiler.told(check)}"
        sql = compiler.Records(check.kind, "tell_rows", set(columns)).before(told)
        cursor = self.connection.execute(compiler.filled(sql, self.as_of, self.values))
        names = [column[0].removeprefix("fact_") for column in cursor.description[2:]]
        rows = cursor.fetchall()
        about = self._about(wanted)
        return [self._told(check, about[row[0]], row, names) for row in rows if row[0] in about]

    def _about(self, wanted: str) -> dict[int, tuple[Any, ...]]:
        sql = f"SELECT row_no, party_key, party, scan_day FROM tell_rows WHERE row_no IN ({wanted})"
        return {row[0]: row for row in self.connection.execute(sql).fetchall()}

    def _told(self, check: Check, about: Sequence[Any], row: Sequence[Any], names: Sequence[str]) -> Told:
        facts = {n: masked(v) if n in FREE_TEXTS else v for n, v in zip(names, row[2:], strict=True)}
        explain = words.explained(check, facts, self.calendar)
        shown = words.jsonable(facts)
        subject = ("", "") if check.of_body else (about[1] or "", about[2] or "")
        return Told(row[0], row[1], *subject, about[3], shown, explain)


def _near(check: Check, wanted: str) -> str:
    """The rows a check must see to judge these: themselves, all of the same subject, or everything."""
    if check.reach is Reach.ROW:
        return f"id IN ({wanted})"
    if check.reach is Reach.WINDOW:
        subjects = f"SELECT party_key FROM lake.{check.kind} WHERE id IN ({wanted})"
        return f"id IN ({wanted}) OR party_key IN ({subjects})"
    return "TRUE"


def masked(value: Any) -> Any:
    """Free text with identity, telephone and card numbers masked; anything else as it is."""
    return _NUMBER.sub(r"\1******\2", value) if isinstance(value, str) else value
