"""Matters and what is known of them. Only :mod:`xiedu.procedure.perform` writes these rows."""

from django.db import models
from django.utils import timezone


class Matter(models.Model):
    """One matter: the head that events hang on.

    ``state``, ``seq``, ``title`` and ``digest`` are projections of the last event; ``seal`` is a keyed seal over them,
    so that a cut tail shows although every remaining link of the chain is whole.
    """

    procedure = models.CharField("程序", max_length=40)
    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=300)
    state = models.CharField("状态", max_length=40)
    seq = models.IntegerField("步数", default=0)
    regime = models.CharField("适用制度", max_length=40)
    area = models.ForeignKey("bodies.Area", on_delete=models.PROTECT, verbose_name="办理区域")
    opened_on = models.DateField("发起日期")
    ended_on = models.DateField("办结日期", null=True, blank=True)
    changed_at = models.DateTimeField("最近变动")
    search = models.TextField("检索文本", blank=True)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        indexes = [
            models.Index(fields=["procedure", "state", "-id"]),
            models.Index(fields=["area", "-id"]),
            models.Index(fields=["procedure", "area", "-id"]),
            models.Index(fields=["procedure", "-id"]),
            models.Index(fields=["-changed_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Event(models.Model):
    """One step of a matter: history, audit and outbox in one row. Never updated, never deleted (triggers)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="events")
    seq = models.IntegerField("序号")
    move = models.CharField("步骤", max_length=40)
    frm = models.CharField("原状态", max_length=40)
    to = models.CharField("现状态", max_length=40)
    person = models.ForeignKey("bodies.Person", on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    for_person = models.ForeignKey(
        "bodies.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="被代办人"
    )
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+", verbose_name="机构")
    at = models.DateTimeField("登记时间")
    occurred_on = models.DateField("发生日期")
    late_reason = models.CharField("补录理由", max_length=500, blank=True)
    made = models.JSONField("系统所为")
    facts_digest = models.CharField(max_length=64)
    table_digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "步骤记录"
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="a_step_once")]


class EventFacts(models.Model):
    """What the person stated. The body can be emptied once (遮蔽); its digest stays in the event."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="stated")
    body = models.TextField("内容")
    redacted_by = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")


class EventRef(models.Model):
    """A row an event's facts point to, protected for as long as the event stands."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="refs")
    path = models.CharField(max_length=120)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("bodies.Person", on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("base.StoredFile", on_delete=models.PROTECT, null=True, related_name="event_refs")
    paper = models.ForeignKey("papers.Paper", on_delete=models.PROTECT, null=True, related_name="event_refs")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")


class Participant(models.Model):
    """A relation of a body or a person to the matter; the ground of rights and of visibility."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="participants")
    role = models.CharField("身份", max_length=30)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("bodies.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("名称", max_length=120)
    since_seq = models.IntegerField()
    until_seq = models.IntegerField(null=True)
    # What the table says of the role, kept here for the index: whoever is accused stands in many leads, and a list that
    # walked through them to find that he sees none would take the longer the more often he is accused.
    sighted = models.BooleanField(default=True)

    class Meta:
        indexes = [
            # Covers the test of who sees a matter: the rows themselves are not read.
            models.Index(fields=["matter", "until_seq", "body", "role"]),
            models.Index(
                fields=["body", "-matter", "role"],
                condition=models.Q(until_seq=None, sighted=True),
                name="a_body_s_matters_newest_first",
            ),
            models.Index(fields=["person", "-matter"]),
        ]


class MatterIndex(models.Model):
    """Facts that are listed, searched or counted, typed; a projection of the events."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="indexed")
    key = models.CharField(max_length=40)
    text = models.CharField(max_length=300, blank=True)
    number = models.BigIntegerField(null=True)
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "key"], name="a_key_once_a_matter")]
        indexes = [models.Index(fields=["key", "text"]), models.Index(fields=["key", "day"])]


class RunningTerm(models.Model):
    """A clock: what the event fixed, and the due day the calendar in force gives."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="terms")
    key = models.CharField(max_length=40)
    title = models.CharField("名称", max_length=60)
    seq = models.IntegerField()
    start = models.DateField("起算日")
    n = models.IntegerField("期限")
    unit = models.CharField("单位", max_length=4)
    roll = models.BooleanField("遇节假日顺延")
    origin = models.CharField("性质", max_length=10)
    setting = models.CharField(max_length=80)
    due = models.DateField("届满日")
    provisional = models.BooleanField("暂定", default=False)
    calendar_version = models.CharField("日历版本", max_length=80)
    stopped_seq = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "key", "seq"], name="a_clock_once")]
        indexes = [models.Index(fields=["stopped_seq", "due", "-matter"])]


class Waiting(models.Model):
    """Work that waits for somebody: derived from the state, rewritten at each step."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="waiting")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("bodies.Person", on_delete=models.PROTECT, null=True, related_name="+")
    posts = models.CharField(max_length=60)
    label = models.CharField("待办", max_length=80)
    since = models.DateField("起")
    due = models.DateField("届满日", null=True)
    term_key = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["body", "due"]), models.Index(fields=["person", "due"])]


class IssuedPaper(models.Model):
    """Which event issued which paper (papers know no matter)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="issued")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="papers")
    paper = models.OneToOneField("papers.Paper", on_delete=models.PROTECT, related_name="issued_by")


class Delivery(models.Model):
    """Something that has to reach somebody: service, copy or notice. Written with the event: the outbox."""

    class Channel(models.TextChoices):
        SERVICE = "service", "送达"
        COPY = "copy", "抄送"
        NOTICE = "notice", "站内提醒"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField("方式", max_length=10, choices=Channel.choices)
    paper = models.ForeignKey("papers.Paper", on_delete=models.PROTECT, null=True, related_name="deliveries")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    text = models.CharField("内容", max_length=300, blank=True)
    sent_on = models.DateField("发出日期", null=True)
    received_on = models.DateField("签收日期", null=True)
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["body", "channel", "read_at", "-id"]),
            models.Index(
                fields=["body", "channel", "-id"], condition=models.Q(received_on=None), name="not_yet_signed_for"
            ),
            models.Index(fields=["matter", "channel"]),
        ]


class Link(models.Model):
    """Two matters that belong together: merged into, handed up to, copied from."""

    frm = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links_out")
    to = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField("关系", max_length=30)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")


class Ledger(models.Model):
    """One row: how many matters there are, sealed; a removed matter shows at once."""

    matters = models.BigIntegerField(default=0)
    last_matter = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64)


class Checkpoint(models.Model):
    """The heads of all matters at a moment, sealed; exported to the audit administrator and kept elsewhere."""

    at = models.DateTimeField(default=timezone.now)
    matters = models.BigIntegerField()
    events = models.BigIntegerField()
    last_event = models.BigIntegerField()
    heads = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)


class MatterCounter(models.Model):
    """Running number of matters by procedure, area and year."""

    key = models.CharField(max_length=80, unique=True)
    last = models.IntegerField(default=0)


class Draft(models.Model):
    """What somebody has typed and not yet handed in; his own, saved by itself."""

    user = models.ForeignKey("base.User", on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_a_form")]
