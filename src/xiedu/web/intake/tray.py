"""The tray of a batch: rows that did not go in, corrected at the cell that is wrong, dropped, or sent in again.

A corrected row is read on the spot, so that what is still wrong is said at its field; the worker then takes it in.
"""

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from xiedu.base.sheets import clean
from xiedu.bodies.oversight import sources_read
from xiedu.intake import service, tray
from xiedu.intake.models import Batch, TrayRow
from xiedu.records.faults import Fault, InputError
from xiedu.records.fields import KINDS
from xiedu.records.reading import faults, read_records
from xiedu.web.access import PageRequest, business
from xiedu.web.intake.batches import may_change, own_batch, read_batch
from xiedu.web.lists import Asked, Filter, Listing

TONES = {"waiting": "orange", "corrected": "green", "dropped": "grey"}
KEYS = ("document_no", "case_no", "party")
MOST_CELL = 5000


@dataclass
class Cell:
    """One column of a row: its header, what stands there, what is wrong with it."""

    place: int
    header: str
    value: str
    masked: bool = False
    wrong: list[str] = field(default_factory=list)

    @property
    def long(self) -> bool:
        """Whether it needs more than a line."""
        return len(self.value) > 60


@business
def every(request: PageRequest, pk: int) -> HttpResponse:
    """The rows of a batch that did not go in, each with its faults."""
    batch = read_batch(request, pk)
    states = [(str(value), str(label)) for value, label in TrayRow.State.choices]
    asked = Asked(request, [Filter("state", "状态", states)])
    rows = batch.tray.order_by("state", "row_no")
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    heads = _heads(batch)
    listing = Listing(asked, rows)
    shown = [(row, _known(row, heads), _held(row)) for row in listing.rows]
    context = {
        "batch": batch,
        "listing": listing,
        "heads": heads,
        "rows": shown,
        "tones": TONES,
        "mine": may_change(request, batch),
        "waiting": batch.tray.filter(state=TrayRow.State.WAITING, corrected_in=None).count(),
    }
    return render(request, "intake/tray.html", context)


def _heads(batch: Batch) -> list[str]:
    """The columns by which people know a row."""
    return [batch.headers[key] for key in KEYS if key in batch.headers]


def _known(row: TrayRow, heads: list[str]) -> list[tuple[str, str]]:
    return [(head, row.values.get(head, "")) for head in heads]


def _held(row: TrayRow) -> bool:
    """Whether a correction of the row is on its way in."""
    return row.state == TrayRow.State.WAITING and row.corrected_in_id is not None


@business
def one(request: PageRequest, pk: int) -> HttpResponse:
    """A row, every cell of it; corrected, it is read at once and goes in if nothing is wrong any more."""
    rows = TrayRow.objects.select_related("batch__source", "batch__file", "corrected_in", "decided_by")
    row = get_object_or_404(rows.filter(batch__source__in=sources_read(request.principal)), pk=pk)
    open_ = may_change(request, row.batch) and row.state == TrayRow.State.WAITING and not _held(row)
    cells = _cells(row)
    found = [service.from_json(fault) for fault in row.faults]
    if request.method == "POST":
        if not open_:
            raise Http404
        changes = _typed(request, cells)
        found = _still_wrong(row, changes)
        if not found and _sent(request, [row], {row.pk: changes}):
            return redirect("tray", pk=row.batch_id)
    context = {
        "row": row,
        "batch": row.batch,
        "cells": cells,
        "known": _known(row, _heads(row.batch)),
        "others": _placed(cells, found),
        "open": open_,
        "held": _held(row),
        "tone": TONES[row.state],
        "next": row.batch.tray.filter(state=TrayRow.State.WAITING, row_no__gt=row.row_no).order_by("row_no").first(),
    }
    return render(request, "intake/tray_row.html", context, status=422 if request.method == "POST" else 200)


def _cells(row: TrayRow) -> list[Cell]:
    """The cells in the order of the fields, then what else the row has."""
    by_name = KINDS[row.batch.kind].by_name
    order = [row.batch.headers.get(name, by_name[name].title) for name in row.batch.columns if name in by_name]
    headers = list(dict.fromkeys([*(h for h in order if h in row.values), *sorted(row.values)]))
    return [Cell(n, head, row.values[head], head in row.sealed) for n, head in enumerate(headers)]


def _typed(request: PageRequest, cells: Iterable[Cell]) -> dict[str, str]:
    """The cells that were changed; the page shows them as they were typed."""
    changes: dict[str, str] = {}
    for cell in cells:
        text = clean(request.POST.get(f"cell-{cell.place}", cell.value))[:MOST_CELL]
        if text != clean(cell.value):
            changes[cell.header] = cell.value = text
    return changes


def _placed(cells: Iterable[Cell], found: Iterable[Fault]) -> list[Fault]:
    """Put each fault at its cell; those without one are given back."""
    by_header = {cell.header: cell for cell in cells}
    others = []
    for fault in found:
        cell = by_header.get(fault.column) or by_header.get(fault.column.partition("·")[0])
        if cell is None:
            others.append(fault)
        else:
            cell.wrong.append(f"{fault.reason}。{fault.remedy}")
    return others


def _still_wrong(row: TrayRow, changes: Mapping[str, str]) -> list[Fault]:
    """What the reader says of the row with these changes: the errors that would keep it out again."""
    with tempfile.TemporaryDirectory(prefix="xiedu-") as folder, duckdb.connect() as db:
        path = Path(folder) / "row.json"
        path.write_text(json.dumps([tray.written(row, changes)], ensure_ascii=False), encoding="utf-8")
        try:
            reading = read_records(
                db, path, kind=row.batch.kind, layout=row.batch.layout, mapping=tray.mapping_of(row.batch)
            )
        except InputError as error:
            return list(error.faults)
        return [fault for fault in faults(db, reading) if fault.grade == "error"]


def _sent(request: PageRequest, rows: list[TrayRow], changes: Mapping[int, Mapping[str, str]]) -> Batch | None:
    try:
        small = tray.correct(rows, changes, request.user)
    except ValueError as refused:
        messages.error(request, str(refused))
        return None
    service.submit(small)
    messages.success(request, f"{len(rows)} 行已送入，正在入库。")
    return small


@require_POST
@business
def again(request: PageRequest, pk: int) -> HttpResponse:
    """Send all waiting rows in once more as they are: the rules or the saved columns may have changed."""
    batch = own_batch(request, pk)
    rows = list(batch.tray.filter(state=TrayRow.State.WAITING, corrected_in=None).order_by("row_no"))
    small = _sent(request, rows, {})
    return redirect("batch", pk=small.pk) if small else redirect("tray", pk=pk)


@require_POST
@business
def drop(request: PageRequest, pk: int) -> HttpResponse:
    """Leave the chosen rows out for good, with the reason."""
    batch = own_batch(request, pk)
    chosen = [
        int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdecimal() and len(text) < 19
    ]
    rows = list(batch.tray.filter(pk__in=chosen[: tray.MOST_TRAY]))
    try:
        number = tray.drop(rows, request.POST.get("reason", ""), request.user)
    except ValueError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已剔除 {number} 行，理由已记录。")
    return redirect("tray", pk=pk)
