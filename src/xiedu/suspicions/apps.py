"""App of the suspicions: its settings, its nightly run and its job made known at the start."""

from importlib import import_module

from django.apps import AppConfig


class SuspicionsConfig(AppConfig):
    """监督线索."""

    name = "xiedu.suspicions"
    label = "suspicions"
    verbose_name = "监督线索"

    def ready(self) -> None:
        """Register the dated settings; the module of the scan registers its job and its duty itself."""
        from xiedu.suspicions import policies

        policies.declare()
        import_module("xiedu.suspicions.scanning")
