"""Run checks over a normalised table on a DuckDB connection: hits, what is not recorded, and what could not run."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal

from xiedu.checks import compile as compiler
from xiedu.checks import sift, words
from xiedu.checks.check import Check
from xiedu.checks.compile import Records
from xiedu.law.calendars import Calendar
from xiedu.records import calendar_sql
from xiedu.records.fields import kind_of
from xiedu.records.normalise import DAY_OF

How = Literal["at once", "together", "singly", "sifted"]
HIT, UNKNOWN = "hit", "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome worth telling: ``record`` is the number people know, ``row_no`` the row of the table."""

    check: Check
    record: str
    row_no: int
    outcome: str
    explain: str
    facts: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The public form: check, record, outcome, explain, facts, cites, version."""
        return {
            "check": self.check.id,
            "record": self.record,
            "outcome": self.outcome,
            "explain": self.explain,
            "facts": words.jsonable(dict(self.facts)),
            "cites": [str(c) for c in self.check.cites],
            "version": self.check.version,
        }


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check that this source cannot feed, and why."""

    check: Check
    reason: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found, in the order of checks and rows."""

    rows: tuple[Result, ...]
    not_run: tuple[NotRun, ...]

    def hits(self) -> tuple[Result, ...]:
        """The suspicions alone."""
        return tuple(r for r in self.rows if r.outcome == HIT)


def run(
    connection: Any,
    table: str,
    kind: str,
    checks: Sequence[Check],
    as_of: date,
    values: Mapping[str, Any] | None = None,
    *,
    calendar: Calendar | None = None,
    columns: Collection[str] | None = None,
    how: How = "together",
) -> Results:
    """Run the checks of one kind and tell every hit and every not-recorded row.

    ``table`` has the columns of ``records.fields.struct_type`` (``row_no`` unique; missing ones are allowed);
    ``columns`` names those the source really has, where the table was completed with empty ones. ``values`` are
    parameters by name; those left out have their defaults. Checks of another kind are ignored.
    """
    has = set(table_columns(connection, table))
    has = has if columns is None else has & ({*columns, "row_no"} | derived(columns))
    chosen = [c for c in checks if c.kind == kind and in_force(c, as_of)]
    not_run = tuple(NotRun(c, lacking(c, has)) for c in chosen if set(c.needs) - has)
    ready = sorted((c for c in chosen if not set(c.needs) - has), key=compiler.place)
    calendar = calendar_sql.install(connection, calendar)
    records = Records(kind, table, has)
    collect(connection, records, ready, as_of, values or {}, how)
    teller = _Teller(connection, records, as_of, values or {}, calendar)
    found = teller.tell(ready)
    connection.execute("DROP TABLE IF EXISTS outcomes")
    return Results(tuple(found), not_run)


def collect(
    connection: Any, records: Records, checks: Sequence[Check], as_of: date, values: Mapping[str, Any], how: How
) -> None:
    """Fill the temporary table ``outcomes`` (row_no, check_no, outcome): TRUE is a hit, NULL not recorded."""
    connection.execute("CREATE OR REPLACE TEMP TABLE outcomes (row_no BIGINT, check_no INTEGER, outcome BOOLEAN)")
    with _planned_briefly(connection) if how == "at once" else nullcontext():
        for sql in statements(records, checks, how):
            connection.execute(f"INSERT INTO outcomes {compiler.filled(sql, as_of, values)}")


@contextmanager
def _planned_briefly(connection: Any) -> Iterator[None]:
    """Of few records, looking through a long statement for what it says twice costs more than it saves."""
    connection.execute("SET disabled_optimizers = 'common_subexpressions'")
    try:
        yield
    finally:
        connection.execute("RESET disabled_optimizers")


def statements(records: Records, checks: Sequence[Check], how: How) -> list[str]:
    """The statements of a run; a check is numbered by its place in ``checks``, which stand in the order of ``place``.

    One a check; or one for all that read the same source, for few records, where planning weighs most; or one a stretch
    of checks that look at the same records; or, for very many records, such as look only at the records a check can
    concern.
    """
    numbered = list(enumerate(checks))
    if how == "singly":
        return [records.before(f" {compiler.singly(check, number)}") for number, check in numbered]
    if how == "sifted":
        return sift.statements(records, numbered)
    alike = compiler.source if how == "at once" else compiler.place
    return [records.together(list(group)) for _, group in groupby(numbered, key=lambda one: alike(one[1]))]


def in_force(check: Check, day: date) -> bool:
    """True while the check's version is in force; its records are measured by their own day besides."""
    return (check.since is None or check.since <= day) and (check.until is None or day <= check.until)


def table_columns(connection: Any, table: str) -> list[str]:
    """The column names of a table or view."""
    return [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts the outcomes into words: figures for the hits, names of the empty fields for the rest."""

    connection: Any
    records: Records
    as_of: date
    values: Mapping[str, Any]
    calendar: Calendar

    def tell(self, checks: Sequence[Check]) -> list[Result]:
        seen = set(self._rows("SELECT DISTINCT check_no, outcome FROM outcomes"))
        gaps = self._gaps({n: c for n, c in enumerate(checks) if (n, None) in seen})
        found: list[Result] = []
        for number, check in enumerate(checks):
            found += self._hits(number, check) if (number, True) in seen else []
            found += gaps.get(number, [])
        return found

    def _hits(self, number: int, check: Check) -> list[Result]:
        picked = f"picked AS (SELECT row_no FROM outcomes WHERE check_no = {number} AND outcome)"
        cursor = self._run(self.records.before(f", {picked} {compiler.told(check)}"))
        names = [column[0].removeprefix("fact_") for column in cursor.description[2:]]
        found = []
        for row_no, record, *told in cursor.fetchall():
            facts = dict(zip(names, told, strict=True))
            found.append(Result(check, record, row_no, HIT, words.explained(check, facts, self.calendar), facts))
        return found

    def _gaps(self, numbered: Mapping[int, Check]) -> dict[int, list[Result]]:
        """The not-recorded outcomes of the checks, by number: which needed fields are empty is asked once for all."""
        found: dict[int, list[Result]] = {}
        fields = sorted({name for check in numbered.values() for name in check.needs})
        empty = ", ".join(f"CASE WHEN s.{name} IS NULL THEN '{name}' END" for name in fields)
        sql = (
            f" SELECT o.check_no, s.row_no, s.record, [{empty}]::VARCHAR[] FROM rows s "
            "JOIN outcomes o ON o.row_no = s.row_no AND o.outcome IS NULL ORDER BY o.check_no, s.row_no"
        )
        for number, row_no, record, nulls in self._rows(self.records.before(sql)) if numbered else ():
            check = numbered[number]
            names = [name for name in check.needs if name in nulls]
            told = Result(check, record, row_no, UNKNOWN, words.missing(check, names), {"missing": names})
            found.setdefault(number, []).append(told)
        return found

    def _run(self, sql: str) -> Any:
        return self.connection.execute(compiler.filled(sql, self.as_of, self.values))

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._run(sql).fetchall()
        return rows


def lacking(check: Check, has: Collection[str]) -> str:
    """Why a source that has these columns cannot feed the check."""
    by_name = kind_of(check.kind).by_name
    return f"来源没有：{'、'.join(by_name[n].title for n in check.needs if n not in has)}"


def derived(columns: Collection[str]) -> set[str]:
    """What the reader works out from the columns of a file: the day of a moment, the identity of the subject."""
    identities = {"party_code", "party_id_no", "party_registration_no", "party_organisation_code", "party_tax_no"}
    days = {day for moment, day in DAY_OF.items() if moment in columns}
    return days | ({"party_key", "party_birth"} if identities & set(columns) else set())
