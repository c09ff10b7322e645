"""What the roles of every procedure let see, as lists read it: which role sees in which state of which procedure."""

from functools import cache

from xiedu.base.rows import marks
from xiedu.procedure import registry


@cache
def _groups(procedure: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The roles that see something, those blind in the same states together: (these states, the roles)."""
    table = registry.table(procedure)
    groups: dict[tuple[str, ...], list[str]] = {}
    for role in table.roles:
        blind = tuple(sorted(s.code for s in table.states if table.view(role.code, s.code) == "nothing"))
        if len(blind) < len(table.states):
            groups.setdefault(blind, []).append(role.code)
    return tuple((blind, tuple(roles)) for blind, roles in groups.items())


def sighted(procedure: str, role: str) -> bool:
    """Whether the role sees something in any state; what no table names (``assignee``) sees nothing."""
    return any(role in roles for _, roles in _groups(procedure))


def sees(procedure: str, state: str, role: str) -> tuple[str, list[str]]:
    """The test that a role sees something in a state, given the three columns: SQL and its values."""
    tests: list[str] = []
    values: list[str] = []
    for table in registry.tables():
        for blind, roles in _groups(table.code):
            sighted_ = f" AND {state} NOT IN ({marks(blind)})" if blind else ""
            tests.append(f"({procedure} = %s AND {role} IN ({marks(roles)}){sighted_})")
            values += [table.code, *roles, *blind]
    return " OR ".join(tests), values
