"""Writing what the database keeps beside an event: roles, clocks, waiting work, deliveries, index, references.

Only from what the event made (``event.made``), so that a fold of the events gives the same rows. Called by ``perform``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import connection

from xiedu.base.rows import Row, insert, marks, run, upsert
from xiedu.papers.issue import Issued, void
from xiedu.procedure.models import (
    Delivery,
    Event,
    EventFacts,
    EventRef,
    IssuedPaper,
    Link,
    MatterIndex,
    Participant,
    RunningTerm,
    Waiting,
)
from xiedu.procedure.record import Head
from xiedu.procedure.references import Reference
from xiedu.procedure.sights import sighted
from xiedu.procedure.situation import Clock, Ctx, Situation
from xiedu.procedure.table import Issue

_NONE: Mapping[str, date] = MappingProxyType({})


def project(
    matter: Head,
    event: Event,
    ctx: Ctx,
    said: str,
    issued: list[tuple[Issue, Issued]],
    refs: list[Reference],
) -> None:
    """Everything the database keeps beside the event: what was stated, and what follows from what the event made."""
    insert(EventFacts, [{"event_id": event.pk, "body": said}])
    insert(EventRef, [{"event_id": event.pk, "path": p[:120], f"{kind}_id": number} for p, kind, number in refs])
    papers = {paper.number: paper.id for _, paper in issued}
    common = {"event_id": event.pk, "matter_id": matter.pk}
    insert(IssuedPaper, [{**common, "paper_id": p} for p in papers.values()])
    made = event.made
    _participants(event, made, matter.procedure)
    begun = _clocks(event, made, ctx.world)
    entries = [index_row(matter.pk, key, value) for key, value in made.get("index", {}).items()]
    upsert(MatterIndex, entries, ("matter_id", "key"))
    _deliver(event, made, papers)
    _waiting(event, ctx.sit, made, begun)
    insert(
        Link,
        [{"frm_id": matter.pk, "to_id": to, "kind": kind, "event_id": event.pk} for kind, to in made.get("links", ())],
    )
    if made.get("notes", {}).get("voids"):
        void(made["notes"]["voids"], event.occurred_on, made["notes"]["void_reason"])
    for seq in made.get("redacts", ()):
        run(_EMPTY, [event.pk, matter.pk, seq])


_EMPTY = (
    "UPDATE procedure_eventfacts SET body = '', redacted_by_id = %s"
    " WHERE event_id = (SELECT id FROM procedure_event WHERE matter_id = %s AND seq = %s)"
)
_LEAVE = (
    "UPDATE procedure_participant SET until_seq = %s WHERE matter_id = %s AND role = %s AND until_seq IS NULL AND {}"
)


def _participants(event: Event, made: dict[str, Any], procedure: str) -> None:
    for role, body, person, _ in made.get("leave", ()):
        holder = {name: value for name, value in (("body_id", body), ("person_id", person)) if value is not None}
        same = [f"{name} = %s" if name in holder else f"{name} IS NULL" for name in ("body_id", "person_id")]
        run(_LEAVE.format(" AND ".join(same)), [event.seq, event.matter_id, role, *holder.values()])
    common = {"matter_id": event.matter_id, "since_seq": event.seq}
    rows = [{**common, "role": r, "body_id": b, "person_id": p, "name": n[:120]} for r, b, p, n in made.get("join", ())]
    write_participants(procedure, rows)


def write_participants(procedure: str, rows: Sequence[Row]) -> None:
    """The rows of participants, each marked with whether its role sees anything at all."""
    insert(Participant, [{**row, "sighted": sighted(procedure, row["role"])} for row in rows])


def term_row(matter_id: int, seq: int, c: dict[str, Any], world: Any) -> Row:
    """The row of a clock with the due day under the calendar in force."""
    fixed = {**c, "start": date.fromisoformat(c["start"])}
    term = world.due(Clock(**fixed))
    return {
        **fixed,
        "matter_id": matter_id,
        "seq": seq,
        "due": term.due,
        "provisional": term.provisional,
        "calendar_version": term.calendar_version,
    }


_STOP = "UPDATE procedure_runningterm SET stopped_seq = %s WHERE matter_id = %s AND stopped_seq IS NULL AND key IN ({})"


def _clocks(event: Event, made: dict[str, Any], world: Any) -> dict[str, date]:
    """Stop and start clocks; the due days of those begun."""
    begun = made.get("clocks", [])
    stopped = [*made.get("stops", ()), *(c["key"] for c in begun)]
    if stopped:
        run(_STOP.format(marks(stopped)), [event.seq, event.matter_id, *stopped])
    rows = [term_row(event.matter_id, event.seq, c, world) for c in begun]
    insert(RunningTerm, rows)
    return {row["key"]: row["due"] for row in rows}


def index_row(matter_id: int, key: str, value: Any) -> Row:
    """The typed row of an indexed fact: whole numbers, ISO days, text."""
    row = {"matter_id": matter_id, "key": key}
    if isinstance(value, int):
        return {**row, "number": value}
    text = str(value)[:300]
    try:
        return {**row, "text": text, "day": date.fromisoformat(text) if len(text) == 10 else None}
    except ValueError:
        return {**row, "text": text}


# Who acts in a matter has read what he was reminded of; no part of the record, hence not in the event.
_READ = (
    "UPDATE procedure_delivery SET read_at = %s"
    " WHERE matter_id = %s AND channel = 'notice' AND body_id = %s AND read_at IS NULL"
)

_SENT = (
    "UPDATE procedure_delivery SET sent_on = %s WHERE matter_id = %s AND channel <> 'notice' AND sent_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM papers_paper p"
    " WHERE p.id = procedure_delivery.paper_id AND p.voided_on IS NOT NULL)"
)
_RECEIVED = (
    "UPDATE procedure_delivery SET received_on = %s WHERE matter_id = %s AND channel <> 'notice' AND body_id = %s"
    " AND received_on IS NULL AND sent_on IS NOT NULL"
)


def _deliver(event: Event, made: dict[str, Any], papers: dict[str, int]) -> None:
    common = {"event_id": event.pk, "matter_id": event.matter_id}
    day = event.occurred_on
    out: list[Row] = [
        {**common, "channel": channel, "body_id": body, "paper_id": papers[number], "sent_on": day if sent else None}
        for channel, body, number, sent in made.get("deliveries", ())
    ]
    out += [
        {**common, "channel": "notice", "body_id": body, "text": text[:300], "sent_on": day}
        for body, text in made.get("notices", ())
    ]
    insert(Delivery, out)
    run(_READ, [connection.ops.adapt_datetimefield_value(event.at), event.matter_id, event.body_id])
    if made.get("sent"):
        run(_SENT, [day, event.matter_id])
    if made.get("received"):
        run(_RECEIVED, [day, event.matter_id, event.body_id])


def _waiting(event: Event, before: Situation, made: dict[str, Any], begun: dict[str, date]) -> None:
    """Rewrite the waiting work unless nothing in it has changed."""
    was = before.past[-1].made.get("waiting") if before.past else None
    if was == made["waiting"] and not made.get("clocks") and not made.get("stops"):
        return
    if was:
        run("DELETE FROM procedure_waiting WHERE matter_id = %s", [event.matter_id])
    write_waiting(event.matter_id, event.occurred_on, made["waiting"], begun)


_DUE = (
    "UPDATE procedure_waiting SET due = (SELECT MAX(t.due) FROM procedure_runningterm t"
    " WHERE t.matter_id = procedure_waiting.matter_id AND t.key = procedure_waiting.term_key AND t.stopped_seq IS NULL)"
    " WHERE matter_id = %s AND term_key <> ''"
)


def write_waiting(matter_id: int, since: date, waits: list[list[Any]], begun: Mapping[str, date] = _NONE) -> None:
    """The waiting rows with the due days of their running clocks; those just ``begun`` need not be looked up."""
    insert(Waiting, [_waiting_row(matter_id, since, wait, begun) for wait in waits])
    if any(wait[4] and wait[4] not in begun for wait in waits):
        run(_DUE, [matter_id])


def _waiting_row(matter_id: int, since: date, wait: list[Any], begun: Mapping[str, date]) -> Row:
    body, who, posts, label, key = wait
    return {
        "matter_id": matter_id,
        "since": since,
        "body_id": body,
        "person_id": who,
        "posts": posts,
        "label": label[:80],
        "due": begun.get(key),
        "term_key": key,
    }
