"""When the handler or the agency that hosts it is a party. The Measures are silent: all of it is policy."""

from xiedu.law.citation import M
from xiedu.procedure.situation import BodyInfo, Ctx
from xiedu.procedure.table import Refusal


def presenter(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> BodyInfo | None:
    """Who presents when the handler or its host is a party: 司法, or 编办 if 司法 is touched itself."""
    touched = {*ids, ctx.world.host_of(handler.id)}
    found = (ctx.world.official(kind, handler.area_code) for kind in ("justice", "staffing"))
    return next((body for body in found if body and body.id not in touched), None)


def interested(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> bool:
    """Whether the handler or its host is a party."""
    return handler.id in ids or ctx.world.host_of(handler.id) in ids


def unpresented(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> Refusal | None:
    """A handler that has to stand aside needs somebody who presents."""
    if not interested(ctx, handler, ids) or presenter(ctx, handler, ids):
        return None
    text = "承办机构应当回避，而本级司法行政机关、机构编制部门也与争议有关，没有可主持的单位。请提请上级指导机构办理。"
    return Refusal(text, policy=True)


def not_recused(ctx: Ctx) -> Refusal | None:
    """A recused handler does not coordinate alone: the matter goes straight to the deliberation (policy)."""
    if ctx.sit.bodies("presenter"):
        return Refusal("承办机构或其挂靠机关是争议一方，不单独组织协调，请办理“受理并直接会商”。", policy=True)
    return None


def recused(ctx: Ctx) -> Refusal | None:
    """The way past the coordination is for recused handlers only."""
    if not ctx.sit.bodies("presenter"):
        return Refusal("承办机构与争议各方无关，应先组织协调，不能直接会商。", M(9, 1))
    return None
