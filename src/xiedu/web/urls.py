"""Addresses of the pages. Each view carries its policy; see :mod:`xiedu.web.access`."""

from django.urls import URLPattern, URLResolver, path

from xiedu.web import uploads
from xiedu.web.views import articles, procedures, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("files/", uploads.upload, name="upload"),
    path("articles/", articles.every, name="articles"),
    path("articles/<int:number>/", articles.one, name="article"),
    path("procedures/", procedures.every, name="procedures"),
    path("procedures/<slug:code>/", procedures.one, name="procedure"),
]
