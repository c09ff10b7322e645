"""Who opens these pages: people of justice bureaus; what they see on them is decided in ``suspicions.seeing``."""

from xiedu.suspicions.seeing import supervises
from xiedu.web.access import Policy, page

SUPERVISORS = Policy("supervisors", "司法行政机关的人员", supervises)
supervisors = page(SUPERVISORS)

STATE_TONES = {"open": "orange", "confirmed": "red", "dismissed": "grey", "corrected": "green", "superseded": "grey"}
SEVERITY_TONES = {"red": "red", "orange": "orange", "yellow": "blue", "blue": "grey"}
MODE_TONES = {"on": "green", "shadow": "orange", "off": "grey"}
SEVERITY_WORDS = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
