"""App of the procedure room: its tables of history are guarded by the database itself."""

from django.apps import AppConfig

from xiedu.base.triggers import Forbid, register_trigger

ONCE_EMPTIED = (
    "NOT (NEW.body = '' AND NEW.redacted_by_id IS NOT NULL AND OLD.redacted_by_id IS NULL"
    " AND NEW.event_id = OLD.event_id)"
)


class ProcedureConfig(AppConfig):
    """程序."""

    name = "xiedu.procedure"
    label = "procedure"
    verbose_name = "程序"

    def ready(self) -> None:
        """Events are never changed or deleted; what was stated can be emptied once; matters are never deleted."""
        register_trigger(Forbid("procedure_event"))
        register_trigger(Forbid("procedure_eventref"))
        register_trigger(Forbid("procedure_checkpoint"))
        register_trigger(Forbid("procedure_matter", "1 = 1", ("DELETE",)))
        register_trigger(Forbid("procedure_eventfacts", ONCE_EMPTIED, ("UPDATE",)))
        register_trigger(Forbid("procedure_eventfacts", "OLD.event_id IS NOT NULL", ("DELETE",)))
        from xiedu.procedure import upkeep

        upkeep.connect()
