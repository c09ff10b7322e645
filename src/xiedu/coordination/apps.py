"""App of chapter 2: its procedures and policies made known at the start."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """执法协调."""

    name = "xiedu.coordination"
    label = "coordination"
    verbose_name = "执法协调"

    def ready(self) -> None:
        """Register procedures and the dated settings they use."""
        from xiedu.coordination import policies
        from xiedu.coordination.registry import PROCEDURES
        from xiedu.procedure.registry import register

        policies.declare()
        for table in PROCEDURES.values():
            register(table)
