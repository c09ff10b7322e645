"""On a copy of the truth: whatever is changed, removed or inserted behind the door's back is found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import Cast, Dispute, build
from xiedu.base import triggers
from xiedu.papers.models import NumberSeries, Paper
from xiedu.procedure import upkeep
from xiedu.procedure.models import (
    Checkpoint,
    Delivery,
    Event,
    EventFacts,
    EventRef,
    Ledger,
    Matter,
    MatterIndex,
    Participant,
    RunningTerm,
    Waiting,
)
from xiedu.procedure.replay import replay
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build()


@pytest.fixture
def world(cast: Cast) -> Dispute:
    """One closed dispute and one under way, with a checkpoint between."""
    Dispute(cast).agreed().issue().close(art23=True)
    upkeep.checkpoint()
    Dispute(cast, applicant="柯城区交通局", respondent="柯城区住建局").open(field="违建").negotiate().submit()
    return Dispute(cast, applicant="柯城区城管局", respondent="柯城区住建局").open(field="违建").negotiate()


def unguarded(change: Callable[[], Any]) -> None:
    """Do something to the database as somebody would who has taken the triggers away, and put them back."""
    triggers.remove(connection)
    change()
    triggers.install(connection)


def test_nothing_is_found_where_nothing_was_done(world: Dispute) -> None:
    assert verify() == []
    assert replay().differing == ()


def first() -> Event:
    return Event.objects.order_by("id").first()  # type: ignore[return-value]


def last() -> Event:
    return Event.objects.order_by("id").last()  # type: ignore[return-value]


def _cut_tail() -> None:
    """Remove the last event of a matter and make the head agree with what is left."""
    event = last()
    EventRef.objects.filter(event=event).delete()
    EventFacts.objects.filter(event=event).delete()
    Delivery.objects.filter(event=event).delete()
    before = Event.objects.get(matter_id=event.matter_id, seq=event.seq - 1)
    event.delete()
    Matter.objects.filter(pk=before.matter_id).update(seq=before.seq, state=before.to, digest=before.digest)


def _remove_middle() -> None:
    event = Event.objects.get(matter=first().matter, seq=3)
    EventRef.objects.filter(event=event).delete()
    EventFacts.objects.filter(event=event).delete()
    Delivery.objects.filter(event=event).delete()
    event.delete()


def _remove_matter() -> None:
    matter = last().matter
    for model in (Waiting, RunningTerm, MatterIndex, Participant, Delivery):
        model.objects.filter(matter=matter).delete()
    EventRef.objects.filter(event__matter=matter).delete()
    EventFacts.objects.filter(event__matter=matter).delete()
    Event.objects.filter(matter=matter).delete()
    matter.delete()


def _insert() -> None:
    event = last()
    extra = Event(
        matter_id=event.matter_id, seq=event.seq + 1, move="drop", frm=event.to, to="dropped", person=event.person,
        body=event.body, at=timezone.now(), occurred_on=event.occurred_on, made={"waiting": []}, facts_digest="0",
        table_digest="0", prev=event.digest, digest="f" * 64,
    )  # fmt: skip
    extra.save()
    EventFacts.objects.create(event=extra, body="{}")
    Matter.objects.filter(pk=event.matter_id).update(seq=extra.seq, state="dropped", digest=extra.digest)


CHANGES: dict[str, Callable[[], Any]] = {
    "event changed": lambda: Event.objects.filter(pk=first().pk).update(occurred_on="2026-01-01"),
    "what the system made changed": lambda: Event.objects.filter(pk=last().pk).update(made={"waiting": []}),
    "event removed": _remove_middle,
    "event inserted": _insert,
    "tail cut": _cut_tail,
    "matter removed": _remove_matter,
    "stated facts changed": lambda: EventFacts.objects.filter(pk=first().pk).update(body='{"x":1}'),
    "stated facts emptied": lambda: EventFacts.objects.filter(pk=first().pk).update(body=""),
    "state changed": lambda: Matter.objects.filter(pk=last().matter_id).update(state="closed"),
    "ledger changed": lambda: Ledger.objects.update(matters=7),
    "checkpoint changed": lambda: Checkpoint.objects.update(matters=7),
    "participant changed": lambda: Participant.objects.filter(role="respondent").update(role="handler"),
    "term changed": lambda: RunningTerm.objects.update(n=99),
    "waiting removed": lambda: Waiting.objects.all().delete(),
    "index changed": lambda: MatterIndex.objects.filter(key="field").update(text="别的"),
    "delivery changed": lambda: Delivery.objects.filter(channel="copy").update(sent_on=None),
    "paper changed": lambda: Paper.objects.update(content={**Paper.objects.first().content, "title": "别的"}),  # type: ignore[union-attr]
    "paper voided": lambda: Paper.objects.update(voided_on="2026-01-01"),
    "title changed": lambda: Matter.objects.update(title="别的"),
    "end changed": lambda: Matter.objects.filter(pk=first().matter_id).update(ended_on="2026-01-01"),
    "search changed": lambda: Matter.objects.update(search="别的"),
    "opening changed": lambda: Matter.objects.update(opened_on="2026-01-01"),
    "due day changed": lambda: RunningTerm.objects.filter(stopped_seq=None).update(due="2030-01-01"),
    "waiting day changed": lambda: Waiting.objects.update(since="2020-01-01"),
    "waiting due changed": lambda: Waiting.objects.update(due="2020-01-01"),
    "participant renamed": lambda: Participant.objects.update(name="别的"),
    "number skipped": lambda: NumberSeries.objects.update(last=9),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_behind_the_door_is_found(world: Dispute, name: str) -> None:
    unguarded(CHANGES[name])
    assert verify()


def test_a_dropped_trigger_is_found(world: Dispute) -> None:
    suffix = " ON procedure_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER keep_procedure_event_update{suffix}")
    assert any("keep_procedure_event_update" in f.text for f in verify())
    triggers.install(connection)


def test_projections_are_rebuilt_from_events(world: Dispute) -> None:
    Participant.objects.filter(role="respondent").delete()
    Waiting.objects.all().delete()
    MatterIndex.objects.all().delete()
    RunningTerm.objects.all().delete()
    Matter.objects.update(title="别的", search="")
    assert len(replay().differing) == Matter.objects.count()
    assert len(replay(rebuild=True).differing) == Matter.objects.count()
    assert replay().differing == ()
    assert verify() == []


def test_redaction_empties_the_words_and_keeps_the_chain(cast: Cast) -> None:
    dispute = Dispute(cast).agreed().issue().close()
    cast.do(dispute.id, dispute.handler, "redact", {"seq": 2, "reason": "含个人信息"}, post="head")
    assert EventFacts.objects.get(event__matter_id=dispute.id, event__seq=2).body == ""
    assert verify() == []
    with pytest.raises(Exception, match="历史记录不得修改或删除"):
        EventFacts.objects.filter(event__matter_id=dispute.id, event__seq=1).update(body="{}")
