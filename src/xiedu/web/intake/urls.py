"""Addresses of the pages of collected records."""

from django.urls import URLPattern, path

from xiedu.web.intake import contract

urlpatterns: list[URLPattern] = [
    path("fields/", contract.every, name="fields"),
    path("fields/<slug:kind>/", contract.one, name="fields-kind"),
    path("fields/<slug:kind>/json/", contract.as_json, name="fields-json"),
    path("fields/<slug:kind>/template/", contract.template, name="record-template"),
]
