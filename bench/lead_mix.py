"""Leads of a whole city, each told by ``perform``: four ways in, every bureau, the states in fixed shares. 合成。

One agency is accused again and again and is never source or receiver: it must see none of them.
"""

import random
from collections.abc import Mapping
from functools import cached_property
from typing import Any

AREAS = ("quzhou", "kecheng", "qujiang", "changshan", "kaihua", "longyou", "jiangshan")
ACCUSED, OFFICE = "qujiang-shichang", "qujiang-hunan-sfs"
AGENCIES = frozenset({"department", "township", "subdistrict"})
TOLD = ("处罚前未告知听证权利", "检查未出示证件", "案件超过九十日未结", "只罚不改", "同一企业重复检查")
WAYS = {"register": 0.7, "report_township": 0.12, "hand_in": 0.12, "refer": 0.06}
SOURCES = ("hotline", "public", "self", "monitor", "contact")
ENDS = {
    "end_no_problem": 0.44, "end_self_corrected": 0.25, "end_not_within": 0.12, "end_transferred": 0.06, "file": 0.03,
    "reported": 0.04, "verifying": 0.04, "offered": 0.01, "held": 0.01,
}  # fmt: skip
REASON = {"reason": "按程序办理（合成）。"}
ANSWERED = {**REASON, "feedback": "已告知反映人（合成）。"}
ENDING: Mapping[str, dict[str, Any]] = {
    "end_no_problem": ANSWERED,
    "end_self_corrected": {**ANSWERED, "corrected": "已自行整改（合成）。"},
    "end_not_within": {**ANSWERED, "advice": "可以依法申请行政复议"},
    "end_transferred": ANSWERED,
    "file": {**REASON, "title": "执法活动的监督", "conduct": "conduct"},
}


class Mix:
    """The same leads for the same seed, from the register of the demo city."""

    def __init__(self, seed: int = 1) -> None:
        from xiedu.demo.stage import Stage

        self.stage = Stage()
        self.draw = random.Random(seed)

    @cached_property
    def agencies(self) -> Mapping[str, list[str]]:
        """The agencies by the slug of their area; the accused stands in its list as often as all others together."""
        from xiedu.bodies.city_data import bodies

        plans = [plan for plan in bodies() if plan.kind in AGENCIES]
        found = {area: [p.slug for p in plans if p.slug.startswith(f"{area}-")] for area in AREAS}
        found["qujiang"] += [ACCUSED] * len(found["qujiang"])
        return found

    @cached_property
    def offices(self) -> list[str]:
        """The justice offices whose township bears their name; the one measured reports a tenth of all."""
        found = [s for s in self.stage.bodies if s.endswith("-sfs") and s.removesuffix("-sfs") in self.stage.bodies]
        return found + [OFFICE] * (len(found) // 9)

    def tell(self, number: int) -> None:
        """One lead, from its way in to where it stands."""
        way, ago = self._one(WAYS), self.draw.randint(20, 110)
        area = self.draw.choice(AREAS)
        giver, bureau, facts = getattr(self, f"_{way}")(area, number)
        given = {"description": f"{self.draw.choice(TOLD)}（合成）。", **facts}
        if way != "refer":
            given["found_on"] = self.stage.day(ago)
        lead = self.stage.begin(giver, way, given, ago=ago, token=f"bench-{number}", procedure="lead").matter_id
        self._on(lead, bureau, self._one(ENDS), ago)

    def _on(self, lead: int, bureau: str, end: str, ago: int) -> None:
        if end == "reported":
            return
        screened = {"lane": "general", "matter": "quality", **REASON}
        self.stage.step(lead, bureau, "screen", screened, ago=ago - 1)
        if end == "verifying":
            return
        if end != "end_not_within":
            found = {"findings": "调阅案卷（合成）。", "breach": end == "file"}
            self.stage.step(lead, bureau, "verify", found, ago=ago - 4)
        if end in {"offered", "held", "end_transferred"}:
            self._offered(lead, bureau, end, ago)
        if end in ENDING:
            self.stage.step(lead, bureau, end, ENDING[end], ago=ago - 12, post="section")

    def _offered(self, lead: int, bureau: str, end: str, ago: int) -> None:
        to = f"{bureau.removesuffix('-sifa')}-zhidao"
        facts = {"receiver": self.stage.id(to), "days": 15, **REASON}
        self.stage.signed(lead, bureau, "offer", facts, ago=ago - 5)
        if end != "offered":
            self.stage.step(lead, to, "accept_offer", ago=ago - 6)
        if end == "end_transferred":
            self.stage.step(lead, to, "feedback", {"result": "已协调（合成）。"}, ago=ago - 10)

    def _one(self, shares: Mapping[str, float]) -> str:
        return self.draw.choices(list(shares), list(shares.values()))[0]

    def _register(self, area: str, number: int) -> tuple[str, str, dict[str, Any]]:
        bureau = f"{area}-sifa"
        return bureau, bureau, {
            **self._about(self.draw.choice(self.agencies[area]), number), "source": self.draw.choice(SOURCES),
            "source_no": f"合成{number:08d}", "reporter": f"反映人{number}（合成）",
        }  # fmt: skip

    def _report_township(self, area: str, number: int) -> tuple[str, str, dict[str, Any]]:
        office = self.draw.choice(self.offices)
        town = office.removesuffix("-sfs")
        return office, f"{town.partition('-')[0]}-sifa", {"subject": self.stage.id(town)}

    def _hand_in(self, area: str, number: int) -> tuple[str, str, dict[str, Any]]:
        giver = self.draw.choice([s for s in self.agencies[area] if s != ACCUSED])
        subject = self.draw.choice([s for s in self.agencies[area] if s != giver])
        return giver, f"{area}-sifa", self._about(subject, number)

    def _refer(self, area: str, number: int) -> tuple[str, str, dict[str, Any]]:
        subject = self.stage.id(self.draw.choice(self.agencies[area]))
        facts = {"case": "non_performance", "subject": subject, "topic": self.draw.choice(TOLD)}
        return f"{area}-zhidao", f"{area}-sifa", facts

    def _about(self, subject: str, number: int) -> dict[str, Any]:
        return {
            "title": self.draw.choice(TOLD),
            "subject": self.stage.id(subject),
            "company": f"合成企业{self.draw.randint(1, 400)}",
        }
