"""App of chapter 3: its procedures and policies made known at the start."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """执法监督."""

    name = "xiedu.supervision"
    label = "supervision"
    verbose_name = "执法监督"

    def ready(self) -> None:
        """Register procedures and the dated settings they use."""
        from xiedu.procedure.registry import register
        from xiedu.supervision import policies
        from xiedu.supervision.registry import PROCEDURES

        policies.declare()
        for table in PROCEDURES.values():
            register(table)
