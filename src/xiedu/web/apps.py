"""App of the web room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """页面."""

    name = "xiedu.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Register the check that every route is decided, and the jobs the pages start."""
        from xiedu.web import checks, declared  # noqa: F401 - register themselves; need the apps to be loaded
