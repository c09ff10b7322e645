"""What goes back to a source: figures it is asked to declare, and data tasks with a term (art. 22).

A data task asks a source to mend or to explain; it never charges anybody with anything.
"""

from datetime import date

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from xiedu.base import audit
from xiedu.base.calendar import current
from xiedu.base.dated import snapshot
from xiedu.base.models import User, today
from xiedu.base.specs import Kind, Spec, register
from xiedu.bodies.models import Body
from xiedu.law.citation import M
from xiedu.law.codes import LimitOrigin
from xiedu.law.workdays import Term, compute_term
from xiedu.records.fields import KINDS

ARRIVAL, COMPLETE, TASK = "quality.arrival_days", "quality.complete_percent", "quality.task"
_NOTE = "办法要求全面、及时、准确归集，未规定数值；此为内部目标，不对外作为法定期限。"
SPECS = (
    Spec(
        ARRIVAL,
        "数据质量：行为发生后多少个工作日内归集算及时",
        Kind.INT,
        3,
        LimitOrigin.INTERNAL,
        _NOTE,
        (M(22),),
        least=0,
        most=365,
    ),
    Spec(
        COMPLETE,
        "数据质量：应填内容填写率的目标（百分之）",
        Kind.INT,
        95,
        LimitOrigin.INTERNAL,
        _NOTE,
        (M(22),),
        most=100,
    ),
    Spec(
        TASK,
        "数据任务：数据来源单位办理的期限",
        Kind.TERM,
        {"n": 10, "unit": "WD", "roll": False},
        LimitOrigin.INTERNAL,
        _NOTE,
        (M(22),),
    ),
)


def declare() -> None:
    """Make the settings known; doing it twice is harmless."""
    register(SPECS)


_KINDS = [(kind.name, kind.title) for kind in KINDS.values()]


class Expected(models.Model):
    """How many records of a kind a source says it made in a month; the newest declaration counts."""

    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name="数据来源单位")
    kind = models.CharField("记录种类", max_length=12, choices=_KINDS)
    month = models.DateField("月份")
    number = models.PositiveIntegerField("应归集条数")
    declared_at = models.DateTimeField("申报时间", default=timezone.now)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "应归集条数"
        constraints = [models.UniqueConstraint(fields=["source", "kind", "month"], name="one_expected_figure_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.number}"


class DataTask(models.Model):
    """A request to a source: fill in, correct or explain; ``field`` is empty when it is about records as a whole."""

    class State(models.TextChoices):
        OPEN = "open", "待办理"
        DONE = "done", "已答复"
        WITHDRAWN = "withdrawn", "已撤回"

    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name="数据来源单位")
    kind = models.CharField("记录种类", max_length=12, choices=_KINDS)
    field = models.CharField("字段", max_length=60, blank=True)
    month = models.DateField("月份")
    what = models.CharField("要求", max_length=500)
    due_on = models.DateField("办理期限")
    arithmetic = models.JSONField("期限计算", default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField("发出时间", default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField("答复", max_length=1000, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "数据任务"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "field", "month"],
                condition=models.Q(state="open"),
                name="one_open_data_task_a_field_and_month",
            )
        ]
        indexes = [models.Index(fields=["source", "state", "due_on"])]

    def __str__(self) -> str:
        return self.what

    @property
    def title(self) -> str:
        """The field in Chinese; 全部内容 when it is about records as a whole."""
        known = KINDS[self.kind].by_name.get(self.field)
        return known.title if known else "全部内容"


def term(on: date) -> Term:
    """The term of a data task that goes out on a day (内部目标), with its arithmetic."""
    value = snapshot(on).value(TASK)
    # A source is given whole days, also where somebody set hours.
    n, unit = (-(-value["n"] // 24), "CD") if value["unit"] == "H" else (value["n"], value["unit"])
    return compute_term(on, n, unit, roll=value["roll"], calendar=current())


def open_task(source: Body, kind: str, field: str, month: date, what: str, user: User | None = None) -> DataTask:
    """Send a task to a source; the one that is open already for the field and month is given back instead."""
    due = term(today())
    with transaction.atomic():
        task, new = DataTask.objects.get_or_create(
            source=source,
            kind=kind,
            field=field,
            month=month.replace(day=1),
            state=DataTask.State.OPEN,
            defaults={
                "what": what.strip()[:500],
                "due_on": due.due,
                "arithmetic": list(due.explanation),
                "opened_by": user,
            },
        )
        if new:
            audit.record("发出数据任务", user=user, target=f"{source.name} {task.month:%Y-%m} {task.title}")
    return task


def answer(task: DataTask, text: str, user: User) -> None:
    """The source says what it did. ValueError (Chinese) when there is nothing to answer or the task has ended."""
    _end(task, DataTask.State.DONE, text, user, "答复数据任务")


def withdraw(task: DataTask, reason: str, user: User) -> None:
    """Whoever sent it takes it back. ValueError (Chinese) without a reason or when the task has ended."""
    _end(task, DataTask.State.WITHDRAWN, reason, user, "撤回数据任务")


def _end(task: DataTask, state: DataTask.State, text: str, user: User, action: str) -> None:
    if not text.strip():
        raise ValueError("请写明办理情况或理由。")
    with transaction.atomic():
        mine = DataTask.objects.filter(pk=task.pk, state=DataTask.State.OPEN)
        if not mine.update(state=state, answer=text.strip()[:1000], ended_at=timezone.now(), ended_by=user):
            raise ValueError("任务已经办结，请刷新页面。")
        audit.record(action, user=user, target=f"{task.source.name} {task.month:%Y-%m} {task.title}")
    task.refresh_from_db()


def declare_expected(source: Body, kind: str, month: date, number: int, user: User) -> Expected:
    """Keep what a source declares for a month; a later figure takes the place of the earlier, both are audited."""
    with transaction.atomic():
        row, _ = Expected.objects.update_or_create(
            source=source,
            kind=kind,
            month=month.replace(day=1),
            defaults={"number": number, "declared_at": timezone.now(), "declared_by": user},
        )
        detail = {"kind": kind, "number": number}
        audit.record("申报应归集条数", user=user, target=f"{source.name} {row.month:%Y-%m}", detail=detail)
    return row
