"""Which instrument is in force on a day.

Only what we could date is listed; ``since`` is the day the version we rely on took effect. Asking about an instrument
that is not listed, or about a day before the version we hold, is answered with None or False, never with a guess.
"""

from dataclasses import dataclass
from datetime import date

from xiedu.law.citation import Cite, M
from xiedu.law.instruments import MEASURES, instrument

MEASURES_FROM = date(2022, 7, 14)
ORDER_825_FROM = date(2026, 2, 1)
ORDER_825 = "行政执法监督条例"


@dataclass(frozen=True, slots=True)
class InForce:
    """One instrument's time in force: from ``since``; ``until`` is the last day, None while it still applies."""

    law: str
    since: date
    until: date | None = None
    note: str = ""

    def on(self, day: date) -> bool:
        """True if it is in force on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Regime:
    """What holds on ``day``: the instruments in force, highest rank first, and the two questions asked most."""

    day: date
    instruments: tuple[InForce, ...]
    measures: bool
    order_825: bool

    @property
    def basis(self) -> tuple[Cite, ...]:
        """The chain of bases that art. 1 names, as far as it is in force on this day."""
        chain = (Cite(ORDER_825, 6), Cite("浙江省综合行政执法条例", 4), Cite("浙江省行政程序办法", 92), M(1))
        laws = {one.law for one in self.instruments}
        return tuple(cite for cite in chain if cite.law in laws)


IN_FORCE = (
    InForce("行政强制法", date(2012, 1, 1)),
    InForce("行政许可法", date(2019, 4, 23), note="2019 年修正文本"),
    InForce("行政处罚法", date(2021, 7, 15), note="2021 年修订文本；此前的案件适用旧文本"),
    InForce("行政复议法", date(2024, 1, 1), note="2023 年修订文本"),
    InForce(ORDER_825, ORDER_825_FROM, note="位阶高于办法；与之不一致的从条例"),
    InForce("行政执法机关移送涉嫌犯罪案件的规定", date(2020, 8, 7), note="2020 年修订文本"),
    InForce("浙江省综合行政执法条例", date(2022, 1, 1)),
    InForce("浙江省行政程序办法", date(2017, 1, 1)),
    InForce(MEASURES, MEASURES_FROM, note="暂行办法；2026-02-01 以后是否修订以公开发布为准"),
)

_RANKS = ("法律", "行政法规", "地方性法规", "部门规章", "地方政府规章", "司法解释", "规范性文件")


def regime_on(day: date) -> Regime:
    """The instruments in force on a day."""
    found = [one for one in IN_FORCE if one.on(day)]
    found.sort(key=lambda one: (_RANKS.index(instrument(one.law).rank), one.since))
    laws = {one.law for one in found}
    return Regime(day, tuple(found), MEASURES in laws, ORDER_825 in laws)


def in_force(law: str, day: date) -> bool | None:
    """Whether the held version of ``law`` is in force on a day; None if its dates are not known to us.

    ValueError for an unregistered instrument.
    """
    name = instrument(law).name
    dated = [one for one in IN_FORCE if one.law == name]
    return any(one.on(day) for one in dated) if dated else None
