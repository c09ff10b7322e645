"""A reason as a person reads it, at the end its article: read back into what it says and the article."""

import re

from xiedu.law.citation import Cite
from xiedu.law.numerals import chinese
from xiedu.procedure.table import Refusal

CITED = re.compile(
    r"^(?P<text>.*)（《(?P<law>[^》]+)》第(?P<article>[一二三四五六七八九十百]+)条[^（）]*）$", re.DOTALL
)
NUMBERS = {chinese(number): number for number in range(1, 200)}


def reason(line: str, field: str = "") -> Refusal:
    """The reason, with its article if it bears one."""
    found = CITED.match(line)
    if not found:
        return Refusal(line, field=field)
    return Refusal(found["text"], Cite(found["law"], NUMBERS[found["article"]]), field)
