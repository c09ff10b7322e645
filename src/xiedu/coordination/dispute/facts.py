"""What people state in a dispute over duties, step by step."""

from typing import Annotated

from xiedu.coordination.art23 import Ending
from xiedu.law.citation import Cite, M
from xiedu.law.codes import BasisRank, Coded
from xiedu.procedure.facts import (
    BodyRef,
    Day,
    F,
    Facts,
    FileRef,
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

Files = Annotated[list[FileRef], Show("files")]
Party = Annotated[BodyRef, Show(pick="agencies")]
# States in which a dispute takes in another one.
MERGE_INTO = ("submitted", "supplementing", "coordinating", "deliberating", "proposed", "declined")
MERGEABLE = ",".join(MERGE_INTO)
Opponent = Annotated[BodyRef, Show(pick="others")]
Side = Annotated[BodyRef, Show(pick="parties:applicant,respondent")]


class Question(Coded):
    """职责争议 or the jurisdiction of one case, which has a statutory route of its own."""

    DUTY = "duty", "职责争议（某类事项由谁负责）", M(6)
    CASE = "case", "个案管辖（某一处罚案件由谁办理）", Cite("行政处罚法", 25, 2)


class NegotiationOutcome(Coded):
    """How the parties' own negotiation ended (art. 6 para. 1)."""

    AGREED = "agreed", "协商一致", M(6, 1)
    NOT_AGREED = "not_agreed", "协商不一致", M(6, 1)
    REFUSED = "refused", "对方拒绝协商"
    NO_ANSWER = "no_answer", "对方未答复"


class Answer(Coded):
    """A party's explicit answer; silence is neither."""

    ACCEPT = "accept", "同意"
    REFUSE = "refuse", "不同意"


class Position(Coded):
    """Where the respondent stands on the application."""

    AGREE = "agree", "同意申请机关的主张"
    OWN = "own", "有不同意见，提出本机关观点"


class Basis(Facts):
    """A legal basis, typed and ranked (art. 7(2))."""

    rank: Annotated[BasisRank, Show("choice")] = F("效力层级", cite=M(7, item=2))
    title: Line = F("名称", help="如 浙江省综合行政执法条例")
    article: OptionalLine = F("条款", help="如 第十二条第二款", default="")
    text: OptionalText = F("主要内容", default="")


class Opening(Facts):
    """A dispute is put down: what about, with whom."""

    title: Annotated[Line, Index("title")] = F("争议事项名称", help="如 城区渣土运输车辆沿途撒落的执法职责")
    field: Annotated[Line, Index("field")] = F("执法领域", help="如 渣土运输、秸秆焚烧、违法建设")
    respondents: Annotated[list[Opponent], Show("rows", label_each="对方机关")] = F("争议对方", cite=M(6), min_length=1)
    question: Annotated[Question, Show("radio")] = F("争议性质", cite=M(6), default=Question.DUTY)
    case_known: Annotated[bool, Show("yes")] = F(
        "已知悉个案管辖的法定途径",
        help="个案管辖由协商或共同的上一级机关指定，案件办理期限不因此停止计算。",
        cite=Cite("行政处罚法", 25, 2),
        default=False,
    )


class Negotiation(Facts):
    """One round of the parties' own negotiation, with its proof (art. 6 para. 1)."""

    outcome: Annotated[NegotiationOutcome, Show("radio")] = F("协商结果", cite=M(6, 1))
    held_on: Day = F("协商日期")
    way: Line = F("协商方式", help="如 会议、函商、电话记录")
    summary: Text = F("协商经过")
    evidence: Files = F("证明材料", help="会议纪要、往来函件、送达记录等", cite=M(6, 1), min_length=1)


class View(Facts):
    """A side's view with its bases, stated by the applicant for both sides (art. 7(2))."""

    body: Side = F("机关")
    statement: OptionalText = F("观点", cite=M(7, item=2), default="")
    bases: Annotated[list[Basis], Show("rows", label_each="依据")] = F(
        "法律、法规、规章依据", cite=M(7, item=2), default=[]
    )
    no_answer: Annotated[bool, Show("yes")] = F("对方未答复", help="须附发函、送达等证明。", default=False)
    proof: Files = F("未答复的证明", default=[])


class Application(Facts):
    """行政执法职责争议申请: exactly the three blocks of art. 7."""

    focus: Text = F("一、争议焦点", cite=M(7, item=1))
    views: Annotated[list[View], Show("rows", label_each="一方观点")] = F(
        "二、争议双方观点及依据", cite=M(7, item=2), min_length=2
    )
    other: OptionalText = F("三、其他需要说明的情况", cite=M(7, item=3), default="")
    interim: OptionalText = F(
        "争议期间的临时处置", help="先行发现或先行立案的机关继续采取必要的紧急措施，办案期限不停止。", default=""
    )
    files: Files = F("附件", default=[])
    duplicate_reason: OptionalText = F("与在办争议重复时仍需提请的理由", default="")


class TakenOver(Application):
    """A dispute handed up, taken over by the upper body with the application as it stood."""

    origin: Annotated[MatterRef, Show(pick="matters:dispute:transferred_up")] = F("原事项")
    applicant: Party = F("申请机关")
    respondents: Annotated[list[Party], Show("rows", label_each="对方机关")] = F("争议对方", min_length=1)
    title: Annotated[Line, Index("title")] = F("争议事项名称")
    field: Annotated[Line, Index("field")] = F("执法领域")
    reason: Reason = F("接收理由")


class Supplement(Facts):
    """What is missing from an application."""

    items: Annotated[list[Line], Show("rows", label_each="补正内容")] = F("需补正的内容", cite=M(7), min_length=1)
    note: OptionalText = F("说明", default="")


class Acceptance(Facts):
    """The dispute is taken up."""

    note: OptionalText = F("受理意见", default="")


class Rejection(Ending):
    """Not accepted: why, and where the parties should turn."""

    advice: Line = F("建议途径", help="如 报请共同的上一级行政机关决定")


class Merger(Ending):
    """Joined to another dispute over the same duty."""

    into: Annotated[MatterRef, Show(pick=f"matters:dispute:{MERGEABLE}")] = F("并入事项")


class Override(Facts):
    """Another guidance body than routing found, with the reason."""

    handler: Annotated[BodyRef, Show(pick="bodies:guidance")] = F("承办的综合行政执法指导机构", cite=M(6, 2))
    reason: Reason = F("调整理由")


class Reply(Facts):
    """The respondent's answer, on one screen."""

    position: Annotated[Position, Show("radio")] = F("对申请的态度", default=Position.OWN)
    statement: Text = F("本机关观点", cite=M(7, item=2))
    bases: Annotated[list[Basis], Show("rows", label_each="依据")] = F("依据", cite=M(7, item=2), default=[])
    files: Files = F("附件", default=[])


class Allocation(Facts):
    """Who does what: one item of an outcome."""

    item: Line = F("事项或环节", help="如 运输途中撒落的查处")
    duty: Annotated[BodyRef, Show(pick="parties")] = F("主责机关")
    assist: Annotated[list[Annotated[BodyRef, Show(pick="parties")]], Show("rows", label_each="配合机关")] = F(
        "配合机关", default=[]
    )
    note: OptionalLine = F("说明", default="")


Outcome = Annotated[list[Allocation], Show("rows", label_each="职责分工")]


class Meeting(Facts):
    """A coordination meeting with its minutes; with a plan, the parties are asked to confirm it."""

    held_on: Day = F("会议日期")
    place: Line = F("地点或方式")
    attendees: Text = F("参加人员", help="单位、姓名、职务")
    minutes: Text = F("会议纪要", cite=M(8))
    outcome: Outcome = F("协调方案", help="形成方案的，请各方逐一确认。", cite=M(8), default=[])
    files: Files = F("附件", default=[])


class Confirmation(Facts):
    """A party's explicit answer to a plan or to the deliberation's view."""

    answer: Annotated[Answer, Show("radio")] = F("答复", cite=M(9, 2))
    note: OptionalText = F("意见", default="")


class Material(Facts):
    """Something added to the file, open to all parties (art. 4)."""

    note: Text = F("说明")
    files: Files = F("材料", default=[])


class ExpertOpinion(Facts):
    """An expert's advice (arts 11, 28): advice, never the outcome."""

    expert: Line = F("专家（岗位或称谓）")
    employer: Line = F("所在单位")
    employer_body: Annotated[BodyRef | None, Show(pick="agencies")] = F("所在单位（如为登记机构）", default=None)
    independent: Annotated[bool, Show("yes")] = F("与争议各方无利害关系", cite=M(11))
    interest: OptionalText = F("利害关系说明", default="")
    opinion: Text = F("专家意见", cite=M(11))
    files: Files = F("附件", default=[])


class Conference(Facts):
    """Minutes of the joint conference (art. 11)."""

    held_on: Day = F("会议日期")
    attendees: Text = F("参加单位")
    minutes: Text = F("会议纪要", cite=M(11))
    files: Files = F("附件", default=[])


class Consultation(Facts):
    """A consulted body's opinion in the deliberation (art. 9)."""

    opinion: Text = F("会商意见", cite=M(9, 1))
    files: Files = F("附件", default=[])


class Invitation(Facts):
    """One more body at the deliberation (art. 9: 等单位)."""

    body: Party = F("增加的会商单位", cite=M(9, 1))
    reason: Reason = F("理由")


class Deliberation(Facts):
    """The deliberation's view: 会商纪要与处理意见."""

    held_on: Day = F("会商日期")
    attendees: Text = F("参加单位和人员", cite=M(9, 1))
    minutes: Text = F("会商情况")
    outcome: Outcome = F("处理意见", cite=M(9, 1), min_length=1)
    reasons: Text = F("理由和依据")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class Suggestion(Facts):
    """向政府的处理建议 (art. 9 para. 2)."""

    disagreement: Text = F("各方分歧", cite=M(9, 2))
    outcome: Outcome = F("建议的职责分工", cite=M(9, 2), min_length=1)
    reasons: Text = F("理由和依据")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class Decision(Facts):
    """The government's decision; the written opinion has to follow it."""

    document: Line = F("决定文号或会议纪要编号")
    decided_on: Day = F("决定日期")
    outcome: Outcome = F("决定的职责分工", cite=M(9, 2), min_length=1)
    text: Text = F("决定内容")
    files: Files = F("决定文件", min_length=1)


class Opinion(Facts):
    """书面协调意见: the outcome as agreed, accepted or decided, and the reasons in the body's words."""

    outcome: Outcome = F("职责分工", cite=M(8), min_length=1)
    reasons: Text = F("理由和依据")
    requirement: OptionalText = F("落实要求", default="")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class CorrectedOpinion(Opinion):
    """The opinion anew because the first has a clerical fault; the first is voided and keeps its number."""

    fault: Reason = F("更正原因")


class Dispatch(Facts):
    """Service on the parties and copies to 编办 and 司法 have gone out."""

    way: Line = F("送达和抄送方式", help="如 平台送达、机要交换", default="平台送达")
    note: OptionalText = F("说明", default="")


class LedgerEntry(Facts):
    """A dispute of the paper age, taken over from the ledger (台账) as closed, with its old number."""

    old_number: Annotated[Line, Index("old_number")] = F("原编号")
    title: Annotated[Line, Index("title")] = F("争议事项名称")
    field: Annotated[OptionalLine, Index("field")] = F("执法领域", default="")
    applicant: Line = F("申请机关")
    respondent: Line = F("对方机关")
    applicant_body: Annotated[BodyRef | None, Show(pick="agencies")] = F("申请机关（登记）", default=None)
    respondent_body: Annotated[BodyRef | None, Show(pick="agencies")] = F("对方机关（登记）", default=None)
    applied_on: Day = F("申请日期")
    closed_on: Day = F("办结日期")
    result: Line = F("结果")
    opinion_number: Annotated[OptionalLine, Index("paper_number")] = F("意见书文号", default="")
    note: OptionalText = F("备注", default="")
