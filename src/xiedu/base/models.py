"""Rows of record that are no matter: accounts, settings, calendar, files, jobs, audit."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """A sign-in. Who the person is and which posts he holds stands in ``bodies``.

    ``duty`` separates the three administrators (GB/T 22239-2019: 系统, 安全, 审计); they see no case content
    and hold no post.
    """

    class Duty(models.TextChoices):
        BUSINESS = "", "业务"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField("姓名", max_length=80)
    duty = models.CharField("账号类别", max_length=10, choices=Duty.choices, default=Duty.BUSINESS, blank=True)
    is_demo = models.BooleanField("演示账号", default=False)
    password_changed_at = models.DateTimeField("口令更换时间", default=timezone.now)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The Chinese name or role name shown on pages."""
        return self.display_name


class PastPassword(models.Model):
    """Hash of a password used before, so that the last five are not used again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="past_passwords")
    hashed = models.CharField(max_length=256)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"


class DatedSetting(models.Model):
    """One value of one policy from one day on; values are never overwritten, a newer row follows.

    ``body_id`` narrows it to one body (0 = everybody); kept as a plain number because base knows no bodies.
    """

    key = models.CharField("项目", max_length=80)
    body_id = models.BigIntegerField("机构", default=0)
    value = models.JSONField("值")
    valid_from = models.DateField("施行日")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, verbose_name="设定人")
    reason = models.CharField("理由", max_length=500)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "政策参数"
        indexes = [models.Index(fields=["key", "body_id", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.key}（{self.valid_from} 起）"


class CalendarNotice(models.Model):
    """One import of the yearly State Council notice; a later import of the same year replaces it by version."""

    year = models.IntegerField("年份")
    version = models.IntegerField("版本")
    notice = models.CharField("通知名称或文号", max_length=200)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, verbose_name="导入人")
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="one_version_a_year")]

    def __str__(self) -> str:
        return f"{self.notice}（{self.year} 年第 {self.version} 版）"


class CalendarDay(models.Model):
    """A day on which the notice departs from the plain week."""

    notice = models.ForeignKey(CalendarNotice, on_delete=models.CASCADE, related_name="days")
    day = models.DateField("日期")
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "day"], name="a_day_once_a_notice")]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_workday else '放假'}"


class StoredFile(models.Model):
    """A content-addressed file: the bytes lie in the files folder under their SM3 digest.

    ``removed_at`` says when they were let go after their term.
    """

    digest = models.CharField("SM3", max_length=64)
    size = models.BigIntegerField("字节数")
    content_type = models.CharField("类型", max_length=100)
    name = models.CharField("文件名", max_length=255)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, verbose_name="上传人")
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField("内容删除时间", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["digest"])]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Long work with progress: who started it, how far it is, what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"
        CANCELLED = "cancelled", "已取消"

    kind = models.CharField("类别", max_length=60)
    title = models.CharField("事项", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    arguments = models.JSONField(default=dict)
    done = models.IntegerField("已完成", default=0)
    total = models.IntegerField("总数", default=0)
    message = models.TextField("说明", blank=True)
    result = models.JSONField(default=dict)
    result_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True)
    cancel_requested = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return self.title


class PeriodicRun(models.Model):
    """When a periodic duty was last handed to the worker; claimed by compare-and-set, so one worker runs it."""

    name = models.CharField("名称", max_length=80, unique=True)
    last_at = models.DateTimeField("最近一次")

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """A write of record that is no matter, or a sign-in, export or unmasking; chained like events."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    actor = models.CharField("操作人", max_length=120)
    action = models.CharField("操作", max_length=60)
    target = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("内容", default=dict)
    address = models.CharField("来源地址", max_length=64, blank=True)
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        indexes = [models.Index(fields=["action", "at"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """The end of the audit chain: one row, locked while an entry is added, so that numbers have no gap."""

    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.seq)


def today() -> date:
    """The legal day: the date in Shanghai."""
    return timezone.localdate()
