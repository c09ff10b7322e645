"""The projections as the database holds them, for many matters in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F

from xiedu.procedure.expected import Projections
from xiedu.procedure.models import (
    Delivery,
    Event,
    EventFacts,
    IssuedPaper,
    Link,
    Matter,
    MatterIndex,
    Participant,
    RunningTerm,
    Waiting,
)
from xiedu.procedure.sights import sighted

BATCH = 400


def batches(matters: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in groups that one query can name."""
    for place in range(0, len(matters), BATCH):
        yield matters[place : place + BATCH]


def matter_ids() -> list[int]:
    """All matters, oldest first."""
    return list(Matter.objects.order_by("id").values_list("pk", flat=True))


def events_of(matters: Sequence[int]) -> dict[int, list[Event]]:
    """The events of some matters in order, with what was stated."""
    found: dict[int, list[Event]] = defaultdict(list)
    rows = Event.objects.filter(matter_id__in=matters).select_related("stated").order_by("matter_id", "seq")
    for event in rows:
        found[event.matter_id].append(event)
    return found


def stored(matters: Sequence[int]) -> dict[int, Projections]:
    """The projections of some matters; nine queries however many there are."""
    found = {pk: Projections() for pk in matters}
    _participants(found, matters)
    _clocks(found, matters)
    _outward(found, matters)
    for row in Waiting.objects.filter(matter_id__in=matters):
        found[row.matter_id].waiting.append((row.body_id, row.person_id, row.posts, row.label, row.term_key, row.since))
    for entry in MatterIndex.objects.filter(matter_id__in=matters):
        text = str(entry.number) if entry.number is not None else entry.text
        found[entry.matter_id].index[entry.key] = text
    redacted = EventFacts.objects.filter(event__matter_id__in=matters, redacted_by__isnull=False)
    for matter, seq, by in redacted.values_list("event__matter_id", "event__seq", "redacted_by__seq"):
        found[matter].redacted[seq] = by
    return found


def _participants(found: dict[int, Projections], matters: Iterable[int]) -> None:
    rows = Participant.objects.filter(matter_id__in=matters).annotate(procedure=F("matter__procedure"))
    for p in rows:
        found[p.matter_id].participants.append((p.role, p.body_id, p.person_id, p.since_seq, p.until_seq, p.name))
        if p.sighted != sighted(p.procedure, p.role):
            found[p.matter_id].mismarked.add(p.role)


def _clocks(found: dict[int, Projections], matters: Iterable[int]) -> None:
    for t in RunningTerm.objects.filter(matter_id__in=matters):
        row = (t.key, t.seq, t.start.isoformat(), t.n, t.unit, t.roll, t.origin, t.stopped_seq)
        found[t.matter_id].clocks.append(row)


def _outward(found: dict[int, Projections], matters: Iterable[int]) -> None:
    for d in Delivery.objects.filter(matter_id__in=matters).select_related("paper"):
        what = d.paper.number if d.paper else d.text
        found[d.matter_id].deliveries.append((d.channel, d.body_id, what, d.sent_on, d.received_on))
    for i in IssuedPaper.objects.filter(matter_id__in=matters).select_related("paper"):
        found[i.matter_id].papers.append((i.paper.number, i.paper.digest, i.paper.voided_on))
    for link in Link.objects.filter(frm_id__in=matters):
        found[link.frm_id].links.append((link.kind, link.to_id))
