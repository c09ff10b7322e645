"""What must hold before a step of art. 10, and what each step makes beyond a new state. Pure."""

import re
from dataclasses import replace
from typing import Any

from xiedu.coordination import art23
from xiedu.coordination.recusal import interested, presenter, unpresented
from xiedu.coordination.suggestion_facts import COOPERATION, Duty
from xiedu.law.areas import CITY, in_quzhou
from xiedu.law.citation import Cite, M
from xiedu.law.parties import Kind, Level, Party, faults_of, read_parties
from xiedu.law.regimes import MEASURES_FROM
from xiedu.procedure.facts import indexed
from xiedu.procedure.situation import BodyInfo, Ctx, Effects, Part, Past, Situation
from xiedu.procedure.table import AGENCIES, Refusal

ENFORCING = AGENCIES - {"vertical"}
WITH_OPINION = frozenset({"issued", "copied", "closed"})
DEFIED = ("refuse", "conclude_silent", "conclude_unperformed")
PARTIES = ("applicant", "respondent", "consultee")
_ORDERS = re.compile(
    r"(?:责令|勒令|命令)你|决定(?:对你|予以|给予)|对你[^，。；]{0,8}(?:处罚|处分)|(?<!人民政府)(?:给予|予以)(?:处分|通报批评)"
)


# --- who guides whom --------------------------------------------------------------------------------------------------


def in_force(ctx: Ctx) -> Refusal | None:
    """Art. 31: no matter is begun under the Measures before they were in force."""
    if ctx.on < MEASURES_FROM:
        return Refusal(f"办法自 {MEASURES_FROM} 起施行，不能以其程序办理此前的事项。", M(31))
    return None


def guided_from_here(ctx: Ctx) -> Refusal | None:
    """Arts 2, 10: the guidance body of the body's own level and area suggests, for a township that of its county."""
    subject = ctx.world.body(ctx.facts.subject)
    party = _party(ctx, subject.id)
    against = _not_ours(subject, party)
    if against or party is None:
        return against
    area = CITY if party.legal is Level.CITY else party.area
    guide = ctx.world.official("guidance", area)
    if guide is None:
        return Refusal(f"区划 {area} 尚未登记综合行政执法指导机构，请联系系统管理员补充登记。", M(25), "subject")
    if guide.id != ctx.actor.body_id:
        text = f"{subject.name}的书面建议由{guide.name}提出，请转请该机构办理。"
        return Refusal(text, M(2, 2), "subject")
    return None


def _party(ctx: Ctx, body: int) -> Party | None:
    read, faults = read_parties({"parties": [dict(ctx.world.party(body))]})
    return read[0] if read and not faults and not faults_of(read[0]) else None


def _not_ours(subject: BodyInfo, party: Party | None) -> Refusal | None:
    if subject.kind == "vertical" or (party and party.kind is Kind.VERTICAL):
        text = f"{subject.name}是垂直管理机关，不按本办法建议。请将情况告知其上级主管机关。"
        return Refusal(text, Cite("行政执法监督条例", 42), "subject", policy=True)
    if subject.kind not in ENFORCING:
        return Refusal(f"{subject.name}不是行政执法机关，不能向其提出书面建议。", M(10, 1), "subject")
    if party is None:
        text = f"{subject.name}的登记（层级、类别、区划）有误，请先请系统管理员核对。"
        return Refusal(text, M(25), "subject")
    if not in_quzhou(party.area) or party.legal in {Level.NATIONAL, Level.PROVINCE}:
        text = f"{subject.name}不属于衢州市、县两级管辖。请商请其本级综合行政执法指导机构，或者报请共同的上一级机关。"
        return Refusal(text, M(2, 2), "subject")
    return None


def _touched(ctx: Ctx, subject: int) -> list[int]:
    """The subject, and the host of the guidance body if both are one legal person."""
    host = ctx.world.host_of(ctx.actor.body_id)
    one = host is not None and ctx.world.party(host)["entity"] == ctx.world.party(subject)["entity"]
    return [subject, host] if one and host else [subject]


def presented(ctx: Ctx) -> Refusal | None:
    """A guidance body that sits in the body it would admonish stands aside, so somebody has to present (policy)."""
    return unpresented(ctx, ctx.world.body(ctx.actor.body_id), _touched(ctx, ctx.facts.subject))


# --- what is put down -------------------------------------------------------------------------------------------------


def found_before(ctx: Ctx) -> Refusal | None:
    """Nothing was found after it was put down."""
    if ctx.facts.found_on > ctx.on:
        text = f"日期 {ctx.facts.found_on} 晚于登记日 {ctx.on}，请填写实际日期。"
        return Refusal(text, field="found_on")
    return None


def founded(ctx: Ctx) -> Refusal | None:
    """Art. 10(1): the duty rests on a law, a regulation or a rule, or on a written opinion that is named."""
    facts = ctx.facts
    if facts.duty == Duty.OPINION:
        if facts.origin is None and not facts.document.strip():
            return Refusal("请选择所涉职责争议，或者填写书面协调意见文号。", M(8), "document")
        return None
    if not any(ground.rank.primary for ground in facts.bases):
        text = "至少写明一项法律、法规或规章依据；规范性文件和“三定”规定只能作为补充。"
        return Refusal(text, M(10, 1), "bases")
    return None


def from_our_dispute(ctx: Ctx) -> Refusal | None:
    """The dispute it comes from was handled here and the body had a part in it; an opinion has been issued."""
    facts = ctx.facts
    if facts.origin is None:
        return None
    other = ctx.world.matter(facts.origin)
    handlers = {b for role in ("handler", "presenter") for b in ctx.world.holders(facts.origin, role)}
    if other is None or other[0] != "dispute" or ctx.actor.body_id not in handlers:
        return Refusal("请选择由本机构办理的职责争议。", M(10, 1), "origin")
    if facts.duty == Duty.OPINION and other[1] not in WITH_OPINION:
        return Refusal("该争议尚未出具书面协调意见，不能认定不落实意见。", M(8), "origin")
    if not any(facts.subject in ctx.world.holders(facts.origin, role) for role in PARTIES):
        return Refusal("拟建议的机关没有参加该争议，请核对。", M(10, 1), "origin")
    return None


# --- what a guidance body may and may not -----------------------------------------------------------------------------


def only_suggests(ctx: Ctx) -> Refusal | None:
    """Art. 10: a guidance body orders, criticises and sanctions nobody: it suggests, and it asks its government."""
    said = [("reasons", ctx.facts.reasons), *_said(ctx.facts.items), *_reworded(ctx)]
    for place, text in said:
        found = _ORDERS.search(text)
        if found:
            words = f"“{found.group()}”超出指导机构的职权：指导机构只能建议或者提请本级政府，请改写。"
            return Refusal(words, M(10), place)
    return None


def _said(items: list[Any]) -> list[tuple[str, str]]:
    return [
        (f"items.{place}.{name}", getattr(one, name)) for place, one in enumerate(items) for name in ("item", "note")
    ]


def _reworded(ctx: Ctx) -> list[tuple[str, str]]:
    return [("wording", words.text) for words in ctx.facts.wording]


def not_suggested_yet(ctx: Ctx) -> Refusal | None:
    """One matter carries one written suggestion; what comes after it is its reply."""
    if ctx.sit.last("suggest"):
        return Refusal("本事项已经发出书面建议，不再重复。可以提请本级政府，或者办结。", M(10))
    return None


def suggested(ctx: Ctx) -> Refusal | None:
    """Nobody takes up a suggestion that was never made; what the government ordered is performed and reported."""
    if ctx.sit.last("suggest"):
        return None
    return Refusal("没有向本机关发出书面建议。请落实政府的要求，并报告落实情况。", M(10))


def reply_overdue(ctx: Ctx) -> Refusal | None:
    """Nobody is taken for silent before the time to reply has run out."""
    if ctx.world.passed(ctx.sit.matter_id, "reply", ctx.on):
        return None
    return Refusal("答复期限尚未届满，不能认定逾期未答复。", M(10, 2))


def performance_overdue(ctx: Ctx) -> Refusal | None:
    """Nobody is taken for not performing before the time to perform has run out."""
    if any(ctx.world.passed(ctx.sit.matter_id, key, ctx.on) for key in ("perform", "report")):
        return None
    return Refusal("落实期限尚未届满，不能认定未落实。", M(10, 2))


def defiance(sit: Situation) -> Past | None:
    """拒不履行: the latest refusal or expired term after the written suggestion, unless taken up since; else None."""
    sent = sit.last("suggest")
    if sent is None:
        return None
    turn = next((p for p in reversed(sit.past) if p.seq > sent.seq and p.move in {*DEFIED, "accept"}), None)
    return turn if turn and turn.move in DEFIED else None


def defied(ctx: Ctx) -> Refusal | None:
    """Art. 10(2): criticism is asked for and issued only after a written suggestion that was refused or not heeded."""
    if ctx.sit.last("suggest") is None:
        return Refusal("尚未发出书面建议，不能提请通报批评。请先发出书面建议，或者提请本级政府纠正。", M(10, 2))
    if defiance(ctx.sit) is None:
        return Refusal("没有拒绝或者逾期不履行书面建议的记录，不能提请通报批评。", M(10, 2))
    return None


def government_registered(ctx: Ctx) -> Refusal | None:
    """The same-level government exists: nobody else corrects or criticises (arts 10, 25)."""
    area = ctx.world.body(ctx.sit.bodies("handler")[0]).area_code
    if ctx.world.official("government", area) is None:
        return Refusal("本级尚未登记人民政府，请先请系统管理员补充机构登记。", M(25))
    return None


def told_what_was_found(ctx: Ctx) -> Refusal | None:
    """Art. 23(1): where non-performance of a statutory duty was established, the answer cannot be "no"."""
    first = ctx.sit.past[0].facts
    established = ctx.sit.last("conclude_unperformed", "order_correction", "criticise")
    if first.get("duty") == Duty.STATUTORY and established and not ctx.facts.art23.found:
        text = "本事项已认定该机关未依法履行法定职责，应当抄送司法行政机关，请选择“是”。"
        return Refusal(text, M(23, item=1), "art23.found")
    return None


def criticism_cites(sit: Situation) -> tuple[Cite, ...]:
    """What a criticism rests on; the provincial regulation speaks of the duty to cooperate alone (art. 36 para. 2)."""
    duty = sit.past[0].facts.get("duty")
    return (M(10, 2), COOPERATION) if duty == Duty.COOPERATION else (M(10, 2),)


# --- effects ----------------------------------------------------------------------------------------------------------


def opened(ctx: Ctx) -> Effects:
    """Handler, presenter if it has to stand aside, and the body concerned, which sees nothing yet."""
    facts, me = ctx.facts, ctx.world.body(ctx.actor.body_id)
    subject = ctx.world.body(facts.subject)
    effects = Effects(title=facts.title, area_id=me.area_id)
    effects.index = {key: str(value)[:300] for key, value in indexed(facts).items() if str(value)}
    effects.join = [Part("handler", me.id, name=me.name), Part("subject", subject.id, name=subject.name)]
    ids = _touched(ctx, subject.id)
    aside = presenter(ctx, me, ids) if interested(ctx, me, ids) else None
    effects.join += [Part("presenter", aside.id, name=aside.name)] if aside else []
    effects.links = [("follows", facts.origin)] if facts.origin else []
    return effects


def heard(ctx: Ctx) -> Effects:
    """From now on the body concerned sees the file (art. 4)."""
    return Effects(join=[Part("heard", b, name=ctx.world.body(b).name) for b in ctx.sit.bodies("subject")])


def received(ctx: Ctx) -> Effects:
    """A receipt; the time to report on an order or a criticism runs from the day it was received (程序办法 92)."""
    effects, clock = Effects(received=True), ctx.sit.clocks.get("report")
    turn = ctx.sit.last("order_correction", "criticise")
    mine = ctx.actor.body_id in ctx.sit.bodies("subject")
    before = [p for p in ctx.sit.every("receive") if p.body_id == ctx.actor.body_id and turn and p.seq > turn.seq]
    if mine and clock and not clock.stopped and not before:
        effects.clocks = [replace(clock, start=ctx.on)]
    return effects


def to_government(ctx: Ctx) -> Effects:
    """The same-level government decides (art. 10)."""
    return Effects(join=[Part("decider", p.body_id, name=p.name) for p in art23.officials(ctx, ("government",))])


def withdrawn(ctx: Ctx) -> Effects:
    """Ended; the suggestion is void and its number stays used."""
    effects = art23.ended(ctx)
    sent = ctx.sit.last("suggest")
    numbers = [p[1] for p in sent.made.get("papers", ())] if sent else []
    effects.notes = {"voids": numbers, "void_reason": ctx.facts.reason}
    return effects


# --- what can never be ------------------------------------------------------------------------------------------------


def criticised_after_defiance(sit: Situation) -> str | None:
    """Art. 10(2): no criticism without a suggestion before it that was refused or not heeded."""
    for past in sit.every("criticise"):
        before = [p.move for p in sit.past if p.seq < past.seq]
        if "suggest" not in before or not set(DEFIED) & set(before):
            return "没有书面建议或者拒不履行的记录而通报批评。"
    return None


def commanded_by_the_government(sit: Situation) -> str | None:
    """Art. 10: what orders or criticises was made by the government, never by the body that handles the matter."""
    handlers = {*sit.bodies("handler"), *sit.bodies("presenter")}
    if any(p.body_id in handlers for p in sit.every("order_correction", "criticise", "decline")):
        return "责令纠正或者通报批评由承办机构作出。"
    return None
