"""What must hold before a step of a dispute: each guard is a pure question with its article."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from xiedu.coordination.dispute.facts import Answer, NegotiationOutcome, Question
from xiedu.coordination.recusal import unpresented
from xiedu.law.citation import Cite, M
from xiedu.law.competence import route_json
from xiedu.law.regimes import MEASURES_FROM
from xiedu.procedure.facts import dump
from xiedu.procedure.situation import Ctx, Past, Situation
from xiedu.procedure.table import Refusal

PARTIES = ("applicant", "respondent")
PROVEN = {NegotiationOutcome.NOT_AGREED, NegotiationOutcome.REFUSED, NegotiationOutcome.NO_ANSWER}


def parties(sit: Situation) -> list[int]:
    """The bodies in dispute, applicant first."""
    return [b for role in PARTIES for b in sit.bodies(role)]


def application(sit: Situation) -> Past | None:
    """The application as it stands: submitted, supplemented, or taken over."""
    return sit.last("submit", "supplement", "take_over")


def proposal(sit: Situation) -> Past | None:
    """The latest meeting that put a plan before the parties."""
    return next((p for p in reversed(sit.every("meeting")) if p.facts.get("outcome")), None)


def answers(sit: Situation, move: str, since: Past | None) -> dict[int, str]:
    """Each party's last answer given after a plan or a deliberation."""
    if since is None:
        return {}
    return {p.body_id: p.facts.get("answer", "") for p in sit.every(move) if p.seq > since.seq}


def in_force(ctx: Ctx) -> Refusal | None:
    """Art. 31: no matter is begun under the Measures before they were in force."""
    if ctx.on < MEASURES_FROM:
        return Refusal(f"办法自 {MEASURES_FROM} 起施行，不能以其程序办理此前的事项。旧台账请用“台账导入”。", M(31))
    return None


def distinct_parties(ctx: Ctx) -> Refusal | None:
    """Art. 6: a dispute has at least two different bodies."""
    others = ctx.facts.respondents
    if ctx.actor.body_id in others or len(set(others)) != len(others):
        return Refusal("争议对方不能是本机关，也不能重复选择。", M(6), "respondents")
    return None


def case_route_known(ctx: Ctx) -> Refusal | None:
    """One case's jurisdiction has its own route; who goes on here says that he knows."""
    if ctx.facts.question == Question.CASE and not ctx.facts.case_known:
        text = "个案管辖争议由共同的上一级行政机关指定管辖，办案期限继续计算。请确认已知悉，或改走法定途径。"
        return Refusal(text, Cite("行政处罚法", 25, 2), "case_known")
    return None


def negotiation_proved(ctx: Ctx) -> Refusal | None:
    """Art. 6(1): the parties have negotiated in vain, or the other side refused or did not answer; with proof."""
    rounds = ctx.sit.every("record_negotiation")
    last = rounds[-1] if rounds else None
    if last is None:
        return Refusal(
            "提请协调前须先自行协商。请先登记协商情况并附证明材料（对方拒绝或未答复的，附相应证明）。", M(6, 1)
        )
    if last.facts.get("outcome") not in PROVEN:
        return Refusal("最近一次协商已登记为“协商一致”，不能提请协调。", M(6, 1))
    if not last.facts.get("evidence"):
        return Refusal("协商情况缺少证明材料，请补充后再提请。", M(6, 1))
    return None


def negotiation_agreed(ctx: Ctx) -> Refusal | None:
    """A dispute the parties settled ends with the record of it."""
    last = ctx.sit.last("record_negotiation")
    if last and last.facts.get("outcome") == NegotiationOutcome.AGREED:
        return None
    return Refusal("请先把协商结果登记为“协商一致”并附证明材料。", M(6, 1))


def negotiation_day(ctx: Ctx) -> Refusal | None:
    """The negotiation was not held after today."""
    return _not_later(ctx.facts.held_on, ctx.on, "held_on")


def meeting_day(ctx: Ctx) -> Refusal | None:
    """A meeting of the coordination is held after the dispute was accepted and minuted after it was held (art. 8)."""
    return _between(ctx, ctx.facts.held_on, ("accept", "accept_recused"), "held_on")


def deliberation_day(ctx: Ctx) -> Refusal | None:
    """The deliberation comes after coordination has failed (art. 9 para. 1)."""
    begun = ("conclude_not_agreed", "accept_recused", "reopen_deliberation")
    return _between(ctx, ctx.facts.held_on, begun, "held_on")


def decision_day(ctx: Ctx) -> Refusal | None:
    """The government decides on the suggestion, so not before it (art. 9 para. 2)."""
    return _between(ctx, ctx.facts.decided_on, ("suggest",), "decided_on")


def _between(ctx: Ctx, day: date, since: tuple[str, ...], field: str) -> Refusal | None:
    begun = ctx.sit.last(*since)
    if begun and day < begun.occurred_on:
        name = ctx.table.move(begun.move)
        text = f"日期 {day} 早于“{name.title if name else begun.move}”（{begun.occurred_on}），请填写实际日期。"
        return Refusal(text, ctx.move.cites[0], field)
    return _not_later(day, ctx.on, field)


def _not_later(day: date, on: date, field: str) -> Refusal | None:
    return Refusal(f"日期 {day} 晚于登记日 {on}，请填写实际日期。", field=field) if day > on else None


def both_views(ctx: Ctx) -> Refusal | None:
    """Art. 7(2): a view of every party with a basis of the three ranks; the other side may have been silent, proved."""
    stated = {view.body: (place, view) for place, view in enumerate(ctx.facts.views)}
    mine, known = _sides(ctx)
    for body in known:
        if body not in stated:
            name = ctx.world.body(body).name
            return Refusal(f"缺少{name}的观点及依据。争议各方的观点都须写明。", M(7, item=2), "views")
    for body, (place, view) in stated.items():
        found = _view_fault(view, place, own=body == mine)
        if body not in known:
            found = Refusal("所选机关不是本争议的一方。", M(7, item=2), f"views.{place}.body")
        if found:
            return found
    return None


def _sides(ctx: Ctx) -> tuple[int, list[int]]:
    if ctx.move.code == "take_over":
        return ctx.facts.applicant, [ctx.facts.applicant, *ctx.facts.respondents]
    return ctx.actor.body_id, parties(ctx.sit)


def _view_fault(view: Any, place: int, *, own: bool) -> Refusal | None:
    cite = M(7, item=2)
    if view.no_answer:
        if own:
            return Refusal("本机关的观点不能填“未答复”。", cite, f"views.{place}.no_answer")
        if not view.proof:
            return Refusal("对方未答复的，须附发函、送达等证明。", cite, f"views.{place}.proof")
        return None
    if not view.statement.strip():
        return Refusal("请写明观点；对方未答复的，勾选“对方未答复”并附证明。", cite, f"views.{place}.statement")
    if not any(b.rank.primary for b in view.bases):
        text = "至少写明一项法律、法规或规章依据；规范性文件和“三定”规定只能作为补充。"
        return Refusal(text, cite, f"views.{place}.bases")
    return None


def routing(ctx: Ctx) -> dict[str, Any]:
    """The routing of art. 6 for the parties, explained."""
    ids = parties(ctx.sit)
    if ctx.move.code == "take_over":
        ids = [ctx.facts.applicant, *ctx.facts.respondents]
    return route_json({"parties": [dict(ctx.world.party(b)) for b in ids]}).as_dict()


def routed(ctx: Ctx) -> Refusal | None:
    """Art. 6(2): a guidance body is competent and exists."""
    found = routing(ctx)
    if not found["handler"]:
        return Refusal(str(found["refused"]), M(6, 2))
    area = found["handler"]["area"]
    handler = ctx.world.official("guidance", area)
    if handler is None:
        return Refusal(f"区划 {area} 尚未登记综合行政执法指导机构，请联系系统管理员补充登记或报上级机构。", M(25))
    return unpresented(ctx, handler, parties(ctx.sit))


def not_duplicate(ctx: Ctx) -> Refusal | None:
    """A warning with teeth: the same parties over the same field need a reason to go on (art. 6)."""
    others = ctx.world.open_with("dispute", "dupkey", dupkey(ctx))
    others = [(i, n) for i, n in others if i != ctx.sit.matter_id]
    if others and not ctx.facts.duplicate_reason.strip():
        numbers = "、".join(n for _, n in others)
        return Refusal(
            f"相同各方、相同领域已有在办争议 {numbers}。确需另行提请的，请说明理由。", M(6), "duplicate_reason"
        )
    return None


def dupkey(ctx: Ctx) -> str:
    """Field and parties, in order: what makes two disputes the same."""
    ids = [ctx.facts.applicant, *ctx.facts.respondents] if ctx.move.code == "take_over" else parties(ctx.sit)
    field = ctx.facts.field if ctx.move.code == "take_over" else ctx.sit.index.get("field", "")
    return f"{field}|{','.join(map(str, sorted(ids)))}"


def supplement_lapsed(ctx: Ctx) -> Refusal | None:
    """Nobody is refused for a missing paper before the time to bring it has run out."""
    if ctx.world.passed(ctx.sit.matter_id, "supplement", ctx.on):
        return None
    return Refusal("补正期限尚未届满，不能按逾期未补正处理。", policy=True)


def plan_before_parties(ctx: Ctx) -> Refusal | None:
    """There is a plan, and this party has not answered it."""
    plan = proposal(ctx.sit)
    if plan is None:
        return Refusal("协调会尚未形成方案，无需确认。", M(8))
    return _once(answers(ctx.sit, "confirm", plan), ctx)


def view_before_parties(ctx: Ctx) -> Refusal | None:
    """There is a deliberation's view, and this party has not answered it."""
    return _once(answers(ctx.sit, "answer", ctx.sit.last("deliberation")), ctx)


def _once(given: dict[int, str], ctx: Ctx) -> Refusal | None:
    if ctx.actor.body_id in given:
        return Refusal("本机关已经答复，不能重复答复。", M(9, 2))
    return None


def all_confirmed(ctx: Ctx) -> Refusal | None:
    """Art. 8: agreed means that every party has said so."""
    return _all_accept(ctx, answers(ctx.sit, "confirm", proposal(ctx.sit)), "协调方案", M(8))


def all_accepted(ctx: Ctx) -> Refusal | None:
    """Art. 9(2): the deliberation's view is accepted when every party has said so; silence is not acceptance."""
    return _all_accept(ctx, answers(ctx.sit, "answer", ctx.sit.last("deliberation")), "会商意见", M(9, 2))


def _all_accept(ctx: Ctx, given: dict[int, str], what: str, cite: Cite) -> Refusal | None:
    open_ = [ctx.world.body(b).name for b in parties(ctx.sit) if given.get(b) != Answer.ACCEPT]
    if open_:
        return Refusal(f"{'、'.join(open_)}尚未同意{what}。须各方均明确同意，沉默不视为同意。", cite)
    return None


def tried_to_coordinate(ctx: Ctx) -> Refusal | None:
    """Art. 9(1): the deliberation comes after coordination has failed, not instead of it."""
    if ctx.sit.every("meeting") or Answer.REFUSE in answers(ctx.sit, "confirm", proposal(ctx.sit)).values():
        return None
    return Refusal("尚未组织协调，不能认定协调不成。请先召开协调会并登记纪要。", M(9, 1))


def consulted(ctx: Ctx) -> Refusal | None:
    """Art. 9(1): 编办 and 司法 take part in the deliberation; a presenter among them is there already."""
    begun = ctx.sit.last("conclude_not_agreed", "accept_recused", "reopen_deliberation")
    spoke = {p.body_id for p in ctx.sit.every("consult") if begun is None or p.seq > begun.seq}
    spoke |= set(ctx.sit.bodies("presenter"))
    missing = [b for role in ("staffing", "justice") for b in ctx.sit.bodies(role) if b not in spoke]
    if missing:
        names = "、".join(ctx.world.body(b).name for b in missing)
        return Refusal(f"{names}尚未提交会商意见。会商须会同机构编制部门、司法行政机关进行。", M(9, 1))
    return None


def declined_or_silent(ctx: Ctx) -> Refusal | None:
    """Not accepted: a party refused, or the (policy) time to answer has run out."""
    given = answers(ctx.sit, "answer", ctx.sit.last("deliberation"))
    if Answer.REFUSE in given.values():
        return None
    if len(given) < len(parties(ctx.sit)) and ctx.world.passed(ctx.sit.matter_id, "answer", ctx.on):
        return None
    return Refusal("尚无一方不同意会商意见，答复期限也未届满，不能认定为不认同。", M(9, 2))


def about_parties(ctx: Ctx) -> Refusal | None:
    """An outcome gives duties to bodies; each duty to a party or to somebody heard in the matter."""
    heard = {p.body_id for p in ctx.sit.parts if p.body_id}
    for place, item in enumerate(ctx.facts.outcome):
        if item.duty not in heard:
            return Refusal("主责机关须是争议一方或参加会商的单位。", M(9, 1), f"outcome.{place}.duty")
        if item.duty in item.assist or len(set(item.assist)) != len(item.assist):
            return Refusal("配合机关不能与主责机关相同，也不能重复。", field=f"outcome.{place}.assist")
    return None


def follows_outcome(ctx: Ctx) -> Refusal | None:
    """The written opinion says what was agreed, accepted or decided: nothing else (arts 8, 9(2))."""
    source, what, cite = outcome_source(ctx.sit)
    if source is None:
        return Refusal("没有可据以出具意见的协调方案、会商意见或政府决定。", M(9, 2))
    wanted = dump(ctx.facts)["outcome"]
    if wanted != list(source.facts.get("outcome", [])):
        return Refusal(f"意见书的职责分工须与{what}完全一致，不得增减。", cite, "outcome")
    return None


def outcome_source(sit: Situation) -> tuple[Past | None, str, Cite]:
    """The event a written opinion has to follow, what it is called, and the article."""
    turn = sit.last("conclude_agreed", "conclude_accepted", "record_decision")
    if turn is None:
        return None, "", M(8)
    if turn.move == "conclude_agreed":
        return proposal(sit), "各方同意的协调方案", M(8)
    if turn.move == "conclude_accepted":
        return sit.last("deliberation"), "各方认同的会商意见", M(9, 2)
    return turn, "政府决定", M(9, 2)


def all_sent(ctx: Ctx) -> Refusal | None:
    """Art. 8: not closed while a service or a copy to 编办 or 司法 is unsent."""
    if ctx.world.unsent(ctx.sit.matter_id):
        return Refusal("意见书尚未全部送达和抄送机构编制部门、司法行政机关，不能办结。", M(8))
    return None


def honest_expert(ctx: Ctx) -> Refusal | None:
    """Art. 11: an expert from a party's staff is not independent; an interest is declared."""
    facts = ctx.facts
    ours = set(parties(ctx.sit))
    if facts.independent and facts.employer_body and _entities(ctx, [facts.employer_body]) & _entities(ctx, ours):
        return Refusal("来自争议一方的专家不能登记为无利害关系。", M(11), "independent")
    if facts.independent and any(ctx.world.body(b).name in facts.employer for b in ours):
        return Refusal("来自争议一方的专家不能登记为无利害关系。", M(11), "independent")
    if not facts.independent and not facts.interest.strip():
        return Refusal("请说明利害关系。", M(11), "interest")
    return None


def _entities(ctx: Ctx, bodies: Iterable[int]) -> set[str]:
    """The legal persons the bodies belong to: a branch is its department."""
    return {str(ctx.world.party(b)["entity"]) for b in bodies}


def ledger_days(ctx: Ctx) -> Refusal | None:
    """An old dispute closed after it began and before today."""
    if not ctx.facts.applied_on <= ctx.facts.closed_on <= ctx.on:
        return Refusal("办结日期须不早于申请日期且不晚于今天。", field="closed_on")
    if ctx.world.known_with("dispute", "old_number", ctx.facts.old_number):
        return Refusal("该原编号已经导入。", field="old_number")
    return None
