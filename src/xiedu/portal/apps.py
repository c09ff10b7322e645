"""App of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """公众入口."""

    name = "xiedu.portal"
    label = "portal"
    verbose_name = "公众入口"
