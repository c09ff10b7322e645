"""One record: its days in order, its limits as bars, what its checks say, its versions and all its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiedu.base import calendar, dated
from xiedu.base.models import today
from xiedu.bodies.oversight import sources_seen
from xiedu.checks import words
from xiedu.checks.catalogue import of_kind
from xiedu.checks.check import Reach
from xiedu.checks.run import HIT, Results
from xiedu.lake import store
from xiedu.lake.tables import sensitive_fields
from xiedu.law.areas import area_name
from xiedu.records.fields import KINDS
from xiedu.records.schema import Field, FieldType, Kind
from xiedu.suspicions.perusal import reads_record
from xiedu.suspicions.records import Limit, Version, limits, outcomes, versions
from xiedu.suspicions.scanning import parameters
from xiedu.suspicions.seeing import visible
from xiedu.suspicions.telling import FREE_TEXTS, masked
from xiedu.web.access import PageRequest
from xiedu.web.suspicions.bars import Bar, bars
from xiedu.web.suspicions.inbox import NAMES
from xiedu.web.suspicions.peruse import head, told
from xiedu.web.suspicions.policy import STATE_TONES, supervisors
from xiedu.web.suspicions.reveal import may_reveal

DAYS = (FieldType.DATE, FieldType.DATETIME)
FOR_GOOD = "2099-12-31"


@dataclass(frozen=True)
class Change:
    """A version beside the one before it."""

    version: Version
    since: datetime
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Seen:
    """What the lake says of a record."""

    all: list[Version]
    shown: Version
    bars: list[Bar]
    results: Results


@require_GET
@supervisors
def one(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """The record of which this is a row of the lake; Http404 alike for a foreign and an absent one.

    Of a district's record the city's bureau sees that it is there, until it has called it in.
    """
    if kind not in KINDS or pk >= 2**63:
        raise Http404
    seen = _read(kind, pk)
    who = request.principal
    found = sources_seen(who).select_related("area__parent__parent")
    source = found.filter(pk=seen.shown.reporter).first() if seen else None
    if seen is None or source is None:
        raise Http404
    known, values, key = KINDS[kind], seen.shown.values, seen.shown.key
    if not reads_record(who, source, kind, key):
        return head(request, known, source, pk, days(known, values))
    rows = visible(who).filter(source=source, record_id__in=[v.id for v in seen.all]).order_by("-id")
    context = {
        "kind": known, "source": source, "values": values, "number": _number(values), "latest": seen.all[0].id == pk,
        "newest": seen.all[0].id, "days": days(known, values), "bars": seen.bars, "fields": list(fields(known, values)),
        "suspicions": [(s, NAMES.get(s.rule, s.rule)) for s in rows], "tones": STATE_TONES,
        "hits": [r for r in seen.results.rows if r.outcome == HIT],
        "unknown": [r for r in seen.results.rows if r.outcome != HIT], "not_run": seen.results.not_run,
        "versions": _versions(known, seen.all), "hidden": _hidden(known, values) if may_reveal(who, source) else [],
        "perusals": told(source, kind, key),
    }  # fmt: skip
    return render(request, "suspicions/record.html", context)


def _read(kind: str, pk: int) -> Seen | None:
    day = today()
    now, days_ = dated.snapshot(day), calendar.current()
    checks = [c for c in of_kind(kind, day) if c.reach is Reach.ROW]
    with store.reading(settings.LAKE_DIR) as connection:
        found = versions(connection, kind, pk)
        shown = next((v for v in found if v.id == pk), None)
        if shown is None:
            return None
        figures = parameters(now)
        terms: list[Limit] = limits(connection, shown, kind, day, figures, days_)
        results = outcomes(connection, shown, kind, checks, day, figures, days_)
    return Seen(found, shown, bars(terms, day), results)


def _hidden(kind: Kind, values: Mapping[str, Any]) -> list[Field]:
    """The fields whose value stands on the page masked."""
    return [kind.by_name[field] for field in sensitive_fields(kind.name) if values.get(field)]


def _number(values: Mapping[str, Any]) -> str:
    return str(values.get("document_no") or values.get("case_no") or "未编号")


def _versions(kind: Kind, found: list[Version]) -> list[Change]:
    pairs = zip(found, [*found[1:], None], strict=True)
    return [Change(one, one.since.replace(tzinfo=UTC), changed(kind, one, before)) for one, before in pairs]


def days(kind: Kind, values: Mapping[str, Any]) -> list[tuple[date, str]]:
    """The days of a record in order, each with what happened."""
    found = []
    for field in kind.fields:
        value = values.get(field.name)
        if field.type in DAYS and value is not None and f"{value:%Y-%m-%d}" != FOR_GOOD:
            found.append((value.date() if isinstance(value, datetime) else value, field.title))
    return sorted(found, key=lambda pair: pair[0])


def fields(kind: Kind, values: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    """What is recorded: title and lines (one an item of a list)."""
    for field in kind.fields:
        value = values.get(field.name)
        if value is not None and value != []:
            yield field.title, lines(field, value)


def lines(field: Field, value: Any) -> list[str]:
    """A value as people read it; free text without identity numbers."""
    if field.type is FieldType.LIST:
        return [_item(field, item) for item in value]
    if field.type is FieldType.MONEY:
        return [f"{words.yuan(value)} 元"]
    text = words.plain(words.labelled(field, value))
    if field.name.endswith("_area"):
        return [text if area_name(text) == text else f"{area_name(text)}（{text}）"]
    if text == FOR_GOOD:
        return ["长期"]
    return [masked(text) if field.name in FREE_TEXTS else text]


def _item(field: Field, item: Mapping[str, Any]) -> str:
    told = [(m.title, lines(m, item[m.name])[0]) for m in field.members if item.get(m.name) not in (None, [])]
    return "；".join(f"{title}：{text}" for title, text in told) or words.MISSING


def changed(kind: Kind, version: Version, before: Version | None) -> list[tuple[str, str, str]]:
    """Which fields differ from the version before: title, before, now."""
    if before is None:
        return []
    pairs = [(f, before.values.get(f.name), version.values.get(f.name)) for f in kind.fields]
    return [(f.title, _short(f, old), _short(f, new)) for f, old, new in pairs if old != new]


def _short(field: Field, value: Any) -> str:
    return "；".join(lines(field, value)) if value not in (None, []) else words.MISSING
