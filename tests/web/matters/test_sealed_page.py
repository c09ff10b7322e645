"""A sealed field on the pages: the timeline, a quote beside a form, files; before and after the grant."""

import io

import pytest
from openpyxl import load_workbook

from tests.cast import Cast
from tests.web.conftest import As
from xiedu.base.models import today
from xiedu.procedure.perform import Ask, start
from xiedu.procedure.sealed import VEIL

pytestmark = pytest.mark.django_db
REPORTER = "反映人甲（合成）"


def _lead(cast: Cast) -> int:
    facts = {
        "title": "未告知听证权利", "subject": cast.id("柯城区城管局"), "description": "处罚前未告知", "found_on": today(),
        "source": "public", "reporter": REPORTER,
    }  # fmt: skip
    done = start("lead", Ask("register", cast.actor("柯城区司法局"), facts))
    return done.matter_id


def test_who_reported_is_read_by_the_registering_body_alone_until_granted(cast: Cast, sign_in: As) -> None:
    lead = _lead(cast)
    address = f"/matters/{lead}/"
    assert REPORTER in sign_in("柯城区司法局").get(address).content.decode()
    beside = sign_in("柯城区司法局").get(f"{address}do/screen/").content.decode()
    assert REPORTER in beside
    over = sign_in("柯城区政府", "head").get(address).content.decode()
    assert "处罚前未告知" in over
    assert VEIL in over
    assert REPORTER not in over


def test_another_bureau_that_takes_it_up_reads_it_only_with_the_grant(cast: Cast, sign_in: As) -> None:
    lead = _lead(cast)
    address = f"/matters/{lead}/"
    cast.do(lead, "衢州市司法局", "take_up", {"reason": "影响面广，提级办理"}, post="section")
    upper = sign_in("衢州市司法局")
    for page in (address, f"{address}do/screen/"):
        text = upper.get(page).content.decode()
        assert "处罚前未告知" in text
        assert VEIL in text
        assert REPORTER not in text
    person = cast.people["衢州市司法局", "handler"].pk
    cast.do(lead, "衢州市司法局", "grant", {"person": person, "reason": "须向反映人核实"}, post="head")
    for page in (address, f"{address}do/screen/"):
        assert REPORTER in upper.get(page).content.decode()
    assert REPORTER not in sign_in("衢州市司法局", "section").get(address).content.decode()


def test_no_list_search_or_export_tells_it(cast: Cast, sign_in: As) -> None:
    _lead(cast)
    client = sign_in("柯城区政府", "head")
    assert REPORTER not in client.get("/matters/").content.decode()
    assert "没有符合条件" in client.get("/matters/", {"q": "反映人甲"}).content.decode()
    book = load_workbook(io.BytesIO(client.post("/matters/export/", {"query": ""}).content))
    told = str(list(book.active.iter_rows(values_only=True)))
    assert "未告知听证权利" in told
    assert REPORTER not in told
