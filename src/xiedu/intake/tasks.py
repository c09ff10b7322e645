"""What the worker does for the intake: batches as jobs, and each hour those that were left unfinished."""

from pathlib import Path
from typing import Any

from django.conf import settings

from xiedu.base.jobs import JobCancelledError, Progress, job
from xiedu.base.periodic import Every, Periodic, register_periodic
from xiedu.intake import service
from xiedu.intake.models import Batch
from xiedu.intake.retention import drop_files
from xiedu.lake.upkeep import tidy


@job("intake", "归集执法数据")
def intake(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """Take the batch with primary key ``batch`` to its end; gives its report."""
    batch = Batch.objects.select_related("source", "file").get(pk=arguments["batch"])
    try:
        return service.report(service.process(batch, progress))
    except JobCancelledError:
        service.give_up(batch, "已按要求停止，没有入库。")
        raise


def tidy_lake() -> None:
    """The upkeep of the lake."""
    tidy(Path(settings.LAKE_DIR))


register_periodic(
    [
        Periodic("intake-resume", "续办未完成的数据批次", Every.HOUR, service.resume),
        Periodic("drop-files", "删除到期的归集文件", Every.DAY, drop_files),
        Periodic("tidy-lake", "整理数据湖", Every.DAY, tidy_lake),
    ]
)
