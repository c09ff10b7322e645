"""App of the papers room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """文书."""

    name = "xiedu.papers"
    label = "papers"
    verbose_name = "文书"
