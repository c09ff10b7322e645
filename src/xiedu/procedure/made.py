"""What a move makes: composed before anything is written, stored in the event, and the only source of projections."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from xiedu.papers.issue import Issued
from xiedu.procedure.situation import Actor, Clock, Ctx, Effects, Part, Past, Situation, after
from xiedu.procedure.table import START, Issue, Procedure, Term, Wait


def compose(ctx: Ctx, effects: Effects, issued: list[tuple[Issue, Issued]]) -> dict[str, Any]:
    """The ``made`` of an event but for its waiting work: roles, clocks, papers, deliveries, index, links."""
    stops = [k for k in (*ctx.move.stops, *effects.stops) if k in ctx.sit.clocks and not ctx.sit.clocks[k].stopped]
    staying = {(p.role, p.body_id, p.person_id) for p in set(ctx.sit.parts) - set(effects.leave)}
    joined = [p for p in effects.join if (p.role, p.body_id, p.person_id) not in staying]
    made: dict[str, Any] = {
        "join": [p.as_json() for p in joined],
        "double": _double_roles(ctx, joined),
        "leave": [p.as_json() for p in effects.leave],
        "stops": stops,
        "clocks": [*(_clock(ctx, term) for term in ctx.move.starts), *map(_stated, effects.clocks)],
        "index": effects.index,
        "notes": effects.notes,
        "title": effects.title,
        "links": [list(link) for link in effects.links],
        "sent": effects.sent,
        "received": effects.received,
        "redacts": effects.redacts,
        "tell": [[body, text] for body, text in effects.tell.items()],
        "papers": [[i.kind, p.number, p.digest] for i, p in issued],
    }
    return {key: value for key, value in made.items() if value}


def _double_roles(ctx: Ctx, joined: list[Part]) -> list[list[int]]:
    """[guidance body, justice bureau] for each guidance body that joins and sits in a justice bureau (art. 2).

    The two roles of one house are recorded on every matter they touch.
    """
    bodies = [ctx.world.body(p.body_id) for p in joined if p.body_id]
    hosts = [(b.id, ctx.world.host_of(b.id)) for b in bodies if b.kind == "guidance"]
    return [[b, host] for b, host in dict(hosts).items() if host and ctx.world.body(host).kind == "justice"]


def _clock(ctx: Ctx, term: Term) -> dict[str, Any]:
    spec = ctx.world.term(term.setting, ctx.sit.acting_handler() or 0)
    return {
        "key": term.key,
        "title": term.title,
        "start": ctx.on.isoformat(),
        "n": spec["n"],
        "unit": spec["unit"],
        "roll": bool(spec.get("roll")),
        "origin": spec["origin"],
        "setting": term.setting,
    }


def _stated(clock: Clock) -> dict[str, Any]:
    fixed = asdict(clock)
    del fixed["stopped"]
    return {**fixed, "start": clock.start.isoformat()}


def deliveries(sit: Situation, issued: list[tuple[Issue, Issued]]) -> list[list[Any]]:
    """[channel, body id, paper number, sent at once] for each service and copy of the papers of a move."""
    rows: list[list[Any]] = []
    for issue, paper in issued:
        for channel, roles in (("service", issue.serves), ("copy", issue.copies)):
            bodies = dict.fromkeys(b for role in roles for b in _holders(sit, role))
            rows += [[channel, body, paper.number, issue.sent] for body in bodies]
    return rows


def _holders(sit: Situation, role: str) -> list[int]:
    """Who holds a role; for the handler the body that acts as handler."""
    acting = sit.acting_handler() if role == "handler" else None
    return [acting] if acting else sit.bodies(role)


def waiting(table: Procedure, sit: Situation) -> list[list[Any]]:
    """[body id, person id or None, posts, label, clock key] of everybody expected to act in a situation."""
    return [
        [body, _person(sit, body, wait), ",".join(sorted(wait.posts)), wait.label, wait.term]
        for wait in _waits(table, sit)
        for body in _bodies(sit, wait)
    ]


def _waits(table: Procedure, sit: Situation) -> list[Wait]:
    pending = sit.pending
    if pending is not None:
        move = table.move(pending.move)
        verb = "签发" if pending.to_sign else "审核"
        label = f"{verb}：{move.title if move else pending.move}"
        return [Wait("", label, posts=frozenset({pending.next_post}), bodies=(pending.body_id,))]
    if sit.state in table.ends:
        return []
    waits = table.state(sit.state).waits
    return list(waits(sit) if callable(waits) else waits)


def _bodies(sit: Situation, wait: Wait) -> list[int]:
    if wait.bodies:
        return list(wait.bodies)
    if wait.role == "handler":
        acting = sit.acting_handler()
        return [acting] if acting else []
    return list(dict.fromkeys(sit.bodies(wait.role)))


def _person(sit: Situation, body: int, wait: Wait) -> int | None:
    return sit.assignee(body) if "handler" in wait.posts else None


def notices(
    before: Situation, now: Situation, table: Procedure, actor: Actor, rows: list[list[Any]], told: Iterable[list[Any]]
) -> list[list[Any]]:
    """[body id, text] of reminders: to those whose turn it is now, and to participants when the state has changed.

    ``told`` are the words of the move itself; they come before the others.

    A matter that begins at its end (an old one, taken over from a ledger) is no news to anybody.
    """
    if before.state == START and now.state in table.ends:
        return []
    texts = {row[0]: f"待办：{row[3]}" for row in rows}
    if before.state != now.state:
        for part in now.parts:
            if part.body_id and part.role != "assignee" and table.view(part.role, now.state) != "nothing":
                texts.setdefault(part.body_id, f"已进入“{table.state(now.state).title}”")
    texts |= {body: text[:300] for body, text in told}
    texts.pop(actor.body_id, None)
    return [[body, text] for body, text in texts.items()]


def event_of(ctx: Ctx, made: dict[str, Any], facts: dict[str, Any]) -> Situation:
    """The situation after the event; the event as the fold sees it is the last of its ``past``."""
    past = Past(
        seq=ctx.sit.seq + 1,
        move=ctx.move.code,
        person_id=ctx.actor.person_id,
        body_id=ctx.actor.body_id,
        occurred_on=ctx.on,
        facts=facts,
        made=made,
        frm=ctx.sit.state,
        to=ctx.move.to or ctx.sit.state,
    )
    return after(ctx.sit, past)
