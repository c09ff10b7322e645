"""Addresses of the public door."""

from django.urls import URLPattern, URLResolver, path

from xiedu.portal import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify, name="verify-code"),
]
