"""App of the bodies room."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    """机构人员."""

    name = "xiedu.bodies"
    label = "bodies"
    verbose_name = "机构人员"
