"""Tokens for systems that push records: handed out and stopped by the deputy or the head of the body itself."""

from typing import Annotated

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from xiedu.bodies.oversight import managed_sources, own_sources
from xiedu.intake import tokens
from xiedu.intake.models import Token
from xiedu.procedure.facts import F, Facts, Line, Ref, Show
from xiedu.web.access import PageRequest, business
from xiedu.web.forms import FactsForm


class Issuing(Facts):
    """A token to hand out."""

    source: Annotated[int, Ref("body"), Show("choice", pick="source")] = F("数据来源单位")
    name: Line = F("用途", help="使用该令牌的业务系统，例如“案件办理系统”。一个系统一个令牌，便于单独停用。")


@business
def every(request: PageRequest) -> HttpResponse:
    """The tokens of the bodies he works in; who manages one of them may hand out another, shown this once."""
    managed = list(managed_sources(request.principal))
    posted = request.POST if request.method == "POST" and managed else None
    form, secret = None, ""
    if managed:
        choices = {"source": [(b.pk, b.name) for b in managed]}
        form = FactsForm(Issuing, posted, {"source": managed[0].pk}, choices)
        facts = form.validate() if posted is not None else None
        if facts is not None:
            source = next(b for b in managed if b.pk == facts.source)
            token, secret = tokens.make(source, facts.name, request.user)
            form = FactsForm(Issuing, None, {"source": token.source_id}, choices)
    rows = Token.objects.filter(source__in=own_sources(request.principal)).select_related("source", "created_by")
    context = {
        "form": form,
        "secret": secret,
        "rows": rows.order_by("revoked_at", "-id"),
        "managed": {b.pk for b in managed},
    }
    answer = render(request, "intake/tokens.html", context, status=422 if form and form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@business
def stop(request: PageRequest, pk: int) -> HttpResponse:
    """Stop a token of a body he manages."""
    token = get_object_or_404(
        Token.objects.select_related("source"), pk=pk, source__in=managed_sources(request.principal)
    )
    tokens.revoke(token, request.user)
    messages.success(request, f"令牌“{token.name}”已停用。")
    return redirect("push-tokens")
