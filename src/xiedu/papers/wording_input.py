"""What the wording of the papers of a duty dispute is made from: plain values with names already resolved."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from xiedu.law.citation import Cite, M
from xiedu.law.codes import Art23Case, BasisRank, LimitOrigin
from xiedu.papers.content import Frozen


class Basis(Frozen):
    """A legal basis one side relies on (art. 7(2)): rank, title without 《》, place (第十二条第二款), main content."""

    rank: BasisRank
    title: str
    article: str = ""
    text: str = ""


class View(Frozen):
    """One side's view with its bases. ``no_answer``: the side did not answer; ``proofs`` then name the evidence."""

    body: str
    statement: str = ""
    bases: tuple[Basis, ...] = ()
    no_answer: bool = False
    proofs: tuple[str, ...] = ()


class Allocation(Frozen):
    """Who does what: one item of an outcome."""

    item: str
    duty: str
    assist: tuple[str, ...] = ()
    note: str = ""


Outcome = Annotated[tuple[Allocation, ...], Field(min_length=1)]


class Term(Frozen):
    """A day by which something is asked for. Only 法定 and 规范性文件 carry a cite; an internal target never does."""

    due: datetime.date
    origin: LimitOrigin = LimitOrigin.INTERNAL
    cite: Cite | None = None

    @model_validator(mode="after")
    def _origin_and_cite_agree(self) -> Self:
        if (self.origin is LimitOrigin.INTERNAL) is (self.cite is not None):
            raise ValueError("内部目标不得引用条文作为期限依据；法定和规范性文件期限须引用条文。请核对期限的来源。")
        return self


class Recusal(Frozen):
    """The handler or its host is itself a party: who that is, and who presents instead (policy, not law)."""

    interested: str
    presenter: str

    @model_validator(mode="after")
    def _different(self) -> Self:
        if self.interested == self.presenter:
            raise ValueError("主持办理的单位不能是应当回避的单位。请另行确定主持单位。")
        return self


class Head(Frozen):
    """What every paper of one dispute has in common.

    ``topic`` is the matter in dispute (城区渣土运输车辆沿途撒落); ``contact`` goes into the 附注; ``banners`` are
    printed on every page besides the notice of recusal, which is added by itself.
    """

    issuer: str
    number: str = ""
    date: datetime.date
    topic: str
    applicant: str
    respondents: Annotated[tuple[str, ...], Field(min_length=1)]
    attachments: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    contact: str = ""
    banners: tuple[str, ...] = ()
    recusal: Recusal | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties, the applicant first."""
        return (self.applicant, *self.respondents)


class Application(Head):
    """职责争议申请 (art. 7); the issuer is the applicant."""

    handler: str
    negotiated: str
    focus: str
    views: Annotated[tuple[View, ...], Field(min_length=2)]
    other: str = ""
    interim: str = ""


class Acceptance(Head):
    """受理通知. ``competence`` and ``explanation`` come from the routing of art. 6; ``policy``: a reading of ours."""

    applied_on: datetime.date
    competence: Annotated[tuple[Cite, ...], Field(min_length=1)] = (M(6, 2),)
    explanation: str
    policy: bool = False
    reply: Term | None = None


class Rejection(Head):
    """不予受理通知: why, and where to turn instead."""

    applied_on: datetime.date
    reason: str
    advice: str
    cites: Annotated[tuple[Cite, ...], Field(min_length=1)] = (M(6),)


class Supplement(Head):
    """补正通知: what is missing of the content of art. 7."""

    applied_on: datetime.date
    items: Annotated[tuple[str, ...], Field(min_length=1)]
    explanation: str = ""
    term: Term | None = None


class Deliberation(Head):
    """会商纪要与处理意见 (art. 9 para. 1); ``consultees`` are 编办, 司法 and further bodies."""

    held_on: datetime.date
    consultees: Annotated[tuple[str, ...], Field(min_length=2)]
    attendees: str
    minutes: str
    outcome: Outcome
    reasons: str
    answer: Term | None = None


class Suggestion(Head):
    """向政府的处理建议 (art. 9 para. 2); ``signer`` is the 签发人 an upward paper must name."""

    government: str
    signer: Annotated[str, Field(min_length=1)]
    facts: str
    views: tuple[View, ...] = ()
    deliberated_on: datetime.date
    consultees: tuple[str, ...]
    disagreement: str
    outcome: Outcome
    reasons: str


class Agreed(Frozen):
    """协调一致 (art. 8): every party confirmed the plan on its day."""

    by: Literal["agreed"] = "agreed"
    confirmed: Annotated[tuple[tuple[str, datetime.date], ...], Field(min_length=2)]
    outcome: Outcome


class Deliberated(Frozen):
    """会商认同 (art. 9 para. 2): every party accepted the view of the minutes ``document``."""

    by: Literal["deliberation_accepted"] = "deliberation_accepted"
    document: str
    consultees: tuple[str, ...]
    confirmed: Annotated[tuple[tuple[str, datetime.date], ...], Field(min_length=2)]
    outcome: Outcome


class Decided(Frozen):
    """政府决定 (art. 9 para. 2): what the government decided, by which document; ``text`` is quoted as it stands."""

    by: Literal["government_decision"] = "government_decision"
    government: str
    document: Annotated[str, Field(min_length=1)]
    decided_on: datetime.date
    text: Annotated[str, Field(pattern=r"\S")]
    outcome: Outcome


class Opinion(Head):
    """书面协调意见. The duties printed are those of its ground, so the opinion cannot depart from it (arts 8, 9)."""

    ground: Annotated[Agreed | Deliberated | Decided, Field(discriminator="by")]
    facts: str
    reasons: str
    requirement: str = ""
    staffing: str
    justice: str

    @model_validator(mode="after")
    def _all_parties_confirmed(self) -> Self:
        if isinstance(self.ground, Decided):
            return self
        missing = [name for name in self.parties if name not in {who for who, _ in self.ground.confirmed}]
        if missing:
            raise ValueError(
                f"{'、'.join(missing)}尚未明确同意，不能出具书面协调意见（{M(8)}、第九条）。请先取得其答复。"
            )
        return self


class CopyLetter(Head):
    """抄送函: which paper is copied to whom and why.

    ``ground``: ``art8`` after agreement, ``art9`` after deliberation or decision (policy), ``art23`` to 司法.
    """

    addressee: str
    ground: Literal["art8", "art9", "art23"]
    document: str = ""
    document_title: str = ""
    case: Art23Case | None = None
    subject: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.ground == "art23" and not (self.case and self.subject and self.reason):
            raise ValueError(f"依{M(23)}抄送的，须写明属于哪一项、涉及哪个机关和有关情况。请补填。")
        if self.ground != "art23" and not (self.document and self.document_title):
            raise ValueError(f"依{M(8)}抄送的，须写明所抄送文书的文号和标题。请补填。")
        return self
