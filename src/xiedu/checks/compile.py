"""From checks to statements: one for all checks of a source, or one a check; both give the same outcomes.

The records enter as the CTE ``rows``: every field of the kind in its type (a field the source lacks is NULL), with
``record``, the name people know the record by.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from xiedu.checks import params, shared
from xiedu.checks.check import EVENT_DAY, PLACEHOLDER, Check
from xiedu.records import brief, calendar_sql
from xiedu.records.fields import struct_type
from xiedu.records.marks import WORD
from xiedu.records.marks import bits as mark_bits

ROWS = "SELECT * FROM rows"
# A word holds two bits a check; so many checks are passed over together.
WORD_BITS, AT_ONCE = 31, 4
_DEAR = {*calendar_sql.COLUMNS, "lambda", "regexp_matches", "list_contains"}
MOST_OTHERS = 50
# Never true. Being volatile it keeps the filter above the breaches: pushed below, it would work each of them out twice.
_ONCE = "(CASE WHEN row_no IS NULL THEN random() ELSE 0 END >= 1)"
NUMBERS = {"penalty": ("document_no", "case_no"), "licence": ("document_no", "case_no")}


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a run as the CTE ``rows`` of every statement: a normalised table that has these columns."""

    kind: str
    table: str
    columns: Collection[str]

    def before(self, rest: str, shown: Collection[str] | None = None) -> str:
        """The statement whose WITH begins with ``rows``; only what ``rest`` names is in it.

        ``shown`` are those of the shared columns that are worked out in ``rows``: all, unless said otherwise.
        """
        # Binding every column with what is worked out from it takes a tenth of a second a statement.
        numbers = NUMBERS.get(self.kind, ("document_no",))
        used = self.words(rest) | {"row_no", *numbers}
        chosen = [
            name if name in self.columns else f"NULL::{type_} AS {name}"
            for name, type_ in struct_type(self.kind).items()
            if name in used
        ]
        chosen += [name for name in (*sorted(self.stored), *calendar_sql.COLUMNS) if name in used]
        beside = f", {calendar_sql.RELATION}" if used & set(calendar_sql.COLUMNS) else ""
        named = f"SELECT *, coalesce({', '.join(numbers)}, '第' || row_no || '行') AS record"
        query = f"{named} FROM (SELECT {', '.join(chosen)} FROM {self.table} AS recorded{beside})"
        worked_out = shared.layered(self.kind, query, (used if shown is None else used & set(shown)) - self.stored)
        return f"WITH rows AS NOT MATERIALIZED ({worked_out}){rest}"

    @property
    def stored(self) -> set[str]:
        """The briefs that stand in the table."""
        return brief.columns(self.kind).keys() & set(self.columns)

    def words(self, sql: str) -> set[str]:
        """The names a statement uses, with those its shared columns use in turn."""
        return shared.words_in(self.kind, sql, self.stored)

    def together(self, numbered: Sequence[tuple[int, Check]]) -> str:
        """One statement for checks of one source, under their numbers; see :func:`marked`.

        Records of which every one of them is clear are left out before anything else is worked out.
        """
        numbers, checks = zip(*numbered, strict=True)
        where = ""
        if any(dear(check) for check in checks) and all(check.cleared for check in checks):
            where = f"CASE WHEN {' AND '.join(check.cleared for check in checks)} THEN FALSE ELSE TRUE END"
        return self.sifted(checks, where, lambda query: f", {marked(checks, query, numbers)}")

    def sifted(self, checks: Sequence[Check], where: str, then: Callable[[str], str]) -> str:
        """The statement over those records that meet ``where``: only for these the shared columns are worked out."""
        query, shown = source(checks[0]), None
        if where:
            query = f"SELECT * FROM ({query}) WHERE {where}"
        if not checks[0].source:
            shown = self.words(query)
            rest = self.words(" ".join(check.breach + check.cleared for check in checks)) - self.stored - shown
            query = shared.layered(self.kind, query, rest)
        return self.before(then(query), shown)


def place(check: Check) -> tuple[str, bool, bool, str]:
    """The key by which checks are put in order: those that go into one statement come to stand together.

    Checks of one source; of the records themselves, all that merely compare columns, and the dear ones by what clears
    a record of them.
    """
    costly = not check.source and dear(check)
    return source(check), costly, not check.cleared, (check.cleared or check.id) if costly else ""


def dear(check: Check) -> bool:
    """Whether a breach costs much more than comparing columns: the calendar, a list or a text is gone through."""
    return _dear(check.kind, check.breach)


@cache
def _dear(kind: str, breach: str) -> bool:
    return bool(shared.words_in(kind, breach, brief.columns(kind)) & _DEAR)


def filled(sql: str, today: date, values: Mapping[str, Any]) -> str:
    """The SQL with ``:today`` and the parameters replaced by literals; KeyError for an unregistered parameter."""

    def one(name: str) -> str:
        return f"DATE '{today}'" if name == "today" else params.literal(name, values)

    return PLACEHOLDER.sub(lambda m: one(m[1]), sql)


def source(check: Check) -> str:
    """The query a check reads: the records themselves, or its own over them."""
    return check.source or ROWS


def marked(checks: Sequence[Check], query: str, numbers: Sequence[int]) -> str:
    """The rest of a WITH after ``rows``, over a query; (row_no, number of the check, outcome TRUE or NULL).

    Hits and not-recorded are gathered in words of bits and taken apart bit by bit. A few checks at a time are passed
    over where a record is cleared of all of them; of the others only those it is not cleared of are worked out.
    """
    words = [checks[n : n + WORD_BITS] for n in range(0, len(checks), WORD_BITS)]
    made = ", ".join(f"{_word(word)} AS word{w}" for w, word in enumerate(words))
    judged = f"SELECT row_no, {day_of(checks[0])} AS law_day, {_ONCE} AS once, {made} FROM ({query})"
    masks, unpacked = [], []
    for w, word in enumerate(words):
        masks.append(f"(word{w}{_alive(word)})::BIGINT AS mask{w}")
        unpacked += _unpacked(f"mask{w}", numbers[w * WORD_BITS : (w + 1) * WORD_BITS])
    told = " | ".join(f"word{w}" for w in range(len(words)))
    marked = f"SELECT row_no, {', '.join(masks)} FROM ({judged}) WHERE ({told}) <> 0 OR once"
    return f"marked AS MATERIALIZED ({marked}) {' UNION ALL '.join(unpacked)}"


def _word(checks: Sequence[Check]) -> str:
    """The bit of each check that is hit, and ``WORD_BITS`` higher of each that is not recorded."""
    parts = []
    for first in range(0, len(checks), AT_ONCE):
        some = checks[first : first + AT_ONCE]
        bits = " | ".join(_bit(check, first + n) for n, check in enumerate(some))
        if all(check.cleared for check in some):
            # One test for the marks of all; alternatives joined by OR would cost three times as much.
            marks = {name for check in some for name in check.marks}
            unmarked = [f"({WORD} & {mark_bits(some[0].kind, *marks)}) = 0"] if marks else []
            clear = " AND ".join(unmarked + [f"({check.clear})" for check in some if check.clear])
            bits = f"CASE WHEN {clear} THEN 0::BIGINT ELSE ({bits}) END"
        parts.append(bits)
    return f"({' | '.join(parts)})"


def _bit(check: Check, place: int) -> str:
    bit = f"coalesce(({check.breach})::BIGINT * {1 << place}, {1 << (place + WORD_BITS)})"
    return f"CASE WHEN {check.cleared} THEN 0::BIGINT ELSE {bit} END" if check.cleared else bit


def day_of(check: Check) -> str:
    """The day by which the law is chosen, in the query the check reads."""
    return "event_day" if check.source else EVENT_DAY[check.kind]


def _alive(checks: Sequence[Check]) -> str:
    """Clears the bits of those checks whose law was not in force on the day of the record; see ``Check.measured``."""
    spans: dict[str, int] = {}
    for n, check in enumerate(checks):
        outside = check.outside("law_day")
        if outside:
            spans[outside] = spans.get(outside, 0) | 1 << n | 1 << (n + WORD_BITS)
    return "".join(f" & CASE WHEN {outside} THEN {~bits} ELSE -1 END" for outside, bits in spans.items())


def _unpacked(mask: str, numbers: Sequence[int]) -> list[str]:
    """(row_no, check_no, outcome) of a mask: its lowest bit, and what further bits it has (few rows have any)."""
    lowest = f"(bit_count(xor({mask}, {mask} - 1)) - 1)"
    rest = f"SELECT row_no, {mask} & ({mask} - 1) AS rest FROM marked WHERE {mask} & ({mask} - 1) <> 0"
    listed = f"[{', '.join(map(str, numbers))}]"

    def told(bit: str) -> str:
        return f"{listed}[1 + {bit} % {WORD_BITS}]::INTEGER, CASE WHEN {bit} < {WORD_BITS} THEN TRUE END"

    return [
        f"SELECT row_no, {told(lowest)} FROM marked WHERE {mask} <> 0",
        f"SELECT row_no, {told('n')} FROM ({rest}), range({2 * WORD_BITS}) t(n) WHERE (rest >> n::INTEGER) & 1 = 1",
    ]


def singly(check: Check, number: int) -> str:
    """The statement of one check alone, with the same columns as :func:`together`."""
    inner = f"SELECT row_no, {check.measured} AS outcome FROM ({source(check)})"
    return f"SELECT row_no, {number} AS check_no, outcome FROM ({inner}) WHERE outcome IS NOT FALSE"


def told(check: Check) -> str:
    """The facts of a check for the rows in ``picked``: row_no, record, needs as recorded, figures, other records."""
    needs = () if check.source else check.needs
    columns = {**{name: name for name in needs}, **check.facts}
    shown = "".join(f", {sql} AS fact_{name}" for name, sql in columns.items())
    inner = f"SELECT row_no, record{shown} FROM ({source(check)})"
    also = ", coalesce(w.others, []) AS fact_others" if check.others else ""
    beside = f"LEFT JOIN ({_others(check)}) w ON w.row_no = t.row_no " if check.others else ""
    return f"SELECT t.*{also} FROM ({inner}) t JOIN picked ON picked.row_no = t.row_no {beside}ORDER BY t.row_no"


def _others(check: Check) -> str:
    """The other records of a hit, in the order of their days; at most as many as a person looks through."""
    day = EVENT_DAY[check.kind]
    each = (
        f"SELECT row_no, party_key, {day} AS event_day, agency, record, * EXCLUDE (row_no, party_key, agency, record)"
    )
    name = "strftime(o.event_day, '%Y-%m-%d') || ' ' || o.agency || ' ' || o.record"
    return (
        f"SELECT row_no, list(told ORDER BY day, number)[1:{MOST_OTHERS}] AS others FROM (SELECT r.row_no, "
        f"o.event_day AS day, o.row_no AS number, coalesce({name}, o.record) AS told "
        f"FROM picked JOIN ({each} FROM rows) r ON r.row_no = picked.row_no "
        f"JOIN ({each} FROM rows) o ON o.row_no <> r.row_no AND {check.others}) GROUP BY row_no"
    )
