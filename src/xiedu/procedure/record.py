"""Writing an event and its projections, and reading events back. Called by ``perform`` alone."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from xiedu.base.chain import seal, sm3
from xiedu.base.models import StoredFile
from xiedu.bodies.models import Area, Person
from xiedu.law.regimes import regime_on
from xiedu.papers.issue import Issued, void
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade, refused
from xiedu.procedure.facts import canonical, references
from xiedu.procedure.models import (
    Delivery,
    Event,
    EventFacts,
    EventRef,
    IssuedPaper,
    Ledger,
    Link,
    Matter,
    MatterCounter,
    MatterIndex,
    Participant,
    RunningTerm,
    Waiting,
)
from xiedu.procedure.situation import REVIEW_DRAFT, Clock, Ctx, Effects, Past, Situation
from xiedu.procedure.table import Issue, Procedure

Reference = tuple[str, str, int]
_REFERRED: dict[str, Any] = {"person": Person, "paper": Paper, "matter": Matter}


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


_PASTS = (
    'SELECT e.seq, e.move, e.person_id, e.body_id, e.occurred_on, e.made, e.frm, e."to", s.body'
    " FROM procedure_event e LEFT JOIN procedure_eventfacts s ON s.event_id = e.id"
    " WHERE e.matter_id = %s ORDER BY e.seq"
)


def pasts_of(matter_id: int) -> list[Past]:
    """The events of a matter as the fold sees them; read without model rows, because every step begins with it."""
    with connection.cursor() as cursor:
        cursor.execute(_PASTS, [matter_id])
        rows = cursor.fetchall()
    return [
        Past(seq, move, person, body, on, json.loads(said) if said else {}, json.loads(made), frm, to, not said)
        for seq, move, person, body, on, made, frm, to, said in rows
    ]


def by_token(token: str | None) -> Matter | None:
    """The matter a form with this token has already begun."""
    return Matter.objects.filter(token=token).first() if token else None


def references_of(ctx: Ctx) -> list[Reference]:
    """Every (path, kind, id) the facts point to; for a paper under approval those of the move it drafts."""
    if ctx.move.code == REVIEW_DRAFT:
        target = ctx.table.move(ctx.facts.move)
        inner = target.facts.model_validate(ctx.facts.facts) if target else None
        return list(references(inner)) if inner else []
    return list(references(ctx.facts))


def check_references(ctx: Ctx, refs: list[Reference]) -> None:
    """Every row pointed to exists, and every file is the actor's own or already in this matter.

    Raises:
        NotMade: naming the field.
    """
    errors: dict[str, str] = {}
    for kind in {r[1] for r in refs}:
        wanted = {r[2]: r[0] for r in refs if r[1] == kind}
        known = _known(ctx, kind, set(wanted))
        errors |= {
            path: "所选内容不存在或您无权引用，请重新选择或上传。" for i, path in wanted.items() if i not in known
        }
    if errors:
        raise NotMade(errors=errors)


def _known(ctx: Ctx, kind: str, wanted: set[int]) -> set[int]:
    if kind == "file":
        return _own_files(ctx, wanted)
    if kind == "body":
        return ctx.world.existing(wanted)
    return set(_REFERRED[kind].objects.filter(pk__in=wanted).values_list("pk", flat=True))


def _own_files(ctx: Ctx, ids: set[int]) -> set[int]:
    mine = StoredFile.objects.filter(pk__in=ids, uploaded_by__person__id=ctx.actor.person_id)
    filed = EventRef.objects.filter(event__matter_id=ctx.sit.matter_id, file_id__in=ids)
    return set(mine.values_list("pk", flat=True)) | set(filed.values_list("file_id", flat=True))


def open_matter(ctx: Ctx, effects: Effects, token: str | None) -> Matter:
    """The head of a new matter with its number (年份 and running number of the area); counted in the ledger."""
    area = Area.objects.get(pk=effects.area_id) if effects.area_id else Area.objects.get(code=ctx.actor.area_code)
    number = _matter_number(ctx.table.code, area, ctx.on)
    try:
        with transaction.atomic():
            matter = Matter.objects.create(
                procedure=ctx.table.code,
                number=number,
                title=(effects.title or ctx.table.title)[:300],
                state="start",
                regime=_regime(ctx.on),
                area=area,
                opened_on=ctx.on,
                changed_at=timezone.now(),
                token=token,
            )
    except IntegrityError:
        raise refused("这份表单已经提交过，请到工作台查看。") from None
    _count(matter)
    return matter


def _regime(on: date) -> str:
    """Which instruments a matter begun on a day lives under."""
    found = regime_on(on)
    return "order_825" if found.order_825 else "measures" if found.measures else "earlier"


def _matter_number(procedure: str, area: Area, on: date) -> str:
    key = f"{procedure}:{area.code[:6]}:{on.year}"
    table = connection.ops.quote_name(MatterCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (key, last) VALUES (%s, 0) ON CONFLICT (key) DO NOTHING", [key])
        cursor.execute(f"UPDATE {table} SET last = last + 1 WHERE key = %s RETURNING last", [key])
        serial = int(cursor.fetchone()[0])
    return f"{registry.table(procedure).mark}{area.code[:6]}-{on.year}-{serial:04d}"


def ledger_seal(matters: int, last: int) -> str:
    """The seal over the number of matters."""
    return seal("ledger", matters, last)


def _count(matter: Matter) -> None:
    rows = Ledger.objects.select_for_update() if connection.features.has_select_for_update else Ledger.objects
    ledger, _ = rows.get_or_create(pk=1, defaults={"seal": ledger_seal(0, 0)})
    ledger.matters += 1
    ledger.last_matter = matter.pk
    ledger.seal = ledger_seal(ledger.matters, ledger.last_matter)
    ledger.save()


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


def head_seal(matter: Matter) -> str:
    """The seal over a matter's head; not derivable from the events without the key, so a cut tail shows."""
    return seal("head", matter.pk, matter.seq, matter.state, matter.digest)


def write_event(matter: Matter, ctx: Ctx, past: Past, facts: dict[str, Any], late_reason: str) -> Event:
    """The event row with its place in the chain, and what was stated."""
    body = canonical(facts)
    event = Event(
        matter=matter,
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
        facts_digest=sm3(body.encode()),
        table_digest=registry.table_digest(ctx.table.code),
        prev=matter.digest,
    )
    event.digest = event_digest(event)
    event.save(force_insert=True)
    EventFacts(event=event, body=body).save(force_insert=True)
    return event


def project(
    matter: Matter,
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
        IssuedPaper.objects.bulk_create([IssuedPaper(event=event, matter=matter, paper_id=p) for p in papers.values()])
    made = event.made
    _participants(event, made)
    _clocks(event, made, ctx.world)
    _index(matter.pk, made.get("index", {}))
    _deliver(event, made, papers)
    _waiting(event, ctx.sit, made)
    if made.get("links"):
        Link.objects.bulk_create([Link(frm=matter, to_id=to, kind=kind, event=event) for kind, to in made["links"]])
    if made.get("notes", {}).get("voids"):
        void(made["notes"]["voids"], event.occurred_on, made["notes"]["void_reason"])
    for seq in made.get("redacts", ()):
        EventFacts.objects.filter(event__matter=matter, event__seq=seq).update(body="", redacted_by=event)


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


def advance(matter: Matter, event: Event, now: Situation, table: Procedure, effects: Effects) -> bool:
    """Move the head on if it stands where the step began; False when another step was faster."""
    before = matter.seq
    matter.seq, matter.state, matter.digest = event.seq, event.to, event.digest
    changes: dict[str, Any] = {
        "seq": matter.seq,
        "state": matter.state,
        "digest": matter.digest,
        "seal": head_seal(matter),
        "changed_at": event.at,
        "ended_on": event.occurred_on if event.to in table.ends else None,
        "search": search_text(matter, now, effects.title),
    }
    if effects.title:
        changes["title"] = effects.title[:300]
    if effects.area_id:
        changes["area_id"] = effects.area_id
    return Matter.objects.filter(pk=matter.pk, seq=before).update(**changes) == 1


def search_text(matter: Matter, now: Situation, title: str = "") -> str:
    """The words a matter is found by: number, title, parties, indexed text and paper numbers."""
    words: list[str] = [matter.number, title or matter.title, *(p.name for p in now.parts if p.body_id)]
    words += [str(v) for v in now.index.values() if isinstance(v, str)]
    words += [paper[1] for past in now.past for paper in past.made.get("papers", ())]
    return "\n".join(_unique(words))


def _unique(words: Iterable[str]) -> list[str]:
    return [w for w in dict.fromkeys(words) if w]
