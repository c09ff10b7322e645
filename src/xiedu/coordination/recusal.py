"""Who acts when the handler or the agency that hosts it is itself concerned. The Measures are silent: policy."""

from xiedu.procedure.situation import BodyInfo, Ctx
from xiedu.procedure.table import Refusal


def presenter(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> BodyInfo | None:
    """Who presents when the handler or its host is concerned: 司法, or 编办 if 司法 is touched itself."""
    touched = {*ids, ctx.world.host_of(handler.id)}
    found = (ctx.world.official(kind, handler.area_code) for kind in ("justice", "staffing"))
    return next((body for body in found if body and body.id not in touched), None)


def interested(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> bool:
    """Whether the handler or its host is concerned."""
    return handler.id in ids or ctx.world.host_of(handler.id) in ids


def unpresented(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> Refusal | None:
    """A handler that has to stand aside needs somebody who presents."""
    if not interested(ctx, handler, ids) or presenter(ctx, handler, ids):
        return None
    text = "承办机构应当回避，而本级司法行政机关、机构编制部门也与本事项有关，没有可主持的单位，请由上级指导机构办理。"
    return Refusal(text, policy=True)
