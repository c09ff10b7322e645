"""Addresses of the pages. Each view carries its policy; see :mod:`xiedu.web.access`."""

from django.urls import URLPattern, URLResolver, include, path

from xiedu.web import uploads
from xiedu.web.views import (
    articles,
    audit,
    bodies,
    calendar,
    integrity,
    jobs,
    joint,
    procedures,
    register,
    settings,
    start,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("", include("xiedu.web.matters.urls")),
    path("", include("xiedu.web.intake.urls")),
    path("", include("xiedu.web.suspicions.urls")),
    path("api/", include("xiedu.web.api.urls")),
    path("files/", uploads.upload, name="upload"),
    path("articles/", articles.every, name="articles"),
    path("articles/<int:number>/", articles.one, name="article"),
    path("procedures/", procedures.every, name="procedures"),
    path("procedures/<slug:code>/", procedures.one, name="procedure"),
    path("bodies/", bodies.every, name="bodies"),
    path("bodies/export/", register.export, name="register-export"),
    path("bodies/import/", register.take, name="register-import"),
    path("bodies/<int:pk>/", bodies.one, name="body"),
    path("people/<int:pk>/", bodies.person, name="person"),
    path("calendar/", calendar.year, name="calendar"),
    path("calendar/import/", calendar.take, name="calendar-import"),
    path("calendar/<int:number>/", calendar.year, name="calendar-year"),
    path("settings/", settings.every, name="settings"),
    path("settings/<str:key>/", settings.one, name="setting"),
    path("joint/", joint.overview, name="joint"),
    path("jobs/", jobs.every, name="jobs"),
    path("jobs/<int:pk>/", jobs.one, name="job"),
    path("jobs/<int:pk>/progress/", jobs.progress, name="job-progress"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<int:pk>/result/", jobs.result, name="job-result"),
    path("integrity/", integrity.overview, name="integrity"),
    path("integrity/check/", integrity.check, name="integrity-check"),
    path("integrity/seal/", integrity.seal, name="integrity-seal"),
    path("integrity/keep/", integrity.keep, name="integrity-keep"),
    path("audit/", audit.every, name="audit"),
    path("audit/check/", audit.check, name="audit-check"),
]
