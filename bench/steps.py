"""``perform()`` against a bare transaction with the same inserts (same ORM, same connection), step by step.

The story is a whole dispute from negotiation to close (协调一致). For every step the rows it inserted are read
back; the baseline writes copies of just these rows by ``Model.save`` (event, stated facts, paper) and
``bulk_create`` (the rest) in one transaction: no reading, no test, no digest, no update. The figure is the median over
the steps of bare time ÷ perform time, each the median of several tellings.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.ground import database

ROUNDS = 15
SINGLE = ("procedure_event", "procedure_eventfacts", "papers_paper")


def main(address: str | None = None) -> float:
    """Print the table of steps and the ratio; returns the ratio."""
    with database(address) as vendor:
        from tests.cast import build

        cast = build()
        told = [_tell(cast, turn) for turn in range(ROUNDS + 1)][1:]
        ratios = []
        print(f"[{vendor}] step: perform ms, bare ms, ratio, rows inserted")
        for place, (name, _, rows) in enumerate(told[0]):
            ours = statistics.median(story[place][1] for story in told)
            bare = statistics.median(_bare(rows, turn) for turn in range(ROUNDS))
            ratios.append(bare / ours)
            count = sum(len(found) for found in rows.values())
            print(f"  {name:24s} {1000 * ours:7.2f} {1000 * bare:7.2f} {bare / ours:5.2f} {count:4d}")
        ratio = statistics.median(ratios)
        whole = sum(statistics.median(story[i][1] for story in told) for i in range(len(ratios)))
        print(f"[{vendor}] {len(ratios) / whole:.0f} steps/s; median ratio {ratio:.2f} (target >= 0.60)")
        _phases(cast)
    return ratio


def _story(cast: Any, turn: int) -> Any:
    from tests.cast import Dispute

    dispute = Dispute(cast).open(field=f"渣土运输{turn}").negotiate().submit().accept().meet()
    dispute.say("confirm", applicant="accept", respondent="accept")
    cast.do(dispute.id, dispute.handler, "conclude_agreed")
    return dispute.issue().close()


def _tell(cast: Any, turn: int) -> list[tuple[str, float, dict[str, list[Any]]]]:
    """One telling: (move, seconds, rows inserted by table) for each step."""
    import tests.cast as story
    from xiedu.procedure import perform as door

    steps: list[tuple[str, float, dict[str, list[Any]]]] = []

    def timed(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any) -> Any:
            marks = _marks() if turn == 1 else {}
            begun = time.perf_counter()
            done = real(*args)
            spent = time.perf_counter() - begun
            steps.append((args[1].move, spent, _since(marks) if turn == 1 else {}))
            return done

        return step

    story.perform, story.start = timed(door.perform), timed(door.start)
    try:
        _story(cast, turn)
    finally:
        story.perform, story.start = door.perform, door.start
    return steps


def _models() -> list[Any]:
    from django.apps import apps

    return [*apps.get_app_config("procedure").get_models(), *apps.get_app_config("papers").get_models()]


def _marks() -> dict[str, int]:
    from django.db.models import Max

    return {m._meta.db_table: m.objects.aggregate(top=Max("pk"))["top"] or 0 for m in _models()}


def _since(marks: dict[str, int]) -> dict[str, list[Any]]:
    found = {m._meta.db_table: list(m.objects.filter(pk__gt=marks[m._meta.db_table])) for m in _models()}
    return {table: rows for table, rows in found.items() if rows}


def _bare(rows: dict[str, list[Any]], turn: int) -> float:
    """Seconds to write copies of the rows of a step in one transaction, under a matter of their own."""
    from django.db import transaction

    from xiedu.procedure.models import Matter

    pattern = Matter.objects.order_by("id").first()
    assert pattern is not None
    matter = _copy(pattern, {"number": f"空{time.perf_counter_ns()}", "token": None})
    if "procedure_matter" not in rows:
        matter.save()
    begun = time.perf_counter()
    with transaction.atomic():
        if "procedure_matter" in rows:
            matter.save()
        more: dict[str, Any] = {"matter_id": matter.pk}
        for table, label in (("procedure_event", "event_id"), ("papers_paper", "paper_id")):
            for row in rows.get(table, []):
                fresh = _copy(row, {**more, **_unique(table, turn)})
                fresh.save(force_insert=True)
                more[label] = fresh.pk
        for table, found in rows.items():
            if table not in {"procedure_event", "papers_paper", "procedure_matter"}:
                _write(table, [_copy(row, {**more, **_unique(table, turn)}) for row in found])
    return time.perf_counter() - begun


def _write(table: str, fresh: list[Any]) -> None:
    if table in SINGLE:
        fresh[0].save(force_insert=True)
    else:
        type(fresh[0]).objects.bulk_create(fresh)


def _unique(table: str, turn: int) -> dict[str, Any]:
    stamp = time.perf_counter_ns()
    return {
        "papers_paper": {"number": f"空{stamp}", "code": f"{stamp}"[-18:], "serial": stamp % 10**9},
        "papers_numberseries": {"word": f"空{stamp}"},
        "procedure_mattercounter": {"key": f"空{stamp}"},
    }.get(table, {})


def _copy(row: Any, more: dict[str, Any]) -> Any:
    names = [f.attname for f in row._meta.concrete_fields if f.attname != "id"]
    data = {name: more.get(name, getattr(row, name)) for name in names}
    return type(row)(**data)


def _phases(cast: Any) -> None:
    """Where the time of a telling goes, by kind of statement."""
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
        _story(cast, ROUNDS + 5)
    whole = time.perf_counter() - begun
    parts = ", ".join(f"{verb} {100 * t / whole:.0f} %" for verb, t in sorted(spent.items(), key=lambda i: -i[1]))
    print(f"phases: {parts}, python and commit {100 * (whole - sum(spent.values())) / whole:.0f} %")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
