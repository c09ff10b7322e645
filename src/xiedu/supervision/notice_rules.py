"""What must hold before a step towards a notice or a decision, and what the step makes (arts 14, 16, 17, 24)."""

import re
from datetime import date, timedelta

from xiedu.law.citation import Cite, M
from xiedu.law.codes import DecisionGround
from xiedu.law.regimes import MEASURES_FROM
from xiedu.procedure.situation import REVIEW_DRAFT, Clock, Ctx, Effects, Past, Situation
from xiedu.procedure.table import Refusal
from xiedu.supervision.common import Conduct, bureau_for, competence, leaving, part, texts
from xiedu.supervision.notice_facts import Remedy
from xiedu.supervision.policies import INSTRUMENTS

_DECIDES = re.compile(r"(?:我局|本局|司法局|现|兹|特)?(?:决定|予以|给予)(?:变更|撤销)")
LAW_73 = Cite("地方组织法", 73, 0, 3)
NOTICES = ("issue_notice", "correct_notice", "uphold_correct")


def notice_of(sit: Situation) -> Past | None:
    """The notice as it stands."""
    return sit.last(*NOTICES)


def my_business(ctx: Ctx) -> Refusal | None:
    """The bureau competent for the body begins the matter; for a lead taken up, the bureau that has the lead."""
    if ctx.facts.origin:
        known = ctx.world.matter(ctx.facts.origin)
        if not (known and known[0] == "lead" and ctx.actor.body_id in ctx.world.holders(ctx.facts.origin, "handler")):
            return Refusal("所选来源不是本机关承办的线索。", field="origin", policy=True)
        if known[1] != "filed" or ctx.world.known_with("notice", "origin", str(ctx.facts.origin)):
            return Refusal("监督事项由线索“立案监督”时自动建立，不能重复建立。", field="origin", policy=True)
        if ctx.facts.subject not in ctx.world.holders(ctx.facts.origin, "subject"):
            return Refusal("被监督机关须与来源线索的被反映机关一致。", M(16), "subject")
        return None
    bureau = bureau_for(ctx, ctx.facts.subject)
    if bureau is None or bureau.id != ctx.actor.body_id:
        return Refusal(competence(ctx, ctx.facts.subject).explanation, M(2, 3), "subject")
    return None


def act_before(ctx: Ctx) -> Refusal | None:
    """The act that is supervised was made before the supervision began."""
    act = ctx.facts.act
    if act is not None and act.made_on > ctx.on:
        return Refusal("行政行为的作出日期不能晚于登记日。", M(16), "act.made_on")
    if act is not None and act.made_on < MEASURES_FROM:
        text = f"该行为作出于办法施行（{MEASURES_FROM}）之前，应依照省级监督规定办理，不能适用本办法的程序。"
        return Refusal(text, M(31), "act.made_on")
    return None


def not_excluded(ctx: Ctx) -> Refusal | None:
    """Art. 14(2): reconsideration, normative documents and contracts have their own supervision."""
    if ctx.facts.excluded is None:
        return None
    text = f"{ctx.facts.excluded.label}依照有关法律、法规、规章的规定实施监督，请移交有权机关，不能由此立案。"
    return Refusal(text, M(14, 2), "excluded")


def heard(ctx: Ctx) -> Refusal | None:
    """Policy: no notice before the body has been heard, or has let the time pass."""
    begun = ctx.sit.last("hear")
    said = ctx.sit.last("explain")
    if begun and said and said.seq > begun.seq:
        return None
    if begun and ctx.world.passed(ctx.sit.matter_id, "explain", ctx.on):
        return None
    return Refusal("制发通知书前须听取被监督机关的意见：等其提交情况说明，或者说明期限届满。", policy=True)


def no_decision(ctx: Ctx) -> Refusal | None:
    """A notice asks for correction; to change or revoke an act is the government's (arts 16, 17)."""
    facts = ctx.facts
    said = {"findings": [facts.findings], "correct": facts.correct, "measures": facts.measures,
            "wording": [w.text for w in facts.wording]}  # fmt: skip
    for field, lines in said.items():
        if any(_DECIDES.search(line) for line in lines):
            text = "通知书不能变更或者撤销行政行为，只能要求被监督机关纠正；变更、撤销须提请同级人民政府决定。请改写。"
            return Refusal(text, M(17), field)
    return None


def investigated(ctx: Ctx) -> Refusal | None:
    """Nobody is confronted before anything has been found out (art. 12)."""
    if ctx.sit.every("investigate"):
        return None
    return Refusal("请先登记调查情况。", M(12))


def objects_once(ctx: Ctx) -> Refusal | None:
    """Policy: one objection a notice; repeating it would put the government's decision off without end."""
    notice, said = notice_of(ctx.sit), ctx.sit.last("object")
    if notice and said and said.seq > notice.seq:
        return Refusal(
            "对本通知书已提出过异议并经复核，不能再次提出。请按通知书整改，或者依法寻求其他途径。", policy=True
        )
    return None


def another_reviewer(ctx: Ctx) -> Refusal | None:
    """Policy: an objection is reviewed by somebody who neither drafted nor signed the notice."""
    notice = notice_of(ctx.sit)
    if notice is None:
        return Refusal("尚未制发通知书。", M(16))
    drafts = [p for p in ctx.sit.every(REVIEW_DRAFT) if p.seq < notice.seq]
    drafter = drafts[-1].person_id if drafts else notice.person_id
    if ctx.actor.person_id in {drafter, notice.person_id}:
        return Refusal("异议须由通知书起草人、签发人以外的人员复核。请转交其他负责人办理。", policy=True)
    return None


def not_before_filed(ctx: Ctx) -> Refusal | None:
    """The person concerned was told on a day between the decision and today."""
    decided = ctx.sit.last("issue_decision")
    if decided and not decided.occurred_on <= ctx.facts.told_on <= ctx.on:
        return Refusal("告知日期须不早于决定日期，不晚于登记日。", M(17), "told_on")
    return None


def items_of_notice(ctx: Ctx) -> Refusal | None:
    """A report answers every item of the notice (art. 16)."""
    notice = notice_of(ctx.sit)
    asked = [*notice.facts.get("correct", ()), *notice.facts.get("measures", ())] if notice else []
    answered = {item.item for item in ctx.facts.items}
    missing = [item for item in asked if item not in answered]
    if missing:
        return Refusal(f"尚未说明：{'；'.join(missing)}。请逐项填写落实情况。", M(16), "items")
    return None


def still_time(ctx: Ctx) -> Refusal | None:
    """More time is given before the old time has run out, or with a clear reason soon after; never shorter."""
    if "correct" not in ctx.sit.clocks:
        return Refusal("整改期限尚未起算。", M(16))
    return None


def expired(ctx: Ctx) -> Refusal | None:
    """The last extended deadline has passed: that of the notice, or that of the decision (art. 17)."""
    key, what = ("execute", "执行报告") if ctx.sit.state == "executing" else ("correct", "整改")
    if ctx.world.passed(ctx.sit.matter_id, key, ctx.on):
        return None
    clock = ctx.sit.clocks.get(key)
    day = f"（{ctx.world.due(clock).due}）" if clock else ""
    return Refusal(f"{what}期限{day}尚未届满，不能按逾期处理。", M(17))


def an_act(ctx: Ctx) -> Refusal | None:
    """Art. 17 changes or revokes an administrative act; conduct and omissions have other remedies."""
    if ctx.sit.index.get("conduct") == Conduct.ACT:
        return None
    text = "监督对象不是可以变更或者撤销的行政行为，不能提请制发决定书。可以督办、报告政府、移送或者提出追责建议。"
    return Refusal(text, M(17))


def grounds_hold(ctx: Ctx) -> Refusal | None:
    """Each ground once; the fourth needs an illegality that is both major and obvious (art. 17(4))."""
    found = [g.ground for g in ctx.facts.grounds]
    if len(set(found)) != len(found):
        return Refusal("同一情形只填一次。", M(17), "grounds")
    for place, ground in enumerate(ctx.facts.grounds):
        if ground.ground == DecisionGround.PROCEDURE and not (ground.major and ground.obvious):
            text = "违反法定程序须同时属于重大违法和明显违法，才能提请变更或者撤销。"
            return Refusal(text, M(17, item=4), f"grounds.{place}.obvious")
    return None


def no_remedy(ctx: Ctx) -> Refusal | None:
    """What is before reconsideration or a court is decided there (policy; 行政复议法, 行政诉讼法)."""
    if ctx.facts.remedy == Remedy.PENDING:
        return Refusal("该行为正在行政复议或者行政诉讼中，应等待其结果。", M(14, 2), "remedy")
    return None


def government_controls(ctx: Ctx) -> Refusal | None:
    """The government decides on its own departments and the governments below it (地方组织法 art. 73(3))."""
    handler = ctx.world.body(ctx.sit.bodies("handler")[0])
    subject = ctx.world.body(ctx.sit.bodies("subject")[0])
    government = ctx.world.official("government", handler.area_code)
    if government is None:
        return Refusal("本级人民政府尚未登记，请先请系统管理员补充登记。", M(25))
    same_level = subject.legal_level == handler.legal_level
    own = same_level and (handler.legal_level == "city" or subject.area_code[:6] == handler.area_code)
    below = subject.kind in {"township", "subdistrict", "government"} and subject.id != government.id
    if subject.kind == "vertical":
        return Refusal("垂直管理机构不受本级人民政府领导，请函告其上级主管部门。", LAW_73)
    if own or (below and _directly_below(subject.legal_level, handler.legal_level)):
        return None
    lower = ctx.world.official("government", subject.area_code[:6])
    way = f"请通过{lower.name}依法决定" if lower else "请通过该机关的本级人民政府依法决定"
    return Refusal(f"{subject.name}不是{government.name}的工作部门或者下一级人民政府。{way}。", LAW_73)


def _directly_below(lower: str, upper: str) -> bool:
    return (lower, upper) in {("township", "county"), ("county", "city")}


def within_submission(ctx: Ctx) -> Refusal | None:
    """The decision rests on grounds that were submitted; nothing new comes in (art. 17)."""
    asked = ctx.sit.last("submit")
    grounds = {g["ground"] for g in asked.facts.get("grounds", ())} if asked else set()
    if not set(ctx.facts.grounds) <= grounds or len(set(ctx.facts.grounds)) != len(ctx.facts.grounds):
        return Refusal("决定依据的情形须在提请的情形之内，且不重复。", M(17), "grounds")
    return None


def art24_answered(ctx: Ctx) -> Refusal | None:
    """Whether to copy to the guidance body is decided by a person; a copy is followed by guidance (art. 24)."""
    if notice_of(ctx.sit) is None:
        return None
    choice = ctx.sit.last("art24")
    if choice is None:
        return Refusal("尚未决定是否抄送同级综合行政执法指导机构，请先办理“决定是否抄送”。", M(24))
    if choice.facts.get("copy_it") and not ctx.sit.every("record_guidance"):
        return Refusal("通知书已抄送指导机构，其尚未登记加强指导的情况。", M(24))
    return None


def chosen_once(ctx: Ctx) -> Refusal | None:
    """A copy that has gone out cannot be called back; a decision not to copy may be changed."""
    last = ctx.sit.last("art24")
    if last and last.facts.get("copy_it"):
        return Refusal("已决定抄送，不能重复办理。", M(24))
    return None


def guidance_exists(ctx: Ctx) -> Refusal | None:
    """There is a same-level guidance body to copy to (art. 24)."""
    area = ctx.world.body(ctx.sit.bodies("handler")[0]).area_code
    if ctx.facts.copy_it and ctx.world.official("guidance", area) is None:
        return Refusal("本级尚未登记综合行政执法指导机构，不能抄送。", M(24), "copy_it")
    return None


def no_decidable_act(ctx: Ctx) -> Refusal | None:
    """Report, transfer and accountability are for what a decision cannot undo, was declined, or was not carried out."""
    if ctx.sit.state == "executing":
        return None
    if ctx.sit.index.get("conduct") != Conduct.ACT or ctx.sit.every("decline") or government_controls(ctx):
        return None
    return Refusal("监督对象是行政行为的，逾期未改应提请同级人民政府制发决定书。", M(17))


# -- what the steps make ----------------------------------------------------------------------------------------------


def filed(ctx: Ctx) -> Effects:
    """The bureau handles, the body is the subject and sees nothing before it is heard."""
    me = ctx.world.body(ctx.actor.body_id)
    effects = Effects(join=[part("handler", me), part("subject", ctx.world.body(ctx.facts.subject))])
    effects.index, effects.title, effects.area_id = texts(ctx), ctx.facts.title, me.area_id
    effects.notes["routing"] = competence(ctx, ctx.facts.subject).as_dict()
    if ctx.facts.origin:
        effects.links = [("from_lead", ctx.facts.origin)]
        effects.index["origin"] = str(ctx.facts.origin)
    return effects


def served(ctx: Ctx) -> Effects:
    """The deadline of the notice runs from the receipt (art. 16); the clock of the report is started by the table."""
    notice = notice_of(ctx.sit)
    days = int(notice.facts["days"]) if notice else 0
    return Effects(sent=True, clocks=[_correct(ctx.on, days)])


def _correct(start: date, days: int) -> Clock:
    return Clock("correct", "整改期限（通知书指定）", start, days, "CD", True, "normative", "")


def extended(ctx: Ctx) -> Effects:
    """The same clock with more days."""
    clock = ctx.sit.clocks["correct"]
    return Effects(clocks=[_correct(clock.start, clock.n + ctx.facts.days)])


def issued(ctx: Ctx) -> Effects:
    """A notice keeps the name it was issued under, whatever such papers are called later."""
    return Effects(notes={"called": ctx.world.setting(INSTRUMENTS)["supervision_notice"]})


def reissued(ctx: Ctx) -> Effects:
    """The earlier notice is voided; its number stays used, its clocks stop until the new one is served."""
    last = notice_of(ctx.sit)
    numbers = [p[1] for p in last.made.get("papers", ())] if last else []
    voids = {"voids": numbers, "void_reason": getattr(ctx.facts, "error", "") or ctx.facts.reason}
    return Effects(notes=voids | issued(ctx).notes, stops=["correct", "report", "objection_review"])


def withdrawn(ctx: Ctx) -> Effects:
    """The notice is voided by the paper that takes it back."""
    effects = reissued(ctx)
    effects.stops = list(ctx.sit.clocks)
    return effects


def to_government(ctx: Ctx) -> Effects:
    """The same-level government decides (art. 17)."""
    area = ctx.world.body(ctx.sit.bodies("handler")[0]).area_code
    government = ctx.world.official("government", area)
    if government is None:
        raise LookupError("guard `government_controls` lets nothing pass without a government")
    return Effects(join=[part("decider", government)])


def from_government(ctx: Ctx) -> Effects:
    """The government has no more part in the matter until it is asked again."""
    return Effects(leave=leaving(ctx.sit, "decider"))


def decision_served(ctx: Ctx) -> Effects:
    """The time to report the execution runs from the receipt (浙江省行政程序办法 92)."""
    decided = ctx.sit.last("issue_decision")
    days = int(decided.facts["days"]) if decided else 30
    clock = Clock("execute", "执行并报告（决定书指定）", ctx.on, days, "CD", True, "normative", "")
    return Effects(sent=True, clocks=[clock])


def copied(ctx: Ctx) -> Effects:
    """With "yes" the guidance body gets the notice and has to act on it (art. 24)."""
    if not ctx.facts.copy_it:
        return Effects()
    area = ctx.world.body(ctx.sit.bodies("handler")[0]).area_code
    guidance = ctx.world.official("guidance", area)
    if guidance is None:
        raise LookupError("guard `guidance_exists` lets no copy pass without a guidance body")
    return Effects(join=[part("guidance", guidance)])


def chose_copy(ctx: Ctx) -> bool:
    """Whether the copy letter is issued."""
    return bool(ctx.facts.copy_it)


def over(ctx: Ctx) -> Effects:
    """Everything stops."""
    return Effects(stops=list(ctx.sit.clocks))


# -- what can never be ------------------------------------------------------------------------------------------------


def decision_after_notice(sit: Situation) -> str | None:
    """No decision without a served notice on an act, submitted before, whose time had run out (art. 17)."""
    decided = sit.last("issue_decision")
    if decided is None:
        return None
    notice, served_ = notice_of(sit), sit.last("serve")
    asked = sit.last("submit")
    if not (notice and served_ and asked and sit.index.get("conduct") == Conduct.ACT):
        return "决定书没有在先的通知书、送达或者提请。"
    days = int(notice.facts.get("days") or 0)
    if notice.facts and asked.occurred_on <= served_.occurred_on + timedelta(days=days):
        return "整改期限届满前提请了决定。"
    return None


def closed_copies_followed(sit: Situation) -> str | None:
    """A closed matter with a notice says whether it was copied; a copy has its guidance (art. 24)."""
    if sit.state != "closed" or notice_of(sit) is None:
        return None
    choice = sit.last("art24")
    if choice is None:
        return "办结而没有第二十四条抄送决定。"
    if choice.facts.get("copy_it") and not sit.every("record_guidance"):
        return "抄送指导机构而没有指导记录。"
    return None
