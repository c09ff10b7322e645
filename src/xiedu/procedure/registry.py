"""The procedures this installation carries, registered by the rooms above when the program starts."""

import hashlib
from functools import cache
from typing import Any

from xiedu.procedure.sealed import unsound
from xiedu.procedure.table import Move, Procedure

_TABLES: dict[str, Procedure] = {}


def register(table: Procedure) -> None:
    """Make a procedure known.

    Raises:
        ValueError: when another table has its code, or it seals a field that nobody could open or that lists show.
    """
    faults = list(unsound(table))
    if faults:
        raise ValueError("; ".join(faults))
    if _TABLES.setdefault(table.code, table) is not table:
        raise ValueError(f"two procedures are called {table.code}")


def table(code: str) -> Procedure:
    """The procedure of that code; KeyError if there is none."""
    return _TABLES[code]


def tables() -> list[Procedure]:
    """All procedures in the order they were registered."""
    return list(_TABLES.values())


@cache
def table_digest(code: str) -> str:
    """A digest of what the table says, kept with each event: which table decided it."""
    return hashlib.sha256("\n".join(lines(table(code))).encode()).hexdigest()


def lines(procedure: Procedure) -> list[str]:
    """The table as lines of text: everything in it that decides who may do what, when, and what comes of it."""
    out = [f"{procedure.code} {procedure.title} {[c.key() for c in procedure.cites]} ends {sorted(procedure.ends)}"]
    out += [f"state {s.code} {s.title}{' private' if s.code in procedure.private else ''}" for s in procedure.states]
    out += [f"role {r.code} {r.title} {r.sees}" for r in procedure.roles]
    out += [f"sees {role} {state} {view}" for (role, state), view in sorted(procedure.sees.items())]
    return out + [_move_line(m) for m in procedure.moves]


def _move_line(m: Move) -> str:
    who = [(w.role, sorted(w.posts), sorted(w.kinds)) for w in m.who]
    cites = [c.key() for c in m.cites]
    papers = [(i.kind, i.issuer, i.serves, i.copies, i.sent, _name(i.when)) for i in m.issues]
    clocks = [(t.key, t.setting) for t in m.starts], m.stops
    opens = [(o.procedure, o.move) for o in m.opens]
    tests = [_name(g) for g in m.guards], _name(m.effect)
    return (
        f"move {m.code} {m.title} {m.frm}->{m.to} {who} {cites} {m.policy} {m.approval} {m.facts.__name__}"
        f" {tests} {papers} {clocks} {m.inhouse}" + (f" {opens}" if opens else "")
    )


def _name(function: Any) -> str:
    """What a function of the table is called; lambdas are told apart by the move they stand in."""
    return function.__qualname__ if function else ""
