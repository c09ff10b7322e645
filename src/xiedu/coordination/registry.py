"""The procedures of chapter 2, free of Django: for the program's start, the command line and the articles page."""

from xiedu.coordination.dispute import DISPUTE
from xiedu.coordination.suggestion import SUGGESTION
from xiedu.procedure.table import Procedure

PROCEDURES: dict[str, Procedure] = {p.code: p for p in (DISPUTE, SUGGESTION)}
