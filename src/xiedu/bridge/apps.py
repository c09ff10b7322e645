"""App of chapter 4: its procedures made known at the start."""

from django.apps import AppConfig


class BridgeConfig(AppConfig):
    """协调监督衔接."""

    name = "xiedu.bridge"
    label = "bridge"
    verbose_name = "协调监督衔接"

    def ready(self) -> None:
        """Register the procedures."""
        from xiedu.bridge.registry import PROCEDURES
        from xiedu.procedure.registry import register

        for table in PROCEDURES.values():
            register(table)
