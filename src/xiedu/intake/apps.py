"""App of the intake: its job and dated settings made known at the start."""

from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """执法数据归集."""

    name = "xiedu.intake"
    label = "intake"
    verbose_name = "执法数据归集"

    def ready(self) -> None:
        """Register the settings and the job."""
        import_module("xiedu.intake.policies").declare()
        import_module("xiedu.intake.datatasks").declare()
        import_module("xiedu.intake.tasks")
