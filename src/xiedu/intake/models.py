"""Rows of the intake: batches, rows that wait for correction, saved mappings, tokens of the sources."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string

from xiedu.base.models import StoredFile
from xiedu.bodies.models import Body
from xiedu.records.fields import KINDS


def new_number() -> str:
    """A batch's own number: the day and six letters or digits that cannot be confused."""
    return f"{timezone.localdate():%Y%m%d}-" + get_random_string(6, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ")


class RecordKind(models.TextChoices):
    """The kinds of record; the codes are those of ``records.fields.KINDS``."""

    PENALTY = "penalty", KINDS["penalty"].title
    INSPECTION = "inspection", KINDS["inspection"].title
    COERCION = "coercion", KINDS["coercion"].title
    LICENCE = "licence", KINDS["licence"].title


class Token(models.Model):
    """A source's permission to push over the JSON endpoint; only the digest of what was handed out is kept."""

    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tokens", verbose_name="数据来源单位")
    name = models.CharField("名称", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("发放时间", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据接口令牌"

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One file, or one push, of one source: what it held and what became of it.

    ``rows`` were read, ``good`` of them went in (``added``, ``changed`` or ``same`` as what the lake had), ``bad`` wait
    in the tray. ``refusal`` has the faults of a file that could not be read at all; those of single rows stand in the
    lake. ``columns`` are the fields the file has, ``headers`` how it calls them.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "已收到"
        READING = "reading", "读取中"
        LOADING = "loading", "入库中"
        LOADED = "loaded", "已入库"
        REFUSED = "refused", "未接收"

    number = models.CharField("批次号", max_length=20, unique=True, default=new_number)
    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="batches", verbose_name="数据来源单位")
    kind = models.CharField("记录种类", max_length=12, choices=RecordKind.choices, blank=True)
    asked_kind = models.CharField("指定的种类", max_length=12, blank=True)
    layout = models.CharField("版式", max_length=40, default="auto")
    mapping = models.JSONField("列的对应关系", null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="batches", verbose_name="文件")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", verbose_name="更正的批次"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RECEIVED)
    historic = models.BooleanField("历史数据", default=False)
    asked_historic = models.BooleanField(null=True)
    key = models.CharField("幂等键", max_length=100, blank=True)
    rows = models.IntegerField("行数", default=0)
    good = models.IntegerField("合格", default=0)
    bad = models.IntegerField("不合格", default=0)
    faults = models.IntegerField("问题数", default=0)
    added = models.IntegerField("新增", default=0)
    changed = models.IntegerField("变更", default=0)
    same = models.IntegerField("未变", default=0)
    columns = models.JSONField(default=list)
    headers = models.JSONField(default=dict)
    sheet = models.CharField("工作表", max_length=100, blank=True)
    header_row = models.IntegerField("表头所在行", default=0)
    unknown = models.JSONField("不认识的列", default=list)
    refusal = models.JSONField(default=list)
    message = models.TextField("说明", blank=True)
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, null=True, related_name="batches")

    class Meta:
        verbose_name = verbose_name_plural = "数据批次"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=~models.Q(key=""), name="one_batch_a_key_and_source"
            )
        ]
        indexes = [models.Index(fields=["source", "received_at"]), models.Index(fields=["state", "received_at"])]

    ENDED: ClassVar[frozenset[str]] = frozenset({State.LOADED, State.REFUSED})

    def __str__(self) -> str:
        return self.number


class TrayRow(models.Model):
    """A row that did not go in, as it was written, with its faults; it waits until it is corrected or dropped.

    ``values`` maps header → text; identity numbers stand there masked, ``sealed`` has them encrypted.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待更正"
        CORRECTED = "corrected", "已更正"
        DROPPED = "dropped", "已剔除"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="tray", verbose_name="批次")
    row_no = models.BigIntegerField("行号")
    values = models.JSONField("原值", default=dict)
    sealed = models.JSONField(default=dict)
    faults = models.JSONField("问题", default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    corrected_in = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, related_name="corrected_rows", verbose_name="更正的批次"
    )
    reason = models.CharField("剔除理由", max_length=300, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "待更正行"
        constraints = [models.UniqueConstraint(fields=["batch", "row_no"], name="a_row_once_in_the_tray")]
        indexes = [models.Index(fields=["state", "batch"])]

    def __str__(self) -> str:
        return f"{self.batch_id} 第 {self.row_no} 行"


class SavedMapping(models.Model):
    """How a source's own headers lead to fields of a kind (header → field name; ``field*10000`` for 万元)."""

    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mappings", verbose_name="数据来源单位")
    kind = models.CharField("记录种类", max_length=12, choices=RecordKind.choices)
    headers = models.JSONField("列的对应关系", default=dict)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "列的对应关系"
        constraints = [models.UniqueConstraint(fields=["source", "kind"], name="one_mapping_a_source_and_kind")]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()}"


# Their rules stand beside them; Django looks for models here.
from xiedu.intake.datatasks import DataTask, Expected  # noqa: E402, F401
