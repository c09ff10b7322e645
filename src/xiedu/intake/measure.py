"""The three indicators of art. 22 put together: what the lake holds, what batches brought, what sources declared."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from xiedu.base.calendar import current
from xiedu.base.dated import snapshot
from xiedu.intake import quality
from xiedu.intake.datatasks import ARRIVAL, Expected
from xiedu.intake.models import Batch
from xiedu.intake.quality import Figures
from xiedu.lake.store import reading
from xiedu.records.fields import KINDS

Months = tuple[date, date]
Measured = dict[tuple[int, date], dict[str, Figures]]


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_back(last: date, number: int) -> Months:
    """From the first of ``number`` months, ending with the month of ``last``, to before the month after it."""
    index = last.year * 12 + last.month - number
    return date(index // 12, index % 12 + 1, 1), month_after(last)


def measure(sources: Collection[int], months: Months) -> Measured:
    """(source, month) → kind → figures, for the months from the first to before the second; empty ones left out."""
    found: Measured = {}
    target = snapshot().value(ARRIVAL)
    if not sources:
        return found
    with reading(Path(settings.LAKE_DIR)) as db:
        calendar = current()
        for kind in KINDS:
            for one in quality.of_records(db, kind, sources, months, target, calendar):
                _into(found, kind, one)
    for kind, one in (*_batches(sources, months), *_declared(sources, months)):
        _into(found, kind, one)
    return found


def _into(found: Measured, kind: str, one: Figures) -> None:
    kinds = found.setdefault((one.source, one.month), {})
    kinds.setdefault(kind, Figures(one.source, one.month)).add(one)


def _batches(sources: Collection[int], months: Months) -> Iterator[tuple[str, Figures]]:
    """Errors by the month a batch arrived; rows that come back from the tray were counted the first time."""
    first = Q(corrects=None)
    loaded = Batch.objects.filter(source__in=sources, state=Batch.State.LOADED, received_at__date__gte=months[0])
    rows = (
        loaded.filter(received_at__date__lt=months[1])
        .annotate(month=TruncMonth("received_at", tzinfo=timezone.get_current_timezone()))
        .values("source_id", "month", "kind")
        .annotate(sent=Sum("rows", filter=first, default=0), wrong=Sum("bad", filter=first, default=0))
        .annotate(replaced=Sum("changed", default=0))
        .order_by("source_id", "month", "kind")
    )
    for row in rows:
        month = row["month"].date()
        figures = Figures(row["source_id"], month, sent=row["sent"], bad=row["wrong"], corrected=row["replaced"])
        yield row["kind"], figures


def _declared(sources: Collection[int], months: Months) -> Iterator[tuple[str, Figures]]:
    rows = Expected.objects.filter(source__in=sources, month__gte=months[0], month__lt=months[1])
    for row in rows.order_by("id"):
        yield row.kind, Figures(row.source_id, row.month, expected=row.number)


def together(kinds: dict[str, Figures]) -> Figures:
    """The figures of all kinds of a source and month as one."""
    parts = list(kinds.values())
    whole = Figures(parts[0].source, parts[0].month)
    for part in parts:
        whole.add(part)
    return whole
