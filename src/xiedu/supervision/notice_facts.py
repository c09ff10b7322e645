"""What people state from a supervision matter to its notice, correction and decision (arts 16, 17, 24)."""

from typing import Annotated

from pydantic import model_validator

from xiedu.law.citation import M
from xiedu.law.codes import Coded, DecisionGround, ExcludedSupervision, SupervisionMatter, SupervisionWay
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
    Whole,
    Wording,
)
from xiedu.supervision.common import REPORT_CITE, Act, Clause, Conduct, Files, OnSite, Subject
from xiedu.supervision.policies import GROUNDS

NAMED = f"names:{GROUNDS}"


class Fault(Coded):
    """Illegal or improper: art. 16 covers both."""

    ILLEGAL = "illegal", "违法", M(16)
    IMPROPER = "improper", "不当", M(16)


class NoNotice(Coded):
    """Why a supervision matter ends without a notice; the article says 有权, so this too is decided with reason."""

    NO_PROBLEM = "no_problem", "调查后未发现违法或者不当"
    SELF_CORRECTED = "self_corrected", "已自行纠正", M(16)
    MINOR = "minor", "情节轻微，已当面指出", M(16)
    TRANSFERRED = "transferred", "移送其他机关处理", M(18)
    NOT_WITHIN = "not_within", "不属职权", M(14, 2)


class Measure(Coded):
    """What the government may do to the act: these two and nothing else (art. 17)."""

    CHANGE = "change", "变更", M(17)
    REVOKE = "revoke", "撤销", M(17)


class Remedy(Coded):
    """Whether the act is before another authority."""

    NONE = "none", "没有正在进行的复议、诉讼"
    PENDING = "pending", "正在行政复议或者行政诉讼中"


class Escalation(Coded):
    """What else may be done when a notice is not carried out."""

    GOVERNMENT = "government", "报告同级人民政府"
    TRANSFER = "transfer", "移送有权机关", M(18)
    ACCOUNTABILITY = "accountability", "提出追究责任的建议", M(12)


class Filing(Facts):
    """A supervision matter is begun: on which body, on what exactly."""

    title: Annotated[Line, Index("title")] = F("监督事项名称", help="如 对某处罚决定未告知听证权利的监督")
    subject: Subject = F("被监督机关", cite=M(16))
    conduct: Annotated[Conduct, Show("radio"), Index("conduct")] = F("监督对象", cite=M(16))
    act: Act | None = F("行政行为", help="监督对象为行政行为的，须写明是哪一个行为。", cite=M(17), default=None)
    matter: Annotated[SupervisionMatter, Show("choice"), Index("matter14")] = F("监督事项类别", cite=M(14))
    way: Annotated[SupervisionWay, Show("choice")] = F("监督方式", cite=M(15), default=SupervisionWay.CASE)
    excluded: Annotated[ExcludedSupervision | None, Show("choice")] = F(
        "是否属于另行规定的专门监督", help="属于的不能由此立案，请移交有权机关。", cite=M(14, 2), default=None
    )
    reason: Reason = F("立案理由")
    origin: MatterRef | None = F("来源线索", default=None)

    @model_validator(mode="after")
    def _act_named(self) -> "Filing":
        if self.conduct == Conduct.ACT and self.act is None:
            raise ValueError("监督对象为行政行为的，请写明文号、名称和作出日期。")
        return self


class Investigation(OnSite):
    """What was looked into and what came out."""

    way: Line = F("调查方式", help="如 调阅案卷、询问、现场检查")
    findings: Text = F("调查情况")
    files: Files = F("证据材料", default=[])


class Hearing(Facts):
    """The body is heard before a notice (policy): what it is asked."""

    questions: Text = F("请说明的问题")
    files: Files = F("随附材料", default=[])


class Explanation(Facts):
    """What the body says."""

    statement: Text = F("情况说明")
    files: Files = F("材料", default=[])


class Notice(Facts):
    """《行政执法监督通知书》: facts, clauses, evidence, what to correct by when, what measures, how to report."""

    fault: Annotated[Fault, Show("radio")] = F("认定", cite=M(16))
    findings: Text = F("认定的事实", cite=M(16))
    clauses: Annotated[list[Clause], Show("rows", label_each="条款")] = F("违反的规定", min_length=1)
    evidence: Files = F("证据", cite=M(16), min_length=1)
    heard: OptionalText = F("被监督机关的意见及采纳情况", default="")
    correct: Annotated[list[Line], Show("rows", label_each="纠正事项")] = F("纠正的内容", cite=M(16), min_length=1)
    days: Whole = F("整改期限（日）", help="自收到通知书之日起计算的自然日。", cite=M(16), le=365, default=30)
    measures: Annotated[list[Line], Show("rows", label_each="整改措施")] = F(
        "应落实的整改措施", cite=M(16), min_length=1
    )
    contact: Line = F("联系人和电话")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class Corrected(Notice):
    """A notice issued anew because the earlier one was wrong."""

    error: Reason = F("更正理由")


class Withdrawal(Facts):
    """A notice is taken back by a paper."""

    reason: Reason = F("撤回理由")


class Service(Facts):
    """How and to whom a paper was served."""

    way: Line = F("送达方式", help="如 直接送达、平台送达")
    recipient: Line = F("签收人")
    receipt: Files = F("送达回证", default=[])


class Objection(Facts):
    """The body does not agree."""

    reason: Text = F("异议理由")
    files: Files = F("材料", default=[])


class Reviewed(Facts):
    """What came of the objection."""

    reason: Reason = F("复核意见")


class Done(Facts):
    """One item of the notice and what was done about it."""

    item: Line = F("纠正事项或整改措施")
    done: Text = F("落实情况")


class CorrectionReport(Facts):
    """整改情况报告 with its evidence."""

    items: Annotated[list[Done], Show("rows", label_each="落实情况")] = F(
        "逐项落实情况", cite=REPORT_CITE, min_length=1
    )
    summary: OptionalText = F("总体情况", default="")
    files: Files = F("证明材料", min_length=1)


class Acceptance(Facts):
    """The correction is accepted."""

    note: Reason = F("核验意见")


class NotYet(Facts):
    """The correction is not, or only partly, accepted: what stays open is named."""

    open: Annotated[list[Line], Show("rows", label_each="未落实事项")] = F("未落实的事项", cite=M(16), min_length=1)
    reason: Reason = F("核验意见")


class Extension(Facts):
    """More time, with the reason."""

    days: Whole = F("延长（日）", le=365)
    reason: Reason = F("延长理由")


class Urging(Facts):
    """督办 of an overdue correction."""

    demand: Text = F("督办要求")


class Escalated(Facts):
    """What else is done about an overdue correction."""

    way: Annotated[Escalation, Show("radio")] = F("处理方式")
    target: Line = F("报告或移送的机关")
    reason: Reason = F("理由")
    files: Files = F("材料", default=[])


class WithoutNotice(Facts):
    """The matter ends without a notice."""

    ground: Annotated[NoNotice, Show("radio")] = F("情形", cite=M(16))
    reason: Reason = F("理由")


class Ground(Facts):
    """One of the five grounds of art. 17, with its facts and evidence."""

    ground: Annotated[DecisionGround, Show("choice", pick=NAMED)] = F("情形", cite=M(17))
    statement: Text = F("事实和理由", cite=M(17))
    evidence: Files = F("证据", cite=M(17), min_length=1)
    major: Annotated[bool, Show("yes")] = F("属于重大违法", cite=M(17, item=4), default=False)
    obvious: Annotated[bool, Show("yes")] = F("属于明显违法", cite=M(17, item=4), default=False)


class Submission(Facts):
    """提请: what the government is asked to do to the act, on which grounds."""

    measure: Annotated[Measure, Show("radio")] = F("提请", cite=M(17))
    content: Text = F("变更或者撤销的具体内容", cite=M(17))
    grounds: Annotated[list[Ground], Show("rows", label_each="情形")] = F("理由", cite=M(17), min_length=1)
    remedy: Annotated[Remedy, Show("radio")] = F("复议、诉讼情况", help="该行为正在复议或者诉讼中的，不能提请。")
    follow_up: OptionalText = F("后续处理建议", help="如 重新作出、返还、告知相对人", default="")
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class Decision(Facts):
    """《行政执法监督决定书》 of the government."""

    measure: Annotated[Measure, Show("radio")] = F("决定", cite=M(17))
    grounds: Annotated[list[DecisionGround], Show("rows", pick=NAMED, label_each="情形")] = F(
        "依据的情形", cite=M(17), min_length=1
    )
    content: Text = F("变更或者撤销的具体内容", cite=M(17))
    reasons: Text = F("理由", cite=M(17))
    remedy: Annotated[Remedy, Show("radio")] = F("复议、诉讼情况", default=Remedy.NONE)
    follow_up: Text = F("后续处理", help="如 三十日内重新作出、返还罚款、告知相对人")
    days: Whole = F("报告执行结果的期限（日）", cite=REPORT_CITE, le=90, default=30)
    wording: Wording = F("正文（修改后）", help="不修改的，按上列内容自动成文。", default=[])


class DecisionServed(Service):
    """The decision is served, and the citizen or company concerned is told."""

    told: Line = F("告知的行政相对人", help="没有相对人的，写明“无”和原因。")
    told_on: Day = F("告知日期")
    told_how: Line = F("告知方式")


class Execution(Facts):
    """What was done to carry out the decision."""

    done: Text = F("执行情况", cite=M(17))
    files: Files = F("证明材料", min_length=1)


class CopyChoice(Facts):
    """Art. 24: whether the notice is copied to the guidance body, decided by a person with reason."""

    copy_it: Annotated[bool, Show("yes")] = F("抄送同级综合行政执法指导机构", cite=M(24))
    reason: Reason = F("理由", cite=M(24))


class Guidance(Facts):
    """What the guidance body did after the copy (art. 24)."""

    done: Text = F("加强指导的情况", cite=M(24))
    note: OptionalLine = F("备注", default="")
    files: Files = F("材料", default=[])
