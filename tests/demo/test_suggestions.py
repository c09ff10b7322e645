"""The demo city's written suggestions: there, in the states they are to show, whole, made only once."""

import pytest

from xiedu.base.models import today
from xiedu.bodies.city import seed_city
from xiedu.demo import disputes
from xiedu.demo.suggestions import PLAYS, seed_suggestions
from xiedu.papers.models import Paper
from xiedu.procedure.models import Link, Matter, RunningTerm
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db
STATES = {
    "opinion": "criticised",
    "subdistrict": "suggested",
    "city": "performed",
    "silent": "suggested",
    "at-once": "correcting",
}


def test_suggestions_in_their_states_whole_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seed_city()
    for code in set(disputes.PLAYS) - {"sand"}:
        monkeypatch.delitem(disputes.PLAYS, code)
    assert disputes.seed_disputes() == 1
    assert seed_suggestions() == len(PLAYS) == len(STATES)
    rows = {str(m.token).removeprefix("demo-suggestion-"): m for m in Matter.objects.filter(procedure="suggestion")}
    assert {code: m.state for code, m in rows.items()} == STATES
    assert Link.objects.get(frm=rows["opinion"], kind="follows").to.token == "demo-dispute-sand"
    circular = Paper.objects.get(kind="suggestion_notice")
    assert circular.content["issuer"] == "龙游县人民政府"
    assert any("演示" in banner for banner in circular.content["banners"])
    assert RunningTerm.objects.filter(matter=rows["silent"], stopped_seq=None, due__lt=today()).exists()
    assert verify() == []
    assert seed_suggestions() == 0
