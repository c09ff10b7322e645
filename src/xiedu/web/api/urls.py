"""Addresses of the JSON door of the matters."""

from django.urls import URLPattern, path

from xiedu.web.api import views

urlpatterns: list[URLPattern] = [
    path("starts", views.starts, name="api-starts"),
    path("starts/<str:procedure>/<str:code>", views.start, name="api-start"),
    path("matters/<int:pk>/moves", views.moves, name="api-moves"),
    path("matters/<int:pk>/moves/<str:code>", views.move, name="api-move"),
    path("files", views.files, name="api-files"),
]
