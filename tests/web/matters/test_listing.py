"""The list of leads: whatever the order and the page, the same matters as the rule gives, at a fixed number of queries."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.supervision.story import REASON, Story
from tests.web.conftest import As
from xiedu.bodies.principal import principal_of
from xiedu.procedure.models import Matter, Participant
from xiedu.procedure.policy import Sight
from xiedu.procedure.replay import replay
from xiedu.web import lists
from xiedu.web.matters import listing

pytestmark = pytest.mark.django_db
PAGES = [
    "/workbench/", "/matters/", "/matters/?page=2", "/matters/?state=open&area=330802&role=handler",
    "/matters/?q=听证&overdue=yes", "/matters/?sort=due", "/matters/?sort=changed", "/matters/?sort=old&from=2026-01-01",
]  # fmt: skip


@pytest.fixture
def leads(cast: Cast) -> list[int]:
    """Leads in different states, with and without a clock, of two districts."""
    found = []
    for number, bureau in enumerate(("柯城区司法局", "柯城区司法局", "衢江区司法局", "柯城区司法局", "柯城区司法局")):
        story = Story(cast, bureau=bureau, subject=f"{bureau[:3]}城管局", ago=60 - number).register()
        found.append(story.lead)
        if number % 2:
            story.screen().verify(breach=False)
        if number == 3:
            story.with_lead("end_no_problem", REASON, post="section")
    return found


def _clerk(cast: Cast, body: str) -> Any:
    user = cast.people[body, "handler"].user
    assert user is not None
    return principal_of(user)


def _as_if_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row a page and one counted."""
    for name in ("CAP", "PER_PAGE"):
        monkeypatch.setattr(listing, name, 1)
    monkeypatch.setattr(lists.Listing.__init__, "__defaults__", (1,))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
def test_a_clerk_of_the_bureau_pays_six_queries(
    leads: list[int], sign_in: As, monkeypatch: pytest.MonkeyPatch, address: str, many: bool,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    if many:
        _as_if_many(monkeypatch)
    client = sign_in("柯城区司法局")
    client.get(address)
    with django_assert_max_num_queries(6):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("sort", listing.SORTS)
@pytest.mark.parametrize("body", ["柯城区司法局", "衢州市司法局", "柯城区城管局"])
def test_every_page_in_every_order_is_what_the_rule_gives(
    cast: Cast, leads: list[int], sign_in: As, monkeypatch: pytest.MonkeyPatch, sort: str, body: str
) -> None:
    client = sign_in(body)
    told = [row.matter.pk for row in client.get(f"/matters/?sort={sort}").context["rows"]]
    assert set(told) == set(Sight(_clerk(cast, body)).matters().values_list("pk", flat=True))
    _as_if_many(monkeypatch)
    paged = [client.get(f"/matters/?sort={sort}&page={n}").context["rows"] for n in range(1, len(told) + 2)]
    assert [row.matter.pk for rows in paged for row in rows] == told
    assert [len(rows) for rows in paged] == [1] * len(told) + [0]


def test_the_accused_is_marked_as_seeing_nothing_and_the_mark_is_verified(cast: Cast, leads: list[int]) -> None:
    accused = Participant.objects.filter(matter__procedure="lead", role="subject")
    assert set(accused.values_list("sighted", flat=True)) == {False}
    assert set(Participant.objects.filter(role__in=("handler", "source")).values_list("sighted", flat=True)) == {True}
    assert not replay().differing
    accused.filter(matter=leads[0]).update(sighted=True)
    assert replay(rebuild=True).differing == (Matter.objects.get(pk=leads[0]).number,)
    assert set(accused.values_list("sighted", flat=True)) == {False}


def test_a_whole_number_is_looked_up_and_a_part_of_it_looked_for(leads: list[int], sign_in: As) -> None:
    client = sign_in("柯城区司法局")
    matter = Matter.objects.get(pk=leads[0])
    for words in (matter.number, f"{matter.number} 听证", matter.number[-6:]):
        rows = client.get("/matters/", {"q": words}).context["rows"]
        assert matter.pk in [row.matter.pk for row in rows], words
    assert not client.get("/matters/", {"q": f"{matter.number}9"}).context["rows"]


@pytest.mark.parametrize("sort", ["", "old"])
def test_somebody_of_many_bodies_reads_the_same_list(
    leads: list[int], sign_in: As, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    client = sign_in("衢州市司法局")
    told = [row.matter.pk for row in client.get(f"/matters/?sort={sort}").context["rows"]]
    monkeypatch.setattr(listing, "MANY_BODIES", 0)
    assert [row.matter.pk for row in client.get(f"/matters/?sort={sort}").context["rows"]] == told
    assert sorted(told, reverse=sort == "") == told
    assert len(told) == len(leads)
