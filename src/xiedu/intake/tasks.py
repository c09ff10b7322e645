"""The job of the worker: take a received batch to its end."""

from typing import Any

from xiedu.base.jobs import Progress, job


@job("intake", "归集执法数据")
def intake(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """Process the batch with number ``batch`` (primary key); gives its report."""
    from xiedu.intake.models import Batch
    from xiedu.intake.service import process, report

    batch = process(Batch.objects.get(pk=arguments["batch"]), progress)
    return report(batch)
