"""Fold every matter anew from its events and compare, or rebuild, what the database keeps beside them."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xiedu.base.models import today
from xiedu.base.rows import insert
from xiedu.procedure import registry
from xiedu.procedure.expected import Projections, expected
from xiedu.procedure.models import Event, Matter, MatterIndex, Participant, RunningTerm, Waiting
from xiedu.procedure.project import index_row, term_row, write_participants, write_waiting
from xiedu.procedure.record import past_of, search_text
from xiedu.procedure.situation import Past, fold
from xiedu.procedure.stored import batches, events_of, matter_ids, stored
from xiedu.procedure.world import DbWorld


@dataclass(frozen=True)
class Replayed:
    """How many matters and events were folded, which matters differed, and how long it took in seconds."""

    matters: int
    events: int
    differing: tuple[str, ...]
    seconds: float


def replay(*, rebuild: bool = False) -> Replayed:
    """Fold everything; with ``rebuild`` write the projections of differing matters anew (never events or papers)."""
    begun = time.perf_counter()
    events = 0
    differing: list[str] = []
    ids = matter_ids()
    for group in batches(ids):
        found, rows = events_of(group), stored(group)
        for matter in Matter.objects.filter(pk__in=group).order_by("id"):
            pasts = [past_of(e) for e in found.get(matter.pk, [])]
            events += len(pasts)
            if _differs(matter, pasts, rows[matter.pk]):
                differing.append(matter.number)
                if rebuild:
                    _rebuild(matter, found[matter.pk], pasts)
    return Replayed(len(ids), events, tuple(differing), time.perf_counter() - begun)


def _differs(matter: Matter, pasts: Sequence[Past], rows: Projections) -> bool:
    wanted = expected(pasts)
    sit = fold(matter.procedure, pasts, matter.pk)
    ended = ended_on(matter, pasts)
    head = (matter.state, matter.seq, matter.title, matter.ended_on)
    return bool(wanted.differences(rows)) or head != (sit.state, sit.seq, wanted.title[:300], ended)


def _rebuild(matter: Matter, events: Sequence[Event], pasts: Sequence[Past]) -> None:
    wanted = expected(pasts)
    with transaction.atomic():
        for model in (Participant, RunningTerm, MatterIndex, Waiting):
            model.objects.filter(matter=matter).delete()
        columns = ("role", "body_id", "person_id", "since_seq", "until_seq", "name")
        roles = [dict(zip(columns, row, strict=True)) for row in wanted.participants]
        write_participants(matter.procedure, [{"matter_id": matter.pk, **row} for row in roles])
        _terms(matter, pasts, wanted)
        values = {k: v for p in pasts for k, v in p.made.get("index", {}).items()}
        insert(MatterIndex, [index_row(matter.pk, k, v) for k, v in values.items()])
        for row in wanted.waiting:
            write_waiting(matter.pk, row[5], [list(row[:5])])
        sit = fold(matter.procedure, pasts, matter.pk)
        Matter.objects.filter(pk=matter.pk).update(
            title=wanted.title[:300], ended_on=ended_on(matter, pasts), search=search_text(matter, sit, wanted.title)
        )


def ended_on(matter: Matter, pasts: Sequence[Past]) -> date | None:
    """The day the matter reached the end at which it stands; None while it is open."""
    ends = registry.table(matter.procedure).ends
    if not pasts or pasts[-1].to not in ends:
        return None
    return next(p.occurred_on for p in reversed(pasts) if p.frm not in ends)


def _terms(matter: Matter, pasts: Sequence[Past], wanted: Projections) -> None:
    world = DbWorld(today())
    stopped = {(c[0], c[1]): c[7] for c in wanted.clocks}
    rows = []
    for past in pasts:
        for clock in past.made.get("clocks", ()):
            row = term_row(matter.pk, past.seq, clock, world)
            rows.append({**row, "stopped_seq": stopped[clock["key"], past.seq]})
    insert(RunningTerm, rows)


def main(argv: list[str]) -> int:
    """``xiedu replay [--rebuild]``: 0 when all projections agree with the events (or were rebuilt), else 1."""
    rebuild = "--rebuild" in argv
    result = replay(rebuild=rebuild)
    for number in result.differing:
        sys.stdout.write(f"{number}：派生数据与步骤记录不一致{'，已重建' if rebuild else ''}。\n")
    sys.stdout.write(
        f"重放 {result.matters} 件事项、{result.events} 个步骤，用时 {result.seconds:.2f} 秒，"
        f"{len(result.differing)} 件不一致。\n"
    )
    return int(bool(result.differing) and not rebuild)
