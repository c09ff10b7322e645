"""Folding 10⁵ events against the time to read them (target: at most three times)."""

import sys
import time

from bench.ground import database

EVENTS = 100_000


def main(address: str | None = None, events: int = EVENTS) -> float:
    """Print both times and the ratio; returns it."""
    with database(address) as vendor:
        from tests.cast import Dispute, build
        from xiedu.procedure.expected import expected
        from xiedu.procedure.models import Event
        from xiedu.procedure.record import past_of
        from xiedu.procedure.situation import fold
        from xiedu.procedure.stored import batches, events_of, matter_ids

        _multiply(Dispute(build()).decided().issue().close().id, events)
        ids = matter_ids()
        begun = time.perf_counter()
        read = [[past_of(e) for e in mine] for group in batches(ids) for mine in events_of(group).values()]
        reading = time.perf_counter() - begun
        begun = time.perf_counter()
        for pasts in read:
            fold("dispute", pasts)
            expected(pasts)
        folding = time.perf_counter() - begun
        count = Event.objects.count()
        ratio = (reading + folding) / reading
        print(
            f"[{vendor}] {count} events in {len(ids)} matters: read {reading:.2f} s, fold and project {folding:.2f} s"
        )
        print(f"[{vendor}] ratio (read + fold) / read = {ratio:.2f} (target <= 3.00)")
    return ratio


def _multiply(matter_id: int, events: int) -> None:
    """Copies of one whole matter under new numbers until there are as many events (bench data, not for verify)."""
    from xiedu.procedure.models import Event, EventFacts, Matter

    pattern = Matter.objects.get(pk=matter_id)
    rows = list(Event.objects.filter(matter=pattern).select_related("stated").order_by("seq"))
    copies = events // len(rows) + 1
    fields = {f.attname for f in Matter._meta.concrete_fields} - {"id", "number", "token"}
    same = {name: getattr(pattern, name) for name in fields}
    matters = Matter.objects.bulk_create([Matter(number=f"复{n}", **same) for n in range(copies)], batch_size=500)
    for start in range(0, len(matters), 100):
        fresh = [_again(row, matter.pk) for matter in matters[start : start + 100] for row in rows]
        made = Event.objects.bulk_create(fresh, batch_size=500)
        said = [row.stated.body for _ in matters[start : start + 100] for row in rows]
        EventFacts.objects.bulk_create(
            [EventFacts(event=e, body=b) for e, b in zip(made, said, strict=True)], batch_size=500
        )


def _again(row: "object", matter_id: int) -> "object":
    from xiedu.procedure.models import Event

    fields = {f.attname for f in Event._meta.concrete_fields} - {"id", "matter_id"}
    return Event(matter_id=matter_id, **{name: getattr(row, name) for name in fields})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
