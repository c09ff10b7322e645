"""Drafts: what somebody has typed and not handed in, field by field as it was posted, for him alone."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xiedu.base.models import User
from xiedu.procedure.facts import Facts
from xiedu.procedure.models import Draft
from xiedu.web.access import PageRequest, business
from xiedu.web.forms import FactsForm

KEY = re.compile(r"[a-z0-9_.]{1,40}(-[a-z0-9_.]{1,40}){0,4}")
# What belongs to the page as it was and not to what was typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "expect_seq", "act", "confirmed", "_add", "_remove", "_discard", "next"})


@require_POST
@business
def draft(request: PageRequest, key: str) -> HttpResponse:
    """Keep (204) or discard what was typed."""
    if not KEY.fullmatch(key):
        raise Http404
    if "_discard" in request.POST:
        discard(request.user, key)
        wish = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()})
        return redirect(wish if safe else "workbench")
    keep(request.user, key, request.POST)
    return HttpResponse(status=204)


def keep(user: User, key: str, data: QueryDict) -> None:
    """Save the posted fields; NUL, which PostgreSQL cannot hold, is left out."""
    fields = [[n, v.replace("\x00", "")] for n, values in data.lists() if n not in NOT_TYPED for v in values]
    Draft.objects.update_or_create(
        user=user, key=key, defaults={"data": {"fields": fields}, "saved_at": timezone.now()}
    )


def with_files(data: QueryDict, form: FactsForm[Facts]) -> QueryDict:
    """The posted fields with the numbers of files stored just now, so that the draft has them too."""
    copy = data.copy()
    for bound in form.fields:
        if bound.spec.kind == "file":
            copy.setlist(bound.name, [str(number) for number, _ in bound.files])
    return copy


def discard(user: User, key: str) -> None:
    """Forget the draft."""
    Draft.objects.filter(user_id=user.pk, key=key).delete()


def kept(user: User, key: str) -> tuple[QueryDict, datetime] | None:
    """The draft as it would be posted, and when it was saved."""
    row = Draft.objects.filter(user_id=user.pk, key=key).first()
    if row is None:
        return None
    data = QueryDict(mutable=True)
    for name, value in _pairs(row.data):
        data.appendlist(name, value)
    return data, row.saved_at


def _pairs(data: Mapping[str, list[list[str]]]) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in data.get("fields", [])]
