"""The procedures of chapter 3, free of Django: for the program's start, the command line and the articles page."""

from xiedu.procedure.table import Procedure
from xiedu.supervision.lead import LEAD
from xiedu.supervision.notice import NOTICE

PROCEDURES: dict[str, Procedure] = {p.code: p for p in (LEAD, NOTICE)}
