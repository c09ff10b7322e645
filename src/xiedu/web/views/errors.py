"""Error pages: what happened, and what to do next. Absent and foreign objects look alike."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    return render(request, "400.html", status=400)


def denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: the page is not for him; the reason names for whom it is."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def absent(request: HttpRequest, exception: Http404 | None = None) -> HttpResponse:
    """404: nothing there, or nothing he may see."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, because whatever failed may fail again."""
    return HttpResponseServerError(render_to_string("500.html"))
