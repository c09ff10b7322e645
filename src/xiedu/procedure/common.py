"""Steps every procedure has: in-house approval, giving a matter to a person, receipts, reading up, redaction.

They are ordinary moves made by a function of the procedure's states, so that the complement test, the
diagram and the articles page treat them like the rest.
"""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import ValidationError

from xiedu.law.citation import Cite
from xiedu.procedure.authority import POST_TITLES, chain_of, guarded
from xiedu.procedure.facts import F as Field
from xiedu.procedure.facts import Facts, Line, OptionalText, PersonRef, Reason, Show, Whole, messages
from xiedu.procedure.situation import REVIEW_AGREE, REVIEW_DRAFT, REVIEW_RECALL, REVIEW_RETURN, Ctx, Effects, Part, Past
from xiedu.procedure.table import HANDLING_POSTS, LEADING_POSTS, Move, Refusal, Role, Who


class ReviewDraft(Facts):
    """A move and its facts, handed to the colleagues who have to agree."""

    move: Line = Field("送审步骤")
    facts: dict[str, Any] = Field("拟办内容")
    remark: OptionalText = Field("送审说明", default="")


class Remark(Facts):
    """A word on the way up."""

    remark: OptionalText = Field("审核意见", default="")


class WithReason(Facts):
    """A step that needs its reason."""

    reason: Reason = Field("理由")


class Assignment(Facts):
    """To whom a matter is given."""

    person: Annotated[PersonRef, Show(pick="colleagues")] = Field("承办人")
    remark: OptionalText = Field("交办意见", default="")


class Redaction(Facts):
    """Which step's content is emptied, and why."""

    seq: Whole = Field("步骤序号")
    reason: Reason = Field("遮蔽理由")


def review(roles: Iterable[Role], states: tuple[str, ...]) -> tuple[Move, ...]:
    """送审, 同意, 退回, 撤回送审 for the bodies in these roles."""
    anybody = tuple(r.any for r in roles)
    leaders = tuple(r.lead for r in roles)
    policy = "机关内部审批环节由各机关自行设定，办法未作规定。"
    return (
        Move(REVIEW_DRAFT, "送审", states, None, anybody, policy=policy, facts=ReviewDraft, guards=(_draftable,),
             effect=_chain, causes="按本机构审批环节逐级送审，末位负责人签发后生效。", inhouse=True),
        Move(REVIEW_AGREE, "同意", states, None, leaders, policy=policy, facts=Remark, guards=(_my_turn, _not_twice),
             causes="转下一环节审核或签发。", inhouse=True),
        Move(REVIEW_RETURN, "退回修改", states, None, leaders, policy=policy, facts=WithReason, guards=(_my_turn,),
             causes="退回起草人，原稿保留。", inhouse=True),
        Move(REVIEW_RECALL, "撤回送审", states, None, anybody, policy=policy, facts=WithReason, guards=(_my_draft,),
             causes="撤回本件，可修改后重新送审。", inhouse=True),
    )  # fmt: skip


def assigning(roles: Iterable[Role], states: tuple[str, ...]) -> tuple[Move, ...]:
    """分办或转办, and giving an assignment back."""
    who = tuple(roles)
    policy = "机关内部分工由机关负责人确定，办法未作规定。"
    return (
        Move("assign", "分办（转办）", states, None, tuple(r.lead for r in who), policy=policy, facts=Assignment,
             guards=(_colleague,), effect=_assign, causes="指定本机构承办人；原承办人的待办随之移交。", inhouse=True,
             routine=True),
        Move("hand_back", "退回分办", states, None, tuple(r.any for r in who), policy=policy, facts=WithReason,
             guards=(_assigned_to_me,), effect=_unassign, causes="退回科室负责人重新分办。", inhouse=True,
             routine=True),
    )  # fmt: skip


def receipts(roles: Iterable[Role], states: tuple[str, ...], cite: Cite) -> tuple[Move, ...]:
    """签收 of papers that were served or copied."""
    return (
        Move("receive", "签收", states, None, tuple(r.any for r in roles), cites=(cite,), guards=(_something_sent,),
             effect=lambda ctx: Effects(received=True), causes="登记本机构已收到送达或抄送的文书。"),
    )  # fmt: skip


def redaction(role: Role, states: tuple[str, ...], standing_on: frozenset[str]) -> tuple[Move, ...]:
    """遮蔽: the content of a step is emptied; that it was made, its digest and its place in the chain stay.

    ``standing_on``: the moves whose content later steps rest on; while the matter is open it stays.
    """

    def not_needed(ctx: Ctx) -> Refusal | None:
        past = _step(ctx)
        if past is None or ctx.sit.state in ctx.table.ends or past.move not in standing_on:
            return None
        return Refusal("后续办理须以该步骤的内容为依据，请在事项结束后遮蔽。", field="seq", policy=True)

    return (
        Move("redact", "遮蔽内容", states, None, (role.head,), policy="不宜留存的个人信息等予以遮蔽，步骤记录不删除。",
             facts=Redaction, guards=(_redactable, not_needed), effect=_emptied,
             causes="清空所选步骤的填写内容，保留步骤、时间、摘要值和理由。", confirm="遮蔽后内容不能恢复，确认遮蔽？",
             routine=True),
    )  # fmt: skip


def _emptied(ctx: Ctx) -> Effects:
    """The step and the drafts of it that went up for approval say the same: both are emptied."""
    past = _step(ctx)
    drafts = [
        p.seq
        for p in ctx.sit.every(REVIEW_DRAFT)
        if past and p.made["notes"]["review"]["move"] == past.move and p.seq < past.seq and not p.redacted
    ]
    return Effects(redacts=[ctx.facts.seq, *drafts])


def reading_up(reader: Role, kinds: frozenset[str], states: tuple[str, ...]) -> tuple[Move, ...]:
    """调阅: an upper body that sees the head of a matter asks for the file, with its reason."""
    return (
        Move("read_up", "调阅", states, None, (Who(reader.code, LEADING_POSTS, kinds),), cites=(), facts=WithReason,
             policy="上级机构因工作需要调阅下级事项，须说明理由并留痕。", guards=(_upper_area,),
             effect=lambda ctx: Effects(join=[Part(reader.code, ctx.actor.body_id, name=ctx.actor.body_name)]),
             causes="本机构可查看全部案卷；调阅理由对各方可见。"),
    )  # fmt: skip


def _draftable(ctx: Ctx) -> Refusal | None:
    target = ctx.table.move(ctx.facts.move)
    if target is None or not target.approval or not target.leaves(ctx.sit.state):
        return Refusal("所选步骤在当前状态下不能送审，请刷新页面。", policy=True)
    if ctx.sit.pending:
        return Refusal("本事项已有一件文书在送审。请先撤回或等待签发。", policy=True)
    held = ctx.sit.roles_of(ctx.actor.body_id)
    if not any(who.role in held or ctx.actor.body_kind in who.kinds for who in target.who):
        return Refusal(f"本机构不能办理“{target.title}”，不能送审。", target.cites[0] if target.cites else None)
    try:
        facts = target.facts.model_validate(ctx.facts.facts)
    except ValidationError as error:
        first = next(iter(messages(error).items()))
        return Refusal(f"{first[0]}：{first[1]}", field=f"facts.{first[0]}")
    inner = guarded(Ctx(ctx.table, ctx.sit, target, ctx.actor, facts, ctx.on, ctx.world))
    return inner[0] if inner else None


def _chain(ctx: Ctx) -> Effects:
    target = ctx.table.move(ctx.facts.move)
    chain = chain_of(target, ctx.actor.body_id, ctx.world) if target else ()
    return Effects(notes={"review": {"move": ctx.facts.move, "chain": list(chain)}})


def _my_turn(ctx: Ctx) -> Refusal | None:
    pending = ctx.sit.pending
    if pending is None or pending.body_id != ctx.actor.body_id:
        return Refusal("本机构现在没有待审核的送审件。", policy=True)
    if pending.next_post not in ctx.actor.posts:
        return Refusal(f"现在轮到{POST_TITLES[pending.next_post]}审核。", policy=True)
    return None


def _not_twice(ctx: Ctx) -> Refusal | None:
    pending = ctx.sit.pending
    if pending is None or _my_turn(ctx):
        return None
    if pending.to_sign:
        return Refusal("已到签发环节，请直接办理签发。", policy=True)
    if ctx.actor.person_id in {pending.drafter_id, *pending.agreed}:
        return Refusal("起草人或已审核过的同志不能再次审核本件。", policy=True)
    return None


def _my_draft(ctx: Ctx) -> Refusal | None:
    pending = ctx.sit.pending
    if pending is None or pending.body_id != ctx.actor.body_id:
        return Refusal("本机构现在没有送审中的文书。", policy=True)
    if ctx.actor.person_id != pending.drafter_id and not ctx.actor.posts & LEADING_POSTS:
        return Refusal("只有起草人或负责人可以撤回送审。", policy=True)
    return None


def _colleague(ctx: Ctx) -> Refusal | None:
    if ctx.world.posts_of(ctx.facts.person, ctx.actor.body_id) & HANDLING_POSTS:
        return None
    return Refusal("所选人员今天在本机构没有任职，请选择在岗人员。", field="person", policy=True)


def _assign(ctx: Ctx) -> Effects:
    effects = _unassign(ctx)
    effects.join = [Part("assignee", ctx.actor.body_id, ctx.facts.person)]
    return effects


def _unassign(ctx: Ctx) -> Effects:
    mine = [p for p in ctx.sit.parts if p.role == "assignee" and p.body_id == ctx.actor.body_id]
    return Effects(leave=mine)


def _assigned_to_me(ctx: Ctx) -> Refusal | None:
    if ctx.sit.assignee(ctx.actor.body_id) == ctx.actor.person_id:
        return None
    return Refusal("本事项没有分办给您，无需退回。", policy=True)


def _something_sent(ctx: Ctx) -> Refusal | None:
    """Papers sent to this body after its last receipt."""
    mine = [p.seq for p in ctx.sit.every("receive") if p.body_id == ctx.actor.body_id]
    since = max(mine, default=0)
    if any(_sent_to(past.made, ctx.actor.body_id) and past.seq > since for past in ctx.sit.past):
        return None
    later = any(past.made.get("sent") and past.seq > since for past in ctx.sit.past)
    if later and any(row[1] == ctx.actor.body_id for past in ctx.sit.past for row in past.made.get("deliveries", ())):
        return None
    return Refusal("没有待本机构签收的文书。", policy=True)


def _sent_to(made: Any, body: int) -> bool:
    return any(row[1] == body and row[3] for row in made.get("deliveries", ()))


def _redactable(ctx: Ctx) -> Refusal | None:
    past = _step(ctx)
    if past is None:
        return Refusal("没有这一步骤，请核对序号。", field="seq", policy=True)
    if past.redacted or any(ctx.facts.seq in p.made.get("redacts", ()) for p in ctx.sit.past):
        return Refusal("该步骤内容已经遮蔽。", field="seq", policy=True)
    return None


def _step(ctx: Ctx) -> Past | None:
    return next((p for p in ctx.sit.past if p.seq == ctx.facts.seq), None)


def _upper_area(ctx: Ctx) -> Refusal | None:
    handler = ctx.sit.bodies("handler")
    area = ctx.world.body(handler[0]).area_code if handler else ""
    if area and area != ctx.actor.area_code and area.startswith(ctx.actor.area_code.rstrip("0")):
        if ctx.actor.body_id in ctx.sit.bodies("reader"):
            return Refusal("本机构已调阅本事项。", policy=True)
        return None
    return Refusal("调阅限于上级机构对下级事项。", policy=True)


__all__ = ["assigning", "reading_up", "receipts", "redaction", "review"]
