"""Writing what the database keeps beside an event: roles, clocks, waiting work, deliveries, index, references.

Only from what the event made (``event.made``), so that a fold of the events gives the same rows. Called by ``perform``.
"""

from datetime import date
from typing import Any

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
from xiedu.procedure.record import Head, Reference
from xiedu.procedure.situation import Clock, Ctx, Situation
from xiedu.procedure.table import Issue


def project(
    matter: Head,
    event: Event,
    ctx: Ctx,
    now: Situation,
    issued: list[tuple[Issue, Issued]],
    refs: list[Reference],
) -> None:
    """Everything the database keeps beside the event, from what the event made."""
    if refs:
        EventRef.objects.bulk_create(
            [EventRef(event=event, path=path[:120], **{f"{kind}_id": number}) for path, kind, number in refs]
        )
    papers = {paper.number: paper.id for _, paper in issued}
    if papers:
        IssuedPaper.objects.bulk_create(
            [IssuedPaper(event=event, matter_id=matter.pk, paper_id=p) for p in papers.values()]
        )
    made = event.made
    _participants(event, made)
    _clocks(event, made, ctx.world)
    _index(matter.pk, made.get("index", {}))
    _deliver(event, made, papers)
    _waiting(event, ctx.sit, made)
    if made.get("links"):
        Link.objects.bulk_create(
            [Link(frm_id=matter.pk, to_id=to, kind=kind, event=event) for kind, to in made["links"]]
        )
    if made.get("notes", {}).get("voids"):
        void(made["notes"]["voids"], event.occurred_on, made["notes"]["void_reason"])
    for seq in made.get("redacts", ()):
        EventFacts.objects.filter(event__matter=matter.pk, event__seq=seq).update(body="", redacted_by=event)


def _participants(event: Event, made: dict[str, Any]) -> None:
    for role, body, person, _ in made.get("leave", ()):
        Participant.objects.filter(
            matter_id=event.matter_id, role=role, body_id=body, person_id=person, until_seq=None
        ).update(until_seq=event.seq)
    joins = [
        Participant(matter_id=event.matter_id, role=r, body_id=b, person_id=p, name=n[:120], since_seq=event.seq)
        for r, b, p, n in made.get("join", ())
    ]
    if joins:
        Participant.objects.bulk_create(joins)


def term_row(matter_id: int, seq: int, c: dict[str, Any], world: Any) -> RunningTerm:
    """The row of a clock with the due day under the calendar in force."""
    start = date.fromisoformat(c["start"])
    term = world.due(Clock(**{**c, "start": start}))
    return RunningTerm(
        matter_id=matter_id,
        seq=seq,
        due=term.due,
        provisional=term.provisional,
        calendar_version=term.calendar_version,
        **{**c, "start": start},
    )


def _clocks(event: Event, made: dict[str, Any], world: Any) -> None:
    if made.get("stops"):
        rows = RunningTerm.objects.filter(matter_id=event.matter_id, key__in=made["stops"], stopped_seq=None)
        rows.update(stopped_seq=event.seq)
    if made.get("clocks"):
        keys = [c["key"] for c in made["clocks"]]
        RunningTerm.objects.filter(matter_id=event.matter_id, key__in=keys, stopped_seq=None).update(
            stopped_seq=event.seq
        )
        RunningTerm.objects.bulk_create([term_row(event.matter_id, event.seq, c, world) for c in made["clocks"]])


def index_row(matter_id: int, key: str, value: Any) -> MatterIndex:
    """The typed row of an indexed fact: whole numbers, ISO days, text."""
    row = MatterIndex(matter_id=matter_id, key=key)
    if isinstance(value, int):
        row.number = value
        return row
    row.text = str(value)[:300]
    try:
        row.day = date.fromisoformat(row.text) if len(row.text) == 10 else None
    except ValueError:
        row.day = None
    return row


def _index(matter_id: int, index: dict[str, Any]) -> None:
    if index:
        MatterIndex.objects.bulk_create(
            [index_row(matter_id, key, value) for key, value in index.items()],
            update_conflicts=True,
            unique_fields=["matter", "key"],
            update_fields=["text", "number", "day"],
        )


def _deliver(event: Event, made: dict[str, Any], papers: dict[str, int]) -> None:
    common = {"event": event, "matter_id": event.matter_id}
    rows = [
        Delivery(channel=channel, body_id=body, paper_id=papers[number], sent_on=_sent(event, sent), **common)
        for channel, body, number, sent in made.get("deliveries", ())
    ]
    rows += [
        Delivery(channel="notice", body_id=body, text=text[:300], sent_on=event.occurred_on, **common)
        for body, text in made.get("notices", ())
    ]
    if rows:
        Delivery.objects.bulk_create(rows)
    if not made.get("sent") and not made.get("received"):
        return
    mine = Delivery.objects.filter(matter_id=event.matter_id).exclude(channel="notice")
    if made.get("sent"):
        mine.filter(sent_on=None).update(sent_on=event.occurred_on)
    if made.get("received"):
        mine.filter(body_id=event.body_id, received_on=None).exclude(sent_on=None).update(received_on=event.occurred_on)


def _sent(event: Event, sent: bool) -> date | None:
    return event.occurred_on if sent else None


def _waiting(event: Event, before: Situation, made: dict[str, Any]) -> None:
    """Rewrite the waiting work unless nothing in it has changed."""
    was = before.past[-1].made.get("waiting") if before.past else None
    if was == made["waiting"] and not made.get("clocks") and not made.get("stops"):
        return
    if was:
        Waiting.objects.filter(matter_id=event.matter_id).delete()
    Waiting.objects.bulk_create(waiting_rows(event.matter_id, event.occurred_on, made["waiting"]))


def waiting_rows(matter_id: int, since: date, rows: list[list[Any]]) -> list[Waiting]:
    """Waiting rows with the due days of their running clocks."""
    keys = {row[4] for row in rows if row[4]}
    due: dict[str, date] = {}
    if keys:
        running = RunningTerm.objects.filter(matter_id=matter_id, key__in=keys, stopped_seq=None)
        due = dict(running.values_list("key", "due"))
    return [
        Waiting(
            matter_id=matter_id,
            body_id=body,
            person_id=person,
            posts=posts,
            label=label[:80],
            since=since,
            due=due.get(key),
            term_key=key,
        )
        for body, person, posts, label, key in rows
    ]
