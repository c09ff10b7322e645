"""The public contract of the records: the fields of each kind, as a page and as JSON, and workbooks to fill in."""

import tempfile
from functools import cache
from pathlib import Path

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from xiedu.base.filetypes import XLSX
from xiedu.records.fields import KINDS, TYPE_WORDS, describe, note_of
from xiedu.records.layouts import LAYOUTS
from xiedu.records.schema import Field, Kind
from xiedu.records.template import template_name, write_template
from xiedu.web.access import PageRequest, signed_in
from xiedu.web.downloads import attachment

API_ERRORS = (
    (202, "已收到，仍在处理；稍后以同一 Idempotency-Key 再推送同样内容，领取回执"),
    (400, "请求体不是 JSON 记录列表，字段一个也认不出，或缺少 Idempotency-Key"),
    (401, "没有令牌，或令牌无效、已停用"),
    (404, "没有这类记录"),
    (405, "只接受 POST"),
    (409, "同一 Idempotency-Key 已用于另一份内容"),
    (413, "请求体过大"),
    (415, "请求体的类型不是 application/json"),
)


def known_kind(name: str) -> Kind:
    """The kind with this code; Http404 for any other name."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """The kinds of record with their template workbooks, and the layouts that are recognised."""
    kinds = [(k, len(k.fields), sum(f.required for f in k.fields)) for k in KINDS.values()]
    layouts = [(one.title, KINDS[one.kind].title, one.full) for one in LAYOUTS.values()]
    return render(request, "intake/contract.html", {"kinds": kinds, "layouts": layouts})


@signed_in
def one(request: PageRequest, kind: str) -> HttpResponse:
    """The fields of a kind, those of its lists below, and how a system sends records of it."""
    found = known_kind(kind)
    context = {
        "kind": found,
        "kinds": KINDS.values(),
        "fields": _rows(found.fields),
        "errors": API_ERRORS,
        "example": _example(found),
        "lists": [(f, _rows(f.members)) for f in found.fields if f.members],
    }
    return render(request, "intake/fields.html", context)


@signed_in
def as_json(request: PageRequest, kind: str) -> HttpResponse:
    """What ``xiedu fields KIND --json`` prints."""
    fields = [describe(field) for field in known_kind(kind).fields]
    return JsonResponse(fields, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2})


@signed_in
def template(request: PageRequest, kind: str) -> HttpResponse:
    """A workbook to fill in, with drop-downs, notes and an example row."""
    return attachment(_workbook(known_kind(kind).name), template_name(kind), XLSX)


@cache
def _workbook(kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xiedu-") as folder:
        path = Path(folder) / "template.xlsx"
        write_template(kind, path)
        return path.read_bytes()


def _rows(fields: tuple[Field, ...]) -> list[tuple[Field, str, str, str]]:
    """(field, word of its type, note, its codes as ``code word``)."""
    return [
        (f, TYPE_WORDS[f.type], note_of(f), "；".join(f"{code} {word}" for code, word in f.codes.items()))
        for f in fields
    ]


def _example(kind: Kind) -> str:
    body = ", ".join(f'"{f.name}": "…"' for f in kind.fields if f.required)
    return f"[{{{body}}}]"
