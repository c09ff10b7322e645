"""Runs of the checks, the suspicions they raise, how each check takes part, and what is not recorded."""

from django.db import models
from django.utils import timezone

from xiedu.base.models import User
from xiedu.bodies.models import Area, Body
from xiedu.checks.check import Severity
from xiedu.suspicions.reasons import Mode, Reason, State

KINDS = [("penalty", "处罚"), ("inspection", "检查"), ("coercion", "强制"), ("licence", "许可")]


class Run(models.Model):
    """One run of the checks over the lake.

    ``counts`` is {check: {hits, fresh, raised, beyond, sampled, closed, unknown}}; ``not_run`` a list of {kind, check,
    reason, sources}: the checks the layouts of these sources cannot feed.
    """

    class Kind(models.TextChoices):
        FULL = "full", "全量"
        BATCH = "batch", "新批次"

    class Ended(models.TextChoices):
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    kind = models.CharField("范围", max_length=10, choices=Kind.choices)
    as_of = models.DateField("截至")
    state = models.CharField("状态", max_length=10, choices=Ended.choices, default=Ended.RUNNING)
    started_at = models.DateTimeField("开始", default=timezone.now)
    finished_at = models.DateTimeField("结束", null=True)
    rows = models.BigIntegerField("检查记录数", default=0)
    counts = models.JSONField(default=dict)
    not_run = models.JSONField(default=list)
    message = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查运行"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.as_of}"


class ScannedBatch(models.Model):
    """A batch of the lake that a run has covered; what is not here is still to be scanned."""

    batch = models.BigIntegerField(unique=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="batches")

    def __str__(self) -> str:
        return str(self.batch)


class Suspicion(models.Model):
    """A record and a check that hit it: the same source, kind, record, check and version are the same suspicion.

    ``key`` holds those five as one text. ``record_id`` is the row of the lake last judged, ``event_on`` the day the
    check goes by. ``sample`` marks one that a check in trial shows for judging. ``hits`` is False once the check no
    longer hits, whatever people had decided. ``lead`` is the matter a confirmed one became part of.
    """

    key = models.CharField(max_length=400, unique=True)
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    source = models.ForeignKey(Body, on_delete=models.PROTECT, verbose_name="机关")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="区域")
    record_key = models.CharField(max_length=300)
    record_id = models.BigIntegerField()
    record = models.CharField("文号", max_length=300)
    party_key = models.CharField(max_length=120, blank=True)
    party_name = models.CharField("当事人", max_length=300, blank=True)
    event_on = models.DateField("事项日期", null=True)
    month = models.CharField("月份", max_length=7, blank=True)
    rule = models.CharField("检查", max_length=60)
    version = models.IntegerField("版本")
    severity = models.CharField("等级", max_length=10, choices=Severity.choices())
    cites = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    explain = models.TextField("说明")
    state = models.CharField("状态", max_length=12, choices=State.choices(), default=State.OPEN)
    sample = models.BooleanField("抽样", default=False)
    hits = models.BooleanField("仍命中", default=True)
    raised_on = models.DateField("列入日期")
    first_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="raised")
    last_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="changed")
    note = models.CharField("系统说明", max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    decided_at = models.DateTimeField("核实时间", null=True)
    reason = models.CharField("理由", max_length=12, choices=Reason.choices(), blank=True)
    remark = models.CharField("备注", max_length=1000, blank=True)
    lead = models.ForeignKey(
        "procedure.Matter", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="线索"
    )

    class Meta:
        verbose_name = verbose_name_plural = "疑点"
        indexes = [
            models.Index(fields=["area", "state", "-id"]),
            models.Index(fields=["rule", "version", "state"]),
            models.Index(fields=["kind", "record_key"]),
            models.Index(fields=["party_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.rule}"


class Perusal(models.Model):
    """调阅: a bureau one level up reads one record in full from then on, its suspicions with it; the reason stays."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name="调阅机关")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="调阅人")
    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name="来源")
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    record_key = models.CharField(max_length=300)
    reason = models.CharField("理由", max_length=500)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "调阅"
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "record_key", "body"], name="one_perusal_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.kind} {self.record_key}"


class CheckState(models.Model):
    """A change of how a version of a check takes part; the latest row holds. ``by`` is empty when the system did it."""

    rule = models.CharField("检查", max_length=60)
    version = models.IntegerField("版本")
    state = models.CharField("状态", max_length=8, choices=Mode.choices())
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, verbose_name="决定人")
    reason = models.CharField("理由", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "检查状态"
        indexes = [models.Index(fields=["rule", "version", "id"])]

    def __str__(self) -> str:
        return f"{self.rule} {self.get_state_display()}"


class NotRecorded(models.Model):
    """How many records of a source and month a check could not judge because something is empty: never a charge.

    ``month`` is empty for records without the day the check goes by. Counted anew by every full run.
    """

    source = models.ForeignKey(Body, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=KINDS)
    rule = models.CharField(max_length=60)
    month = models.CharField(max_length=7, blank=True)
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "rule", "month"], name="one_gap_count")]

    def __str__(self) -> str:
        return f"{self.rule} {self.month}：{self.count}"
