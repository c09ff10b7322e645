"""The question of art. 23, which every end of a coordination matter answers: must the justice bureau be told?

For every procedure of chapter 2: the facts that hold the answer, the guard, the copy and the invariant.
"""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import model_validator

from xiedu.law.citation import M
from xiedu.law.codes import Art23Case
from xiedu.procedure.facts import BodyRef, F, Facts, OptionalText, Reason, Show
from xiedu.procedure.situation import Ctx, Effects, Part, Situation
from xiedu.procedure.table import Opens, Refusal


class Art23(Facts):
    """The question of art. 23, answered at every end: must the justice bureau be told?"""

    found: Annotated[bool, Show("yes")] = F(
        "是否发现应抄送司法行政机关的情形",
        help="（一）未依法履行法定职责；（二）违法或不当执法行为；（三）其他应列入监督的事项。",
        cite=M(23),
    )
    case: Annotated[Art23Case | None, Show("choice")] = F("情形", cite=M(23), default=None)
    subject: Annotated[BodyRef | None, Show(pick="parties")] = F("涉及机关", cite=M(23), default=None)
    reason: Reason = F("判断理由", help="选择“否”也须说明理由。")

    @model_validator(mode="after")
    def _named(self) -> "Art23":
        if self.found and (self.case is None or self.subject is None):
            raise ValueError("发现第二十三条情形的，须选明属于哪一项、涉及哪个机关。")
        return self


class Ending(Facts):
    """An end with its reason and the art. 23 answer."""

    reason: Reason = F("理由")
    art23: Art23 = F("第二十三条判断", cite=M(23))


class Closing(Facts):
    """办结: what was done, and the art. 23 answer."""

    summary: OptionalText = F("办结说明", default="")
    art23: Art23 = F("第二十三条判断", cite=M(23))


def found(ctx: Ctx) -> bool:
    """The answer is yes and there is a guidance body that sends it."""
    return bool(ctx.facts.art23.found) and bool(ctx.sit.bodies("handler"))


def referral(ctx: Ctx) -> dict[str, Any] | None:
    """What the justice bureau's inbox gets: the case, the body, the reason, and the matter it comes from."""
    if not found(ctx):
        return None
    answer = ctx.facts.art23
    return {
        "case": str(answer.case),
        "subject": answer.subject,
        "description": answer.reason,
        "origin": ctx.sit.matter_id,
        "topic": str(ctx.sit.index.get("title", ""))[:200],
    }


REFERS = (Opens("lead", "refer", referral),)


def addressee_known(ctx: Ctx) -> Refusal | None:
    """The justice bureau of the handler's own level, to which an answer "yes" goes, exists."""
    if not ctx.facts.art23.found:
        return None
    handler = ctx.sit.bodies("handler")
    area = ctx.world.body(handler[0]).area_code if handler else ctx.actor.area_code
    if ctx.world.official("justice", area) is None:
        return Refusal("本级尚未登记司法行政机关，无法抄送。请先补充机构登记。", M(23), "art23.found")
    return None


def ended(ctx: Ctx) -> Effects:
    """An end with its answer: with "yes" the same-level justice bureau joins as the one copied to; all clocks stop."""
    effects = Effects(index={"art23": "yes" if ctx.facts.art23.found else "no"}, stops=list(ctx.sit.clocks))
    if found(ctx):
        effects.join = officials(ctx, ("justice",))
    return effects


def officials(ctx: Ctx, kinds: tuple[str, ...]) -> list[Part]:
    """The officials of the handler's own level that have no such part yet, each in the role called after its kind."""
    handler = ctx.world.body(ctx.sit.bodies("handler")[0])
    known = [(kind, ctx.world.official(kind, handler.area_code)) for kind in kinds]
    return [Part(kind, b.id, name=b.name) for kind, b in known if b and b.id not in ctx.sit.bodies(kind)]


def answered(*ends: str) -> Callable[[Situation], str | None]:
    """The invariant of the ends a guidance body makes: each carries its answer, but for matters of the paper age."""

    def ended_with_answer(sit: Situation) -> str | None:
        imported = any(p.made.get("notes", {}).get("ledger") for p in sit.past)
        if sit.state in ends and not imported and "art23" not in sit.index:
            return "已结束而没有第二十三条判断。"
        return None

    return ended_with_answer
