"""App of the procedure room."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    """程序."""

    name = "xiedu.procedure"
    label = "procedure"
    verbose_name = "程序"
