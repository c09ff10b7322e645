"""App of the ground every room stands on."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from xiedu.base import triggers


class BaseConfig(AppConfig):
    """Accounts, dated settings, calendar, files, jobs, audit."""

    name = "xiedu.base"
    label = "base"
    verbose_name = "基础"

    def ready(self) -> None:
        """Connect what acts by itself: audit of sign-ins, start-up checks, triggers after every migrate."""
        for module in ("audit", "signins", "production"):
            import_module(f"xiedu.base.{module}")
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="install-triggers")


def _install_triggers(using: str, **_: Any) -> None:
    triggers.install(connections[using])
