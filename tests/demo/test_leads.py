"""The demo city's leads and supervision matters: there, in the states they are to show, whole, made only once."""

import pytest

from xiedu.bodies.city import seed_city
from xiedu.demo.leads import PLAYS, seed_leads
from xiedu.papers.models import Paper
from xiedu.procedure.models import Link, Matter
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db
LEADS = {"township": "reported", "no-problem": "no_problem", "offered": "offered"}
MATTERS = {
    "overdue-cases": "closed",
    "no-hearing": "closed",
    "before-government": "submitted",
    "running": "correcting",
    "objected": "objected",
    "hearing": "hearing",
}


def test_leads_in_their_states_whole_and_only_once() -> None:
    seed_city()
    assert seed_leads() == len(PLAYS) == len(LEADS) + len(MATTERS)
    rows = {str(m.token).removeprefix("demo-lead-"): m for m in Matter.objects.filter(procedure="lead")}
    assert {code: rows[code].state for code in LEADS} == LEADS
    assert {rows[code].state for code in MATTERS} == {"filed"}
    notices = {link.to_id: link.frm.state for link in Link.objects.filter(kind="from_lead").select_related("frm")}
    assert {code: notices[rows[code].pk] for code in MATTERS} == MATTERS
    decision = Paper.objects.get(kind="supervision_decision")
    assert "人民政府" in decision.content["issuer"]
    assert verify() == []
    assert seed_leads() == 0
