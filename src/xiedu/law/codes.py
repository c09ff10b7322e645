"""Code tables: the words of the Measures as closed lists, each with its Chinese label and its article.

A member *is* its stored code (a string); ``label`` is what a person reads, ``cites`` where the word comes from.
"""

from enum import StrEnum
from typing import Self

from xiedu.law.citation import Cite, M


class Coded(StrEnum):
    """A code list. ``Member.value`` is stored, ``Member.label`` is shown, ``Member.cites`` is its source."""

    label: str
    cites: tuple[Cite, ...]

    def __new__(cls, code: str, label: str, *cites: Cite) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.cites = cites
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with this stored code; KeyError if there is none."""
        return {member.value: member for member in cls}[code]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs in the order of the article, as form fields want them."""
        return [(member.value, member.label) for member in cls]


class CoordinationMatter(Coded):
    """The eight coordination matters of art. 5; only DUTY_DISPUTE runs through arts 6–9."""

    CATALOGUE = "catalogue", "综合执法事项目录的编制、公布与调整", M(5, item=1)
    ENFORCEMENT = "enforcement", "检查、处罚、强制等事项的实施", M(5, item=2)
    PLAN = "plan", "年度执法计划的制定与实施", M(5, item=3)
    MECHANISM = "mechanism", "协调衔接机制的建立与运行", M(5, item=4)
    JOINT_OPERATION = "joint_operation", "联合执法行动", M(5, item=5)
    EXCHANGE = "exchange", "跨部门、跨区域、跨层级业务交流", M(5, item=6)
    DUTY_DISPUTE = "duty_dispute", "执法职责争议的解决", M(5, item=7)
    OTHER = "other", "其他协调事项", M(5, item=8)


class SupervisionMatter(Coded):
    """The thirteen supervision matters of art. 14."""

    IMPLEMENTATION = "implementation", "法律、法规、规章的实施", M(14, 1, 1)
    REFORM = "reform", "综合执法改革任务的推进", M(14, 1, 2)
    DUTIES = "duties", "执法职责的依法履行", M(14, 1, 3)
    COORDINATION = "coordination", "执法协调机制的建设与运行", M(14, 1, 4)
    LEADS = "leads", "案件线索的移送、处理与反馈", M(14, 1, 5)
    QUALIFICATION = "qualification", "执法主体和人员的资格管理", M(14, 1, 6)
    BENCHMARKS = "benchmarks", "处罚裁量基准的制定、公开与执行", M(14, 1, 7)
    ENTRUSTMENT = "entrustment", "委托执法的法定程序", M(14, 1, 8)
    QUALITY = "quality", "执法事项执行与办案质效", M(14, 1, 9)
    RESPONSIBILITY = "responsibility", "执法责任制的落实", M(14, 1, 10)
    RESOURCES = "resources", "执法保障", M(14, 1, 11)
    CRIMINAL_INTERFACE = "criminal_interface", "行刑衔接机制的落实", M(14, 1, 12)
    OTHER = "other", "其他监督事项", M(14, 1, 13)


class ExcludedSupervision(Coded):
    """What art. 14 para. 2 leaves to its own rules: no supervision matter may be opened on these."""

    RECONSIDERATION = "reconsideration", "行政复议", M(14, 2)
    NORMATIVE_DOCUMENT = "normative_document", "规范性文件备案审查", M(14, 2)
    CONTRACT = "contract", "行政机关合同管理", M(14, 2)


class SupervisionWay(Coded):
    """The six ways of supervising of art. 15."""

    ROUTINE = "routine", "日常检查", M(15, item=1)
    FILE_REVIEW = "file_review", "案卷评查", M(15, item=2)
    APPRAISAL = "appraisal", "执法评议", M(15, item=3)
    SPECIAL = "special", "专项监督", M(15, item=4)
    CASE = "case", "个案监督", M(15, item=5)
    OTHER = "other", "其他方式", M(15, item=6)


class DecisionGround(Coded):
    """The five grounds on which the government changes or revokes an act (art. 17)."""

    SUBJECT = "subject", "实施主体不具备行政主体资格", M(17, item=1)
    FACTS = "facts", "主要事实不清、证据不足", M(17, item=2)
    BASIS = "basis", "没有法律、法规、规章依据", M(17, item=3)
    PROCEDURE = "procedure", "违反法定程序，重大且明显违法", M(17, item=4)
    OTHER = "other", "法律、法规、规章规定的其他情形", M(17, item=5)


class Art23Case(Coded):
    """The three cases in which the guidance body must copy to the justice bureau (art. 23)."""

    NON_PERFORMANCE = "non_performance", "未依法履行法定职责", M(23, item=1)
    ILLEGAL_OR_IMPROPER = "illegal_or_improper", "违法或者不当的执法行为", M(23, item=2)
    OTHER = "other", "其他应当列入监督的事项", M(23, item=3)


class BasisRank(Coded):
    """The rank of a basis a side invokes. Art. 7 asks for 法律、法规、规章; lower ranks only in addition."""

    LAW = "law", "法律", M(7, item=2)
    REGULATION = "regulation", "行政法规", M(7, item=2)
    LOCAL_REGULATION = "local_regulation", "地方性法规", M(7, item=2)
    MINISTRY_RULE = "ministry_rule", "部门规章", M(7, item=2)
    GOVERNMENT_RULE = "government_rule", "地方政府规章", M(7, item=2)
    NORMATIVE = "normative", "规范性文件（仅作补充）"
    STAFFING_SCHEME = "staffing_scheme", "“三定”规定（仅作补充）"

    @property
    def primary(self) -> bool:
        """True if the rank alone satisfies art. 7(2); False if it may only stand beside one that does."""
        return bool(self.cites)


class OpinionBasis(Coded):
    """What a written coordination opinion rests on (arts 8, 9)."""

    AGREED = "agreed", "协调一致", M(8)
    DELIBERATION_ACCEPTED = "deliberation_accepted", "会商认同", M(9, 2)
    GOVERNMENT_DECISION = "government_decision", "政府决定", M(9, 2)


class LimitOrigin(Coded):
    """Where a time limit comes from; an internal target is never printed as law."""

    STATUTORY = "statutory", "法定"
    NORMATIVE = "normative", "规范性文件"
    INTERNAL = "internal", "内部目标"


CODE_TABLES: tuple[type[Coded], ...] = (
    CoordinationMatter,
    SupervisionMatter,
    ExcludedSupervision,
    SupervisionWay,
    DecisionGround,
    Art23Case,
    BasisRank,
    OpinionBasis,
    LimitOrigin,
)
