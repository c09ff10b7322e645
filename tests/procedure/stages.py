"""One dispute brought to each state of the table, each by the shortest honest way."""

from collections.abc import Callable
from typing import Any

from tests.cast import Cast, Dispute

NO_ART23 = {"found": False, "reason": "已核对案卷，未发现"}
REASON = {"reason": "按程序办理"}


def reach(cast: Cast, state: str) -> Dispute:
    """A fresh dispute of the cast in that state."""
    return WAYS[state](Dispute(cast))


def do(dispute: Dispute, body: str, move: str, facts: Any = None, post: str = "section") -> Dispute:
    """One more step; the dispute for chaining."""
    dispute.cast.do(dispute.id, body, move, facts, post=post)
    return dispute


def _submitted(d: Dispute) -> Dispute:
    return d.open().negotiate().submit()


def _supplementing(d: Dispute) -> Dispute:
    return do(_submitted(d), d.handler, "return_for_supplement", {"items": ["补充争议焦点"]})


def _withdrawing(d: Dispute) -> Dispute:
    return do(d.coordinating(), d.applicant, "withdraw", REASON)


def _copied(d: Dispute) -> Dispute:
    return do(d.agreed().issue(), d.handler, "dispatch", {"way": "平台送达"})


def _rejected(d: Dispute) -> Dispute:
    facts = {"reason": "不属于职责争议", "advice": "报请共同的上一级行政机关决定", "art23": NO_ART23}
    return do(_submitted(d), d.handler, "reject", facts)


def _merged(d: Dispute) -> Dispute:
    other = Dispute(d.cast, respondent="航埠镇")
    _submitted(other)
    return do(_submitted(d), d.handler, "merge", {**REASON, "art23": NO_ART23, "into": other.id})


def _transferred(d: Dispute) -> Dispute:
    return do(_submitted(d), d.handler, "transfer_up", {**REASON, "art23": NO_ART23})


def _settled(d: Dispute) -> Dispute:
    return do(d.open().negotiate("agreed"), d.applicant, "settle", REASON)


WAYS: dict[str, Callable[[Dispute], Dispute]] = {
    "negotiating": lambda d: d.open(),
    "submitted": _submitted,
    "supplementing": _supplementing,
    "coordinating": lambda d: d.coordinating(),
    "agreed": lambda d: d.agreed(),
    "deliberating": lambda d: d.deliberating(),
    "proposed": lambda d: d.proposed(),
    "accepted": lambda d: d.accepted(),
    "declined": lambda d: d.declined(),
    "with_government": lambda d: d.with_government(),
    "decided": lambda d: d.decided(),
    "issued": lambda d: d.agreed().issue(),
    "copied": _copied,
    "withdrawing": _withdrawing,
    "closed": lambda d: d.agreed().issue().close(),
    "settled": _settled,
    "dropped": lambda d: do(d.open(), d.applicant, "drop", REASON),
    "case_routed": lambda d: do(d.open(), d.applicant, "take_case_route", REASON),
    "rejected": _rejected,
    "merged": _merged,
    "transferred_up": _transferred,
    "withdrawn": lambda d: do(_withdrawing(d), d.handler, "close_withdrawn", {"art23": NO_ART23}),
}


def recused(cast: Cast) -> Dispute:
    """A submitted dispute whose handler sits in a party: the justice bureau presents."""
    dispute = Dispute(cast, respondent="柯城区城管局")
    return _submitted(dispute)
