"""The demo city's disputes: there, in the states they are to show, whole, and made only once."""

from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet

from xiedu.base.models import StoredFile, today
from xiedu.bodies.city import seed_city
from xiedu.bodies.models import Body
from xiedu.demo.disputes import PLAYS, seed_disputes
from xiedu.demo.evidence import MARK, evidence
from xiedu.demo.stage import Stage
from xiedu.demo.story import Story
from xiedu.papers.models import Paper
from xiedu.procedure.models import Delivery, Event, Matter, RunningTerm, Waiting
from xiedu.procedure.perform import situation
from xiedu.procedure.replay import replay
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db

STATES = {
    "muck": "closed",
    "straw": "coordinating",
    "building": "deliberating",
    "noise": "closed",
    "stalls": "declined",
    "fumes": "with_government",
    "sand": "closed",
    "bikes": "withdrawn",
    "adverts": "rejected",
    "dogs": "supplementing",
    "kitchen": "coordinating",
    "shuttles": "agreed",
    "inn": "submitted",
    "packaging": "negotiating",
}


def _disputes() -> QuerySet[Matter]:
    return Matter.objects.filter(procedure="dispute").select_related("area")


@pytest.fixture
def disputes() -> dict[str, Matter]:
    seed_city()
    assert seed_disputes() == len(PLAYS)
    return {str(m.token).removeprefix("demo-dispute-"): m for m in _disputes()}


def test_a_dozen_disputes_show_what_they_are_to_show(disputes: dict[str, Matter]) -> None:
    assert {code: m.state for code, m in disputes.items()} == STATES
    names = dict(Body.objects.values_list("pk", "name"))
    handlers = {code: {names[b] for b in situation(m).bodies("handler")} for code, m in disputes.items()}
    assert handlers["straw"] == {"衢江区综合行政执法指导办公室"}
    assert handlers["stalls"] == handlers["fumes"] == {"衢州市综合行政执法指导办公室"}
    recused = situation(disputes["building"])
    assert [names[b] for b in recused.bodies("presenter")] == ["衢江区司法局"]
    assert situation(disputes["sand"]).last("record_decision")
    pending = situation(disputes["shuttles"]).pending
    assert pending
    assert (pending.move, pending.next_post) == ("issue_opinion", "deputy")
    assert RunningTerm.objects.filter(matter=disputes["kitchen"], stopped_seq=None, due__lt=today()).exists()
    assert Waiting.objects.filter(matter=disputes["inn"], person__isnull=False).exists()
    assert Delivery.objects.filter(matter=disputes["noise"], body__kind="justice", paper__kind="dispute_copy").exists()
    opinions = Paper.objects.filter(kind="dispute_opinion")
    assert opinions.count() == 3


def test_made_by_role_named_people_with_reasons_for_late_entry(disputes: dict[str, Matter]) -> None:
    events = list(Event.objects.select_related("person"))
    assert all("·" in event.person.name for event in events)
    assert all(event.occurred_on <= today() for event in events)
    assert all(event.late_reason for event in events if (today() - event.occurred_on).days > 3)
    assert all(event.occurred_on >= date(2022, 7, 14) for event in events)
    assert all("演示合成" in name for name in StoredFile.objects.values_list("name", flat=True))


def test_again_adds_nothing_and_what_is_missing_comes_back(
    disputes: dict[str, Matter], monkeypatch: pytest.MonkeyPatch
) -> None:
    events = Event.objects.count()
    assert seed_disputes() == 0
    assert Event.objects.count() == events
    monkeypatch.setitem(PLAYS, "again", lambda stage: stage)
    assert seed_disputes() == 1


def test_a_story_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    seed_city()
    play = PLAYS["inn"]

    def broken(stage: Stage) -> Story:
        play(stage)
        raise ConnectionError

    for code in list(PLAYS):
        monkeypatch.delitem(PLAYS, code)
    monkeypatch.setitem(PLAYS, "inn", broken)
    with pytest.raises(ConnectionError):
        seed_disputes()
    assert not Matter.objects.exists()


def test_nothing_to_find_for_verify_and_replay(disputes: dict[str, Matter]) -> None:
    assert verify() == []
    assert replay().differing == ()


def test_refuses_production(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="生产"):
        seed_disputes()


def test_evidence_is_a_pdf_that_says_it_is_synthetic() -> None:
    data = evidence("协商情况证明", "某局", "协商一次。", date(2026, 3, 2))
    assert data.startswith(b"%PDF-")
    assert "演示合成" in MARK
