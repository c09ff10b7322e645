"""A guided way: a start and the forms that follow it, as the moves of the table name them (``Move.then``)."""

from dataclasses import dataclass

from xiedu.procedure.table import Procedure


@dataclass(frozen=True)
class Step:
    """One step of the way: its title, whether it is behind or the present one."""

    title: str
    past: bool
    now: bool


def way(table: Procedure, start: str, now: str) -> list[Step]:
    """The steps from a start, with the present one marked; empty when there is one step alone or ``now`` is none."""
    codes: list[str] = []
    code = start
    while code and code not in codes:
        codes.append(code)
        move = table.move(code)
        code = move.next_forms[0] if move and move.next_forms else ""
    if len(codes) < 2 or now not in codes:
        return []
    here = codes.index(now)
    titled = [(i, table.move(c)) for i, c in enumerate(codes)]
    return [Step(m.title, i < here, i == here) for i, m in titled if m]
