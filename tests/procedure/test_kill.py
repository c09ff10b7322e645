"""SIGKILL at every SQL statement of a move: all or nothing, and afterwards the move is made with the next number.

Runs on the database the suite runs on: SQLite as a file, PostgreSQL in the second run.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast import OPINION_CHAIN, Dispute, build
from tests.procedure import stages
from tests.procedure.killing import dies, left_behind, on_copy, statements_of
from xiedu.papers.models import NumberSeries, Paper
from xiedu.procedure.models import Event, Matter, MatterCounter
from xiedu.procedure.perform import Ask, perform, start
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def _submit(dispute: Dispute) -> Callable[[], Any]:
    dispute.open().negotiate()
    ask = Ask("submit", dispute.cast.actor(dispute.applicant, "head"), dispute.application())
    return lambda: perform(dispute.id, ask)


def _issue(dispute: Dispute) -> Callable[[], Any]:
    stages.WAYS["decided"](dispute)
    facts = {"outcome": dispute.outcome, "reasons": "依照条例"}
    dispute.cast.do(dispute.id, dispute.handler, "review.draft", {"move": "issue_opinion", "facts": facts})
    for post in OPINION_CHAIN[:-1]:
        dispute.cast.do(dispute.id, dispute.handler, "review.agree", {}, post=post)
    ask = Ask("issue_opinion", dispute.cast.actor(dispute.handler, "head"))
    return lambda: perform(dispute.id, ask)


def _decide(dispute: Dispute) -> Callable[[], Any]:
    stages.WAYS["with_government"](dispute)
    ask = Ask("record_decision", dispute.cast.actor(dispute.government, "head"), dispute.decision())
    return lambda: perform(dispute.id, ask)


def _open(dispute: Dispute) -> Callable[[], Any]:
    dispute.open().negotiate("agreed")
    facts = {"title": "另一争议", "field": "违建", "respondents": [dispute.cast.id(dispute.respondent)]}
    ask = Ask("open", dispute.cast.actor(dispute.applicant), facts, token="form-1")
    return lambda: start("dispute", ask)


MOVES = {"submit": _submit, "issue_opinion": _issue, "record_decision": _decide, "open": _open}


def numbers_in_order() -> None:
    """Every series has the numbers from one to its last, each once."""
    for series in NumberSeries.objects.all():
        used = Paper.objects.filter(body_id=series.body_id, word=series.word, year=series.year)
        assert sorted(used.values_list("serial", flat=True)) == list(range(1, series.last + 1))
    for counter in MatterCounter.objects.all():
        area = counter.key.split(":")[1]
        assert Matter.objects.filter(number__startswith=f"争{area}-").count() == counter.last


@pytest.mark.parametrize("move", sorted(MOVES))
def test_killed_at_any_statement_a_move_is_made_whole_or_not_at_all(move: str, tmp_path: Path) -> None:
    act = MOVES[move](Dispute(build()))
    before = left_behind()
    with on_copy(tmp_path):
        statements = statements_of(act)
        after = left_behind()
    assert statements > 10
    events = before["events"] + 1
    for at in range(1, statements + 2):
        with on_copy(tmp_path):
            assert dies(act, at)
            now = left_behind()
            if at <= statements:
                assert now == before, f"something was left behind by dying at statement {at} of {statements}"
                act()
            assert Event.objects.count() == events
            made = left_behind()
            assert {k: made[k] for k in ("series", "counters", "papers")} == {
                k: after[k] for k in ("series", "counters", "papers")
            }
            numbers_in_order()
            assert verify() == []
    with on_copy(tmp_path):
        assert not dies(act, statements + 2)
