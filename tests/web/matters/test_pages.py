"""Pages of matters: who sees what of them, at a fixed price."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.cast import POSTS, Cast, Dispute
from tests.web.browserlike import controls
from tests.web.conftest import As
from xiedu.base.files import open_bytes
from xiedu.base.jobs import run_job
from xiedu.base.models import AuditEntry, Job, User, today
from xiedu.bodies.models import Post, Standin
from xiedu.bodies.principal import principal_of
from xiedu.procedure.models import Matter
from xiedu.web.matters.workbench import board

pytestmark = pytest.mark.django_db


def _of_twelve_bodies(cast: Cast) -> None:
    person = cast.people["柯城区住建局", "handler"]
    for name in [n for n in cast.bodies if n != "柯城区住建局"][:11]:
        Post.objects.create(person=person, body=cast.bodies[name], rank="handler", valid_from="2020-01-01")


def _queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", ["/workbench/", "/matters/", "/matters/?q=渣土&state=open&sort=due"])
def test_workbench_and_list_cost_six_queries_whatever_there_is(
    cast: Cast, sign_in: As, address: str, django_assert_max_num_queries: Any
) -> None:
    _of_twelve_bodies(cast)
    client = sign_in("柯城区住建局")
    client.get(address)
    for respondent in ("柯城区交通局", "柯城区城管局", "航埠镇"):
        Dispute(cast, respondent=respondent).open().negotiate().submit()
    Dispute(cast).open(field="噪声").negotiate().submit().accept()
    with django_assert_max_num_queries(6):
        page = client.get(address)
    assert page.status_code == 200
    assert "渣土运输撒落" in page.content.decode()


def test_a_matter_page_costs_the_same_however_long_its_file(cast: Cast, sign_in: As) -> None:
    short = Dispute(cast).coordinating()
    long = Dispute(cast, respondent="航埠镇").coordinating()
    for _ in range(6):
        cast.do(long.id, "柯城区住建局", "add_material", {"note": "补充", "files": [cast.file("柯城区住建局")]})
    client = sign_in("柯城区住建局")
    assert _queries(client, f"/matters/{long.id}/") == _queries(client, f"/matters/{short.id}/")


@pytest.mark.parametrize("post", POSTS)
def test_every_post_of_every_body_reads_the_page_or_nothing(cast: Cast, sign_in: As, post: str) -> None:
    dispute = Dispute(cast).deliberating()
    for body in cast.bodies:
        page = sign_in(body, post).get(f"/matters/{dispute.id}/")
        text = page.content.decode()
        if page.status_code == 200 and "案卷内容不可见" in text:
            assert "渣土车辆在道路上撒落由谁查处" not in text
        assert page.status_code in {200, 404}


def test_foreign_and_absent_look_alike(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).open()
    foreign = sign_in("衢江区交通局")
    one, other = foreign.get(f"/matters/{dispute.id}/"), foreign.get("/matters/99999999/")
    assert one.status_code == other.status_code == 404
    assert one.content == other.content
    for address in ("do/submit/", "do/nothing/", "do/submit/paper-0.pdf", "files/1/"):
        assert foreign.get(f"/matters/{dispute.id}/{address}").status_code == 404


def test_the_upper_level_sees_the_head_and_may_ask_for_the_file(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    upper = sign_in("衢州市指导", "section")
    text = upper.get(f"/matters/{dispute.id}/").content.decode()
    assert "案卷内容不可见" in text
    assert "柯城区交通局" in text
    assert "渣土车辆在道路上撒落由谁查处" not in text
    assert upper.get(f"/matters/{dispute.id}/do/read_up/").status_code == 200
    assert upper.get(f"/matters/{dispute.id}/do/accept/").status_code == 404
    upper.post(f"/matters/{dispute.id}/do/read_up/", {"reason": "核查辖区案件", "act": "do"})
    assert "渣土车辆在道路上撒落由谁查处" in upper.get(f"/matters/{dispute.id}/").content.decode()


def test_in_house_steps_are_shown_to_the_acting_body_alone(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).proposed()
    inside = sign_in("柯城区指导").get(f"/matters/{dispute.id}/").content.decode()
    outside = sign_in("柯城区住建局").get(f"/matters/{dispute.id}/").content.decode()
    assert "送审：形成会商意见" in inside
    assert "送审：形成会商意见" not in outside
    assert "形成会商意见" in outside


def test_redacted_content_says_so(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    cast.do(dispute.id, "柯城区住建局", "add_material", {"note": "含个人信息的材料", "files": []})
    seq = Matter.objects.get(pk=dispute.id).seq
    cast.do(dispute.id, "柯城区指导", "redact", {"seq": seq, "reason": "个人信息"}, post="head")
    text = sign_in("柯城区住建局").get(f"/matters/{dispute.id}/").content.decode()
    assert "含个人信息的材料" not in text
    assert "填写内容已遮蔽" in text


def test_search_finds_words_of_two_characters_and_filters_narrow(cast: Cast, sign_in: As) -> None:
    Dispute(cast).coordinating()
    Dispute(cast, respondent="柯城区城管局").open(title="秸秆露天焚烧的执法职责", field="秸秆焚烧")
    client = sign_in("柯城区住建局")

    def found(query: str) -> str:
        return client.get(f"/matters/?{query}").content.decode()

    assert "秸秆露天" in found("q=秸秆")
    assert "渣土运输" not in found("q=秸秆")
    assert "秸秆露天" not in found("state=coordinating")
    assert "没有符合条件" in found("from=2030-01-01")
    assert "秸秆露天" in found("field=焚烧&role=applicant&area=330802&to=2099-01-01")
    assert found("q=%00&state=;--&from=x&page=9e9").count("<tr data-href") == 2


def test_the_ledger_is_exported_without_formulas_and_audited(cast: Cast, sign_in: As) -> None:
    Dispute(cast).open(title='=HYPERLINK("x")')
    answer = sign_in("柯城区住建局").post("/matters/export/", {"query": "state=open"})
    book = load_workbook(io.BytesIO(answer.content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][1] == '\'=HYPERLINK("x")'
    assert rows[1][5] == "申请机关：柯城区住建局；争议对方：柯城区交通局"
    assert AuditEntry.objects.filter(action="导出事项台账").exists()


def test_a_large_ledger_becomes_a_job_with_its_file(cast: Cast, sign_in: As, monkeypatch: pytest.MonkeyPatch) -> None:
    Dispute(cast).open()
    monkeypatch.setattr("xiedu.web.matters.views.AT_ONCE", 0)
    sign_in("柯城区住建局").post("/matters/export/", {"query": ""})
    row = Job.objects.get(kind="matter_ledger")
    run_job.call(row.pk)
    row.refresh_from_db()
    assert row.state == "done", row.message
    assert row.result == {"count": 1}
    assert row.result_file
    assert load_workbook(io.BytesIO(open_bytes(row.result_file))).active.max_row == 2


def test_who_stands_in_is_named_beside_the_absent(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    absent, deputy = cast.people["柯城区交通局", "handler"], cast.people["柯城区编办", "handler"]
    Standin.objects.create(absent=absent, deputy=deputy, valid_from=today(), valid_to=today(), reason="休假")
    client = sign_in("柯城区编办")
    text = client.get("/workbench/").content.decode()
    assert "答复申请" in text
    address = f"/matters/{dispute.id}/do/reply/"
    body = cast.id("柯城区交通局")
    sent = {**dict(controls(client.get(f"{address}?as={body}").content.decode())), "statement": "代为答复", "act": "do"}
    assert client.post(address, sent).status_code == 302
    assert "（代 handler）" in client.get(f"/matters/{dispute.id}/").content.decode()


def test_an_assignment_moves_the_work_to_the_assignee(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    head = sign_in("柯城区指导", "head")
    address = f"/matters/{dispute.id}/do/assign/"
    page = head.get(address).content.decode()
    assert "柯城区指导·handler（经办）" in page
    person = str(cast.people["柯城区指导", "handler"].pk)
    sent = {**dict(controls(page)), "person": person, "act": "do"}
    assert head.post(address, sent).status_code == 302
    mine = board(principal_of(_user(cast, "柯城区指导", "handler"))).mine
    assert [i.label for i in mine] == ["组织协调"]
    theirs = board(principal_of(_user(cast, "柯城区指导", "section")))
    assert not theirs.mine
    assert [i.label for i in theirs.ours] == ["组织协调"]


def _user(cast: Cast, body: str, post: str) -> User:
    user = cast.people[body, post].user
    assert user
    return user
