"""Addresses of the whole site. Each route's policy: decorators on our views, one table for allauth's (web.access)."""

from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_urls
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("xiedu.web.urls")),
    path("", include("xiedu.portal.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
    path("accounts/", include(openid_urls)),
]

handler400 = "xiedu.web.views.errors.bad_request"
handler403 = "xiedu.web.views.errors.denied"
handler404 = "xiedu.web.views.errors.absent"
handler500 = "xiedu.web.views.errors.broken"
