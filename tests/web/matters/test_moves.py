"""Moves through the page: nothing typed is lost, refusals come with their article, papers can be looked at first."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from tests.cast import Cast, Dispute
from tests.web.browserlike import controls
from tests.web.conftest import As
from xiedu.base.models import today
from xiedu.papers.models import Paper
from xiedu.procedure.models import Draft, Matter

pytestmark = pytest.mark.django_db
OPINION = "/matters/{}/do/issue_opinion/"


def _form(client: Client, address: str, **more: str) -> dict[str, Any]:
    """What a browser would post from the page, with some fields changed."""
    return {**dict(controls(client.get(address).content.decode())), **more}


def test_a_refused_step_says_why_with_the_article(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    page = sign_in("柯城区指导").get(f"/matters/{dispute.id}/do/conclude_agreed/")
    assert page.status_code == 409
    assert "尚未同意协调方案" in page.content.decode()
    assert "/articles/8/" in page.content.decode()
    assert sign_in("柯城区交通局").get(f"/matters/{dispute.id}/do/meeting/").status_code == 403


def test_errors_stand_at_their_fields_and_the_text_stays(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    client = sign_in("柯城区交通局")
    address = f"/matters/{dispute.id}/do/reply/"
    long = "长" * 10000 + "㛃𠮷䶮"
    sent = _form(client, address, statement=f"{long}\x00", act="do")
    page = client.post(address, sent)
    assert page.status_code == 422
    assert long in page.content.decode()
    assert "控制字符" in page.content.decode()
    assert Matter.objects.get(pk=dispute.id).seq == int(sent["expect_seq"])
    again = client.post(address, {**sent, "statement": long, "occurred_on": "2030-01-01"})
    assert "晚于今天" in again.content.decode()
    assert client.post(address, {**sent, "statement": long}).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_is_its_owners_and_ends_with_the_step(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    client = sign_in("柯城区交通局")
    key = f"dispute-{dispute.id}-reply-{cast.id('柯城区交通局')}"
    assert client.post(f"/drafts/{key}/", {"statement": "半句\x00话", "expect_seq": "1"}).status_code == 204
    address = f"/matters/{dispute.id}/do/reply/"
    page = client.get(address).content.decode()
    assert "半句话" in page
    assert "已恢复您" in page
    assert "半句话" not in sign_in("柯城区交通局", "section").get(address).content.decode()
    assert client.post("/drafts/../etc/", {"a": "b"}).status_code == 404
    client.post(address, _form(client, address, act="do"))
    assert not Draft.objects.exists()


def test_the_loser_of_a_race_reads_who_acted(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    client = sign_in("柯城区交通局")
    address = f"/matters/{dispute.id}/do/reply/"
    sent = _form(client, address, statement="我方观点", act="do")
    cast.do(dispute.id, "柯城区指导", "add_material", {"note": "会议通知", "files": []})
    page = client.post(address, sent)
    assert page.status_code == 409
    text = page.content.decode()
    assert "柯城区指导·柯城区指导·handler已于" in text
    assert "我方观点" in text


def test_the_same_opening_twice_begins_one_matter(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区住建局")
    sent = _form(
        client, "/matters/new/dispute/open/", title="违建的执法职责", field="违法建设", act="do",
        **{"respondents-0": str(cast.id("柯城区交通局"))},
    )  # fmt: skip
    first, second = (client.post("/matters/new/dispute/open/", sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == 1


def test_a_dispute_of_an_earlier_day_is_entered_with_its_reason(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区住建局")
    address = "/matters/new/dispute/open/"
    other = {"respondents-0": str(cast.id("柯城区交通局"))}
    sent = _form(client, address, title="违建的执法职责", field="违法建设", act="do", **other)
    told = client.post(address, {**sent, "occurred_on": "昨天"})
    assert told.status_code == 422
    text = told.content.decode()
    assert "日期格式应为" in text
    assert f"不填为今天 {today()}" in text
    day = today() - timedelta(days=60)
    unreasoned = client.post(address, {**sent, "occurred_on": str(day)})
    assert unreasoned.status_code == 422
    assert "补录" in unreasoned.content.decode()
    assert client.post(address, {**sent, "occurred_on": str(day), "late_reason": "系统启用前发生"}).status_code == 302
    assert Matter.objects.get().opened_on == day


def test_routing_is_told_before_anything_is_handed_in(cast: Cast, sign_in: As) -> None:
    client = sign_in("柯城区住建局")
    panel = client.post(
        "/matters/new/dispute/open/panel/", {"respondents-0": str(cast.id("衢江区交通局")), "field": "渣土运输"}
    )
    text = panel.content.decode()
    assert "衢州市指导" in text
    assert "跨区域" in text
    assert Matter.objects.count() == 0
    assert client.post("/matters/new/dispute/open/panel/", {"respondents-0": "99999"}).status_code == 200
    assert sign_in("柯城区指导").get("/matters/new/dispute/open/").status_code == 403


def test_the_opinion_begins_with_what_was_agreed_and_goes_through_word(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).agreed()
    client = sign_in("柯城区指导")
    address = OPINION.format(dispute.id)
    sent = _form(client, address, reasons="依照条例。", act="preview")
    assert sent["outcome-0-item"] == "运输途中撒落的查处"
    assert "sheet-page" in client.post(address, sent).content.decode()
    assert client.get(f"{address}paper-0.pdf").content.startswith(b"%PDF")
    document = Document(io.BytesIO(client.get(f"{address}paper-0.docx").content))
    for paragraph in document.paragraphs:
        if "依照条例。" in paragraph.text:
            paragraph.text = "依照条例，经审慎研究。"
    out = io.BytesIO()
    document.save(out)
    upload = SimpleUploadedFile("改.docx", out.getvalue())
    page = client.post(address, {**sent, "act": "word", "word-file": upload})
    text = page.content.decode()
    assert "依照条例，经审慎研究。" in text
    assert "readonly" in text
    sent = {**dict(controls(text)), "act": "review"}
    assert client.post(address, sent).status_code == 302
    for post in ("section", "deputy"):
        cast.do(dispute.id, "柯城区指导", "review.agree", {}, post=post)
    signing = sign_in("柯城区指导", "head")
    assert "经审慎研究" in signing.get(address).content.decode()
    signing.post(address, _form(signing, address, act="do"))
    assert "经审慎研究" in str(Paper.objects.get(kind="dispute_opinion").content)


def test_a_locked_paragraph_may_not_be_changed(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).agreed()
    client = sign_in("柯城区指导")
    address = OPINION.format(dispute.id)
    sent = _form(client, address, reasons="依照条例。", act="wording")
    sent = dict(controls(client.post(address, sent).content.decode()))
    duty = next(k for k, v in sent.items() if k.startswith("wording-") and "运输途中撒落的查处" in v)
    page = client.post(address, {**sent, duty: "（一）全部由申请机关负责。", "act": "review"})
    assert page.status_code == 422
    assert "职责分工和依据段落不得修改" in page.content.decode()


def test_whoever_signs_reads_the_draft_and_may_return_it(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).agreed()
    facts = {"outcome": dispute.outcome, "reasons": "依照条例", "requirement": ""}
    cast.do(dispute.id, "柯城区指导", "review.draft", {"move": "issue_opinion", "facts": facts})
    section = sign_in("柯城区指导", "section")
    text = section.get(f"/matters/{dispute.id}/do/review.agree/").content.decode()
    assert "送审稿：出具书面协调意见" in text
    assert "sheet-page" in text
    assert section.get(f"/matters/{dispute.id}/do/review.agree/paper-0.docx").status_code == 200
    assert sign_in("柯城区交通局").get(f"/matters/{dispute.id}/do/review.agree/paper-0.pdf").status_code == 404
    section.post(f"/matters/{dispute.id}/do/review.return/", {"reason": "理由不足", "act": "do"})
    assert Matter.objects.get(pk=dispute.id).state == "agreed"


def test_a_step_that_cannot_be_taken_back_asks_first(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    client = sign_in("柯城区住建局")
    address = f"/matters/{dispute.id}/do/withdraw/"
    page = client.post(address, _form(client, address, reason="双方已自行协商", act="do"))
    assert page.status_code == 422
    assert "请勾选后再办理" in page.content.decode()
    client.post(address, _form(client, address, reason="双方已自行协商", confirmed="yes", act="do"))
    assert Matter.objects.get(pk=dispute.id).state == "withdrawing"


def test_what_was_handed_up_is_taken_over_with_its_application(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    ending = {"reason": "涉及面广", "art23": {"found": False, "reason": "未发现"}}
    cast.do(dispute.id, "柯城区指导", "transfer_up", ending, post="section")
    upper = sign_in("衢州市指导")
    address = f"/matters/new/dispute/take_over/?from={dispute.id}"
    page = upper.get(address).content.decode()
    assert "渣土车辆在道路上撒落由谁查处" in page
    sent = {**dict(controls(page)), "reason": "接办", "act": "do"}
    assert upper.post(address, sent).status_code == 302
    assert Matter.objects.filter(area__code="330800", state="submitted").count() == 1
    assert sign_in("衢江区指导").get(address).status_code in {404, 200}


def test_a_draft_is_sent_up_by_the_form_of_its_step_alone(cast: Cast, sign_in: As) -> None:
    client, address = sign_in("柯城区指导"), f"/matters/{Dispute(cast).agreed().id}/do/review.draft/"
    assert client.get(address).status_code == client.post(address, {"act": "do"}).status_code == 404
