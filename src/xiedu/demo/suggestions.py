"""Written suggestions of the demo city (art. 10) in different states; synthetic, each step through the one door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xiedu.demo.cases import ENFORCEMENT, LOCAL
from xiedu.demo.stage import Stage, seed
from xiedu.papers.models import Paper
from xiedu.procedure.models import Matter


@dataclass
class Letter:
    """A suggestion and the area whose guidance body makes it; ``ago`` is in working days."""

    stage: Stage
    code: str
    area: str
    subject: str
    id: int = 0

    @property
    def handler(self) -> str:
        """The guidance body."""
        return f"{self.area}-zhidao"

    @property
    def government(self) -> str:
        """The government that corrects and criticises."""
        return f"{self.area}-zhengfu"

    def open(self, ago: int, title: str, field: str, facts: str, **more: Any) -> "Letter":
        """Non-performance is put down."""
        proof = self.stage.file(self.handler, "不履行职责情况记录", facts, ago)
        basis = {"rank": LOCAL, "title": ENFORCEMENT, "article": "第十五条", "text": "协作配合工作机制"}
        given = {
            "title": title, "field": field, "facts": facts, "subject": self.stage.id(self.subject),
            "duty": "cooperation", "matter": "mechanism", "found_on": self.stage.day(ago), "evidence": [proof],
            "bases": [basis], **more,
        }  # fmt: skip
        token = f"demo-suggestion-{self.code}"
        self.id = self.stage.begin(self.handler, "open", given, ago=ago, token=token, procedure="suggestion").matter_id
        return self

    def suggest(self, ago: int, *items: str) -> "Letter":
        """The letter goes out and is receipted."""
        facts = {"items": [{"item": item, "note": ""} for item in items], "reasons": "职责分工明确，应当落实（演示）。"}
        self.stage.signed(self.id, self.handler, "suggest", facts, ago=ago)
        return self.by(self.subject, "receive", ago - 1)

    def by(
        self, slug: str, move: str, ago: int, facts: dict[str, Any] | None = None, post: str = "handler"
    ) -> "Letter":
        """A step of a body."""
        self.stage.step(self.id, slug, move, facts, ago=ago, post=post)
        return self

    def ask(self, ago: int, move: str, item: str, reasons: str) -> "Letter":
        """The government is asked."""
        self.stage.signed(self.id, self.handler, move, {"items": [item], "reasons": reasons}, ago=ago)
        return self


def criticised(stage: Stage) -> Letter:
    """河道采砂: the written opinion is not carried out, the suggestion refused; the county government criticises."""
    origin = Matter.objects.filter(token__in=["demo-dispute-sand"]).get()
    opinion = Paper.objects.filter(kind="dispute_opinion", issued_by__matter=origin, voided_on=None).latest("id")
    one = Letter(stage, "opinion", "longyou", "longyou-ziran")
    one.open(
        18, "未落实河道采砂书面协调意见", "河道采砂", "意见书送达后，滩地采砂线索两次移送均被退回，未立案。",
        duty="opinion", matter="duty_dispute", origin=origin.pk, document=opinion.number, bases=[],
    )  # fmt: skip
    one.suggest(16, "对移送的滩地采砂线索立案查处并反馈", "配合认定资源价值")
    one.by(one.subject, "refuse", 11, {"reasons": "认为滩地采砂仍应由水利部门查处，不接受建议。"}, "head")
    reasons = "书面协调意见已送达，该局拒绝书面建议，河道采砂查处仍无人负责（演示）。"
    one.ask(9, "request_criticism", "对该局拒不落实书面协调意见予以通报批评", reasons)
    facts = {
        "facts": "该局未落实书面协调意见，书面建议后仍拒绝办理移送线索（演示）。",
        "items": ["十五日内对移送线索作出处理", "明确与水利部门的线索移送联系人"],
        "scope": "各乡镇人民政府（街道办事处），县政府各部门",
    }
    one.by(one.government, "criticise", 4, facts, "head")
    return one.by(one.subject, "receive", 3)


def awaiting(stage: Stage) -> Letter:
    """占道经营: a subdistrict has the letter and has not yet replied."""
    one = Letter(stage, "subdistrict", "kecheng", "kecheng-huayuan")
    one.open(8, "占道经营联合整治未派员", "占道经营", "三次联合整治均未按分工派员到场。", matter="joint_operation")
    return one.suggest(6, "按联合整治方案派员到场", "确定一名整治联络员")


def performed(stage: Stage) -> Letter:
    """非法营运: a city agency takes it up, reports and has done it."""
    one = Letter(stage, "city", "quzhou", "quzhou-jiaotong")
    one.open(45, "非法营运线索未按时限反馈", "非法营运", "园区移送的七条线索逾期未反馈处理结果。", matter="mechanism")
    one.suggest(42, "反馈七条线索的处理结果", "建立线索反馈台账")
    one.by(one.subject, "accept", 38, {"measures": "逐条核查，两周内反馈。"})
    proof = stage.file(one.subject, "线索处理结果", "七条线索均已反馈，台账已建立。", 25)
    items = [{"item": "反馈七条线索的处理结果", "done": "均已书面反馈"}, {"item": "建立线索反馈台账", "done": "已建立"}]
    one.by(one.subject, "report", 25, {"items": items, "files": [proof]})
    answer = {"found": False, "reason": "已及时落实，未发现应抄送的其他情形。"}
    return one.by(one.handler, "verify", 21, {"way": "抽查台账", "findings": "反馈属实。", "art23": answer})


def overdue(stage: Stage) -> Letter:
    """餐厨垃圾: no reply, and the term has run out."""
    one = Letter(stage, "silent", "jiangshan", "jiangshan-shichang")
    one.open(30, "餐厨垃圾流向协查未回复", "餐厨垃圾", "两次协查函均未回复。")
    return one.suggest(28, "对协查函所列单位核查并回复")


def before_government(stage: Stage) -> Letter:
    """犬只管理: the government is asked at once to have it corrected."""
    one = Letter(stage, "at-once", "kaihua", "kaihua-nongye")
    one.open(12, "流浪犬伤人应急协作未到场", "犬只管理", "应急协作时拒绝派员，伤人风险持续。", matter="enforcement")
    reasons = "情况紧急，宜由县人民政府直接予以纠正（演示）。"
    return one.ask(7, "request_correction", "责成该局立即参加应急协作", reasons)


PLAYS: dict[str, Callable[[Stage], Letter]] = {
    "opinion": criticised,
    "subdistrict": awaiting,
    "city": performed,
    "silent": overdue,
    "at-once": before_government,
}


def seed_suggestions() -> int:
    """Make the suggestions that are not there yet, each whole or not at all; returns how many were made.

    The demo's disputes must be there: one suggestion follows an opinion of theirs.

    Raises:
        RuntimeError: in production.
    """
    return seed("suggestion", PLAYS)
