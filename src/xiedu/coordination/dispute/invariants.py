"""What a dispute can never be; asked of every folded situation by ``verify``."""

from xiedu.procedure.situation import Situation


def opinion_copied(sit: Situation) -> str | None:
    """A closed dispute with an opinion has sent it to 编办 and 司法 (art. 8)."""
    if sit.state != "closed" or not sit.every("issue_opinion"):
        return None
    return (
        None
        if sit.every("dispatch") and sit.bodies("staffing") and sit.bodies("justice")
        else "办结而未抄送编办、司法行政机关。"
    )
