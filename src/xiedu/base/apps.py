"""App of the ground every room stands on."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Accounts, dated settings, calendar, files, jobs, audit."""

    name = "xiedu.base"
    label = "base"
    verbose_name = "基础"
