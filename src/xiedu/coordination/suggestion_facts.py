"""What people state when a body does not do its duty (art. 10), step by step."""

from typing import Annotated

from xiedu.coordination.art23 import Closing
from xiedu.coordination.dispute.facts import Files, Party
from xiedu.law.citation import Cite, M
from xiedu.law.codes import BasisRank, Coded, CoordinationMatter
from xiedu.procedure.facts import (
    Day,
    F,
    Facts,
    Index,
    Line,
    MatterRef,
    OptionalLine,
    OptionalText,
    Reason,
    Show,
    Text,
    Wording,
)

REPORT = Cite("浙江省行政程序办法", 92)
COOPERATION = Cite("浙江省综合行政执法条例", 36, 2)


class Duty(Coded):
    """Which duty is not performed (art. 10 para. 1); a written opinion binds as a duty to cooperate does."""

    STATUTORY = "statutory", "不依法履行行政执法相关法定职责", M(10, 1)
    COOPERATION = "cooperation", "不依法履行行政执法协作义务", M(10, 1)
    OPINION = "opinion", "不落实书面协调意见确定的职责", M(8), M(10, 1)


class Ground(Facts):
    """A legal basis of the duty, typed and ranked."""

    rank: Annotated[BasisRank, Show("choice")] = F("效力层级")
    title: Line = F("名称", help="如 浙江省综合行政执法条例")
    article: OptionalLine = F("条款", help="如 第十七条第一款", default="")
    text: OptionalText = F("主要内容", default="")


Grounds = Annotated[list[Ground], Show("rows", label_each="依据")]
Things = Annotated[list[Line], Show("rows", label_each="事项")]


class Opening(Facts):
    """Non-performance is put down: whose, of which duty, found in which coordination, with its evidence."""

    title: Annotated[Line, Index("title")] = F("事项名称", help="如 道路渣土撒落查处职责未履行")
    field: Annotated[Line, Index("field")] = F("执法领域", help="如 渣土运输、秸秆焚烧、违法建设")
    subject: Party = F("拟建议的行政执法机关", cite=M(10, 1))
    duty: Annotated[Duty, Show("radio")] = F("不履行的职责", cite=M(10, 1))
    matter: Annotated[CoordinationMatter, Show("choice")] = F("在哪类执法协调工作中发现", cite=M(5))
    found_on: Day = F("发现日期")
    facts: Text = F("不履行的事实", help="时间、地点、应当做什么、实际怎样", cite=M(10, 1))
    evidence: Files = F("证据材料", cite=M(10, 1), min_length=1)
    bases: Grounds = F("职责的法律、法规、规章依据", help="不落实书面协调意见的，可只填意见书。", default=[])
    origin: Annotated[MatterRef | None, Show(pick="matters:dispute")] = F("所涉职责争议", default=None)
    document: OptionalLine = F("所涉书面协调意见文号", default="")


class Advice(Facts):
    """One thing that is suggested."""

    item: Line = F("建议", help="如 对撒落行为立案查处并反馈结果")
    note: OptionalLine = F("完成标准或者说明", default="")


class Suggestion(Facts):
    """书面建议: what the body should do, item by item, and why (art. 10 para. 1)."""

    items: Annotated[list[Advice], Show("rows", label_each="建议")] = F("建议事项", cite=M(10, 1), min_length=1)
    reasons: Text = F("理由")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class Acceptance(Facts):
    """The body takes the suggestion up."""

    measures: Text = F("落实措施", cite=M(10))
    by: Annotated[Day | None, Show("date")] = F("计划完成日期", default=None)
    files: Files = F("附件", default=[])


class Objection(Facts):
    """The body does not take the suggestion up, and says why."""

    reasons: Text = F("不接受的理由", cite=M(10, 2))
    bases: Grounds = F("依据", default=[])
    files: Files = F("附件", default=[])


class Done(Facts):
    """What was done about one thing."""

    item: Line = F("事项")
    done: Text = F("落实情况")


class Performance(Facts):
    """What was done about each thing suggested or ordered, with proof."""

    items: Annotated[list[Done], Show("rows", label_each="落实情况")] = F("逐项落实情况", min_length=1)
    files: Files = F("证明材料", min_length=1)
    note: OptionalText = F("说明", default="")


class Verification(Closing):
    """The performance was looked at and is accepted."""

    way: Line = F("核实方式", help="如 查阅材料、现场查看、回访")
    findings: Text = F("核实情况")
    files: Files = F("附件", default=[])


class SentBack(Facts):
    """What is still open after the report."""

    open: Things = F("尚未落实的事项", min_length=1)
    reason: Reason = F("理由")


class Request(Facts):
    """提请本级政府纠正或者通报批评: what is asked for, and why."""

    items: Things = F("提请事项", cite=M(10), min_length=1)
    reasons: Text = F("理由")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class Order(Facts):
    """The government has the body correct what it does."""

    items: Things = F("纠正要求", cite=M(10, 1), min_length=1)
    reasons: Text = F("理由")


class Criticism(Facts):
    """通报批评: what for, and what the body has to do now."""

    facts: Text = F("通报的事实", cite=M(10, 2))
    items: Things = F("整改要求", min_length=1)
    scope: Line = F("主送（通报范围）", help="如 各乡镇人民政府（街道办事处），县政府各部门")


class Material(Facts):
    """Something added to the file."""

    note: Text = F("说明")
    files: Files = F("材料", default=[])
