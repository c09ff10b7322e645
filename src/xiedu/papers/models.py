"""Issued papers and their numbers. A paper knows no matter; an event refers to it."""

from django.db import models
from django.utils import timezone


class NumberSeries(models.Model):
    """The counter of one issuing body, kind and year; locked in the transaction that takes a number.

    The year is the day of signing in Shanghai. A number is never given twice and never skipped: a paper that must not
    stand is voided and keeps its number.
    """

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT)
    word = models.CharField("代字", max_length=30)
    year = models.IntegerField("年份")
    last = models.IntegerField("已用序号", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "word", "year"], name="one_series_a_year")]


class Paper(models.Model):
    """An issued paper: number, content and digest are fixed; only voiding and the stamped scan may follow."""

    kind = models.CharField("文种", max_length=40)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, verbose_name="发文机关")
    word = models.CharField("代字", max_length=30)
    year = models.IntegerField("年份")
    serial = models.IntegerField("序号")
    number = models.CharField("发文字号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=300)
    signed_on = models.DateField("签发日期")
    content = models.JSONField("内容")
    digest = models.CharField("SM3", max_length=64)
    code = models.CharField("核验码", max_length=20, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废理由", max_length=500, blank=True)
    scan = models.ForeignKey(
        "base.StoredFile", on_delete=models.PROTECT, null=True, blank=True, verbose_name="盖章扫描件", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        constraints = [models.UniqueConstraint(fields=["body", "word", "year", "serial"], name="a_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
