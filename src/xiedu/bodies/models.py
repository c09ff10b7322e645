"""Who: areas, bodies, people, their dated posts and certificates."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string


class Area(models.Model):
    """An administrative area with an id of our own; the official code is an attribute with source and date."""

    class Level(models.TextChoices):
        CITY = "city", "市"
        COUNTY = "county", "县（市、区）"
        TOWNSHIP = "township", "乡镇（街道）"

    name = models.CharField("名称", max_length=60)
    rank = models.CharField("层级", max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField("区划代码", max_length=12, unique=True)
    code_source = models.CharField("代码来源", max_length=120)
    code_date = models.DateField("代码日期")

    class Meta:
        verbose_name = verbose_name_plural = "行政区域"

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A government, agency or office that can hold a role in a matter."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "人民政府"
        GUIDANCE = "guidance", "综合行政执法指导机构"
        JUSTICE = "justice", "司法行政机关"
        STAFFING = "staffing", "机构编制部门"
        DEPARTMENT = "department", "行政执法部门"
        TOWNSHIP = "township", "乡镇人民政府"
        SUBDISTRICT = "subdistrict", "街道办事处"
        JUSTICE_OFFICE = "justice_office", "司法所"
        DISPATCHED = "dispatched_organ", "派出机关（功能区管委会）"
        BRANCH = "branch", "派出分局"
        AUTHORISED = "authorised", "授权组织"
        VERTICAL = "vertical", "垂直管理机构"
        EXTERNAL = "external", "外部单位"

    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="bodies", verbose_name="所在区域")
    legal_level = models.CharField("法律层级", max_length=10, choices=Area.Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="所属机关")
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    paper_word = models.CharField("发文机关代字", max_length=20, blank=True)
    field = models.CharField("领域", max_length=40, blank=True)
    valid_from = models.DateField("设立日")
    valid_to = models.DateField("撤销日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        constraints = [models.UniqueConstraint(fields=["name", "valid_from"], name="body_name_from")]
        indexes = [models.Index(fields=["area", "kind"])]

    def __str__(self) -> str:
        return self.name


class Hosting(models.Model):
    """The agency in which a guidance body sits, from a day to a day (art. 2; recusal asks for it)."""

    guidance = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hostings")
    host = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hosted")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "挂靠"

    def __str__(self) -> str:
        return f"{self.guidance} 设在 {self.host}"


class Serving(models.Model):
    """A township area a justice office serves; one office may serve two (art. 3)."""

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="servings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="served_by")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "司法所辖区"

    def __str__(self) -> str:
        return f"{self.office} 辖 {self.area}"


def new_person_number() -> str:
    """A number of our own for a person entered without one: 人 and eight digits or letters."""
    return "人" + get_random_string(8, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ")


class Person(models.Model):
    """Somebody who acts; the sign-in is optional, the posts are dated."""

    number = models.CharField("人员编号", max_length=40, unique=True, default=new_person_number)
    name = models.CharField("姓名", max_length=80)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of a person in a body, dated."""

    class Rank(models.TextChoices):
        HANDLER = "handler", "经办"
        SECTION = "section", "科室负责人"
        DEPUTY = "deputy", "分管负责人"
        HEAD = "head", "主要负责人"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    rank = models.CharField("岗位", max_length=10, choices=Rank.choices)
    section = models.CharField("科室", max_length=60, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        indexes = [models.Index(fields=["body", "rank"])]

    def __str__(self) -> str:
        return f"{self.person} {self.body} {self.get_rank_display()}"


class Standin(models.Model):
    """Leave of a person and who acts for him meanwhile (代办); each act names both."""

    absent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standins")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    reason = models.CharField("事由", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "代办"

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.absent}"


class Certificate(models.Model):
    """A supervision or an enforcement certificate; the two are not interchangeable (art. 13)."""

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", "行政执法监督证"
        ENFORCEMENT = "enforcement", "行政执法证"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    number = models.CharField("证号", max_length=40, unique=True)
    issuer = models.CharField("发证机关", max_length=120)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    suspended_from = models.DateField("暂扣起", null=True, blank=True)
    revoked_on = models.DateField("注销日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "证件"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
