"""Acts begun at the same moment, each by a connection of its own, held up at random before every statement."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from xiedu.papers.models import NumberSeries, Paper
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Ledger, Matter, MatterCounter
from xiedu.procedure.verify import verify

Act = Callable[[], Any]


def at_once(acts: Sequence[Act], draw: random.Random, most: float = 0.002) -> list[Any]:
    """What each of the acts gave, or the exception it raised, all begun together."""
    results: list[Any] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))
    seeds = [draw.random() for _ in acts]

    def run(place: int) -> None:
        pauses = random.Random(seeds[place])

        def paused(execute: Any, *given: Any) -> Any:
            time.sleep(pauses.random() * most)
            return execute(*given)

        try:
            connection.ensure_connection()
            barrier.wait()
            with connection.execute_wrapper(paused):
                results[place] = acts[place]()
        except Exception as fault:
            results[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def split(results: list[Any]) -> tuple[list[Any], list[Any]]:
    """Winners and losers; a loser has been told why, by the door and by nothing else."""
    lost = [r for r in results if isinstance(r, Exception)]
    for fault in lost:
        if not isinstance(fault, NotMade):
            raise fault
    return [r for r in results if not isinstance(r, Exception)], lost


def in_order() -> None:
    """No number doubled or skipped, and everything as recorded."""
    for series in NumberSeries.objects.all():
        used = Paper.objects.filter(body_id=series.body_id, word=series.word, year=series.year).order_by("serial")
        assert list(used.values_list("serial", flat=True)) == list(range(1, series.last + 1))
    assert sum(MatterCounter.objects.values_list("last", flat=True)) == Matter.objects.count()
    assert Ledger.objects.get().matters == Matter.objects.count()
    assert verify() == []
