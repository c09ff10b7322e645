"""What the page may offer somebody in a matter: the moves, and for the ones he may not make now, why."""

from dataclasses import dataclass
from typing import Any, Literal

from xiedu.procedure.authority import asked, chain_of, entitled, guarded, refusal
from xiedu.procedure.situation import REVIEW_DRAFT, Actor, Ctx, Situation, World
from xiedu.procedure.table import Move, Procedure, Refusal


@dataclass(frozen=True)
class Offer:
    """A move on the page: ``do`` it now, send it for in-house ``review``, or see why it is ``refused``."""

    move: Move
    mode: Literal["do", "review", "refused"]
    refusal: Refusal | None = None
    chain: tuple[str, ...] = ()


class _NotStatedYet(Exception):  # noqa: N818 - a signal between a guard and the offer, no error
    pass


class _Unstated:
    """Stands for facts that nobody has stated yet; a guard that asks for one is left for later."""

    def __getattr__(self, name: str) -> Any:
        raise _NotStatedYet(name)


def offers(table: Procedure, sit: Situation, actor: Actor, world: World) -> list[Offer]:
    """The moves out of the present state that this body can make, in the order of the table.

    The moves of other bodies are left out; those of this body that are not possible now stand with their reason.
    """
    held = sit.roles_of(actor.body_id, actor.person_id)
    mine = [m for m in table.moves_from(sit.state) if m.code != REVIEW_DRAFT and _ours(m, held, actor)]
    return [_offer(table, m, sit, actor, world) for m in mine]


def _ours(move: Move, held: set[str], actor: Actor) -> bool:
    return any(who.role in held or actor.body_kind in who.kinds for who in move.who)


def _offer(table: Procedure, move: Move, sit: Situation, actor: Actor, world: World) -> Offer:
    ctx = Ctx(table, sit, move, actor, _Unstated(), world.on, world)
    chain = chain_of(move, actor.body_id, world)
    against = refusal(table, move, sit, actor, world)
    found = _early(ctx)
    if against is None:
        return Offer(move, "refused", found, chain) if found else Offer(move, "do", chain=chain)
    drafts = bool(chain) and sit.pending is None and entitled(move, sit, actor)
    if drafts and not found and refusal(table, _review(table), sit, actor, world) is None:
        return Offer(move, "review", against, chain)
    return Offer(move, "refused", found or against, chain)


def _review(table: Procedure) -> Move:
    move = table.move(REVIEW_DRAFT)
    if move is None:
        raise LookupError(f"{table.code} has moves under approval but no review moves")
    return move


def _early(ctx: Ctx) -> Refusal | None:
    """The first guard that refuses whatever will be stated."""
    for guard in ctx.move.guards:
        try:
            found = asked(guard, ctx)
        except _NotStatedYet:
            continue
        if found:
            return found
    return None


__all__ = ["Offer", "guarded", "offers"]
