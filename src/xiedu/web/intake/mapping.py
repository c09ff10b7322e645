"""Which column is which field: asked once of a source whose header nobody knows, kept for its later files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from xiedu.intake import mappings, service
from xiedu.intake.files import content
from xiedu.intake.models import Batch
from xiedu.law.identifiers import hide_resident_ids
from xiedu.records.faults import InputError
from xiedu.records.fields import KINDS
from xiedu.records.formats import HEADER_WITHIN
from xiedu.records.grids import Row
from xiedu.records.layouts import WAN, Column, fold_header, full_layout
from xiedu.records.reading import grids_of
from xiedu.records.schema import FieldType, Kind
from xiedu.web.access import PageRequest, business
from xiedu.web.intake.batches import own_batch

SAMPLES, FEWEST, MOST = 2, 2, 300
_SEVERAL = "penalties"


@dataclass
class Heading:
    """One column of the file: its header, a few values, what was typed for it, what is wrong with that."""

    place: int
    header: str
    samples: list[str] = field(default_factory=list)
    typed: str = ""
    error: str = ""


@business
def ask(request: PageRequest, pk: int) -> HttpResponse:
    """Show the columns of a refused file; with the answers, keep them and send the file in once more."""
    batch = own_batch(request, pk)
    if batch.state != Batch.State.REFUSED:
        raise Http404
    kind = KINDS.get(request.POST.get("kind") or request.GET.get("kind") or batch.asked_kind, KINDS["penalty"])
    fault, headings = "", []
    try:
        headings = _headings(batch)
    except InputError as error:
        fault = str(error)
    known = full_layout(kind.name).columns
    if request.method == "POST" and headings:
        found, fault = _read(request.POST, headings, known)
        if not fault:
            return redirect("batch", pk=_sent_again(request, batch, kind, found).pk)
    elif headings:
        _prefill(headings, known, _saved(batch, kind))
    context = {
        "batch": batch,
        "kind": kind,
        "kinds": KINDS.values(),
        "headings": headings,
        "fault": fault,
        "choices": _titles(kind),
    }
    return render(request, "intake/mapping.html", context, status=422 if fault else 200)


def _headings(batch: Batch) -> list[Heading]:
    """The columns under the row that looks most like a header, of the widest sheet. InputError if unreadable."""
    best: tuple[int, list[Row]] = (0, [])
    with content(batch.file) as path:
        for grid in grids_of(path):
            rows = list(islice(grid.rows, HEADER_WITHIN))
            places = [n for n, (_, cells) in enumerate(rows) if sum(map(bool, cells)) >= FEWEST]
            if not places:
                continue
            head = max(places, key=lambda n: (len({c for c in rows[n][1] if c}), -n))
            if len(rows[head][1]) > best[0]:
                best = len(rows[head][1]), rows[head:]
    if not best[1]:
        return []
    _, header = best[1][0]
    found = [Heading(place, cell) for place, cell in enumerate(header[:MOST]) if cell]
    for one in found:
        values = (cells[one.place] for _, cells in best[1][1:] if one.place < len(cells))
        one.samples = [hide_resident_ids(value)[:30] for value in islice(filter(None, values), SAMPLES)]
    return found


def _titles(kind: Kind) -> list[str]:
    titles = []
    for one in kind.fields:
        money = one.type is FieldType.MONEY
        titles += [f"{one.title}（元）", f"{one.title}（万元）"] if money else [one.title]
    return titles


def _saved(batch: Batch, kind: Kind) -> Mapping[str, str]:
    return mappings.mapping_for(batch.source, kind.name)


def _prefill(headings: list[Heading], known: Mapping[str, Column], saved: Mapping[str, str]) -> None:
    """What was saved for the source, else a field that is called like the column."""
    titles = {(c.field, c.unit): key for key, c in known.items()}
    for one in headings:
        target, _, factor = saved.get(one.header, "").partition("*")
        unit = 100 * int(factor) if factor.isdigit() else 100
        column = Column(target, unit) if target else known.get(fold_header(one.header))
        if column and (column.field, column.unit) in titles:
            one.typed = titles[column.field, column.unit]


def _read(posted: QueryDict, headings: list[Heading], known: Mapping[str, Column]) -> tuple[dict[str, str], str]:
    """Header → field as the saved mapping writes it, and what is wrong as a whole ("" if nothing)."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for one in headings:
        one.typed = posted.get(f"column-{one.place}", "").strip()[:100]
        column = known.get(fold_header(one.typed))
        if not one.typed:
            found[one.header] = ""
        elif column is None:
            one.error = f"没有名为“{one.typed}”的字段。请从列表中选择，或留空表示不取这一列。"
        elif column.field in taken and column.field != _SEVERAL:
            one.error = f"“{taken[column.field]}”列已对应这个字段。一个字段只能对应一列。"
        else:
            taken[column.field] = one.header
            found[one.header] = f"{column.field}*{column.unit // 100}" if column.unit == WAN else column.field
    wrong = sum(1 for one in headings if one.error)
    if wrong:
        return found, f"有 {wrong} 列需要修改，已填内容均已保留"
    return found, "" if len(taken) >= FEWEST else f"至少为 {FEWEST} 列指明字段"


def _sent_again(request: PageRequest, batch: Batch, kind: Kind, found: dict[str, str]) -> Batch:
    with transaction.atomic():
        mappings.save(batch.source, kind.name, {**_saved(batch, kind), **found}, request.user)
        again = service.register(
            batch.file, batch.source, kind=kind.name, historic=batch.asked_historic, user=request.user
        )
        service.submit(again)
    return again
