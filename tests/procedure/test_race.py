"""Two people at the same moment: exactly one wins, no number is doubled or skipped, the loser reads who acted and when.

Each thread has its own connection and is held up for a random moment before every statement, so that the two
interleave differently each time. 100 rounds in the normal suite, 1,000 in the long one.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.cast import Cast, Dispute, build
from tests.procedure import stages
from tests.procedure.racing import Act, at_once, in_order, split
from tests.procedure.stages import NO_ART23, REASON
from xiedu.papers.models import Paper
from xiedu.procedure.errors import NotMade, Stale
from xiedu.procedure.models import Event, Link, Matter
from xiedu.procedure.perform import Ask, perform, start

pytestmark = pytest.mark.django_db(transaction=True)
ITEMS = {"items": ["补充材料"]}


def _field(draw: random.Random) -> str:
    """A field of its own for each pair of disputes."""
    return f"领域{id(draw)}"


def same_move(rounds: int, seed: int) -> None:
    draw = random.Random(seed)
    cast = build()
    dispute = stages.reach(cast, "submitted")
    other = replace(cast.actor(dispute.handler, "head"), posts=frozenset({"head", "section"}))
    for _ in range(rounds):
        seq = Matter.objects.get(pk=dispute.id).seq
        expected = draw.choice([seq, seq, None])
        clerks = [cast.actor(dispute.handler, "section"), other]
        asks = [Ask("return_for_supplement", who, ITEMS, expect_seq=expected) for who in clerks]
        won, lost = split(at_once([_doing(dispute.id, ask) for ask in asks], draw))
        assert (len(won), len(lost)) == (1, 1)
        if expected is not None:
            assert isinstance(lost[0], Stale)
            assert any(who.person_name in str(lost[0]) for who in clerks)
            assert str(lost[0]).startswith(_last_actor(dispute.id))
            assert "通知补正" in str(lost[0])
            assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", str(lost[0]))
        cast.do(dispute.id, dispute.applicant, "supplement", dispute.application())
    assert Paper.objects.filter(kind="dispute_supplement").count() == rounds
    in_order()


def _last_actor(matter: int) -> str:
    last = Event.objects.filter(matter=matter).select_related("body", "person").order_by("-seq")[0]
    return f"{last.body.name}·{last.person.name}已于"


def _doing(matter: int, ask: Ask) -> Act:
    return lambda: perform(matter, ask)


def _starting(ask: Ask) -> Act:
    return lambda: start("dispute", ask)


def two_matters(rounds: int, seed: int) -> None:
    draw = random.Random(seed)
    cast = build()
    pair = [stages.reach(cast, "submitted"), Dispute(cast, respondent="航埠镇").open().negotiate().submit()]
    for _ in range(rounds):
        asks = [Ask("return_for_supplement", cast.actor(d.handler, "section"), ITEMS) for d in pair]
        won, lost = split(at_once([_doing(d.id, a) for d, a in zip(pair, asks, strict=True)], draw))
        assert not lost
        serials = sorted(int(re.findall(r"(\d+)号", done.papers[0].number)[0]) for done in won)
        assert serials[1] == serials[0] + 1
        for dispute in pair:
            cast.do(dispute.id, dispute.applicant, "supplement", dispute.application())
    in_order()


def one_form(rounds: int, seed: int) -> None:
    draw = random.Random(seed)
    cast = build()
    who = cast.actor("柯城区住建局")
    for number in range(rounds):
        facts = {"title": "争议", "field": f"领域{number}", "respondents": [cast.id("柯城区交通局")]}
        before = Matter.objects.count()
        ask = Ask("open", who, facts, token=f"form-{number}")
        won, lost = split(at_once([_starting(ask), _starting(ask)], draw))
        assert not lost
        assert len({done.matter_id for done in won}) == 1
        assert Matter.objects.count() == before + 1
    in_order()


def test_two_clerks_make_the_same_move() -> None:
    same_move(100, 1)


def test_two_matters_take_numbers_of_one_series() -> None:
    two_matters(30, 2)


def test_one_form_handed_in_twice_begins_one_matter() -> None:
    one_form(50, 3)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_two_clerks_make_the_same_move_a_thousand_times(part: int) -> None:
    same_move(100, 100 + part)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_two_matters_take_numbers_a_thousand_times(part: int) -> None:
    two_matters(100, 200 + part)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_one_form_is_handed_in_twice_a_thousand_times(part: int) -> None:
    one_form(100, 300 + part)


@pytest.fixture
def draws() -> Iterator[random.Random]:
    return iter([random.Random(n) for n in range(6)])


def test_two_disputes_are_not_merged_into_each_other(draws: Iterator[random.Random]) -> None:
    cast: Cast = build()
    for draw in draws:
        one = Dispute(cast).open(field=_field(draw)).negotiate().submit()
        two = Dispute(cast, respondent="航埠镇").open(field=_field(draw)).negotiate().submit()
        who = cast.actor(one.handler, "section")
        facts = {**REASON, "art23": NO_ART23}
        acts = [_doing(a.id, Ask("merge", who, {**facts, "into": b.id})) for a, b in ((one, two), (two, one))]
        won, lost = split(at_once(acts, draw, 0.01))
        assert (len(won), len(lost)) == (1, 1)
    assert Link.objects.count() == 6
    in_order()


def test_nothing_is_merged_into_a_dispute_that_ends_at_that_moment(draws: Iterator[random.Random]) -> None:
    cast = build()
    for draw in draws:
        one = Dispute(cast).open(field=_field(draw)).negotiate().submit()
        two = Dispute(cast, respondent="航埠镇").open(field=_field(draw)).negotiate().submit()
        who = cast.actor(one.handler, "section")
        ends = {**REASON, "advice": "另行处理", "art23": NO_ART23}
        merge = Ask("merge", who, {**REASON, "art23": NO_ART23, "into": two.id})
        results = at_once([_doing(one.id, merge), _doing(two.id, Ask("reject", who, ends))], draw, 0.01)
        split(results)
        assert not isinstance(results[1], Exception)
        first = Link.objects.filter(frm=one.id).exists()
        assert first != isinstance(results[0], NotMade)
        if first:
            merged, rejected = (Matter.objects.get(pk=d.id).events.order_by("-id")[0].id for d in (one, two))
            assert merged < rejected


def test_the_same_dispute_is_not_submitted_twice_at_once(draws: Iterator[random.Random]) -> None:
    """Applicant and respondent apply at the same moment: one is told of the other."""
    cast = build()
    for draw in draws:
        one = Dispute(cast).open(field=_field(draw)).negotiate()
        two = Dispute(cast, applicant=one.respondent, respondent=one.applicant).open(field=_field(draw)).negotiate()
        acts = [_doing(d.id, Ask("submit", cast.actor(d.applicant, "head"), d.application())) for d in (one, two)]
        won, lost = split(at_once(acts, draw, 0.01))
        assert (len(won), len(lost)) == (1, 1)
        assert "在办争议" in str(lost[0])
    in_order()


def test_what_was_handed_up_is_taken_over_once(draws: Iterator[random.Random]) -> None:
    cast = build()
    for draw in draws:
        old = Dispute(cast).open(field=_field(draw)).negotiate().submit()
        cast.do(old.id, old.handler, "transfer_up", {**REASON, "art23": NO_ART23}, post="section")
        facts = {**old.application(), "origin": old.id, "applicant": cast.id(old.applicant), "title": "争议",
                 "respondents": [cast.id(old.respondent)], "field": _field(draw), "reason": "接收办理"}  # fmt: skip
        acts = [_starting(Ask("take_over", cast.actor("衢州市指导", post), facts)) for post in ("handler", "section")]
        won, lost = split(at_once(acts, draw, 0.01))
        assert (len(won), len(lost)) == (1, 1)
        assert "已经接收" in str(lost[0])
    in_order()
