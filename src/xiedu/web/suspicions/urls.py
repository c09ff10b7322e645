"""Addresses of the pages of checks, suspicions, records and subjects."""

from django.urls import URLPattern, path

from xiedu.web.suspicions import bulk, catalogue, export, inbox, one, peruse, record, reveal, runs, subject

urlpatterns: list[URLPattern] = [
    path("suspicions/", inbox.every, name="suspicions"),
    path("suspicions/choose/", bulk.choose, name="suspicions-choose"),
    path("suspicions/decide/", bulk.decide, name="suspicions-decide"),
    path("suspicions/export/<slug:form>/", export.file, name="suspicions-export"),
    path("suspicions/<int:pk>/", one.one, name="suspicion"),
    path("checks/", catalogue.every, name="checks"),
    path("checks/<slug:rule>/", catalogue.one, name="check"),
    path("runs/", runs.every, name="runs"),
    path("runs/<int:pk>/", runs.one, name="run"),
    path("records/<slug:kind>/<int:pk>/", record.one, name="record"),
    path("records/<slug:kind>/<int:pk>/peruse/", peruse.one, name="peruse"),
    path("records/<slug:kind>/<int:pk>/number/<slug:field>/", reveal.one, name="reveal"),
    path("subjects/", subject.one, name="subject"),
]
