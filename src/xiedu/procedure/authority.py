"""May this actor make this move now? One pure answer for page, function and command line.

The order is the order in which an official would ask: is the state right, does the body hold the role, is the person in
the right post, is the matter his, has the in-house approval run, and do the facts satisfy the guards.
"""

from dataclasses import replace
from typing import Any

from xiedu.law.citation import M
from xiedu.procedure.situation import Actor, Ctx, Situation, World
from xiedu.procedure.table import Guard, Move, Procedure, Refusal, Who

POST_TITLES = {"handler": "经办", "section": "科室负责人", "deputy": "分管负责人", "head": "主要负责人"}


def refusal(table: Procedure, move: Move, sit: Situation, actor: Actor, world: World) -> Refusal | None:
    """Why the move may not be made at all, before its facts are looked at; None if it may."""
    return (
        _as("wrong_state", _wrong_state(table, move, sit))
        or _as("wrong_role", _wrong_role(table, move, sit, actor))
        or _as("two_hats", _two_hats(sit, actor))
        or _as("assigned", _not_his(move, sit, actor))
        or _as("approval", _approval(move, sit, actor, world))
        or _as("under_approval", _review_blocks(move, sit, actor))
    )


def guarded(ctx: Ctx) -> list[Refusal]:
    """What the guards of a move have against its facts."""
    return [found for guard in ctx.move.guards if (found := asked(guard, ctx))]


def asked(guard: Guard, ctx: Ctx) -> Refusal | None:
    """What one guard has against it, under the guard's name."""
    return _as(getattr(guard, "__name__", "").strip("_"), guard(ctx))


def _as(code: str, found: Refusal | None) -> Refusal | None:
    return replace(found, code=found.code or code) if found else None


def entitled(move: Move, sit: Situation, actor: Actor) -> bool:
    """Whether body, role and post fit one of the move's ``who`` lines; the heart of the complement test."""
    held = sit.roles_of(actor.body_id, actor.person_id)
    return any(_fits(who, held, actor) for who in move.who)


def _fits(who: Who, held: set[str], actor: Actor) -> bool:
    if who.kinds:
        return actor.body_kind in who.kinds and bool(who.posts & actor.posts)
    return who.role in held and bool(who.posts & actor.posts)


def _wrong_state(table: Procedure, move: Move, sit: Situation) -> Refusal | None:
    if move.leaves(sit.state):
        return None
    if sit.state == "start":
        return Refusal(f"不能以“{move.title}”发起事项。")
    return Refusal(
        f"本事项现为“{table.state(sit.state).title}”，不能办理“{move.title}”。请刷新页面查看现在可办的步骤。"
    )


def _wrong_role(table: Procedure, move: Move, sit: Situation, actor: Actor) -> Refusal | None:
    if entitled(move, sit, actor):
        return None
    cite = move.cites[0] if move.cites else None
    held = sit.roles_of(actor.body_id, actor.person_id)
    if "recused" in held and any(who.role == "handler" for who in move.who):
        return Refusal(f"{actor.body_name}或其挂靠机关与本事项有关，已回避，由指定的主持单位办理。", policy=True)
    posts = {post for who in move.who if who.role in held for post in who.posts}
    if posts:
        names = "、".join(POST_TITLES[p] for p in POST_TITLES if p in posts)
        return Refusal(f"“{move.title}”须由{names}办理。请转交有相应岗位的同事。", cite)
    roles = "、".join(dict.fromkeys(table.role(who.role).title for who in move.who))
    return Refusal(f"“{move.title}”由{roles}办理，{actor.body_name}在本事项中没有这一身份。", cite)


def _two_hats(sit: Situation, actor: Actor) -> Refusal | None:
    """Nobody acts in one matter for two bodies: guidance and supervision stay apart (art. 2)."""
    if all(p.body_id == actor.body_id for p in sit.past if p.person_id == actor.person_id):
        return None
    text = "您已以另一机构的身份办理过本事项，同一人不得在一个事项中代表两个机构。请由其他同事办理。"
    return Refusal(text, M(2), policy=True)


def _not_his(move: Move, sit: Situation, actor: Actor) -> Refusal | None:
    """A matter given to somebody is his: a colleague in the same post needs 转办 first; leaders may always step in."""
    assignee = sit.assignee(actor.body_id)
    if assignee is None or assignee in {actor.person_id, actor.for_person_id}:
        return None
    if actor.posts - {"handler"} or move.code.startswith("review."):
        return None
    return Refusal("本事项已分办给本机构其他同事。请由其办理，或请科室负责人转办。", policy=True)


def chain_of(move: Move, body_id: int, world: World) -> tuple[str, ...]:
    """The posts that agree to a move inside a body, the last one signing; empty when none is needed."""
    if not move.approval:
        return ()
    return tuple(world.setting(f"approval.{move.approval}", body_id))


def _approval(move: Move, sit: Situation, actor: Actor, world: World) -> Refusal | None:
    chain = chain_of(move, actor.body_id, world)
    if not chain:
        return None
    pending = sit.pending
    if pending and pending.move == move.code and pending.body_id == actor.body_id:
        return _signature(pending, actor)
    if len(chain) == 1 and chain[0] in actor.posts:
        return None
    steps = " → ".join(POST_TITLES[p] for p in chain)
    return Refusal(f"“{move.title}”须先在本机构内送审（{steps}，末位签发）。请点“送审”。", policy=True)


def _signature(pending: Any, actor: Actor) -> Refusal | None:
    if not pending.to_sign:
        return Refusal(f"送审尚未走完，现待{POST_TITLES[pending.next_post]}审核。", policy=True)
    if pending.next_post not in actor.posts:
        return Refusal(f"本件须由{POST_TITLES[pending.next_post]}签发。", policy=True)
    if actor.person_id == pending.drafter_id:
        return Refusal("起草人不能签发自己送审的文书，请由有权签发的其他负责人办理。", policy=True)
    if actor.person_id in pending.agreed:
        return Refusal("您已在前一环节审核过本件，同一人不能审核两次。", policy=True)
    return None


def _review_blocks(move: Move, sit: Situation, actor: Actor) -> Refusal | None:
    """While a body has a paper under approval it does not move the matter elsewhere by another hand."""
    pending = sit.pending
    if pending is None or pending.body_id != actor.body_id or move.to is None or move.code == pending.move:
        return None
    return Refusal("本机构有一件文书正在送审。请先撤回送审或等待签发，再办理其他步骤。", policy=True)
