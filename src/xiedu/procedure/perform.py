"""The only door through which a matter moves. Page, API, command line, import and tests call :func:`perform`.

Time never moves a matter and nothing else writes one. One transaction; if anything fails, nothing has happened.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from xiedu.base.models import today
from xiedu.base.rows import together
from xiedu.bodies.principal import Principal
from xiedu.papers.content import PaperContent
from xiedu.papers.issue import Issued, issue
from xiedu.papers.kinds import KINDS
from xiedu.procedure import made as compose
from xiedu.procedure import record, registry
from xiedu.procedure.authority import guarded, refusal
from xiedu.procedure.errors import NotMade, Stale, refused
from xiedu.procedure.facts import canonical, clean, dump, messages
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.project import project
from xiedu.procedure.references import check_references, lock_named, references_of
from xiedu.procedure.situation import REVIEW_DRAFT, Actor, Ctx, Effects, Situation, fold
from xiedu.procedure.table import START, Issue, Move, Procedure
from xiedu.procedure.world import DbWorld

LATE_REASON_MOST = 500
TOKEN = re.compile(r"[!-~]{1,64}")


@dataclass(frozen=True)
class Done:
    """What came of a move."""

    matter_id: int
    number: str
    seq: int
    state: str
    papers: tuple[Issued, ...]


@dataclass(frozen=True)
class Ask:
    """What somebody wants to do: the move, its facts, the day it happened and the step he saw last."""

    move: str
    actor: Actor
    facts: Mapping[str, Any] | BaseModel | None = None
    occurred_on: date | None = None
    expect_seq: int | None = None
    late_reason: str = ""
    token: str | None = None


def actor_of(principal: Principal, body_id: int) -> Actor:
    """The principal acting for one of his bodies.

    Raises:
        NotMade: when he holds no post there today.
    """
    holding = principal.holding(body_id)
    if holding is None or principal.person_id is None:
        raise refused("您今天在该机构没有任职，不能以该机构名义办理。")
    return Actor(
        person_id=principal.person_id,
        person_name=principal.name,
        body_id=holding.body_id,
        body_name=holding.body_name,
        body_kind=holding.body_kind,
        area_code=holding.area_code,
        posts=holding.posts,
        for_person_id=holding.for_person_id,
    )


def start(procedure: str, ask: Ask) -> Done:
    """Begin a matter by one of the procedure's starting moves.

    Handing in the same form twice (same ``token``) gives the matter that the first one began.

    Raises:
        NotMade: when the move may not be made or its facts are at fault.
    """
    table = registry.table(procedure)
    ask = sound(ask)
    try:
        with transaction.atomic():
            known = record.by_token(ask.token, ask.actor.person_id)
            if known is None:
                lock_named(0, ask.facts)
                return _step(table, None, Situation(procedure), ask, DbWorld(ask.occurred_on or today()))
    except record.AlreadyBegun:
        known = record.by_token(ask.token, ask.actor.person_id)
    if known is None:
        raise refused("这份表单正在提交，请稍后到工作台查看。")
    return Done(known.pk, known.number, known.seq, known.state, ())


def perform(matter_id: int, ask: Ask) -> Done:
    """Make a move in a matter.

    1. Lock the matter. 2. Fold its events. 3. Is the step the caller saw still the last? 4. May the actor?
    5. Are the facts valid? 6. Do the guards let it pass? 7. Fix papers. 8. Write the event and move the head on, only
    if it still stands where step 2 found it. 9. Write the projections.

    Raises:
        Stale: when somebody acted meanwhile. NotMade: when the move may not be made. Matter.DoesNotExist.
    """
    ask = sound(ask)
    with transaction.atomic():
        lock_named(matter_id, ask.facts)
        world = DbWorld(ask.occurred_on or today())
        matter, pasts, world.settings = record.locked(matter_id, world.on)
        table = registry.table(matter.procedure)
        sit = fold(matter.procedure, pasts, matter.pk)
        if ask.expect_seq is not None and ask.expect_seq != matter.seq:
            raise _stale(table, matter)
        return _step(table, matter, sit, ask, world)


def sound(ask: Ask) -> Ask:
    """The request with everything beside the facts tested: day, reason, token, and that the facts are a form.

    Raises:
        NotMade: naming what is at fault.
    """
    errors: dict[str, str] = {}
    if ask.occurred_on is not None and type(ask.occurred_on) is not date:
        errors["occurred_on"] = "日期格式应为 2026-11-23。"
    if ask.facts is not None and not isinstance(ask.facts, Mapping | BaseModel):
        errors[""] = "填写内容的格式有误，请重新打开页面填写。"
    if ask.token is not None and not TOKEN.fullmatch(ask.token):
        errors["form"] = "表单标识有误，请重新打开页面填写。"
    reason = ask.late_reason
    try:
        reason = clean(reason).strip()
    except ValueError as error:
        errors["late_reason"] = str(error)
    if len(reason) > LATE_REASON_MOST:
        errors["late_reason"] = f"太长：最多 {LATE_REASON_MOST} 个字，请精简。"
    if errors:
        raise NotMade(errors=errors)
    return ask if reason == ask.late_reason else replace(ask, late_reason=reason)


def situation(matter: Matter | record.Head) -> Situation:
    """The matter folded from its events; one query."""
    return fold(matter.procedure, record.pasts_of(matter.pk), matter.pk)


def prepare(table: Procedure, sit: Situation, ask: Ask, world: DbWorld) -> Ctx:
    """The context of a move after every test; what it would make is not yet made.

    Raises:
        NotMade: with all that stands against it.
    """
    move = table.move(ask.move)
    if move is None:
        raise refused(f"{table.title}没有名为 {ask.move} 的步骤。")
    world.hint(p.body_id for p in sit.parts if p.body_id)
    against = refusal(table, move, sit, ask.actor, world)
    if against:
        raise NotMade(refusals=[against])
    on = _legal_day(sit, ask, world)
    facts = _facts(table, move, sit, ask)
    ctx = Ctx(table, sit, move, ask.actor, facts, on, world)
    check_references(ctx, references_of(ctx))
    found = guarded(ctx)
    if found:
        errors = {r.field: r.message for r in found if r.field}
        raise NotMade(refusals=found, errors=errors)
    return ctx


def _legal_day(sit: Situation, ask: Ask, world: DbWorld) -> date:
    """The day the step happened: not in the future, not before the step before, and a late entry says why."""
    now = today()
    on = ask.occurred_on or now
    if on > now:
        raise NotMade(errors={"occurred_on": f"发生日期 {on} 晚于今天 {now}。请填写实际发生的日期。"})
    if sit.past and on < sit.past[-1].occurred_on:
        before = sit.past[-1].occurred_on
        raise NotMade(errors={"occurred_on": f"发生日期 {on} 早于上一步的 {before}。各步骤须按先后顺序登记。"})
    if (now - on).days > world.setting("entry.grace_days") and len(ask.late_reason.strip()) < 2:
        raise NotMade(errors={"late_reason": f"本步骤发生于 {on}，属事后补录，请说明补录理由。"})
    return on


def _facts(table: Procedure, move: Move, sit: Situation, ask: Ask) -> BaseModel:
    pending = sit.pending
    given: Any = ask.facts
    if pending and pending.move == move.code and pending.body_id == ask.actor.body_id:
        if given is not None and _plain(given) not in ({}, dict(pending.facts)):
            raise refused("签发内容须与送审稿一致。需要修改的，请退回起草人修改后重新送审。")
        given = pending.facts
    if isinstance(given, BaseModel):
        given = dump(given)
    facts = _validated(move, given or {})
    target = table.move(getattr(facts, "move", "")) if move.code == REVIEW_DRAFT else None
    if target is None or not target.approval:
        return facts
    try:
        inner = _validated(target, getattr(facts, "facts", {}))
    except NotMade as fault:
        raise NotMade(errors={f"facts.{path}": text for path, text in fault.errors.items()}) from None
    return facts.model_copy(update={"facts": dump(inner)})


def _validated(move: Move, given: Any) -> BaseModel:
    try:
        return move.facts.model_validate(given)
    except ValidationError as error:
        raise NotMade(errors=messages(error)) from None
    except RecursionError:
        raise NotMade(errors={"": "填写内容嵌套过深，请重新打开页面填写。"}) from None


def _plain(given: Mapping[str, Any] | BaseModel) -> dict[str, Any]:
    return dump(given) if isinstance(given, BaseModel) else dict(given)


def _step(table: Procedure, matter: record.Head | None, sit: Situation, ask: Ask, world: DbWorld) -> Done:
    ctx = prepare(table, sit, ask, world)
    if ctx.move.code == REVIEW_DRAFT:
        _composable(ctx, ask, world)
    effects = ctx.move.effect(ctx) if ctx.move.effect else Effects()
    if matter is None:
        matter = record.open_matter(ctx, effects, ask.token)
        ctx = replace(ctx, sit=replace(sit, matter_id=matter.pk))
    issued = _issue(ctx, effects)
    made = compose.compose(ctx, effects, issued)
    facts = dump(ctx.facts)
    now = compose.event_of(ctx, made, facts)
    made["waiting"] = compose.waiting(table, now)
    if issued:
        made["deliveries"] = compose.deliveries(now, issued)
    made["notices"] = compose.notices(ctx.sit, now, table, ctx.actor, made["waiting"], made.get("tell", ()))
    said = canonical(facts)
    event = record.write_event(matter, ctx, said, ask.late_reason, now, effects)
    if event is None:
        raise _stale(table, matter)
    with together():
        project(matter, event, ctx, said, issued, references_of(ctx))
    _open_others(replace(ctx, sit=now), ask)
    return Done(matter.pk, matter.number, event.seq, event.to, tuple(p for _, p in issued))


def _open_others(ctx: Ctx, ask: Ask) -> None:
    """Begin the matters the move opens, in the same transaction and by the same hand: all of it or nothing."""
    for wanted in ctx.move.opens:
        facts = wanted.facts(ctx)
        if facts is None:
            continue
        same = Ask(wanted.move, ask.actor, facts, ask.occurred_on, late_reason=ask.late_reason)
        _step(registry.table(wanted.procedure), None, Situation(wanted.procedure), same, DbWorld(ctx.on))


def _composable(ctx: Ctx, ask: Ask, world: DbWorld) -> None:
    """Nothing is sent up for approval that could not be issued: the paper is composed, and thrown away, first."""
    try:
        preview(ctx.table, ctx.sit, replace(ask, move=ctx.facts.move, facts=ctx.facts.facts), world)
    except NotMade as fault:
        raise NotMade(fault.refusals, {f"facts.{path}": text for path, text in fault.errors.items()}) from None


def _issue(ctx: Ctx, effects: Effects) -> list[tuple[Issue, Issued]]:
    """Fix the papers of the move; they are composed as of the situation after it."""
    if not ctx.move.issues:
        return []
    later = _later(ctx, effects)
    issued = []
    for wanted in ctx.move.issues:
        if wanted.when and not wanted.when(later):
            continue
        body = ctx.world.body(issuer_of(wanted, later))
        if not body.paper_word:
            raise refused(f"{body.name}尚未登记发文机关代字，不能编文号。请先请系统管理员补充登记。")
        word = f"{body.paper_word}{KINDS[wanted.kind].word}"
        try:
            paper = issue(wanted.kind, body.id, word, ctx.on, _composer(wanted, later))
        except IntegrityError:
            raise refused(f"代字“{word}”与其他机关重复，不能编文号。请请系统管理员核对机构登记。") from None
        issued.append((wanted, paper))
    return issued


def _later(ctx: Ctx, effects: Effects) -> Ctx:
    """The context as of the situation after the move."""
    made = compose.compose(ctx, effects, [])
    return replace(ctx, sit=compose.event_of(ctx, made, dump(ctx.facts)))


def _composer(wanted: Issue, ctx: Ctx) -> Callable[[str], PaperContent]:
    def content(number: str) -> PaperContent:
        try:
            made: PaperContent = wanted.compose(ctx, number)
        except ValidationError as error:
            raise NotMade(errors={f"wording.{k}": v for k, v in messages(error).items()}) from None
        except ValueError as error:
            raise NotMade(errors={"wording": str(error)}) from None
        return made

    return content


def preview(table: Procedure, sit: Situation, ask: Ask, world: DbWorld | None = None) -> list[PaperContent]:
    """The papers a move would issue, without a number; nothing is written. A ``world`` already asked is asked on.

    Raises:
        NotMade: when the facts are at fault.
    """
    move = table.move(ask.move)
    if move is None:
        raise refused(f"{table.title}没有名为 {ask.move} 的步骤。")
    world = world or DbWorld(ask.occurred_on or today())
    ctx = Ctx(table, sit, move, ask.actor, _facts(table, move, sit, ask), world.on, world)
    found = guarded(ctx)
    if found:
        raise NotMade(refusals=found, errors={r.field: r.message for r in found if r.field})
    later = _later(ctx, move.effect(ctx) if move.effect else Effects())
    return [_composer(wanted, later)("") for wanted in move.issues if not wanted.when or wanted.when(later)]


def issuer_of(wanted: Issue, ctx: Ctx) -> int:
    """The body in whose name a paper goes out.

    Raises:
        NotMade: when nobody holds the role (art. 25: an area without a responsible body).
    """
    holders = ctx.sit.bodies(wanted.issuer)
    if wanted.issuer == "actor":
        return ctx.actor.body_id
    if not holders:
        raise refused(f"本事项没有“{ctx.table.role(wanted.issuer).title}”，无法出具文书。请先补充机构登记。")
    return holders[0]


def _stale(table: Procedure, matter: record.Head) -> Stale:
    last = Event.objects.filter(matter_id=matter.pk).select_related("person", "body").order_by("-seq").first()
    if last is None:
        return Stale(refusals=[refused("事项已变动，请刷新。").refusals[0]])
    move = table.move(last.move)
    when = timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M:%S")
    text = f"{last.body.name}·{last.person.name}已于 {when} 办理“{move.title if move else last.move}”，您的操作未执行。"
    return Stale(refusals=refused(text + "请刷新后按最新状态办理，已填写内容保存在草稿中。").refusals)


def begins(table: Procedure) -> list[Move]:
    """The moves that begin a matter of the procedure."""
    return [m for m in table.moves if START in m.frm]
