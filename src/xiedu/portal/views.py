"""The public door: is this paper real, and does it still stand? Nothing of its text is shown."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from xiedu.papers.issue import CODE_ALPHABET
from xiedu.papers.models import Paper

_GROUPS, _LENGTH = 4, 12


@require_GET
@never_cache
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """A paper by its code, from the address of its QR mark or typed in; one query whatever was asked."""
    asked = (code or request.GET.get("code", "")).strip()[:40]
    paper = Paper.objects.filter(code=normal(asked)).select_related("body").defer("content").first() if asked else None
    context = {"asked": "".join(c for c in asked if c.isprintable()), "paper": paper}
    return render(request, "portal/verify.html", context, status=404 if code and paper is None else 200)


def normal(text: str) -> str:
    """A typed code as it is stored: capitals in groups of four; anything else as a code that no paper has."""
    letters = re.sub(r"[\s\-—–－_]", "", text).upper()
    if len(letters) != _LENGTH or set(letters) - set(CODE_ALPHABET):
        return "-"
    return "-".join(letters[i : i + _GROUPS] for i in range(0, _LENGTH, _GROUPS))
