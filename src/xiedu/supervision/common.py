"""What the procedures of chapter 3 share: who may be supervised, clauses, on-site rules, words."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from xiedu.law.citation import Cite, M
from xiedu.law.codes import BasisRank, Coded
from xiedu.law.regimes import MEASURES_FROM
from xiedu.procedure.facts import (
    BodyRef,
    F,
    Facts,
    FileRef,
    Line,
    OptionalLine,
    OptionalText,
    PersonRef,
    Show,
    indexed,
)
from xiedu.procedure.situation import BodyInfo, Ctx, Part, Situation
from xiedu.procedure.table import Refusal
from xiedu.supervision.competence import Competence, competent

AGENCIES = frozenset({"department", "township", "subdistrict", "dispatched_organ", "branch", "authorised", "vertical"})
SUPERVISED = f"bodies:{','.join(sorted(AGENCIES | {'government', 'guidance', 'justice'}))}"
SILENT = "办法未规定本环节，由平台政策设定。"
DAYS = "办法未规定期限，期限为内部目标。"
REPORT_CITE = Cite("浙江省行政程序办法", 92)

Files = Annotated[list[FileRef], Show("files")]
Photos = Annotated[list[FileRef], Show("files")]
Subject = Annotated[BodyRef, Show(pick=SUPERVISED)]


class Conduct(Coded):
    """What is looked at: an act that can be changed or revoked, conduct, or doing nothing (arts 16, 17)."""

    ACT = "act", "行政行为（处罚、强制、许可等决定）", M(16), M(17)
    CONDUCT = "conduct", "执法活动或者执法人员的行为", M(16)
    INACTION = "inaction", "不履行或者拖延履行法定职责", M(14, 1, 3)


class ExternalOrgan(Coded):
    """The organs of art. 18 with which leads are exchanged."""

    DISCIPLINE = "discipline", "纪检监察机关", M(18)
    POLITICS_LAW = "politics_law", "党委政法委", M(18)
    COURT = "court", "人民法院", M(18)
    PROCURATORATE = "procuratorate", "人民检察院", M(18)
    POLICE = "police", "公安机关", M(18)
    AUDIT = "audit", "审计机关", M(18)


class Clause(Facts):
    """A clause that was breached, typed and ranked."""

    rank: Annotated[BasisRank, Show("choice")] = F("效力层级")
    title: Line = F("名称", help="如 中华人民共和国行政处罚法")
    article: Line = F("条款", help="如 第六十条")
    text: OptionalText = F("条款内容", default="")


class Act(Facts):
    """The administrative act: exactly which one."""

    document: Line = F("文号或编号", help="如 衢江综执罚决〔2026〕12号")
    title: Line = F("名称", help="如 行政处罚决定书")
    made_on: Annotated[date, Show("date")] = F("作出日期")
    party: OptionalLine = F("行政相对人", default="")


class OnSite(Facts):
    """How something was found out; on site at least two with valid supervision certificates (art. 13)."""

    on_site: Annotated[bool, Show("yes")] = F(
        "是否现场监督", help="现场监督的监督人员不得少于两人，并出示有效的行政执法监督证件。", cite=M(13), default=False
    )
    visited_on: Annotated[date | None, Show("date")] = F("现场监督日期", default=None)
    supervisors: Annotated[list[Annotated[PersonRef, Show(pick="colleagues")]], Show("rows", label_each="监督人员")] = (
        F("现场监督人员", cite=M(13), default=[])
    )


def in_force(ctx: Ctx) -> Refusal | None:
    """Art. 31: nothing is begun under the Measures before they were in force."""
    if ctx.on < MEASURES_FROM:
        return Refusal(f"办法自 {MEASURES_FROM} 起施行，不能以其程序办理此前的事项。", M(31))
    return None


def two_certified(ctx: Ctx) -> Refusal | None:
    """Art. 13: on site at least two different supervisors, each with a supervision certificate valid that day."""
    facts = ctx.facts
    if not facts.on_site:
        return None
    if facts.visited_on is None or facts.visited_on > ctx.on:
        return Refusal("请填写现场监督的日期，不得晚于登记日。", M(13), "visited_on")
    people = set(facts.supervisors)
    if len(people) < 2:
        return Refusal("现场监督的行政执法监督人员不得少于两人。", M(13), "supervisors")
    if people - ctx.world.certified(people, facts.visited_on):
        text = "所选人员中有人在该日没有有效的行政执法监督证件（行政执法证不能代替）。请更换人员。"
        return Refusal(text, M(13), "supervisors")
    return None


def is_itself(ctx: Ctx, body: BodyInfo) -> bool:
    """A justice bureau, or a guidance body that sits in one."""
    if body.kind == "guidance":
        host = ctx.world.host_of(body.id)
        return host is not None and ctx.world.body(host).kind == "justice"
    return body.kind == "justice"


def competence(ctx: Ctx, subject: int) -> Competence:
    """Which justice bureau acts on a body."""
    return competent(ctx.world.party(subject), itself=is_itself(ctx, ctx.world.body(subject)))


def bureau_for(ctx: Ctx, subject: int) -> BodyInfo | None:
    """The justice bureau competent for a body, if there is one and it is registered."""
    found = competence(ctx, subject)
    return ctx.world.official("justice", found.area) if found.area else None


def handled_somewhere(ctx: Ctx) -> Refusal | None:
    """Somebody is competent for the body named, and exists (arts 2(3), 25)."""
    found = competence(ctx, ctx.facts.subject)
    if found.refused:
        return Refusal(found.refused, found.cites[0], "subject", policy=found.policy)
    if ctx.world.official("justice", found.area) is None:
        return Refusal(f"区划 {found.area} 尚未登记司法行政机关，请联系系统管理员补充登记。", M(25), "subject")
    return None


def part(role: str, body: BodyInfo) -> Part:
    """A body in a role."""
    return Part(role, body.id, name=body.name)


def leaving(sit: Situation, *roles: str) -> list[Part]:
    """The present holders of the roles."""
    return [p for p in sit.parts if p.role in roles]


def texts(ctx: Ctx) -> dict[str, Any]:
    """The indexed facts as text, none of them empty."""
    return {key: str(value)[:300] for key, value in indexed(ctx.facts).items() if str(value or "")}


def names(ctx: Ctx, ids: Iterable[int]) -> list[str]:
    """The names of bodies."""
    return [ctx.world.body(i).name for i in ids]
