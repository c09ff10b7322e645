"""Writing an event and its projections, and reading events back. Called by ``perform`` alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from xiedu.base.chain import seal, sm3
from xiedu.base.dated import Settings, asking, of_rows
from xiedu.base.rows import fetch, fetch_all, insert_new, inserting, run
from xiedu.law.regimes import regime_on
from xiedu.procedure import registry
from xiedu.procedure.errors import refused
from xiedu.procedure.facts import canonical
from xiedu.procedure.models import (
    Event,
    Matter,
)
from xiedu.procedure.situation import Ctx, Effects, Past, Situation
from xiedu.procedure.table import START, Procedure


def past_of(event: Event) -> Past:
    """An event row as the fold sees it; redacted facts are empty."""
    body = event.stated.body
    return Past(
        seq=event.seq,
        move=event.move,
        person_id=event.person_id,
        body_id=event.body_id,
        occurred_on=event.occurred_on,
        facts=json.loads(body) if body else {},
        made=event.made,
        frm=event.frm,
        to=event.to,
        redacted=not body,
    )


@dataclass
class Head:
    """The head of a matter as a step needs it; locked until the transaction ends."""

    pk: int
    procedure: str
    number: str
    title: str
    state: str
    seq: int
    digest: str
    regime: str
    area_id: int
    opened_on: date
    ended_on: date | None = None
    search: str = ""


_HEAD = (
    "SELECT id, procedure, number, title, state, seq, digest, regime, area_id, opened_on, ended_on"
    " FROM procedure_matter WHERE id = %s"
)


_PASTS = (
    'SELECT e.seq, e.move, e.person_id, e.body_id, e.occurred_on, e.made, e.frm, e."to", s.body'
    " FROM procedure_event e LEFT JOIN procedure_eventfacts s ON s.event_id = e.id"
    " WHERE e.matter_id = %s ORDER BY e.seq"
)


def pasts_of(matter_id: int) -> list[Past]:
    """The events of a matter as the fold sees them; read without model rows, because every step begins with it."""
    return [_past(row) for row in fetch(_PASTS, [matter_id])]


def _past(row: tuple[Any, ...]) -> Past:
    seq, move, person, body, on, made, frm, to, said = row
    return Past(seq, move, person, body, on, json.loads(said) if said else {}, json.loads(made), frm, to, not said)


def locked(matter_id: int, on: date) -> tuple[Head, list[Past], Settings]:
    """The head of a matter, its events and the settings of a day: what every step begins with.

    The head's row is locked where the database locks rows (SQLite locks the file at BEGIN IMMEDIATE); the events are
    read after the lock is held.

    Raises:
        Matter.DoesNotExist: when there is none.
    """
    if not 0 < matter_id < 2**63:
        raise Matter.DoesNotExist(matter_id)
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    head, pasts, settings = fetch_all((_HEAD + lock, [matter_id]), (_PASTS, [matter_id]), asking(on))
    if not head:
        raise Matter.DoesNotExist(matter_id)
    return Head(*head[0]), [_past(row) for row in pasts], of_rows(on, settings)


class AlreadyBegun(Exception):  # noqa: N818 - somebody was faster with the same form
    """The form with this token has begun a matter while this step was under way."""


def by_token(token: str | None, person_id: int) -> Matter | None:
    """The matter a form with this token has already begun.

    Raises:
        NotMade: when it was another person's form.
    """
    matter = Matter.objects.filter(token=token).first() if token else None
    if matter and not Event.objects.filter(matter=matter, seq=1, person_id=person_id).exists():
        raise refused("这份表单已由他人提交，请重新打开页面填写。")
    return matter


def open_matter(ctx: Ctx, effects: Effects, token: str | None) -> Head:
    """The head of a new matter with its number (年份 and running number of the area); counted in the ledger."""
    area, code = _area(ctx, effects)
    number = _matter_number(ctx.table.code, code, ctx.on)
    title = (effects.title or ctx.table.title)[:300]
    head = Head(0, ctx.table.code, number, title, START, 0, "", _regime(ctx.on), area, ctx.on)
    columns = ("procedure", "number", "title", "state", "regime", "area_id", "opened_on")
    row = {name: getattr(head, name) for name in columns}
    fresh = insert_new(Matter, {**row, "changed_at": timezone.now(), "token": token})
    if fresh is None:
        raise AlreadyBegun
    head.pk = fresh
    _count(fresh)
    return head


def _area(ctx: Ctx, effects: Effects) -> tuple[int, str]:
    """Id and division code of the area the matter is handled in."""
    by, value = ("id", effects.area_id) if effects.area_id else ("code", ctx.actor.area_code)
    found = fetch(f"SELECT id, code FROM bodies_area WHERE {by} = %s", [value])
    return found[0][0], found[0][1]


def _regime(on: date) -> str:
    """Which instruments a matter begun on a day lives under."""
    found = regime_on(on)
    return "order_825" if found.order_825 else "measures" if found.measures else "earlier"


_SERIAL = (
    "INSERT INTO procedure_mattercounter (key, last) VALUES (%s, 1)"
    " ON CONFLICT (key) DO UPDATE SET last = procedure_mattercounter.last + 1 RETURNING last"
)


def _matter_number(procedure: str, code: str, on: date) -> str:
    serial = fetch(_SERIAL, [f"{procedure}:{code[:6]}:{on.year}"])[0][0]
    return f"{registry.table(procedure).mark}{code[:6]}-{on.year}-{serial:04d}"


def ledger_seal(matters: int, last: int) -> str:
    """The seal over the number of matters."""
    return seal("ledger", matters, last)


_LEDGER = "SELECT matters FROM procedure_ledger WHERE id = 1"


def _count(matter_id: int) -> None:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    found = fetch(_LEDGER + lock)
    if not found:
        run(
            "INSERT INTO procedure_ledger (id, matters, last_matter, seal) VALUES (1, 0, 0, %s) ON CONFLICT DO NOTHING",
            [ledger_seal(0, 0)],
        )
        found = fetch(_LEDGER + lock)
    matters = found[0][0] + 1
    run(
        "UPDATE procedure_ledger SET matters = %s, last_matter = %s, seal = %s WHERE id = 1",
        [matters, matter_id, ledger_seal(matters, matter_id)],
    )


def event_digest(event: Event) -> str:
    """The keyed link of the chain: everything the row says and the link before."""
    return seal(
        "event",
        event.matter_id,
        event.seq,
        event.move,
        event.frm,
        event.to,
        event.person_id,
        event.for_person_id or 0,
        event.body_id,
        event.at.isoformat(),
        event.occurred_on.isoformat(),
        event.late_reason,
        canonical(event.made),
        event.facts_digest,
        event.table_digest,
        event.prev,
    )


def head_seal(matter: Matter | Head) -> str:
    """The seal over all a matter's head says; not derivable from the events without the key, so a cut tail shows."""
    return seal(
        "head",
        matter.pk,
        matter.procedure,
        matter.number,
        matter.regime,
        matter.area_id,
        matter.opened_on.isoformat(),
        matter.ended_on.isoformat() if matter.ended_on else "",
        matter.title,
        matter.search,
        matter.seq,
        matter.state,
        matter.digest,
    )


# What an instance carries beside the columns it is inserted with.
_NO_COLUMN = ("_state", "id")


def write_event(matter: Head, ctx: Ctx, said: str, late_reason: str, now: Situation, effects: Effects) -> Event | None:
    """The event row with its place in the chain, and the head moved on to it.

    ``said`` is the canonical text of what was stated, ``now`` the situation after the step. None when the head no
    longer stands where the step began: another step was faster.
    """
    event = _event(matter, ctx, said, late_reason, now.past[-1])
    row = {name: value for name, value in vars(event).items() if name not in _NO_COLUMN}
    moved, written = fetch_all(_advancing(matter, event, now, ctx.table, effects), inserting(Event, row))
    event.pk = written[0][0]
    return event if moved else None


def _event(matter: Head, ctx: Ctx, said: str, late_reason: str, past: Past) -> Event:
    event = Event(
        matter_id=matter.pk,
        seq=past.seq,
        move=past.move,
        frm=past.frm,
        to=past.to,
        person_id=past.person_id,
        for_person_id=ctx.actor.for_person_id,
        body_id=past.body_id,
        at=timezone.now(),
        occurred_on=past.occurred_on,
        late_reason=late_reason.strip(),
        made=past.made,
        facts_digest=sm3(said.encode()),
        table_digest=registry.table_digest(ctx.table.code),
        prev=matter.digest,
    )
    event.digest = event_digest(event)
    return event


SEARCHED = ("title", "field", "parties", "old_number", "paper_number")
_ADVANCE = (
    "UPDATE procedure_matter SET seq = %s, state = %s, digest = %s, seal = %s, changed_at = %s, ended_on = %s,"
    " title = %s, search = %s, area_id = %s WHERE id = %s AND seq = %s RETURNING id"
)


def _advancing(matter: Head, event: Event, now: Situation, table: Procedure, effects: Effects) -> tuple[str, list[Any]]:
    before = matter.seq
    matter.seq, matter.state, matter.digest = event.seq, event.to, event.digest
    matter.title = effects.title[:300] or matter.title
    matter.area_id = effects.area_id or matter.area_id
    matter.search = search_text(matter, now)
    if event.frm not in table.ends:
        matter.ended_on = event.occurred_on if event.to in table.ends else None
    values: list[Any] = [
        matter.seq,
        matter.state,
        matter.digest,
        head_seal(matter),
        connection.ops.adapt_datetimefield_value(event.at),
        connection.ops.adapt_datefield_value(matter.ended_on),
        matter.title,
        matter.search,
        matter.area_id,
        matter.pk,
        before,
    ]
    return _ADVANCE, values


def search_text(matter: Matter | Head, now: Situation, title: str = "") -> str:
    """The words a matter is found by: number, title, parties, field and old numbers, paper numbers.

    Nothing of the file beyond its head: who sees the head alone must not find out more by searching.
    """
    words: list[str] = [matter.number, title or matter.title, *(p.name for p in now.parts if p.body_id)]
    words += [str(now.index[key]) for key in SEARCHED if key in now.index]
    words += [paper[1] for past in now.past for paper in past.made.get("papers", ())]
    return "\n".join(_unique(words))


def _unique(words: Iterable[str]) -> list[str]:
    return [w for w in dict.fromkeys(words) if w]
