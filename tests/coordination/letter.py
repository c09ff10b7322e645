"""One written suggestion on its way (art. 10); each method is a step in the words of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.cast import OPINION_CHAIN, Cast
from xiedu.base.models import today
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, Done, start

REASON = {"reason": "按程序办理"}
NO_ART23 = {"found": False, "reason": "已核对案卷，未发现"}
AGO = 150
LATER = 45


@dataclass
class Letter:
    """A matter of art. 10; everything happens ``ago`` days ago."""

    cast: Cast
    subject: str = "柯城区住建局"
    handler: str = "柯城区指导"
    government: str = "柯城区政府"
    duty: str = "cooperation"
    id: int = 0
    ago: int = AGO

    @property
    def late(self) -> dict[str, Any]:
        """The day of a step, entered late."""
        late = {"occurred_on": today() - timedelta(days=self.ago), "late_reason": "按实际日期补录"}
        return late if self.ago else {}

    @property
    def state(self) -> str:
        """Where the matter stands."""
        return Matter.objects.get(pk=self.id).state

    def do(self, body: str, move: str, facts: Any = None, post: str = "handler") -> "Letter":
        """A step."""
        self.cast.do(self.id, body, move, facts, post=post, **self.late)
        return self

    def signed(self, move: str, facts: Any) -> "Letter":
        """A paper of the guidance body through its in-house approval."""
        self.cast.signed(self.id, self.handler, move, facts, OPINION_CHAIN, **self.late)
        return self

    def wait(self) -> "Letter":
        """Time passes, and every term with it."""
        self.ago -= LATER
        return self

    def opening(self, **more: Any) -> dict[str, Any]:
        """What is put down."""
        basis = {"rank": "local_regulation", "title": "浙江省综合行政执法条例", "article": "第十七条第一款", "text": ""}
        return {
            "title": "道路渣土撒落协作查处", "field": "渣土运输", "subject": self.cast.id(self.subject),
            "duty": self.duty, "matter": "mechanism", "found_on": today() - timedelta(days=self.ago),
            "facts": "三次收到协作请求均未派员到场。", "evidence": [self.cast.file(self.handler)], "bases": [basis],
            **more,
        }  # fmt: skip

    def begin(self, **more: Any) -> Done:
        """The guidance body puts it down."""
        done = start("suggestion", Ask("open", self.cast.actor(self.handler), self.opening(**more), **self.late))
        self.id = done.matter_id
        return done

    def drafting(self) -> "Letter":
        """Nothing has gone out yet."""
        self.begin()
        return self

    def suggestion(self, **more: Any) -> dict[str, Any]:
        """What is suggested."""
        items = [{"item": "对撒落行为派员到场查处", "note": "接到请求后一日内"}, {"item": "指定协作联系人", "note": ""}]
        return {"items": items, "reasons": "协作请求有明确依据。", **more}

    def suggested(self) -> "Letter":
        """The letter has gone out."""
        return self.drafting().signed("suggest", self.suggestion())

    def accepted(self) -> "Letter":
        """The body takes it up."""
        return self.suggested().do(self.subject, "accept", {"measures": "安排专人对接"})

    def report(self) -> dict[str, Any]:
        """What was done about each thing."""
        items = [{"item": one["item"], "done": "已完成"} for one in self.suggestion()["items"]]
        return {"items": items, "files": [self.cast.file(self.subject)]}

    def reported(self) -> "Letter":
        """The body reports."""
        return self.accepted().do(self.subject, "report", self.report())

    def verification(self, **art23: Any) -> dict[str, Any]:
        """The report is accepted."""
        return {"way": "现场查看", "findings": "已派员到场", "art23": {**NO_ART23, **art23}}

    def refused(self) -> "Letter":
        """The body refuses."""
        return self.suggested().do(self.subject, "refuse", {"reasons": "不属于本机关职责"}, post="head")

    def silent(self) -> "Letter":
        """The body says nothing until the term has run out."""
        return self.suggested().wait().do(self.handler, "conclude_silent", {"reason": "两次催告仍未答复"}, "section")

    def unperformed(self) -> "Letter":
        """The body takes it up and does nothing."""
        return self.accepted().wait().do(self.handler, "conclude_unperformed", {"reason": "未见落实"}, "section")

    def request(self) -> dict[str, Any]:
        """What the government is asked for."""
        return {"items": ["对该机关拒不履行书面建议予以处理"], "reasons": "影响跨部门协作。"}

    def correcting(self) -> "Letter":
        """The government is asked at once to have it corrected."""
        return self.drafting().signed("request_correction", self.request())

    def order(self) -> dict[str, Any]:
        """What the government orders."""
        return {"items": ["十日内派员参加联合查处"], "reasons": "协作义务明确。"}

    def ordered(self) -> "Letter":
        """The government orders."""
        return self.correcting().do(self.government, "order_correction", self.order(), "head")

    def criticising(self) -> "Letter":
        """The government is asked to criticise."""
        return self.refused().signed("request_criticism", self.request())

    def criticism(self) -> dict[str, Any]:
        """What the government criticises."""
        facts = "三次协作请求均未派员，书面建议后仍拒绝。"
        return {"facts": facts, "items": ["建立协作响应制度"], "scope": "各乡镇人民政府（街道办事处），区政府各部门"}

    def criticised(self) -> "Letter":
        """The government criticises."""
        return self.criticising().do(self.government, "criticise", self.criticism(), "head")

    def ended(self, move: str, **art23: Any) -> "Letter":
        """An end with its art. 23 answer."""
        return self.do(self.handler, move, {**REASON, "art23": {**NO_ART23, **art23}}, "section")

    def yes(self) -> dict[str, Any]:
        """The art. 23 answer that is copied."""
        subject = self.cast.id(self.subject)
        return {"found": True, "case": "non_performance", "subject": subject, "reason": "拒不履行协作义务"}


WAYS: dict[str, Callable[[Letter], Letter]] = {
    "drafting": Letter.drafting,
    "suggested": Letter.suggested,
    "accepted": Letter.accepted,
    "reported": Letter.reported,
    "refused": Letter.refused,
    "correcting": Letter.correcting,
    "ordered": Letter.ordered,
    "criticising": Letter.criticising,
    "criticised": Letter.criticised,
    "returned": lambda one: one.criticising().do(one.government, "return_request", REASON, "section"),
    "declined": lambda one: one.correcting().do(one.government, "decline", REASON, "head"),
    "performed": lambda one: one.reported().do(one.handler, "verify", one.verification()),
    "closed": lambda one: one.refused().ended("close"),
    "withdrawn": lambda one: one.suggested().signed("withdraw", {**REASON, "art23": NO_ART23}),
    "dropped": lambda one: one.drafting().ended("drop"),
}
"""State → the shortest honest way to it."""
