"""Small words of SQL the generator is written in: draws from the seed, working days, texts.

A draw is a hash of the record's number, the name of the draw and the seed: the same seed gives the same records, and
a draw more or less changes no other.
"""

import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from xiedu.law.calendars import Calendar

FIRST, LAST = date(2022, 1, 1), date(2032, 12, 31)
SEED, BODIES, ASIDE = "synth_seed", "synth_bodies", "synth_aside"
WORKDAY, WORKNO = "synth_workday", "synth_workno"
MARK = "（合成）"


def install(connection: Any, seed: int) -> None:
    """Put the seed and the working days into the connection."""
    number = int.from_bytes(sha256(str(seed).encode()).digest()[:7])
    connection.execute(f"SET VARIABLE {SEED} = {number}::BIGINT")
    known, day, done = Calendar.default(), FIRST, 0
    worked, numbers = [], []
    while day <= LAST:
        if known.is_workday(day):
            done += 1
            worked.append(day.isoformat())
        numbers.append(str(done))
        day += timedelta(days=1)
    for name, texts, type_ in ((WORKDAY, worked, "DATE"), (WORKNO, numbers, "INTEGER")):
        connection.execute(f"SET VARIABLE {name} = string_split($1, ',')::{type_}[]", [",".join(texts)])


def draw(name: str, below: int | str, of: str = "n") -> str:
    """A whole number from 0 up to, without, ``below``; records of one ``of`` draw the same."""
    salt = zlib.crc32(name.encode()) & 0xFFFFFF
    return f"(hash(xor(({of} << 24) | {salt}, getvariable('{SEED}'))) % ({below}))::BIGINT"


def rarely(name: str, percent: int, of: str = "n") -> str:
    """TRUE for so many records in a hundred."""
    return f"({draw(name, 100, of)} < {percent})"


def one_of(name: str, values: Sequence[str]) -> str:
    """One of the texts."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"([{listed}])[1 + {draw(name, len(values))}]"


def after(day: str, days: int | str) -> str:
    """The day so many days later."""
    return f"(({day}) + ({days})::INTEGER)"


def workday(day: str, n: int | str) -> str:
    """The n-th working day after a day; of a term of n working days the last."""
    return f"getvariable('{WORKDAY}')[getvariable('{WORKNO}')[({day}) - DATE '{FIRST}' + 1] + ({n})]"


def rolled(day: str) -> str:
    """The day itself when it is worked, else the next that is."""
    return workday(after(day, -1), 1)


def later(day: str, months: int | str) -> str:
    """The same day so many months later."""
    return f"(({day}) + to_months(({months})::INTEGER))::DATE"


def at(day: str, hour: int | str, minute: int | str = 0) -> str:
    """A moment of a day."""
    return f"(({day})::TIMESTAMP + to_minutes((({hour}) * 60 + ({minute}))::INTEGER))"


def only_if(condition: str, value: str) -> str:
    """The value where the condition holds, else nothing recorded."""
    return f"CASE WHEN {condition} THEN {value} END"
