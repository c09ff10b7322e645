"""What people state about a lead (arts 3, 12, 14, 18, 19, 23)."""

from datetime import date
from typing import Annotated

from pydantic import model_validator

from xiedu.law.citation import Cite, M
from xiedu.law.codes import Art23Case, Coded, ExcludedSupervision, SupervisionMatter, SupervisionWay
from xiedu.procedure.facts import (
    BodyRef,
    Day,
    F,
    Facts,
    Index,
    Line,
    MatterRef,
    OptionalLine,
    OptionalText,
    PersonRef,
    Reason,
    Sealed,
    Show,
    Text,
    Whole,
)
from xiedu.supervision.common import Act, Conduct, ExternalOrgan, Files, OnSite, Photos, Subject

INFORMED = "informed"


class Source(Coded):
    """Where a lead comes from."""

    SUSPICION = "suspicion", "数据检查疑点", M(22)
    TOWNSHIP = "township", "司法所报送", M(3)
    GUIDANCE = "guidance", "指导机构抄送", M(23)
    AGENCY = "agency", "行政执法机关移送", M(14, 1, 5)
    MONITOR = "monitor", "法治监督员", M(27)
    CONTACT = "contact", "基层联系点", M(19)
    HOTLINE = "hotline", "12345 热线", M(19)
    EXTERNAL = "external", "外部机关移送", M(18)
    PUBLIC = "public", "企业或者群众反映", M(19)
    SELF = "self", "自行发现", M(15)


class Lane(Coded):
    """How a lead is handled. The Measures know no lanes: policy."""

    GENERAL = "general", "一般（核查并处置）"
    SIMPLE = "simple", "简易（一次核查即可处置）"
    WARNING = "warning", "预警（提醒，尚未构成违法）"


class TownshipReport(Facts):
    """What a justice office has found in its township: three fields and a photo (art. 3)."""

    subject: Annotated[BodyRef, Show(pick="bodies:township,subdistrict")] = F("被反映的乡镇（街道）", cite=M(3))
    description: Text = F("发现的问题", help="什么时间、什么地点、什么行为")
    found_on: Day = F("发现日期")
    photos: Photos = F("照片或材料", default=[])


class Report(Facts):
    """A lead as an agency hands it in."""

    title: Annotated[Line, Index("title")] = F("线索名称", help="如 某处罚案件未告知听证权利")
    subject: Subject = F("被反映机关")
    description: Text = F("情况说明")
    found_on: Day = F("发现日期")
    company: Annotated[OptionalLine, Index("company")] = F("涉及的企业或当事人", default="")
    files: Files = F("材料", default=[])


class Registration(Report):
    """A lead as the justice bureau registers it; who reported it is sealed."""

    source: Annotated[Source, Show("choice"), Index("source")] = F("来源")
    source_no: Annotated[OptionalLine, Index("source_no")] = F("来源编号", help="如 12345 工单号、来函文号", default="")
    category: OptionalLine = F("热线类别", default="")
    suggested: Annotated[SupervisionMatter | None, Show("choice"), Index("suggested")] = F(
        "拟列监督事项", help="筛查时可以改变。", cite=M(14), default=None
    )
    organ: Annotated[ExternalOrgan | None, Show("choice")] = F("外部机关", cite=M(18), default=None)
    reply_by: Annotated[date | None, Show("date")] = F(
        "须答复来函机关的日期", help="司法建议、检察建议等来函要求答复的，填写答复期限。", cite=M(18), default=None
    )
    reporter: Annotated[OptionalLine, Sealed(INFORMED)] = F(
        "反映人", help="法治监督员、基层联系点反映的须写明；只有登记机构和经授权的人员可见。", default=""
    )
    reporter_contact: Annotated[OptionalLine, Sealed(INFORMED)] = F("反映人联系方式", default="")

    @model_validator(mode="after")
    def _organ_named(self) -> "Registration":
        if self.source == Source.EXTERNAL and self.organ is None:
            raise ValueError("外部机关移送的，请选择是哪一类机关。")
        return self


class FromSuspicion(Report):
    """A lead from confirmed suspicions of the checks."""

    suspicions: Annotated[OptionalText, Show("text")] = F("疑点", help="检查名称、版本、记录文号和说明")


class Referral(Facts):
    """What a guidance body copies to the justice bureau (art. 23)."""

    case: Annotated[Art23Case, Show("radio")] = F("情形", cite=M(23))
    subject: Subject = F("涉及机关", cite=M(23))
    description: Text = F("情况说明", cite=M(23))
    origin: MatterRef | None = F("所办协调事项", default=None)
    topic: Annotated[OptionalLine, Index("title")] = F("事项名称", default="")


class Screening(Facts):
    """The lane, which of the thirteen matters it concerns, and whether art. 14 leaves it to other rules."""

    lane: Annotated[Lane, Show("radio"), Index("lane")] = F("办理方式")
    matter: Annotated[SupervisionMatter, Show("choice"), Index("matter14")] = F("监督事项", cite=M(14))
    excluded: Annotated[ExcludedSupervision | None, Show("choice")] = F(
        "是否属于另行规定的专门监督", help="属于的，不能制发监督通知书，请办理“不属职权，告知途径”。", cite=M(14, 2),
        default=None,
    )  # fmt: skip
    reason: Reason = F("筛查意见")


class Verification(OnSite):
    """What was done to verify a lead, and what was found."""

    way: Annotated[SupervisionWay, Show("choice")] = F("监督方式", cite=M(15), default=SupervisionWay.CASE)
    findings: Text = F("核查情况")
    breach: Annotated[bool, Show("yes")] = F("是否发现违法或者不当的执法行为", cite=M(16), default=False)
    files: Files = F("证据材料", default=[])


class Ending(Facts):
    """An end with its reason and what the source is told."""

    reason: Reason = F("理由")
    feedback: OptionalText = F(
        "反馈来源单位的话", help="来源单位只看到结果和这段话；法治监督员、基层联系点由承办机关告知。", default=""
    )


class SelfCorrected(Ending):
    """Corrected by the body itself before any notice."""

    corrected: Text = F("自行整改情况")
    files: Files = F("整改材料", default=[])


class OutOfPower(Ending):
    """Not for the justice bureau: where to turn."""

    advice: Line = F("告知的途径", help="如 申请行政复议、向有管辖权的机关提出")


class Merger(Facts):
    """Joined to another lead on the same thing."""

    into: Annotated[MatterRef, Show(pick="matters:lead:reported,verifying,offered,held")] = F("并入线索")
    reason: Reason = F("理由")


class Filing(Facts):
    """A lead becomes a supervision matter: on what exactly."""

    title: Line = F("监督事项名称")
    conduct: Annotated[Conduct, Show("radio")] = F("监督对象", cite=M(16))
    act: Act | None = F("行政行为", help="监督对象为行政行为的，须写明是哪一个行为。", cite=M(17), default=None)
    way: Annotated[SupervisionWay, Show("choice")] = F("监督方式", cite=M(15), default=SupervisionWay.CASE)
    reason: Reason = F("立案理由")

    @model_validator(mode="after")
    def _act_named(self) -> "Filing":
        if self.conduct == Conduct.ACT and self.act is None:
            raise ValueError("监督对象为行政行为的，请写明文号、名称和作出日期。")
        return self


class Offer(Facts):
    """A lead offered to the body that should handle it."""

    receiver: Annotated[BodyRef, Show(pick="bodies:department,township,subdistrict,branch,guidance,justice")] = F(
        "移送给", cite=M(14, 1, 5)
    )
    reason: Reason = F("移送理由")
    days: Whole = F("反馈期限（工作日）", help="期限为工作安排。", default=15, le=60)


class Feedback(Facts):
    """What the body that took a lead over has done with it."""

    result: Text = F("办理结果", cite=M(14, 1, 5))
    files: Files = F("材料", default=[])


class SentOut(Facts):
    """A lead sent to an external organ (art. 18)."""

    organ: Annotated[ExternalOrgan, Show("choice")] = F("移送机关类别", cite=M(18))
    name: Line = F("移送机关名称")
    reason: Reason = F("移送理由")
    files: Files = F("随附材料", default=[])


class OrganReply(Facts):
    """What the external organ answered."""

    document: OptionalLine = F("来函文号", default="")
    result: Text = F("答复内容", cite=M(18))
    files: Files = F("来函", default=[])


class OrganAnswer(Facts):
    """What the external organ is answered (司法建议, 检察建议)."""

    document: OptionalLine = F("复函文号", default="")
    result: Text = F("答复内容", cite=M(18))
    files: Files = F("复函", default=[])


class Grant(Facts):
    """Somebody may know who reported (a separate grant, with its reason)."""

    person: Annotated[PersonRef, Show(pick="colleagues")] = F("授权人员")
    reason: Reason = F("授权理由")


class ReporterTold(Facts):
    """Somebody without an account was told what became of the lead."""

    told_on: Day = F("告知日期")
    way: Line = F("告知方式", help="如 电话、当面、书面；不写反映人姓名")
    said: Text = F("告知内容", help="办理情况或者处置结果；不涉及案件秘密和个人信息")


class Moved(Facts):
    """Another justice bureau acts, with the reason."""

    reason: Reason = F("理由", cite=Cite("行政执法监督条例", 6))
