"""The colour that goes with a state's word: green done, orange refused or broken off, blue under way."""

from xiedu.procedure.table import Procedure


def tone(table: Procedure, state: str) -> str:
    """``green`` for a good end, ``grey`` for the other ends, ``blue`` while it runs."""
    if state not in table.ends:
        return "blue"
    return "grey" if table.state(state).stopped else "green"
