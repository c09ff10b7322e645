"""Statements for very many records: each looks only at the records a check can concern.

The database finds those by comparing one column, and passes whole stretches of rows by its least and greatest values
(files of a lake keep the records that bear a mark apart, see :mod:`xiedu.lake.rowfiles`).
"""

import re
from collections.abc import Sequence
from itertools import groupby

from xiedu.checks import compile as compiler
from xiedu.checks import shared
from xiedu.checks.check import Check
from xiedu.checks.compile import Records
from xiedu.records.marks import SELDOM, WORD, bits

_COMPARED = re.compile(r"([a-z][a-z0-9_]*) (>=|<=|<|>) ((?:(?! AND | OR ).)+)")
_OTHERWISE = {">=": "<", "<=": ">", "<": ">=", ">": "<="}
# Layers of shared columns that are cheap enough for every record that bears a seldom mark.
_CHEAP = 3


def statements(records: Records, numbered: Sequence[tuple[int, Check]]) -> list[str]:
    """The statements of these checks under their numbers; the same outcomes as any other way."""
    found = []
    seldom = [(number, check) for number, check in numbered if _seldom(check)]
    if seldom:
        numbers, checks = zip(*seldom, strict=True)
        where = f"{WORD} >= {SELDOM[records.kind]}"
        found.append(records.sifted(checks, where, lambda query: f", {compiler.marked(checks, query, numbers)}"))
    found += [_alone(records, check, number) for number, check in numbered if not check.source and not _seldom(check)]
    sourced = ((number, check) for number, check in numbered if check.source)
    found += [records.together(list(group)) for _, group in groupby(sourced, key=lambda one: one[1].source)]
    return found


def _seldom(check: Check) -> bool:
    """Whether seldom marks clear the check, and what it needs costs little more than comparing."""
    if check.source or check.clear or not check.marks:
        return False
    costly = {name for layer in shared.LAYERS[check.kind][_CHEAP:] for name in layer}
    return bits(check.kind, *check.marks) >= SELDOM[check.kind] and not costly & shared.words_in(
        check.kind, check.breach
    )


def _alone(records: Records, check: Check, number: int) -> str:
    outside = check.outside(compiler.day_of(check))
    outcome = f"CASE WHEN {outside} THEN FALSE ELSE ({check.breach}) END" if outside else f"({check.breach})"

    def told(query: str) -> str:
        inner = f"SELECT row_no, {outcome} AS outcome FROM ({query})"
        return f" SELECT row_no, {number} AS check_no, outcome FROM ({inner}) WHERE outcome IS NOT FALSE"

    return records.sifted([check], _uncleared(check), told)


def _uncleared(check: Check) -> str:
    """SQL for the records that are not cleared, as far as possible what the database looks up by one column."""
    compared = _COMPARED.fullmatch(check.clear)
    if compared and not check.marks:
        column, sign, limit = compared.groups()
        return f"({column} {_OTHERWISE[sign]} {limit} OR {column} IS NULL)"
    if check.marks and not check.clear:
        word = bits(check.kind, *check.marks)
        apart = f"{WORD} >= {SELDOM[check.kind]} AND " if word >= SELDOM[check.kind] else ""
        return f"{apart}({WORD} & {word}) <> 0"
    return f"CASE WHEN {check.cleared} THEN FALSE ELSE TRUE END" if check.cleared else ""
