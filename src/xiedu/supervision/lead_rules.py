"""What must hold before a step of a lead, and what the step makes."""

from collections.abc import Callable
from typing import Any

from xiedu.law.citation import Cite, M
from xiedu.procedure.situation import BodyInfo, Clock, Ctx, Effects, Part, Situation
from xiedu.procedure.table import Refusal
from xiedu.supervision.common import bureau_for, competence, leaving, part, texts
from xiedu.supervision.lead_facts import INFORMED, Source

MANDATORY = frozenset({Source.TOWNSHIP, Source.GUIDANCE})
# They report in person and have no account: only the bureau can tell them what became of it.
IN_PERSON = frozenset({Source.MONITOR, Source.CONTACT})
WITHOUT_ACCOUNT = IN_PERSON | {Source.HOTLINE, Source.PUBLIC}
OFFERED_CITE = Cite("浙江省综合行政执法条例", 18)


def own_township(ctx: Ctx) -> Refusal | None:
    """Art. 3: a justice office supervises its own townships and no other."""
    subject = ctx.world.body(ctx.facts.subject)
    if subject.kind in {"township", "subdistrict"} and subject.area_code in ctx.world.served(ctx.actor.body_id):
        return None
    return Refusal("司法所只能报送所在乡镇（街道）的线索，请选择本所服务的乡镇（街道）。", M(3), "subject")


def found_before(ctx: Ctx) -> Refusal | None:
    """Found out at the latest on the day it is put down."""
    if ctx.facts.found_on > ctx.on:
        return Refusal("发现日期不能晚于登记日。", field="found_on")
    return None


def mine_to_handle(ctx: Ctx) -> Refusal | None:
    """A bureau registers what it or a bureau below it is competent for, and what concerns itself for the one above."""
    bureau = bureau_for(ctx, ctx.facts.subject)
    if bureau is None or bureau.id == ctx.actor.body_id:
        return None
    if ctx.actor.area_code.endswith("00") and bureau.area_code.startswith(ctx.actor.area_code[:4]):
        return None
    found = competence(ctx, ctx.facts.subject)
    if found.rule.startswith("up_") and bureau.area_code == f"{ctx.actor.area_code[:4]}00":
        return None
    return Refusal(f"该机关由{bureau.name}监督，请向其移送。{found.explanation}", M(2, 3), "subject")


def not_registered_twice(ctx: Ctx) -> Refusal | None:
    """One hotline ticket or letter is registered once."""
    number = ctx.facts.source_no.strip()
    known = ctx.world.known_with("lead", "source_no", number) if number else []
    if known:
        return Refusal(f"来源编号 {number} 已登记为 {known[0][1]}。", field="source_no", policy=True)
    return None


def named_source(ctx: Ctx) -> Refusal | None:
    """Arts 19, 27: a lead in the name of a monitor or a contact point says whose; the name is sealed (policy)."""
    source = ctx.facts.source
    if source not in IN_PERSON or ctx.facts.reporter.strip():
        return None
    text = f"{source.label}反映的，请写明是哪一位（哪一个）；只有登记机构和经授权的人员可见。"
    return Refusal(text, source.cites[0], "reporter", policy=True)


def told_back(ctx: Ctx) -> Refusal | None:
    """A monitor or a contact point reads nothing here: the end carries the words in which it is told (policy)."""
    source = ctx.sit.index.get("source")
    if source not in IN_PERSON or ctx.facts.feedback.strip():
        return None
    found = Source.of(str(source))
    text = f"来源为{found.label}，其本人看不到本系统。请写明反馈的话，办结后告知本人并登记。"
    return Refusal(text, found.cites[0], "feedback", policy=True)


def without_account(ctx: Ctx) -> Refusal | None:
    """Bodies read here what became of their leads; people have to be told."""
    if ctx.sit.index.get("source") in WITHOUT_ACCOUNT:
        return None
    return Refusal("来源单位在平台上可看到处置结果，无须另行登记告知。", policy=True)


def told_by_now(ctx: Ctx) -> Refusal | None:
    """Told between the registration and today."""
    if ctx.sit.past[0].occurred_on <= ctx.facts.told_on <= ctx.on:
        return None
    return Refusal("告知日期须不早于线索登记日，不晚于本步骤的日期。", field="told_on")


def returnable(ctx: Ctx) -> Refusal | None:
    """What a justice office or a guidance body sends must be disposed of (arts 3, 23)."""
    source = ctx.sit.index.get("source")
    if source in MANDATORY:
        cite = M(3) if source == Source.TOWNSHIP else M(23)
        return Refusal("司法所报送和指导机构抄送的线索不能退回，须核查后作出处置。", cite)
    return None


def verified(ctx: Ctx) -> Refusal | None:
    """A lead is disposed of after somebody has looked into it."""
    if ctx.sit.every("verify", "feedback", "organ_reply"):
        return None
    return Refusal("尚未登记核查情况，请先办理“登记核查情况”。", M(12))


def breach_found(ctx: Ctx) -> Refusal | None:
    """Filed when the verification found a breach, in law or in propriety (art. 16)."""
    last = ctx.sit.last("verify")
    if last is None or not last.facts.get("breach"):
        return Refusal("最近一次核查没有认定违法或者不当，不能立案。请先登记核查情况。", M(16))
    return None


def not_excluded(ctx: Ctx) -> Refusal | None:
    """Art. 14(2): reconsideration, normative documents and contracts have their own supervision."""
    screened = ctx.sit.last("screen")
    if screened and screened.facts.get("excluded"):
        text = "本线索属于行政复议、规范性文件备案审查或者合同管理，依有关规定办理。请办理“不属职权，告知途径”。"
        return Refusal(text, M(14, 2))
    return None


def another_body(ctx: Ctx) -> Refusal | None:
    """Nobody is offered what he has, and the accused is not asked to judge himself."""
    if ctx.facts.receiver in {*ctx.sit.bodies("handler"), *ctx.sit.bodies("subject")}:
        return Refusal("不能移送给承办机关自己或者被反映机关。", M(14, 1, 5), "receiver")
    return None


def transferred_out(ctx: Ctx) -> Refusal | None:
    """Transferred means that somebody has it: with its feedback, or sent to an external organ (art. 18)."""
    if ctx.sit.every("feedback", "send_out"):
        return None
    return Refusal("尚未移送，或者受移送机关尚未反馈，不能按移送办结。", M(14, 1, 5))


def mergeable(ctx: Ctx) -> Refusal | None:
    """The other lead is open, before the same bureau and not this one."""
    other = ctx.world.matter(ctx.facts.into)
    open_ = {"reported", "verifying", "offered", "held"}
    if other is None or other[0] != "lead" or ctx.facts.into == ctx.sit.matter_id or other[1] not in open_:
        return Refusal("请选择另一条正在办理的线索。", field="into", policy=True)
    if not set(ctx.world.holders(ctx.facts.into, "handler")) & set(ctx.sit.bodies("handler")):
        return Refusal("只能并入由同一司法行政机关承办的线索。", field="into", policy=True)
    return None


def organ_waits(ctx: Ctx) -> Refusal | None:
    """There is an organ that asked (art. 18)."""
    if ctx.sit.index.get("source") == Source.EXTERNAL:
        return None
    return Refusal("本线索不是外部机关来函，无须答复来函机关。", M(18))


def organ_answered(ctx: Ctx) -> Refusal | None:
    """An organ that asked for an answer by a day has it before the lead ends (art. 18)."""
    clock = ctx.sit.clocks.get("organ")
    if clock is None or clock.stopped:
        return None
    return Refusal("来函机关要求答复，尚未答复。请先办理“答复来函机关”。", M(18))


def reply_day(ctx: Ctx) -> Refusal | None:
    """The day by which an organ wants its answer is still to come."""
    if ctx.facts.reply_by and ctx.facts.reply_by <= ctx.on:
        return Refusal("答复期限须晚于登记日。", M(18), "reply_by")
    return None


def upper_bureau(ctx: Ctx) -> Refusal | None:
    """The city bureau takes up what a county bureau of its city has."""
    area = ctx.world.body(ctx.sit.bodies("handler")[0]).area_code
    if ctx.actor.area_code.endswith("00") and area != ctx.actor.area_code and area.startswith(ctx.actor.area_code[:4]):
        return None
    return Refusal("只有市级司法行政机关可以提级办理县级承办的线索。", M(2, 3), policy=True)


def lower_bureau(ctx: Ctx) -> Refusal | None:
    """Handed down to the bureau that is competent by itself, not to any other."""
    subject = next(iter(ctx.sit.bodies("subject")), 0)
    bureau = bureau_for(ctx, subject) if subject else None
    if bureau is None or bureau.id == ctx.actor.body_id:
        return Refusal("本线索应由本机关承办，不能交由下级办理。", M(2, 3), policy=True)
    return None


def colleague(ctx: Ctx) -> Refusal | None:
    """Only people of the bureau are told who reported."""
    if ctx.world.posts_of(ctx.facts.person, ctx.actor.body_id):
        return None
    return Refusal("只能授权本机关在岗人员。", field="person", policy=True)


# -- what the steps make ----------------------------------------------------------------------------------------------


def put_down(source: Source, find: Callable[[Ctx, int], BodyInfo | None] = bureau_for) -> Callable[[Ctx], Effects]:
    """The effect of a start: source, subject (who sees nothing), the bureau that acts."""

    def effect(ctx: Ctx) -> Effects:
        subject = ctx.world.body(ctx.facts.subject)
        bureau = find(ctx, subject.id)
        if bureau is None:
            raise LookupError("guard `handled_somewhere` lets no lead pass without a bureau")
        me = Part("source", ctx.actor.body_id, name=ctx.actor.body_name)
        effects = Effects(join=[me, part("subject", subject), part("handler", bureau)], area_id=bureau.area_id)
        effects.index = {"source": str(source), **texts(ctx)}
        effects.title = _title(ctx, subject.name)
        effects.notes["routing"] = competence(ctx, subject.id).as_dict()
        return effects

    return effect


def _same_level(ctx: Ctx, subject: int) -> BodyInfo | None:
    """Art. 23 names the same-level bureau; when it is itself concerned, the one above it (policy)."""
    same = ctx.world.official("justice", ctx.actor.area_code)
    return bureau_for(ctx, subject) or same if same and same.id == subject else same


def same_level_exists(ctx: Ctx) -> Refusal | None:
    """There is a justice bureau at the guidance body's own level (arts 23, 25)."""
    if _same_level(ctx, ctx.facts.subject) is None:
        return Refusal("本级尚未登记司法行政机关，无法抄送。请先补充机构登记。", M(25), "subject")
    return None


def _title(ctx: Ctx, subject: str) -> str:
    said = getattr(ctx.facts, "title", "") or getattr(ctx.facts, "topic", "")
    if said:
        return str(said)
    return f"{subject}：{' '.join(ctx.facts.description.split())[:40]}"


def registered(ctx: Ctx) -> Effects:
    """A lead registered by the bureau: the source is what it says; an organ's term for the answer runs."""
    effects = put_down(ctx.facts.source)(ctx)
    if ctx.facts.reply_by:
        days = (ctx.facts.reply_by - ctx.on).days
        effects.clocks = [Clock("organ", "答复来函机关", ctx.on, days, "CD", False, "normative", "")]
    return effects


def referred(ctx: Ctx) -> Effects:
    """Art. 23: linked to the coordination matter it comes from."""
    effects = put_down(Source.GUIDANCE, _same_level)(ctx)
    effects.title = f"第二十三条抄送：{ctx.facts.topic or ctx.world.body(ctx.facts.subject).name}"
    effects.index["art23"] = str(ctx.facts.case)
    if ctx.facts.origin:
        effects.links = [("referred_from", ctx.facts.origin)]
    return effects


def offered(ctx: Ctx) -> Effects:
    """The body it is offered to sees the file and has to answer."""
    return Effects(join=[part("receiver", ctx.world.body(ctx.facts.receiver))])


def taken_in(ctx: Ctx) -> Effects:
    """Whoever accepts a lead answers for it, within the days that were set."""
    offer = ctx.sit.last("offer")
    days = int(offer.facts["days"]) if offer else 15
    clock = Clock("feedback", "反馈办理结果", ctx.on, days, "WD", False, "internal", "")
    return Effects(received=True, clocks=[clock])


def given_back(ctx: Ctx) -> Effects:
    """Whoever returns a lead has no more part in it."""
    return Effects(leave=[p for p in leaving(ctx.sit, "receiver") if p.body_id == ctx.actor.body_id])


def called_back(ctx: Ctx) -> Effects:
    """Whoever it was offered to has no more part in it."""
    return Effects(leave=leaving(ctx.sit, "receiver"), stops=["receive_offer", "feedback"])


def taken_up(ctx: Ctx) -> Effects:
    """The city bureau acts instead; the county bureau is told."""
    me = ctx.world.body(ctx.actor.body_id)
    told = dict.fromkeys(ctx.sit.bodies("handler"), f"本线索由{me.name}提级办理：{ctx.facts.reason}")
    return Effects(
        leave=leaving(ctx.sit, "handler", "assignee"), join=[part("handler", me)], area_id=me.area_id, tell=told
    )


def handed_down(ctx: Ctx) -> Effects:
    """The bureau that is competent by itself acts again."""
    bureau = bureau_for(ctx, ctx.sit.bodies("subject")[0])
    if bureau is None:
        raise LookupError("guard `lower_bureau` lets nothing pass without a bureau")
    gone = leaving(ctx.sit, "handler", "assignee")
    return Effects(leave=gone, join=[part("handler", bureau)], area_id=bureau.area_id)


def ended(ctx: Ctx) -> Effects:
    """The source is told what became of it (art. 12: no lead vanishes)."""
    return Effects(stops=list(ctx.sit.clocks), tell=_told(ctx, getattr(ctx.facts, "feedback", "")))


def merged(ctx: Ctx) -> Effects:
    """Ended, with a link to the lead it joined."""
    return Effects(stops=list(ctx.sit.clocks), links=[("merged_into", ctx.facts.into)], tell=_told(ctx, ""))


def _told(ctx: Ctx, words: str) -> dict[int, str]:
    title = ctx.table.state(ctx.move.to or ctx.sit.state).title
    text = f"您单位提供的线索处置结果：{title}。{words}".strip()
    return {body: text for body in ctx.sit.bodies("source") if body not in ctx.sit.bodies("handler")}


def granted(ctx: Ctx) -> Effects:
    """One more person may know who reported."""
    return Effects(join=[Part(INFORMED, None, ctx.facts.person)])


def filing(ctx: Ctx) -> dict[str, Any]:
    """What the supervision matter begins with: the lead it comes from, the body, what is looked at."""
    facts = ctx.facts.model_dump(mode="json")
    screened = ctx.sit.last("screen")
    return {
        "origin": ctx.sit.matter_id,
        "subject": ctx.sit.bodies("subject")[0],
        "matter": screened.facts["matter"] if screened else "other",
        **{key: facts[key] for key in ("title", "conduct", "act", "way", "reason")},
    }


def subject_named(sit: Situation) -> str | None:
    """Every lead names the body it is about and the bureau that handles it (arts 2, 12)."""
    if sit.past and not (sit.bodies("subject") and sit.bodies("handler")):
        return "线索没有被反映机关或者承办的司法行政机关。"
    return None


def art23_disposed(sit: Situation) -> str | None:
    """Art. 23: what a guidance body copies ends with a disposition, never by being returned."""
    if sit.state == "returned" and sit.index.get("source") in MANDATORY:
        return "须处置的线索被退回。"
    return None
