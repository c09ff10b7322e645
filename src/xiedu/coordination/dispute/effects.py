"""What the steps of a dispute make beyond a new state: who joins, what is noted, what stops."""

from typing import Any

from xiedu.coordination.art23 import ended, officials
from xiedu.coordination.dispute.guards import dupkey, parties, routing
from xiedu.coordination.recusal import interested, presenter
from xiedu.procedure.facts import indexed
from xiedu.procedure.situation import BodyInfo, Ctx, Effects, Part


def part(role: str, body: BodyInfo) -> Part:
    """A body in a role."""
    return Part(role, body.id, name=body.name)


def opened(ctx: Ctx) -> Effects:
    """Applicant and respondents; the respondents see nothing before the dispute is accepted."""
    others = [part("respondent", ctx.world.body(b)) for b in ctx.facts.respondents]
    me = Part("applicant", ctx.actor.body_id, name=ctx.actor.body_name)
    return Effects(join=[me, *others], index=_texts(ctx), title=ctx.facts.title)


def submitted(ctx: Ctx) -> Effects:
    """The competent guidance body found by art. 6, and the presenter if it is recused (policy)."""
    effects = Effects(index={**_texts(ctx), "dupkey": dupkey(ctx)})
    _route(ctx, effects, parties(ctx.sit))
    return effects


def taken_up(ctx: Ctx) -> Effects:
    """Who takes up an application has received it; the other parties see the file from now on (art. 4)."""
    return Effects(join=_heard(ctx), received=True)


def taken_up_recused(ctx: Ctx) -> Effects:
    """As above, and the deliberation begins at once."""
    return Effects(join=[*_heard(ctx), *officials(ctx, ("staffing", "justice"))], received=True)


def _heard(ctx: Ctx) -> list[Part]:
    return [part("heard", ctx.world.body(b)) for b in ctx.sit.bodies("respondent")]


def supplemented(ctx: Ctx) -> Effects:
    """The application anew; who handles it stays as routed, overridden or taken over."""
    return Effects(index=_texts(ctx))


def taken_over(ctx: Ctx) -> Effects:
    """The parties and the application as handed up, with a link to the matter they come from."""
    facts = ctx.facts
    joined = [part("applicant", ctx.world.body(facts.applicant))]
    joined += [part("respondent", ctx.world.body(b)) for b in facts.respondents]
    effects = Effects(join=joined, title=facts.title, links=[("transferred_from", facts.origin)])
    effects.index = {**_texts(ctx), "dupkey": dupkey(ctx), "origin": str(facts.origin)}
    me = ctx.world.body(ctx.actor.body_id)
    effects.area_id = me.area_id
    effects.join += [part("handler", me), *_presenter(ctx, me, [facts.applicant, *facts.respondents])]
    return effects


def _route(ctx: Ctx, effects: Effects, ids: list[int]) -> None:
    found = routing(ctx)
    handler = ctx.world.official("guidance", found["handler"]["area"])
    if handler is None:
        raise LookupError("guard `routed` lets no dispute pass without a guidance body")
    gone = [p for p in ctx.sit.parts if p.role in {"handler", "presenter"}]
    effects.leave = gone
    effects.join += [part("handler", handler), *_presenter(ctx, handler, ids)]
    effects.area_id = handler.area_id
    effects.notes["routing"] = {k: found[k] for k in ("rule", "policy", "recused", "cites", "explanation")}


def _presenter(ctx: Ctx, handler: BodyInfo, ids: list[int]) -> list[Part]:
    """The neutral body that acts for an interested handler; the guards have seen to it that there is one."""
    body = presenter(ctx, handler, ids) if interested(ctx, handler, ids) else None
    return [part("presenter", body)] if body else []


def rerouted(ctx: Ctx) -> Effects:
    """Another guidance body by hand, with its reason kept beside what routing had found."""
    handler = ctx.world.body(ctx.facts.handler)
    gone = [p for p in ctx.sit.parts if p.role in {"handler", "presenter"}]
    effects = Effects(leave=gone, area_id=handler.area_id)
    effects.join = [part("handler", handler), *_presenter(ctx, handler, parties(ctx.sit))]
    effects.notes["override"] = {"by": ctx.actor.body_name, "reason": ctx.facts.reason}
    return effects


def deliberators(ctx: Ctx) -> Effects:
    """编办 and 司法 of the handler's own level join as consultees (art. 9)."""
    return Effects(join=officials(ctx, ("staffing", "justice")))


def copied(ctx: Ctx) -> Effects:
    """编办 and 司法 of the handler's own level get the opinion (art. 8; in the art. 9 ends as policy)."""
    return Effects(join=officials(ctx, ("staffing", "justice")))


def to_government(ctx: Ctx) -> Effects:
    """The same-level government decides (art. 9 para. 2)."""
    return Effects(join=[Part("decider", p.body_id, name=p.name) for p in officials(ctx, ("government",))])


def invited(ctx: Ctx) -> Effects:
    """One more body at the deliberation."""
    return Effects(join=[part("consultee", ctx.world.body(ctx.facts.body))])


def merged(ctx: Ctx) -> Effects:
    """Ended, with a link to the dispute it joined."""
    effects = ended(ctx)
    effects.links = [("merged_into", ctx.facts.into)]
    return effects


def replied(ctx: Ctx) -> Effects:
    """The clock stops when the last respondent has answered."""
    said = {p.body_id for p in ctx.sit.every("reply")} | {ctx.actor.body_id}
    return Effects(stops=["reply"] if set(ctx.sit.bodies("respondent")) <= said else [])


def answered(ctx: Ctx) -> Effects:
    """The clock stops when the last party has answered the deliberation's view."""
    mark = ctx.sit.last("deliberation")
    since = mark.seq if mark else 0
    said = {p.body_id for p in ctx.sit.every("answer") if p.seq > since} | {ctx.actor.body_id}
    return Effects(stops=["answer"] if set(parties(ctx.sit)) <= said else [])


def dispatched(ctx: Ctx) -> Effects:
    """All open services and copies have gone out."""
    return Effects(sent=True)


def corrected(ctx: Ctx) -> Effects:
    """The earlier opinion is voided; its number stays used."""
    last = ctx.sit.last("issue_opinion", "correct_opinion")
    numbers = [p[1] for p in last.made.get("papers", ())] if last else []
    return Effects(notes={"voids": numbers, "void_reason": ctx.facts.fault})


def ledgered(ctx: Ctx) -> Effects:
    """A closed matter of the paper age with its old number."""
    facts = ctx.facts
    joined = [Part("handler", ctx.actor.body_id, name=ctx.actor.body_name)]
    for role, body in (("applicant", facts.applicant_body), ("respondent", facts.respondent_body)):
        if body:
            joined.append(part(role, ctx.world.body(body)))
    index = {**_texts(ctx), "parties": f"{facts.applicant}、{facts.respondent}"}
    return Effects(join=joined, index=index, title=facts.title, notes={"ledger": True})


def _texts(ctx: Ctx) -> dict[str, Any]:
    """The indexed facts as text, none of them empty."""
    return {key: str(value)[:300] for key, value in indexed(ctx.facts).items() if str(value)}
