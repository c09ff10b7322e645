"""App of the papers room."""

from django.apps import AppConfig

from xiedu.base.triggers import Forbid, register_trigger

FIXED = (
    "NOT (NEW.number = OLD.number AND NEW.digest = OLD.digest AND NEW.content = OLD.content"
    " AND NEW.code = OLD.code AND NEW.signed_on = OLD.signed_on AND NEW.body_id = OLD.body_id"
    " AND NEW.title = OLD.title AND NEW.kind = OLD.kind)"
)


class PapersConfig(AppConfig):
    """文书."""

    name = "xiedu.papers"
    label = "papers"
    verbose_name = "文书"

    def ready(self) -> None:
        """An issued paper is fixed; it may be voided and given its stamped scan, never deleted."""
        register_trigger(Forbid("papers_paper", FIXED, ("UPDATE",)))
        register_trigger(Forbid("papers_paper", "OLD.id IS NOT NULL", ("DELETE",)))
