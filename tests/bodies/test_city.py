"""Quzhou is laid down whole, once, and every look-up of the directory answers for every area."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from django.http import HttpRequest
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from xiedu.base import audit
from xiedu.base.models import User, today
from xiedu.bodies import directory
from xiedu.bodies.city import seed_city
from xiedu.bodies.city_data import areas, bodies
from xiedu.bodies.demo_people import DEMO_ACCOUNTS, DEMO_PASSWORD, people
from xiedu.bodies.models import Area, Body, Certificate, Person, Post, Serving
from xiedu.bodies.principal import principal_of
from xiedu.law.areas import CITY, CITY_NAME, COUNTIES
from xiedu.law.competence import route_json

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


@pytest.fixture
def city() -> dict[str, int]:
    return seed_city()


def body(name: str) -> Body:
    return Body.objects.select_related("area").get(name=name)


def test_one_city_six_counties_a_hundred_townships(city: dict[str, int]) -> None:
    assert {r: Area.objects.filter(rank=r).count() for r in Area.Level.values} == {
        "city": 1,
        "county": 6,
        "township": 100,
    }
    named = dict(Area.objects.exclude(rank="township").values_list("code", "name"))
    assert named == {CITY: CITY_NAME, **COUNTIES}
    assert all(a.parent and a.code.startswith(a.parent.code) for a in Area.objects.filter(rank="township"))


def test_seeding_again_adds_nothing(city: dict[str, int]) -> None:
    before = Body.objects.count(), Person.objects.count(), Post.objects.count()
    with CaptureQueriesContext(connection) as queries:
        assert not any(seed_city().values())
    assert (Body.objects.count(), Person.objects.count(), Post.objects.count()) == before
    assert len(queries) < 30
    assert audit.verify() == []


def test_without_demo_there_are_no_people() -> None:
    seed_city(demo=False)
    assert Body.objects.exists()
    assert not Person.objects.exists()
    assert not User.objects.exists()


def test_production_gets_no_demo_people() -> None:
    with override_settings(DEMO=False), pytest.raises(RuntimeError):
        seed_city()
    assert not Area.objects.exists()


def test_names_and_words_of_issue_are_unique() -> None:
    plans = bodies()
    words = [p.word for p in plans if p.word]
    assert len({p.slug for p in plans}) == len({p.name for p in plans}) == len(plans)
    assert len(set(words)) == len(words)
    assert len({p.slug for p in people()}) == len(list(people()))
    assert all(p.slug.isascii() for p in people())


def test_every_area_has_its_officials(city: dict[str, int]) -> None:
    for area in Area.objects.all():
        found = [
            directory.government_of(area, ON),
            directory.guidance_of(area, ON),
            directory.justice_of(area, ON),
            directory.staffing_of(area, ON),
        ]
        county = area.code[:6]
        assert [b.kind if b else None for b in found] == ["government", "guidance", "justice", "staffing"]
        assert {b.area.code for b in found if b} == {county}
        assert directory.handling_area(area.code).code == county


def test_every_guidance_body_has_a_host_of_its_own_area(city: dict[str, int]) -> None:
    for guidance in Body.objects.filter(kind="guidance").select_related("area"):
        host = directory.host_of(guidance, ON)
        assert host
        assert (host.area_id, host.legal_level) == (guidance.area_id, guidance.legal_level)
        assert directory.route_party(host, ON)["host_of_handler"] is True
        assert directory.host_of(guidance, date(2021, 1, 1)) is None


def test_every_township_has_one_justice_office_and_some_serve_two(city: dict[str, int]) -> None:
    for area in Area.objects.filter(rank="township"):
        office = directory.justice_office_of(area, ON)
        assert office
        assert area in directory.townships_served(office, ON)
        assert office.parent == directory.justice_of(area, ON)
    taizhen = body("衢江区司法局太真司法所")
    assert [a.name for a in directory.townships_served(taizhen, ON)] == ["灰坪乡", "太真乡"]
    assert Serving.objects.count() == 100


@pytest.mark.parametrize(
    ("one", "other", "level", "area"),
    [
        ("衢江区综合行政执法局", "衢江区湖南镇人民政府", "county", "330803"),
        ("衢江区樟潭街道办事处", "衢江区湖南镇人民政府", "county", "330803"),
        ("衢州市生态环境局衢江分局", "衢江区住房和城乡建设局", "city", "330800"),
        ("衢江区水利局", "龙游县水利局", "city", "330800"),
        ("衢州智造新城管理委员会", "衢江区水利局", "city", "330800"),
        ("衢江区司法局太真司法所", "衢江区水利局", "county", "330803"),
        ("衢州海关", "衢江区水利局", None, None),
        ("衢江区司法局太真司法所", "衢江区司法局", None, None),
        ("衢州市生态环境局衢江分局", "衢州市生态环境局", None, None),
    ],
)
def test_register_and_routing_fit(
    city: dict[str, int], one: str, other: str, level: str | None, area: str | None
) -> None:
    parties = [directory.route_party(body(name), ON) for name in (one, other)]
    answer = route_json({"parties": parties}).as_dict()
    assert (answer["handler"]["level"], answer["handler"]["area"]) == (level, area) if level else answer["refused"]


def test_every_body_is_a_party_routing_can_read(city: dict[str, int]) -> None:
    known = directory.route_party(body("衢江区住房和城乡建设局"), ON)
    for one in Body.objects.select_related("area"):
        assert route_json({"parties": [directory.route_party(one, ON), known]}).rule != "malformed", one.name


def test_the_host_is_recused(city: dict[str, int]) -> None:
    names = ("衢江区综合行政执法局", "衢江区住房和城乡建设局")
    assert route_json({"parties": [directory.route_party(body(n), ON) for n in names]}).recused


def test_look_ups_are_cheap(city: dict[str, int]) -> None:
    area = Area.objects.get(code="330803")
    justice = body("衢江区司法局")
    for call, most in (
        (lambda: directory.guidance_of(area, ON), 1),
        (lambda: directory.host_of(justice, ON), 1),
        (lambda: directory.route_party(justice, ON), 1),
        (lambda: directory.people_of(justice, ON), 2),
        (lambda: directory.townships_served(justice, ON), 1),
    ):
        with CaptureQueriesContext(connection) as queries:
            call()
        assert len(queries) <= most


def test_people_of_a_body_head_first_with_deputy(city: dict[str, int]) -> None:
    staff = directory.people_of(body("衢江区司法局"))
    assert [s.ranks for s in staff] == [("head",), ("deputy",), ("section",), ("handler",), ("handler",)]
    assert staff[1].deputy == staff[2].person
    assert [s.person.name for s in directory.people_of(body("衢江区司法局"), rank="handler")] == [
        "衢江区司法局·承办人一",
        "衢江区司法局·承办人二",
    ]
    assert directory.people_of(body("衢江区司法局"), date(2021, 1, 1)) == []


def test_who_stands_in_acts_for_the_absent(city: dict[str, int]) -> None:
    mine = principal_of(User.objects.get(username="qujiang-sifa-keshi"))
    assert {(h.for_person_name, h.posts) for h in mine.holdings} == {
        ("", frozenset({"section"})),
        ("衢江区司法局·分管负责人", frozenset({"deputy"})),
    }


def test_demo_accounts_exist_and_sign_in(city: dict[str, int]) -> None:
    names = {name for name, _ in DEMO_ACCOUNTS}
    assert set(User.objects.filter(username__in=names, is_demo=True).values_list("username", flat=True)) == names
    assert not User.objects.filter(is_demo=False).exists()
    assert authenticate(HttpRequest(), username="qujiang-sifa-jingban1", password=DEMO_PASSWORD)
    duties = User.objects.exclude(duty="").filter(person__isnull=True)
    assert sorted(duties.values_list("duty", flat=True)) == ["audit", "security", "system"]


def test_certificates_are_of_the_right_kind(city: dict[str, int]) -> None:
    supervision = Certificate.objects.filter(
        kind="supervision", person__posts__body__kind__in=("department", "guidance")
    )
    assert not supervision.exists()
    assert Certificate.objects.filter(valid_to__lt=today()).exists()
    assert Certificate.objects.filter(suspended_from__isnull=False).exists()
    assert settings.DEMO
    assert len(areas()) == 107
