"""The procedures of chapter 2, free of Django: for the program's start, the command line and the articles page."""

from xiedu.coordination.dispute import DISPUTE
from xiedu.law.instruments import MEASURES
from xiedu.procedure.table import Procedure

PROCEDURES: dict[str, Procedure] = {p.code: p for p in (DISPUTE,)}


def article_uses() -> list[tuple[int, str]]:
    """(article of the Measures, where it is carried out) for every cite of a procedure and its moves."""
    uses = []
    for procedure in PROCEDURES.values():
        uses += [(c.article, f"程序·{procedure.title}") for c in procedure.cites if c.law == MEASURES]
        uses += [(c.article, f"步骤·{move.title}") for move in procedure.moves for c in move.cites if c.law == MEASURES]
    return list(dict.fromkeys(uses))
