"""The files that were sent in are let go after a term: what was in them stands in the lake and in the tray."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from xiedu.base import audit
from xiedu.base.dated import snapshot
from xiedu.base.files import path_of, remove
from xiedu.base.models import StoredFile
from xiedu.base.sealing import is_sealed
from xiedu.intake.files import TYPES
from xiedu.intake.models import Batch, TrayRow
from xiedu.intake.policies import KEEP_DAYS


def drop_files(now: datetime | None = None) -> int:
    """Remove the content of files whose batches have all ended so long ago, nothing waiting for correction; how many.

    So too what was uploaded and never sent in. The rows stay, and the removal is recorded.
    """
    moment = now or timezone.now()
    before = moment - timedelta(days=snapshot().value(KEEP_DAYS))
    dropped = [*_used(before), *(file for file in _unused(before) if _kept_sealed(file))]
    for file in dropped:
        remove(file)
        audit.record("删除到期的归集文件", user=None, target=file.name, detail={"file": file.pk, "digest": file.digest})
    return len(dropped)


def _used(before: datetime) -> QuerySet[StoredFile]:
    open_ = Batch.objects.exclude(state__in=Batch.ENDED) | Batch.objects.filter(finished_at__gte=before)
    waiting = TrayRow.objects.filter(state=TrayRow.State.WAITING)
    busy = Q(batches__in=open_) | Q(batches__tray__in=waiting)
    return StoredFile.objects.filter(removed_at=None, batches__isnull=False).exclude(busy).distinct().order_by("pk")


def _unused(before: datetime) -> QuerySet[StoredFile]:
    rows = StoredFile.objects.filter(removed_at=None, batches__isnull=True, created_at__lt=before)
    return rows.filter(content_type__in=TYPES.values()).order_by("pk")


def _kept_sealed(file: StoredFile) -> bool:
    """Files of other rooms (a sheet in evidence) lie in clear: only what was uploaded as records is sealed."""
    path = path_of(file.digest)
    return path.exists() and is_sealed(path)
