"""A handler that stands aside does not coordinate alone. The Measures are silent: all of it is policy."""

from xiedu.law.citation import M
from xiedu.procedure.situation import Ctx
from xiedu.procedure.table import Refusal


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
