"""The papers of a dispute: from the situation after the step to what the wording room needs. Pure.

Each function is composed as of the situation *after* its move, so that the handler just found is known.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xiedu.coordination.dispute.guards import answers, outcome_source, parties, proposal
from xiedu.coordination.dispute.guards import application as application_of
from xiedu.law.citation import Cite, M
from xiedu.law.codes import LimitOrigin
from xiedu.papers import wording
from xiedu.papers import wording_input as given
from xiedu.papers.content import PaperContent, Para, chinese_date
from xiedu.papers.rewording import reworded
from xiedu.procedure.situation import Ctx, Past


def application(ctx: Ctx, number: str) -> PaperContent:
    """职责争议申请书."""
    facts = ctx.facts
    talks = ctx.sit.every("record_negotiation")[-1].facts
    return wording.application(
        given.Application(
            **_head(ctx, number, issuer=ctx.actor.body_id),
            handler=_name(ctx, ctx.sit.bodies("handler")[0]),
            negotiated=f"{chinese_date(date.fromisoformat(talks['held_on']))}以{talks['way']}方式协商，{talks['summary']}",
            focus=facts.focus,
            views=_views(ctx, facts.model_dump(mode="json")["views"]),
            other=facts.other,
            interim=facts.interim,
        )
    )


def acceptance(ctx: Ctx, number: str) -> PaperContent:
    """受理通知书 with the routing as it was explained."""
    found = _competence(ctx)
    reply = "reply" in ctx.sit.clocks and not ctx.sit.clocks["reply"].stopped
    cites = tuple(Cite.parse(key) for key in found.get("cites", ())) or (M(6, 2),)
    return wording.acceptance(
        given.Acceptance(
            **_head(ctx, number),
            applied_on=_applied(ctx),
            competence=cites,
            explanation=found["explanation"],
            policy=bool(found.get("policy")),
            reply=_term(ctx, "reply") if reply else None,
        )
    )


def _competence(ctx: Ctx) -> Mapping[str, Any]:
    """Why this body handles the dispute: as routed, as overridden with its reason, or as taken over."""
    last = ctx.sit.last("submit", "override_route", "take_over")
    notes: Mapping[str, Any] = last.made.get("notes", {}) if last else {}
    if "override" in notes:
        reason = notes["override"]["reason"]
        return {"explanation": f"由{notes['override']['by']}调整承办机构，理由：{reason}", "policy": True}
    return notes.get("routing") or {"explanation": "原承办机构移送上级，由上级指导机构接收办理。", "policy": True}


def rejection(ctx: Ctx, number: str) -> PaperContent:
    """不予受理通知书."""
    head = _head(ctx, number)
    facts = ctx.facts
    return wording.rejection(
        given.Rejection(**head, applied_on=_applied(ctx), reason=facts.reason, advice=facts.advice)
    )


def supplement(ctx: Ctx, number: str) -> PaperContent:
    """补正通知书."""
    return wording.supplement(
        given.Supplement(
            **_head(ctx, number),
            applied_on=_applied(ctx),
            items=tuple(ctx.facts.items),
            explanation=ctx.facts.note,
            term=_term(ctx, "supplement"),
        )
    )


def minutes(ctx: Ctx, number: str) -> PaperContent:
    """会商纪要与处理意见."""
    facts = ctx.facts
    content = wording.deliberation(
        given.Deliberation(
            **_head(ctx, number, copies=("staffing", "justice")),
            held_on=facts.held_on,
            consultees=_consultees(ctx),
            attendees=facts.attendees,
            minutes=facts.minutes,
            outcome=_outcome(ctx, facts.model_dump(mode="json")["outcome"]),
            reasons=facts.reasons,
            answer=_term(ctx, "answer"),
        )
    )
    return edited(ctx, content)


def suggestion(ctx: Ctx, number: str) -> PaperContent:
    """向政府的处理建议."""
    facts = ctx.facts
    applied = application_of(ctx.sit)
    met = ctx.sit.last("deliberation")
    if applied is None or met is None:
        raise LookupError("no suggestion without application and deliberation")
    content = wording.suggestion(
        given.Suggestion(
            **_head(ctx, number),
            government=_name(ctx, ctx.sit.bodies("decider")[0]),
            signer=ctx.actor.person_name,
            facts=applied.facts["focus"],
            views=_views(ctx, applied.facts["views"]),
            deliberated_on=date.fromisoformat(met.facts["held_on"]),
            consultees=_consultees(ctx),
            disagreement=facts.disagreement,
            outcome=_outcome(ctx, facts.model_dump(mode="json")["outcome"]),
            reasons=facts.reasons,
        )
    )
    return edited(ctx, content)


def opinion(ctx: Ctx, number: str) -> PaperContent:
    """书面协调意见 on its ground; the duties are those of the ground."""
    facts = ctx.facts
    applied = application_of(ctx.sit)
    officials = {role: _names(ctx, ctx.sit.bodies(role)) for role in ("staffing", "justice")}
    content = wording.opinion(
        given.Opinion(
            **_head(ctx, number, copies=("staffing", "justice")),
            ground=_ground(ctx),
            facts=applied.facts["focus"] if applied else ctx.sit.index.get("title", ""),
            reasons=facts.reasons,
            requirement=facts.requirement,
            staffing="、".join(officials["staffing"]),
            justice="、".join(officials["justice"]),
        )
    )
    return edited(ctx, content)


def referral(ctx: Ctx, number: str) -> PaperContent:
    """抄送函 to the justice bureau (art. 23)."""
    answer = ctx.facts.art23
    return wording.copy_letter(
        given.CopyLetter(
            **_head(ctx, number),
            addressee="、".join(_names(ctx, ctx.sit.bodies("justice"))),
            ground="art23",
            case=answer.case,
            subject=_name(ctx, answer.subject),
            reason=answer.reason,
        )
    )


def edited(ctx: Ctx, content: PaperContent) -> PaperContent:
    """The content in the handler's wording, if he changed it; grounds, duties and what a day is have to stand.

    Raises:
        ValueError: when a locked paragraph was changed or left out, or an internal target was made a statutory limit.
    """
    words = [(w.level, w.text) for w in getattr(ctx.facts, "wording", [])]
    return reworded(content, words, locked(ctx, content), "职责分工和依据段落") if words else content


def locked(ctx: Ctx, content: PaperContent) -> list[str]:
    """The paragraphs that may not be reworded: the opening with its ground, and the duties."""
    outcome = _outcome(ctx, ctx.facts.model_dump(mode="json")["outcome"])
    duties = [p.text for p in wording.duties(outcome) if isinstance(p, Para)]
    opening = [p.text for p in content.paragraphs[:1] if isinstance(p, Para)]
    return opening + duties


def _ground(ctx: Ctx) -> Any:
    turn = ctx.sit.last("conclude_agreed", "conclude_accepted", "record_decision")
    source, _, _ = outcome_source(ctx.sit)
    if turn is None or source is None:
        raise LookupError("guard `follows_outcome` lets no opinion pass without its source")
    outcome = _outcome(ctx, source.facts["outcome"])
    if turn.move == "record_decision":
        return given.Decided(
            government=_name(ctx, turn.body_id),
            document=turn.facts["document"],
            decided_on=date.fromisoformat(turn.facts["decided_on"]),
            text=turn.facts["text"],
            outcome=outcome,
        )
    if turn.move == "conclude_agreed":
        return given.Agreed(confirmed=_confirmed(ctx, "confirm", proposal(ctx.sit)), outcome=outcome)
    met = ctx.sit.last("deliberation")
    return given.Deliberated(
        document=met.made["papers"][0][1] if met else "",
        consultees=_consultees(ctx),
        confirmed=_confirmed(ctx, "answer", met),
        outcome=outcome,
    )


def _confirmed(ctx: Ctx, move: str, since: Past | None) -> tuple[tuple[str, date], ...]:
    given_ = answers(ctx.sit, move, since)
    days = {p.body_id: p.occurred_on for p in ctx.sit.every(move)}
    return tuple((_name(ctx, body), days[body]) for body in given_)


def _head(ctx: Ctx, number: str, *, issuer: int = 0, copies: tuple[str, ...] = ()) -> dict[str, Any]:
    handler = issuer or next(iter(ctx.sit.bodies("handler")), ctx.actor.body_id)
    presenter = ctx.sit.bodies("presenter")
    recusal = None
    if presenter and not issuer:
        recusal = given.Recusal(interested=_name(ctx, handler), presenter=_name(ctx, presenter[0]))
    return {
        "issuer": _name(ctx, handler),
        "number": number,
        "date": ctx.on,
        "topic": str(ctx.sit.index.get("title", "")),
        "applicant": _name(ctx, ctx.sit.bodies("applicant")[0]),
        "respondents": tuple(_names(ctx, ctx.sit.bodies("respondent"))),
        "copies": tuple(name for role in copies for name in _names(ctx, ctx.sit.bodies(role))),
        "recusal": recusal,
        "banners": tuple(ctx.world.banners()),
    }


def _name(ctx: Ctx, body: int) -> str:
    return ctx.world.body(body).name


def _names(ctx: Ctx, bodies: Iterable[int]) -> list[str]:
    return [_name(ctx, b) for b in bodies]


def _applied(ctx: Ctx) -> date:
    applied = application_of(ctx.sit)
    return applied.occurred_on if applied else ctx.on


def _term(ctx: Ctx, key: str) -> given.Term:
    clock = ctx.sit.clocks[key]
    return given.Term(due=ctx.world.due(clock).due, origin=LimitOrigin.of(clock.origin))


def _consultees(ctx: Ctx) -> tuple[str, ...]:
    return tuple(_names(ctx, (b for role in ("staffing", "justice", "consultee") for b in ctx.sit.bodies(role))))


def _views(ctx: Ctx, views: Iterable[Mapping[str, Any]]) -> tuple[given.View, ...]:
    order = {body: place for place, body in enumerate(parties(ctx.sit))}
    return tuple(_view(ctx, v) for v in sorted(views, key=lambda v: order.get(v["body"], 99)))


def _view(ctx: Ctx, view: Mapping[str, Any]) -> given.View:
    bases = tuple(given.Basis(**basis) for basis in view["bases"])
    proofs = ("见附件",) if view["proof"] else ()
    return given.View(
        body=_name(ctx, view["body"]),
        statement=view["statement"],
        bases=() if view["no_answer"] else bases,
        no_answer=view["no_answer"],
        proofs=proofs,
    )


def _outcome(ctx: Ctx, outcome: Iterable[Mapping[str, Any]]) -> tuple[given.Allocation, ...]:
    return tuple(
        given.Allocation(
            item=one["item"],
            duty=_name(ctx, one["duty"]),
            assist=tuple(_names(ctx, one["assist"])),
            note=one["note"],
        )
        for one in outcome
    )
