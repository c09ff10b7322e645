"""Issued papers: the list of my bodies', one paper, its files, its stamped scan."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from xiedu.base.files import store
from xiedu.bodies.principal import Principal
from xiedu.papers.kinds import KINDS
from xiedu.papers.models import Paper
from xiedu.papers.rendered import DOCX, PDF, Form, content_of, rendered
from xiedu.papers.scan import ScanRefusedError, attach_scan
from xiedu.procedure.models import Delivery, IssuedPaper, Matter
from xiedu.procedure.policy import Sight, parts_of
from xiedu.web.access import PageRequest, business
from xiedu.web.lists import Asked, Filter, Listing
from xiedu.web.matters.downloads import named
from xiedu.web.matters.page import by_paper, download

WAYS = (("issued", "本机构制发"), ("received", "本机构收到"))
STATES = (("valid", "有效"), ("void", "已作废"), ("scan", "有盖章件"))
FILTERS = (
    Filter("q", "文号或标题"),
    Filter("way", "方向", WAYS),
    Filter("kind", "文种", tuple((code, kind.title) for code, kind in KINDS.items())),
    Filter("state", "状态", STATES),
    Filter("from", "签发自", kind="date"),
)


def visible(who: Principal) -> QuerySet[Paper]:
    """Papers my bodies issued, and those served on or copied to them."""
    reached = Delivery.objects.filter(paper=OuterRef("pk"), body_id__in=who.body_ids).exclude(sent_on=None)
    return Paper.objects.filter(Q(body_id__in=who.body_ids) | Q(Exists(reached)))


@require_GET
@business
def papers(request: PageRequest) -> HttpResponse:
    """The list; two queries beside the person."""
    wish = Asked(request, FILTERS)
    rows = _narrowed(request.principal, wish).select_related("body").defer("content").order_by("-signed_on", "-pk")
    return render(request, "papers/list.html", {"listing": Listing(wish, rows)})


def _narrowed(who: Principal, wish: Asked) -> QuerySet[Paper]:
    rows, state = visible(who), wish["state"]
    for word in wish["q"].split()[:5]:
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    if wish["way"]:
        rows = (
            rows.filter(body_id__in=who.body_ids) if wish["way"] == "issued" else rows.exclude(body_id__in=who.body_ids)
        )
    if wish["kind"]:
        rows = rows.filter(kind=wish["kind"])
    if wish.day("from"):
        rows = rows.filter(signed_on__gte=wish["from"])
    if state == "scan":
        return rows.exclude(scan=None)
    return rows.filter(voided_on__isnull=state == "valid") if state else rows


def _paper(who: Principal, pk: int) -> tuple[Paper, Matter | None]:
    """A paper the person may read, and its matter if he may open that.

    Raises:
        Http404: when it does not exist, or is neither of his bodies nor in a file he sees.
    """
    paper = Paper.objects.select_related("body", "scan").filter(pk=pk).first()
    link = IssuedPaper.objects.filter(paper_id=pk).select_related("matter__area").first()
    level = Sight(who).of(link.matter, parts_of(link.matter_id)) if link else "nothing"
    if paper is None or not (level == "file" or visible(who).filter(pk=pk).exists()):
        raise Http404
    return paper, link.matter if link and level != "nothing" else None


@require_GET
@business
def paper(request: PageRequest, pk: int) -> HttpResponse:
    """One paper: what it says, where it went, its marks."""
    found, matter = _paper(request.principal, pk)
    issuing = found.body_id in request.principal.body_ids
    sent = Delivery.objects.filter(paper_id=pk).exclude(channel="notice").select_related("body", "paper").order_by("pk")
    if not issuing:
        sent = sent.filter(body_id__in=request.principal.body_ids)
    context: dict[str, Any] = {
        "paper": found,
        "matter": matter,
        "content": content_of(found),
        "kind": KINDS[found.kind].title if found.kind in KINDS else found.kind,
        "deliveries": by_paper(sent),
        "may_scan": issuing and found.voided_on is None,
    }
    return render(request, "papers/paper.html", context)


@require_GET
@business
def paper_file(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """The paper as PDF (in the browser) or DOCX (to keep)."""
    if form not in {"pdf", "docx"}:
        raise Http404
    found, _ = _paper(request.principal, pk)
    response = HttpResponse(rendered(found, cast(Form, form)), content_type=PDF if form == "pdf" else DOCX)
    response["Content-Disposition"] = named(f"{found.number} {found.title}.{form}", inline=form == "pdf")
    return response


@require_http_methods(["GET", "POST"])
@business
def scan(request: PageRequest, pk: int) -> HttpResponse:
    """The stamped scan: read it (GET), attach it (POST, issuing body only)."""
    found, _ = _paper(request.principal, pk)
    if request.method == "POST":
        return _attach(request, found)
    if found.scan is None:
        raise Http404
    return download(found.scan)


def _attach(request: PageRequest, paper: Paper) -> HttpResponse:
    upload = request.FILES.get("scan")
    if upload is None:
        messages.error(request, "请先选择盖章扫描件（PDF 或 JPG）。")
        return redirect("paper", paper.pk)
    try:
        kept = store(upload, upload.name or "", request.user)
        attach_scan(paper.pk, kept, request.principal, request.user, reason=request.POST.get("reason", ""))
    except ScanRefusedError as refused:
        messages.error(request, str(refused))
    except ValueError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{paper.number} 的盖章扫描件已上传，即为正式文本。")
    return redirect("paper", paper.pk)
