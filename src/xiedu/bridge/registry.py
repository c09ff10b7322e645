"""The procedures of chapter 4, free of Django."""

from xiedu.bridge.meeting import MEETING
from xiedu.procedure.table import Procedure

PROCEDURES: dict[str, Procedure] = {MEETING.code: MEETING}
