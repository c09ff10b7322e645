"""One subject: the acts of all bodies on it. Acts of records he does not read are named without their content."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiedu.bodies.models import Body
from xiedu.bodies.oversight import sources_read, sources_seen
from xiedu.bodies.principal import Principal
from xiedu.checks import words
from xiedu.lake import store
from xiedu.records.fields import KINDS
from xiedu.suspicions.perusal import perused
from xiedu.suspicions.records import MOST_ACTS, Act, acts, name_of
from xiedu.suspicions.seeing import whole
from xiedu.web.access import PageRequest
from xiedu.web.suspicions.inbox import NAMES
from xiedu.web.suspicions.policy import STATE_TONES, supervisors

ABOUT = {"inspection": "inspection_type", "coercion": "coercion_kind"}
DIGEST = 64


@dataclass(frozen=True)
class Line:
    """An act as shown; ``open`` when its record may be read, ``asked`` when it may be called in."""

    act: Act
    kind: str
    body: str
    about: str
    open: bool
    asked: bool


@require_GET
@supervisors
def one(request: PageRequest) -> HttpResponse:
    """The subject named by ``?key=``; Http404 when he reads no act on it."""
    key = request.GET.get("key", "")[:200]
    if not key or "\x00" in key:
        raise Http404
    with store.reading(settings.LAKE_DIR) as connection:
        found, name = acts(connection, key), name_of(connection, key)
    reads = _Reads(request.principal)
    if not any(reads(act) for act in found):
        raise Http404
    names = dict(Body.objects.filter(pk__in={act.reporter for act in found}).values_list("pk", "short_name"))
    lines = [_line(act, names, reads) for act in found]
    counts = [(kind.title, sum(act.kind == code for act in found)) for code, kind in KINDS.items()]
    rows = whole(request.principal).filter(party_key=key).select_related("source").order_by("-id")[:100]
    context = {
        "name": name, "key": key if len(key) < DIGEST else "", "lines": lines, "most": MOST_ACTS, "counts": counts,
        "suspicions": [(s, NAMES.get(s.rule, s.rule)) for s in rows], "tones": STATE_TONES,
        "bodies": len({act.reporter for act in found}),
    }  # fmt: skip
    return render(request, "suspicions/subject.html", context)


class _Reads:
    """Which acts somebody reads; three queries."""

    def __init__(self, who: Principal) -> None:
        self.sources = set(sources_read(who).values_list("pk", flat=True))
        self.seen = set(sources_seen(who).values_list("pk", flat=True))
        self.perused = perused(who)

    def __call__(self, act: Act) -> bool:
        return act.reporter in self.sources or (act.reporter, act.kind, act.key) in self.perused


def _line(act: Act, names: dict[int, str], reads: _Reads) -> Line:
    kind = KINDS[act.kind]
    open_ = reads(act)
    known = kind.by_name.get(ABOUT.get(act.kind, ""))
    about = words.plain(words.labelled(known, act.about)) if open_ and act.about else ""
    return Line(
        act, kind.title, names.get(act.reporter, "未登记机构"), about, open_, not open_ and act.reporter in reads.seen
    )
