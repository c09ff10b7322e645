"""The people of the demo city: role names, never persons (衢江区司法局·承办人一); all of it synthetic.

Every person has a sign-in named after body and post (``qujiang-sifa-jingban1``); ``DEMO_ACCOUNTS`` lists the ones to
begin with. All share one public password, which is why production refuses to start while one of them exists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from xiedu.base.models import User, today
from xiedu.bodies.city_data import BodyPlan, bodies
from xiedu.bodies.fill import fill
from xiedu.bodies.models import Body, Certificate, Person, Post, Standin

DEMO_PASSWORD = "Xiedu-2026-demo"  # noqa: S105 - public on purpose, demo mode only
_SINCE, _CERTIFIED, _CERTIFIED_TO = date(2022, 7, 14), date(2023, 1, 1), date(2028, 12, 31)
_ISSUER = "浙江省人民政府（演示）"
Kind, Rank = Body.Kind, Post.Rank

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("qujiang-zhangtan-jingban1", "街道办事处经办人：提请协调、答复"),
    ("qujiang-hunan-jingban1", "乡镇人民政府经办人：提请协调、答复"),
    ("qujiang-hunan-zhuyao", "乡镇人民政府主要负责人：审签"),
    ("qujiang-zhifa-jingban1", "区综合行政执法局经办人：争议一方；该局也是区指导办的挂靠机关（回避）"),
    ("qujiang-zhujian-jingban1", "区住建局经办人：争议一方"),
    ("qujiang-zhujian-fenguan", "区住建局分管负责人：审签"),
    ("qujiang-jiaotong-jingban1", "区交通运输局经办人：争议一方"),
    ("qujiang-zhidao-jingban1", "区指导办承办人：受理、协调、会商"),
    ("qujiang-zhidao-keshi", "区指导办科室负责人：分办、审核"),
    ("qujiang-zhidao-zhuyao", "区指导办主要负责人：签发书面协调意见"),
    ("qujiang-bianban-jingban1", "区委编办承办人：会商、接收抄送、回避时主持"),
    ("qujiang-sifa-jingban1", "区司法局承办人：会商、接收抄送、监督"),
    ("qujiang-sifa-keshi", "区司法局科室负责人，代休假的分管负责人办理"),
    ("qujiang-zhengfu-jingban1", "区人民政府办理人：接收处理建议"),
    ("qujiang-zhengfu-zhuyao", "区人民政府负责人：作出决定"),
    ("qujiang-taizhen-sfs-jingban1", "司法所工作人员（服务两个乡）"),
    ("quzhou-zhidao-jingban1", "市指导办承办人：跨区域、跨层级争议"),
    ("quzhou-zhidao-zhuyao", "市指导办主要负责人：签发"),
    ("quzhou-sifa-jingban1", "市司法局承办人"),
    ("quzhou-bianban-jingban1", "市委编办承办人"),
    ("quzhou-zhengfu-zhuyao", "市人民政府负责人：作出决定"),
    ("quzhou-jiaotong-jingban1", "市交通运输局经办人：争议一方"),
    ("kecheng-shengtai-jingban1", "市生态环境局柯城分局经办人（派出机构，法人在市级）"),
    ("zhizao-guanwei-jingban1", "智造新城管委会经办人（派出机关）"),
    ("xitong-admin", "系统管理员：账号、机构、备份，不见案件"),
    ("anquan-admin", "安全管理员：权限、政策参数，不见案件"),
    ("shenji-admin", "审计管理员：审计记录、校验，不见案件"),
)
_ADMINISTRATORS = (
    ("xitong-admin", "系统管理员", User.Duty.SYSTEM),
    ("anquan-admin", "安全管理员", User.Duty.SECURITY),
    ("shenji-admin", "审计管理员", User.Duty.AUDIT),
)


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One person: ``slug`` is sign-in and number, ``body`` the slug of the body."""

    slug: str
    name: str
    body: str
    rank: str
    section: str = ""


def people() -> Iterator[PersonPlan]:
    """Everybody in the demo city."""
    for plan in bodies():
        if plan.kind != Kind.VERTICAL:
            yield from _staff(plan)


def _staff(plan: BodyPlan) -> Iterator[PersonPlan]:
    small = plan.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT, Kind.JUSTICE_OFFICE)
    two = plan.kind in (Kind.GUIDANCE, Kind.JUSTICE)
    section = _section(plan)
    for number, word in enumerate("一二" if two else "一", start=1):
        yield PersonPlan(f"{plan.slug}-jingban{number}", f"{plan.short}·承办人{word}", plan.slug, Rank.HANDLER, section)
    if not small:
        yield PersonPlan(f"{plan.slug}-keshi", f"{plan.short}·科室负责人", plan.slug, Rank.SECTION, section)
        yield PersonPlan(f"{plan.slug}-fenguan", f"{plan.short}·分管负责人", plan.slug, Rank.DEPUTY)
    yield PersonPlan(f"{plan.slug}-zhuyao", f"{plan.short}·主要负责人", plan.slug, Rank.HEAD)


def _section(plan: BodyPlan) -> str:
    special = {
        Kind.GUIDANCE: "协调科",
        Kind.JUSTICE: "行政执法监督科",
        Kind.STAFFING: "体制改革科",
        Kind.GOVERNMENT: "办公室",
        Kind.JUSTICE_OFFICE: "",
        Kind.TOWNSHIP: "综合行政执法办公室",
        Kind.SUBDISTRICT: "综合行政执法办公室",
    }
    return special.get(Kind(plan.kind), "法制科")


def seed_people(rows: Mapping[str, Body]) -> dict[str, int]:
    """Add the people with their sign-ins, posts, certificates and one leave; returns how many of each were added."""
    plans = list(people())
    users, added_users = _users(plans)
    wanted = [Person(number=p.slug, name=p.name, user=users[p.slug]) for p in plans]
    persons, added_people = fill(Person, lambda person: person.number, wanted)
    return {
        "账号": added_users,
        "人员": added_people,
        "岗位": _posts(plans, persons, rows),
        "证件": _certificates(plans, persons),
        "代办": _leave(persons),
    }


def _users(plans: list[PersonPlan]) -> tuple[dict[str, User], int]:
    # One hash for all: hashing nine hundred times would take minutes, and the password is public anyway.
    hashed = make_password(DEMO_PASSWORD)
    wanted = [User(username=p.slug, display_name=p.name, password=hashed, is_demo=True) for p in plans]
    wanted += [
        User(username=slug, display_name=name, password=hashed, is_demo=True, duty=duty)
        for slug, name, duty in _ADMINISTRATORS
    ]
    return fill(User, lambda user: user.username, wanted)


def _posts(plans: list[PersonPlan], persons: Mapping[str, Person], rows: Mapping[str, Body]) -> int:
    wanted = [
        Post(person=persons[p.slug], body=rows[p.body], rank=p.rank, section=p.section, valid_from=_SINCE)
        for p in plans
    ]
    # One person came from elsewhere, so that the register shows a post that has ended.
    moved = persons["qujiang-zhifa-jingban1"]
    ended = date(2022, 7, 13)
    wanted.append(
        Post(
            person=moved,
            body=rows["qujiang-shichang"],
            rank=Rank.HANDLER,
            section="法制科",
            valid_from=date(2022, 1, 1),
            valid_to=ended,
        )
    )
    return fill(Post, lambda post: (post.person_id, post.body_id, post.rank), wanted)[1]


def _certificates(plans: list[PersonPlan], persons: Mapping[str, Person]) -> int:
    kinds = {plan.slug: plan.kind for plan in bodies()}
    wanted: list[Certificate] = []
    for p in plans:
        kind = _certificate_kind(Kind(kinds[p.body]), p.rank)
        if kind:
            number = f"演示-{'监督' if kind == Certificate.Kind.SUPERVISION else '执法'}-{p.slug}"
            wanted.append(_certificate(persons[p.slug], kind, number))
    _spoil(wanted)
    return fill(Certificate, lambda certificate: certificate.number, wanted)[1]


def _certificate_kind(kind: Body.Kind, rank: str) -> str | None:
    """Supervisors and enforcers hold different certificates (art. 13)."""
    if kind in (Kind.JUSTICE, Kind.JUSTICE_OFFICE):
        return Certificate.Kind.SUPERVISION
    enforcing = kind in (Kind.DEPARTMENT, Kind.BRANCH, Kind.TOWNSHIP, Kind.SUBDISTRICT, Kind.DISPATCHED)
    return Certificate.Kind.ENFORCEMENT if enforcing and rank in (Rank.HANDLER, Rank.SECTION) else None


def _certificate(person: Person, kind: str, number: str) -> Certificate:
    return Certificate(
        person=person, kind=kind, number=number, issuer=_ISSUER, valid_from=_CERTIFIED, valid_to=_CERTIFIED_TO
    )


def _spoil(certificates: list[Certificate]) -> None:
    """One has run out, one is suspended, one revoked: what the checks of art. 13 must tell apart."""
    by_number = {certificate.number: certificate for certificate in certificates}
    expired = by_number["演示-监督-longyou-sifa-jingban2"]
    expired.valid_from, expired.valid_to = date(2020, 1, 1), date(2024, 12, 31)
    by_number["演示-监督-kaihua-sifa-jingban2"].suspended_from = date(2025, 6, 1)
    by_number["演示-执法-changshan-nongye-jingban1"].revoked_on = date(2025, 9, 1)


def _leave(persons: Mapping[str, Person]) -> int:
    now = today()
    wanted = Standin(
        absent=persons["qujiang-sifa-fenguan"],
        deputy=persons["qujiang-sifa-keshi"],
        valid_from=now - timedelta(days=3),
        valid_to=now + timedelta(days=11),
        reason="年休假（演示）",
    )
    return fill(Standin, lambda standin: (standin.absent_id, standin.deputy_id), [wanted])[1]
