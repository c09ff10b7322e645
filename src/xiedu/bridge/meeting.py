"""The joint meeting of guidance body and justice bureau as one table (art. 21): when, on what, what came of it."""

from datetime import date
from typing import Annotated, Any

from xiedu.law.citation import M
from xiedu.procedure.common import WithReason, assigning, reading_up, redaction
from xiedu.procedure.facts import (
    BodyRef,
    Day,
    F,
    Facts,
    FileRef,
    Index,
    Line,
    MatterRef,
    Reason,
    Show,
    Text,
    indexed,
)
from xiedu.procedure.situation import Clock, Ctx, Effects, Part, Past, Situation
from xiedu.procedure.table import START, Move, Procedure, Refusal, Role, State, Wait, Who, latest

POLICY = "办法未规定会商的频次和程序，由两机构商定。"
Files = Annotated[list[FileRef], Show("files")]
OPPOSITE = {"guidance": "justice", "justice": "guidance"}


class Topic(Facts):
    """One item of the issue list."""

    topic: Line = F("议题", cite=M(21))
    matter: Annotated[MatterRef | None, Show(pick="matters:dispute,suggestion,lead,notice")] = F(
        "相关事项", default=None
    )


class Plan(Facts):
    """A meeting is called."""

    title: Annotated[Line, Index("title")] = F("会商名称", help="如 十一月份月度会商")
    held_on: Annotated[Day, Index("held_on")] = F("会商日期", cite=M(21))
    place: Line = F("地点或方式")
    topics: Annotated[list[Topic], Show("rows", label_each="议题")] = F("问题清单", cite=M(21), min_length=1)
    others: Annotated[
        list[Annotated[BodyRef, Show(pick="bodies:staffing,department,township,subdistrict")]],
        Show("rows", label_each="邀请单位"),
    ] = F("邀请的其他单位", default=[])


class Moved(Facts):
    """Another day."""

    held_on: Annotated[Day, Index("held_on")] = F("改期至")
    reason: Reason = F("改期理由")


class Conclusion(Facts):
    """What was settled on one item, and who does it."""

    topic: Line = F("议题")
    conclusion: Text = F("议定事项", cite=M(21))
    responsible: Annotated[BodyRef, Show(pick="parties")] = F("落实单位")


class Minutes(Facts):
    """What the meeting settled, item by item."""

    held_on: Annotated[Day, Index("held_on")] = F("实际会商日期")
    attendees: Text = F("参加人员")
    conclusions: Annotated[list[Conclusion], Show("rows", label_each="议定事项")] = F(
        "议定事项", cite=M(21), min_length=1
    )
    files: Files = F("会议纪要", default=[])


class Done(Facts):
    """One item has been carried out."""

    topic: Line = F("议题", help="与议定事项中的议题一致")
    result: Text = F("落实情况")
    files: Files = F("材料", default=[])


CONVENER = Role("handler", "召集单位", party=True)
COUNTERPART = Role("counterpart", "会商单位", party=True)
GUEST = Role("guest", "邀请单位")
READER = Role("reader", "调阅机关")
STARTER = Role("starter", "综合行政执法指导机构或者司法行政机关")
EITHER = Who(STARTER.code, kinds=frozenset(OPPOSITE))


def minutes(sit: Situation) -> Past | None:
    """The minutes as they stand."""
    return sit.last("minutes")


def undone(sit: Situation) -> list[str]:
    """Items settled and not yet reported as carried out."""
    held = minutes(sit)
    said = {p.facts.get("topic") for p in sit.every("carry_out")}
    return [c["topic"] for c in held.facts.get("conclusions", ()) if c["topic"] not in said] if held else []


def counterpart_exists(ctx: Ctx) -> Refusal | None:
    """Art. 21 joins the two bodies of one level; both are registered."""
    if ctx.world.official(OPPOSITE[ctx.actor.body_kind], ctx.actor.area_code) is None:
        return Refusal("本级尚未登记对应的司法行政机关或者指导机构，请先补充机构登记。", M(25))
    return None


def to_come(ctx: Ctx) -> Refusal | None:
    """A meeting is planned for today or later."""
    return Refusal("会商日期不能早于登记日。", M(21), "held_on") if ctx.facts.held_on < ctx.on else None


def was_held(ctx: Ctx) -> Refusal | None:
    """Minutes are of a meeting that has been held."""
    return Refusal("会商日期不能晚于登记日。", M(21), "held_on") if ctx.facts.held_on > ctx.on else None


def a_settled_topic(ctx: Ctx) -> Refusal | None:
    """Only what was settled is carried out, and by whom it was given to."""
    held = minutes(ctx.sit)
    given = {c["topic"]: c["responsible"] for c in held.facts.get("conclusions", ())} if held else {}
    if ctx.facts.topic not in given:
        return Refusal(f"没有这一议题。请填写：{'；'.join(undone(ctx.sit)) or '（均已落实）'}", M(21), "topic")
    if given[ctx.facts.topic] != ctx.actor.body_id and "handler" not in ctx.sit.roles_of(ctx.actor.body_id):
        return Refusal("该议定事项由其他单位落实。", M(21), "topic")
    return None


def all_done(ctx: Ctx) -> Refusal | None:
    """Nothing settled is left open (art. 21)."""
    left = undone(ctx.sit)
    return Refusal(f"尚有议定事项未登记落实：{'；'.join(left)}。", M(21)) if left else None


def own_matters(ctx: Ctx) -> Refusal | None:
    """An item names a matter in which the body takes part; others' matters are not brought up by number."""
    topics = getattr(ctx.facts, "topics", None) or [ctx.facts]
    for place, topic in enumerate(topics):
        if topic.matter and not ctx.world.takes_part(topic.matter, ctx.actor.body_id):
            field = "matter" if topic is ctx.facts else f"topics.{place}.matter"
            return Refusal("只能列入本机构办理或者参加的事项。", M(21), field)
    return None


def planned(ctx: Ctx) -> Effects:
    """The other body of the same level takes part; the day stands in both calendars."""
    other = ctx.world.official(OPPOSITE[ctx.actor.body_kind], ctx.actor.area_code)
    if other is None:
        raise LookupError("guard `counterpart_exists` lets no meeting pass without a counterpart")
    me = Part("handler", ctx.actor.body_id, name=ctx.actor.body_name)
    guests = [Part("guest", b, name=ctx.world.body(b).name) for b in dict.fromkeys(ctx.facts.others)]
    links = [("discusses", t.matter) for t in ctx.facts.topics if t.matter]
    joined = [me, Part("counterpart", other.id, name=other.name), *guests]
    clock = _clock(ctx, ctx.facts.held_on)
    return Effects(join=joined, title=ctx.facts.title, index=_index(ctx), links=links, clocks=[clock] if clock else [])


def rescheduled(ctx: Ctx) -> Effects:
    """The same meeting on another day."""
    clock = _clock(ctx, ctx.facts.held_on)
    return Effects(index=_index(ctx), clocks=[clock] if clock else [], stops=[] if clock else ["meet"])


def _clock(ctx: Ctx, day: date) -> Clock | None:
    days = (day - ctx.on).days
    return Clock("meet", "会商", ctx.on, days, "CD", False, "internal", "") if days else None


def recorded(ctx: Ctx) -> Effects:
    """The meeting was held."""
    return Effects(index=_index(ctx), stops=["meet"])


def added(ctx: Ctx) -> Effects:
    """One more item, linked to the matter it is about."""
    return Effects(links=[("discusses", ctx.facts.matter)] if ctx.facts.matter else [])


def _index(ctx: Ctx) -> dict[str, Any]:
    return {key: str(value) for key, value in indexed(ctx.facts).items()}


def _held(sit: Situation) -> tuple[Wait, ...]:
    held = minutes(sit)
    open_ = set(undone(sit))
    given = [c["responsible"] for c in held.facts.get("conclusions", ()) if c["topic"] in open_] if held else []
    waits = [Wait("", "落实议定事项", bodies=tuple(dict.fromkeys(given)))] if given else []
    return (*waits, *(() if given else (Wait("handler", "办结会商"),)))


STATES = (
    State("planned", "已安排", (Wait("handler", "召开会商并登记纪要", "meet"),)),
    State("held", "落实中", _held),
    State("closed", "已办结"),
    State("cancelled", "已取消", stopped=True),
)
ENDS = frozenset({"closed", "cancelled"})
OPEN = ("planned", "held")

STEPS = (
    Move("plan", "安排会商", (START,), "planned", (EITHER,), cites=(M(21),), policy=POLICY, facts=Plan,
         guards=(counterpart_exists, to_come, own_matters), effect=planned, main=True,
         causes="列入两机构共同日程，问题清单双方可见；关联事项只对有权查看的人显示。"),
    Move("add_topic", "补充议题", ("planned",), None, (CONVENER.any, COUNTERPART.any), cites=(M(21),), facts=Topic,
         guards=(own_matters,), effect=added, causes="列入问题清单。"),
    Move("reschedule", "改期", ("planned",), None, (CONVENER.any,), cites=(M(21),), policy=POLICY, facts=Moved,
         guards=(to_come,), effect=rescheduled, causes="共同日程随之调整，理由对各方可见。"),
    Move("minutes", "登记会商纪要", ("planned",), "held", (CONVENER.any,), cites=(M(21),), facts=Minutes,
         guards=(was_held,), effect=recorded, main=True, causes="议定事项逐项明确落实单位。"),
    Move("carry_out", "登记落实情况", ("held",), None, (CONVENER.any, COUNTERPART.any, GUEST.any), cites=(M(21),),
         facts=Done, guards=(a_settled_topic,), main=True, causes="落实情况各方可见。"),
    Move("close", "办结", ("held",), "closed", (CONVENER.any,), cites=(M(21),), guards=(all_done,), main=True,
         causes="议定事项均已落实，会商办结。"),
    Move("cancel", "取消会商", ("planned",), "cancelled", (CONVENER.lead,), policy=POLICY, facts=WithReason,
         effect=lambda ctx: Effects(stops=list(ctx.sit.clocks)), causes="说明理由后取消。"),
)  # fmt: skip
SHARED = (
    *assigning((CONVENER, COUNTERPART), OPEN),
    *redaction(CONVENER, tuple(s.code for s in STATES), frozenset({"plan", "minutes", "carry_out"})),
    *reading_up(READER, frozenset({"guidance", "justice", "government"}), OPEN),
)


def _topics(sit: Situation) -> dict[str, Any]:
    """The minutes begin with the issue list."""
    called = sit.past[0].facts if sit.past else {}
    topics = [t["topic"] for t in called.get("topics", ())] + [p.facts.get("topic") for p in sit.every("add_topic")]
    return {"held_on": sit.index.get("held_on"), "conclusions": [{"topic": t} for t in topics if t]}


MEETING = Procedure(
    code="meeting",
    title="会商协作",
    kind="coordination",
    mark="会",
    cites=(M(21),),
    roles=(STARTER, CONVENER, COUNTERPART, GUEST, READER),
    states=STATES,
    ends=ENDS,
    moves=(*STEPS, *SHARED),
    prefill={"minutes": _topics, "carry_out": lambda sit: {"topic": next(iter(undone(sit)), "")}},
    about={
        "minutes": (("会商安排", latest("plan")),),
        "carry_out": (("会商纪要", minutes),),
        "close": (("会商纪要", minutes),),
    },
    links={"discusses": ("会商事项", "在会商中讨论")},
)
