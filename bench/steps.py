"""``perform()`` of a typical step against a bare transaction with as many inserts (same ORM, same connection).

The step is a coordination meeting with a plan: facts, event, references, reminders. The baseline writes the same rows
with the same values by ``Model.save`` and ``bulk_create``, in as many statements as ``perform`` uses for its
inserts: no reading, no test, no digest, no update of the head.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.ground import database, spread

ROUNDS, STEPS = 12, 10


def main(address: str | None = None) -> float:
    """Print both rates and the ratio; returns the ratio of steps a second."""
    with database(address) as vendor:
        from tests.cast import Dispute, build

        cast = build()
        dispute = Dispute(cast).coordinating()
        for _ in range(3):
            dispute.meet()
        inserts = _inserts_of(dispute.meet)
        bare = _bare_transaction(dispute.id)
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(ROUNDS):
            fresh = _under_way(cast, turn)
            ours += _each(fresh.meet)
            theirs += _each(bare)
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"[{vendor}] perform(meeting): {spread(ours)} a step, {1 / statistics.median(ours):.0f} steps/s")
        print(f"[{vendor}] bare transaction: {spread(theirs)} a step, {1 / statistics.median(theirs):.0f} steps/s")
        print(f"[{vendor}] inserts in perform: {inserts}")
        print(f"[{vendor}] ratio perform/bare = {ratio:.2f} (target >= 0.60)")
        _phases(_under_way(cast, ROUNDS).meet)
    return ratio


def _under_way(cast: Any, turn: int) -> Any:
    """A dispute of its own in coordination; the field differs, or it would be refused as a duplicate."""
    from tests.cast import Dispute

    return Dispute(cast).open(field=f"渣土运输{turn}").negotiate().submit().accept()


def _each(work: Callable[[], object]) -> list[float]:
    out = []
    for _ in range(STEPS):
        begun = time.perf_counter()
        work()
        out.append(time.perf_counter() - begun)
    return out


def _inserts_of(work: Callable[[], object]) -> list[str]:
    """The tables perform inserts into, one entry a statement, counted from the statements themselves."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        work()
    found = [q["sql"] for q in caught.captured_queries if q["sql"].lstrip().upper().startswith("INSERT")]
    return [sql.split('"')[1] for sql in found]


def _bare_transaction(matter_id: int) -> Callable[[], None]:
    """The rows of the last step of a matter, written again under new numbers."""
    from django.db import transaction

    from xiedu.procedure.models import Delivery, Event, EventFacts, EventRef

    pattern = Event.objects.filter(matter_id=matter_id).select_related("stated").latest("seq")
    refs = list(EventRef.objects.filter(event=pattern))
    notes = list(Delivery.objects.filter(event=pattern))
    state = {"seq": pattern.seq}
    fields = [f.attname for f in Event._meta.concrete_fields if f.attname not in {"id", "seq"}]
    values = {name: getattr(pattern, name) for name in fields}

    def fresh(rows: list[Any], **more: Any) -> list[Any]:
        out = []
        for row in rows:
            data = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != "id"}
            out.append(type(row)(**{**data, **more}))
        return out

    def once() -> None:
        with transaction.atomic():
            state["seq"] += 1
            event = Event(**values, seq=state["seq"])
            event.save(force_insert=True)
            EventFacts(event=event, body=pattern.stated.body).save(force_insert=True)
            EventRef.objects.bulk_create(fresh(refs, event_id=event.pk))
            Delivery.objects.bulk_create(fresh(notes, event_id=event.pk))

    return once


def _phases(work: Callable[[], object]) -> None:
    """Where the time of one step goes: own code against the database, by statement kind."""
    from django.db import connection

    spent: dict[str, float] = {}

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            verb = sql.split(None, 1)[0].upper()
            spent[verb] = spent.get(verb, 0.0) + time.perf_counter() - begun

    begun = time.perf_counter()
    with connection.execute_wrapper(watch):
        for _ in range(STEPS):
            work()
    whole = time.perf_counter() - begun
    rest = whole - sum(spent.values())
    parts = ", ".join(f"{verb} {1000 * t / STEPS:.2f}" for verb, t in sorted(spent.items(), key=lambda i: -i[1]))
    each = 1000 / STEPS
    print(f"phases of a step (ms): whole {each * whole:.2f}; {parts}; python and commit {each * rest:.2f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
