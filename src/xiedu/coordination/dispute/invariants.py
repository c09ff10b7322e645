"""What a dispute can never be; asked of every folded situation by ``verify``."""

from xiedu.procedure.situation import Situation


def closed_with_answer(sit: Situation) -> str | None:
    """Every end that a guidance body made carries the art. 23 answer (law of the Measures, art. 23)."""
    ended = {"closed", "rejected", "merged", "transferred_up", "withdrawn"}
    imported = any(p.made.get("notes", {}).get("ledger") for p in sit.past)
    if sit.state in ended and not imported and "art23" not in sit.index:
        return "已结束而没有第二十三条判断。"
    return None


def opinion_copied(sit: Situation) -> str | None:
    """A closed dispute with an opinion has sent it to 编办 and 司法 (art. 8)."""
    if sit.state != "closed" or not sit.every("issue_opinion"):
        return None
    return (
        None
        if sit.every("dispatch") and sit.bodies("staffing") and sit.bodies("justice")
        else "办结而未抄送编办、司法行政机关。"
    )
