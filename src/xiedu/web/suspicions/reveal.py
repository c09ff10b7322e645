"""An identity number of a record in clear: asked for with a reason, shown once, every look in the audit chain."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiedu.base.signins import address_of
from xiedu.bodies.models import Body
from xiedu.bodies.oversight import sources_read, supervising_area
from xiedu.bodies.principal import Principal
from xiedu.intake.secrets import reveal
from xiedu.lake import store
from xiedu.lake.tables import sensitive_fields
from xiedu.procedure.facts import F, Facts, Line
from xiedu.records.cleaning import name
from xiedu.records.fields import KINDS
from xiedu.suspicions.seeing import areas
from xiedu.web.access import PageRequest
from xiedu.web.forms import FactsForm
from xiedu.web.suspicions.policy import supervisors


class Asking(Facts):
    """Why a number is looked at."""

    reason: Line = F("查看理由", help="例如“核对疑点所涉当事人身份”。理由、时间和查看人记入审计，不能删除。")


def may_reveal(who: Principal, source: Body) -> bool:
    """Whether he may see the numbers of a source: whoever judges its suspicions, not the level above."""
    return supervising_area(source) in areas(who)


@supervisors
def one(request: PageRequest, kind: str, pk: int, field: str) -> HttpResponse:
    """The number in ``field`` of a row of the lake, after a reason; Http404 alike for a foreign and an absent one."""
    if kind not in KINDS or field not in sensitive_fields(kind) or pk >= 2**63:
        raise Http404
    reporter, digest, number = _held(kind, pk, field)
    source = sources_read(request.principal).select_related("area__parent__parent").filter(pk=reporter).first()
    if source is None or not may_reveal(request.principal, source):
        raise Http404
    form = FactsForm(Asking, request.POST if request.method == "POST" else None)
    facts = form.validate() if request.method == "POST" else None
    value = reveal(digest, request.user, facts.reason, address=address_of(request)) if facts else ""
    context = {
        "kind": KINDS[kind],
        "field": KINDS[kind].by_name[field],
        "pk": pk,
        "number": number,
        "form": form,
        "value": value,
    }
    answer = render(request, "suspicions/reveal.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _held(kind: str, pk: int, field: str) -> tuple[int, str, str]:
    """Who reported the row, the digest of its number, how the row is called. Http404 when it has none."""
    with store.reading(Path(settings.LAKE_DIR)) as db:
        number = "coalesce(document_no, case_no, '未编号')" if "case_no" in KINDS[kind].by_name else "document_no"
        found = db.execute(
            f"select reporter, {name(f'{field}_digest')}, {number} from lake.{name(kind)} where id = ?", [pk]
        ).fetchone()
    if found is None or not found[1]:
        raise Http404
    return int(found[0]), str(found[1]), str(found[2] or "未编号")
