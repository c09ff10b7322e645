"""Default deny: every route is decided, nobody opens what is not his, foreign and absent look alike, pages stay cheap."""

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, build
from xiedu.base.models import Job, User
from xiedu.web.access import (
    BUSINESS,
    BY_NAME,
    CLOSED,
    DUTY_TITLES,
    DefaultDenyMiddleware,
    Route,
    business,
    routes,
    undecided,
)
from xiedu.web.checks import every_route_has_a_policy
from xiedu.web.nav import MENU

HERE = __name__


@business
def decided(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("decided/", decided, name="decided"), path("forgotten/", forgotten, name="forgotten")]


@pytest.fixture
def cast(db: None) -> Cast:
    return build()


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    """One signed-in client a role: business people, the three administrators, somebody without any post."""
    people = {"business": ("衢江区指导", "head"), "agency": ("衢江区住建局", "handler")}
    users = {name: cast.people[key].user for name, key in people.items()}
    for code, title in DUTY_TITLES.items():
        users[code] = User.objects.create(username=code, display_name=title, duty=code)
    users["nobody"] = User.objects.create(username="nobody", display_name="无岗位人员")
    found = {}
    for name, user in users.items():
        assert user is not None
        found[name] = Client()
        found[name].force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return found


def example(route: Route) -> str:
    """An address of the route; numbers and codes that nothing has."""
    found = re.sub(r"<int:[^>]+>", "987654321", "/" + route.pattern)
    found = re.sub(r"\^|\$|\\Z|\(\?P<\w+>[^()]*\)", lambda m: "x" if m[0].startswith("(") else "", found)
    return re.sub(r"<(str|slug):[^>]+>", "absent", found)


def test_every_route_is_decided() -> None:
    assert undecided() == []
    assert every_route_has_a_policy(None) == []
    assert len(routes()) > 40


def test_the_table_by_name_holds_no_route_that_is_gone() -> None:
    assert set(BY_NAME) <= {route.name for route in routes()}


@override_settings(ROOT_URLCONF=HERE)
def test_a_route_without_policy_does_not_start_and_would_not_answer(rf: Any) -> None:
    assert [route.pattern for route in undecided()] == ["forgotten/"]
    assert [error.id for error in every_route_has_a_policy(None)] == ["xiedu.E001"]
    with pytest.raises(ImproperlyConfigured, match="forgotten/"):
        DefaultDenyMiddleware(lambda request: HttpResponse())


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_sent_to_sign_in_from_every_page_that_is_not_public() -> None:
    client = Client()
    for route in routes():
        answer = client.get(example(route))
        policy = route.policy
        assert policy is not None
        if policy is CLOSED:
            assert answer.status_code == 404, route
        elif route.pattern.startswith("api/"):
            assert policy.anonymous or (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), route
        elif not policy.anonymous:
            assert answer.status_code == 302, route
            assert answer["Location"].startswith("/accounts/login/?next=/"), route


def test_every_page_lets_in_whom_its_policy_names_and_nobody_else(clients: dict[str, Client]) -> None:
    for name, client in clients.items():
        who = client.get("/articles/").context["principal"]
        for route in routes():
            policy = route.policy
            assert policy is not None
            if policy.anonymous:
                continue
            answer = client.get(example(route))
            assert (answer.status_code == 403) is not policy.allows(who), (name, route, answer.status_code)
            assert answer.status_code in {200, 302, 403, 404, 405}, (name, route, answer.status_code)


def test_administrators_and_people_without_a_post_open_no_business_page(clients: dict[str, Client]) -> None:
    guarded = [route for route in routes() if route.policy is BUSINESS]
    assert guarded
    for name in ("system", "security", "audit", "nobody"):
        assert {clients[name].get(example(route)).status_code for route in guarded} == {403}
    refused = clients["audit"].get(example(guarded[0])).content.decode()
    assert "此页面供在机构中任职的业务人员使用。" in refused


def test_a_foreign_job_and_an_absent_one_answer_alike(clients: dict[str, Client], cast: Cast) -> None:
    other = cast.people["柯城区指导", "head"].user
    job = Job.objects.create(kind="t", title="他人的任务", started_by=other)
    for tail in ("", "progress/", "result/"):
        foreign = clients["business"].get(f"/jobs/{job.pk}/{tail}")
        absent = clients["business"].get(f"/jobs/987654321/{tail}")
        assert foreign.status_code == absent.status_code == 404
        assert foreign.content == absent.content
    assert clients["business"].post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_the_menu_shows_what_opens_and_nothing_else(clients: dict[str, Client]) -> None:
    for name, client in clients.items():
        page = client.get("/articles/").content.decode()
        shown = set(re.findall(r'<li><a href="(/[^"]*)"', page)) - {"/accounts/password/change/", "/accounts/2fa/"}
        assert {client.get(url).status_code for url in shown} == {200}, name
    assert {item.route for _, items in MENU for item in items} <= {route.name for route in routes()}


def test_a_page_costs_three_queries_before_its_own(
    clients: dict[str, Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clients["business"].get("/articles/")
    with django_assert_num_queries(3):
        clients["business"].get("/articles/9/")
    with django_assert_num_queries(6):
        clients["business"].get("/bodies/")


def test_a_fragment_after_sign_out_reloads_its_page(db: None) -> None:
    answer = Client().get("/jobs/1/progress/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_pages_hold_no_inline_script_or_style(clients: dict[str, Client]) -> None:
    for path_ in ("/articles/", "/procedures/dispute/", "/bodies/", "/calendar/2026/", "/settings/dispute.accept/"):
        answer = clients["business"].get(path_)
        html = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", html), path_
        assert not re.search(r'(src|href)="(https?:)?//', html), path_


def test_error_pages_say_what_to_do_next(clients: dict[str, Client]) -> None:
    absent = clients["business"].get("/articles/99/").content.decode()
    assert "请核对编号" in absent
    stale = Client(enforce_csrf_checks=True)
    stale.force_login(User.objects.get(username="security"), "allauth.account.auth_backends.AuthenticationBackend")
    answer = stale.post("/files/")
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 40, "²"])
def test_odd_page_numbers_and_filters_are_answered(clients: dict[str, Client], number: str) -> None:
    assert clients["business"].get("/bodies/", {"page": number, "kind": "'; drop", "q": "\x00甲%"}).status_code == 200
