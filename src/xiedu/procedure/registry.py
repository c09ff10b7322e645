"""The procedures this installation carries, registered by the rooms above when the program starts."""

import hashlib
from functools import cache

from xiedu.procedure.table import Procedure

_TABLES: dict[str, Procedure] = {}


def register(table: Procedure) -> None:
    """Make a procedure known.

    Raises:
        ValueError: when another table has its code.
    """
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
    """The table as lines of text: every state, role and move with its articles."""
    out = [f"{procedure.code} {procedure.title} {[c.key() for c in procedure.cites]}"]
    out += [f"state {s.code} {s.title}" for s in procedure.states]
    out += [f"role {r.code} {r.title} {r.sees}" for r in procedure.roles]
    for m in procedure.moves:
        who = [(w.role, sorted(w.posts), sorted(w.kinds)) for w in m.who]
        cites = [c.key() for c in m.cites]
        out.append(f"move {m.code} {m.title} {m.frm}->{m.to} {who} {cites} {m.policy} {m.approval} {m.facts.__name__}")
    return out
