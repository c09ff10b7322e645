"""App of the web room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """页面."""

    name = "xiedu.web"
    label = "web"
    verbose_name = "页面"
