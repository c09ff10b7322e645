"""App of the demo city: installed in demo mode only, so that the worker knows its job."""

from importlib import import_module

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """演示城市."""

    name = "xiedu.demo"
    verbose_name = "演示城市"

    def ready(self) -> None:
        """Make the job known."""
        import_module("xiedu.demo.records")
