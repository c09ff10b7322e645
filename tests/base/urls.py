"""Addresses for the tests of signing in."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def whoami(request: HttpRequest) -> HttpResponse:
    """The name of the signed-in user, or nothing."""
    return HttpResponse(request.user.get_username())


urlpatterns = [path("accounts/", include("allauth.urls")), path("whoami/", whoami)]
