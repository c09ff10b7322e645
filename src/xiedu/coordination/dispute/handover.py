"""To whom a dispute may go by hand: override, merger, handing up and taking over (art. 6; the rest is policy)."""

from xiedu.coordination.dispute.facts import MERGE_INTO
from xiedu.coordination.dispute.guards import parties
from xiedu.coordination.recusal import unpresented
from xiedu.law.citation import M
from xiedu.procedure.situation import BodyInfo, Ctx
from xiedu.procedure.table import Refusal


def another_guidance(ctx: Ctx) -> Refusal | None:
    """Overriding the routing names another guidance body that art. 6 could mean, while nothing is under approval."""
    body = ctx.world.body(ctx.facts.handler)
    if body.id in ctx.sit.bodies("handler") or not _could_handle(ctx, body):
        text = "请选择另一综合行政执法指导机构：只能是市级，或争议一方所在县（市、区）的。"
        return Refusal(text, M(6, 2), "handler")
    if ctx.sit.pending:
        return Refusal("本事项有文书正在送审。请先撤回送审，再调整承办机构。", policy=True)
    return unpresented(ctx, body, parties(ctx.sit))


def _could_handle(ctx: Ctx, body: BodyInfo) -> bool:
    """A guidance body in force, of the city or of a county in which a party is; townships have none (art. 2)."""
    official = ctx.world.official("guidance", body.area_code)
    if body.kind != "guidance" or official is None or official.id != body.id:
        return False
    ours = {ctx.world.body(b).area_code[:6] for b in parties(ctx.sit)}
    return body.legal_level == "city" or (body.legal_level == "county" and body.area_code in ours)


def mergeable(ctx: Ctx) -> Refusal | None:
    """The other dispute is open, before the same handler and not this one."""
    other = ctx.world.matter(ctx.facts.into)
    if other is None or other[0] != "dispute" or ctx.facts.into == ctx.sit.matter_id or other[1] not in MERGE_INTO:
        return Refusal("请选择另一件正在办理的职责争议。", field="into", policy=True)
    if not set(ctx.world.holders(ctx.facts.into, "handler")) & set(ctx.sit.bodies("handler")):
        return Refusal("只能并入由同一指导机构承办的争议。", field="into", policy=True)
    return None


def handed_up(ctx: Ctx) -> Refusal | None:
    """What is taken over was handed up to this body, with these parties, and nobody has ever taken it."""
    origin = ctx.facts.origin
    other = ctx.world.matter(origin)
    if other is None or other[1] != "transferred_up":
        return Refusal("所选事项没有移送上级，不能接收。", field="origin", policy=True)
    below = [ctx.world.body(b).area_code for b in ctx.world.holders(origin, "handler")]
    if [code[:4] + "00" for code in below] != [ctx.actor.area_code]:
        return Refusal("该事项应由原承办机构的上级指导机构接收。", M(6, 2), "origin")
    if ctx.world.known_with("dispute", "origin", str(origin)):
        return Refusal("该事项已经接收，请勿重复办理。", field="origin", policy=True)
    if _same_parties(ctx):
        me = ctx.world.body(ctx.actor.body_id)
        return unpresented(ctx, me, [ctx.facts.applicant, *ctx.facts.respondents])
    return Refusal("申请机关和争议对方须与移送的事项一致。", M(6), "respondents")


def _same_parties(ctx: Ctx) -> bool:
    origin = ctx.facts.origin
    theirs = sorted(ctx.world.holders(origin, "applicant")), sorted(ctx.world.holders(origin, "respondent"))
    return theirs == ([ctx.facts.applicant], sorted(ctx.facts.respondents))


def county_handler(ctx: Ctx) -> Refusal | None:
    """Only a county body has somebody above it here."""
    if ctx.actor.area_code.endswith("00"):
        return Refusal("市级机构没有本平台内的上级指导机构，请报市人民政府或省综合行政执法指导机构。", policy=True)
    return None


def newcomer(ctx: Ctx) -> Refusal | None:
    """A body invited to the deliberation has no part in the matter yet."""
    if any(p.body_id == ctx.facts.body for p in ctx.sit.parts):
        return Refusal("该单位已参加本事项，无需增加。", M(9, 1), "body")
    return None


def consultees_registered(ctx: Ctx) -> Refusal | None:
    """编办 and 司法 of the handler's own level exist: no deliberation and no copy without them (arts 8, 9, 25)."""
    return _registered(ctx, {"staffing": "机构编制部门", "justice": "司法行政机关"})


def government_registered(ctx: Ctx) -> Refusal | None:
    """The same-level government exists: nobody else decides (arts 9(2), 25)."""
    return _registered(ctx, {"government": "人民政府"})


def _registered(ctx: Ctx, kinds: dict[str, str]) -> Refusal | None:
    area = ctx.world.body(ctx.sit.bodies("handler")[0]).area_code
    missing = [title for kind, title in kinds.items() if ctx.world.official(kind, area) is None]
    if missing:
        return Refusal(f"本级尚未登记{'、'.join(missing)}，请先请系统管理员补充机构登记。", M(25))
    return None
