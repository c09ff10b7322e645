"""Papers after their issue: who reads them, the stamped scan, and verification by anybody."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast, Dispute
from tests.web.conftest import As
from xiedu.base.models import AuditEntry
from xiedu.papers.models import Paper

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _scan(name: str = "盖章件.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def opinion(cast: Cast) -> Paper:
    Dispute(cast).agreed().issue().close()
    return Paper.objects.get(kind="dispute_opinion")


def test_papers_are_read_by_issuer_and_addressees_alone(cast: Cast, sign_in: As, opinion: Paper) -> None:
    for body in ("柯城区指导", "柯城区住建局", "柯城区交通局", "柯城区编办", "柯城区司法局"):
        client = sign_in(body)
        assert opinion.number in client.get("/papers/").content.decode()
        assert client.get(f"/papers/{opinion.pk}/").status_code == 200
    other = sign_in("衢江区交通局")
    assert opinion.number not in other.get("/papers/").content.decode()
    for address in ("", "pdf/", "docx/", "scan/"):
        assert other.get(f"/papers/{opinion.pk}/{address}").status_code == 404
    assert other.post(f"/papers/{opinion.pk}/scan/", {"scan": _scan()}).status_code == 404


def test_the_rendered_paper_is_kept_and_the_same(sign_in: As, opinion: Paper, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    client = sign_in("柯城区住建局")
    first, second = (client.get(f"/papers/{opinion.pk}/pdf/").content for _ in range(2))
    assert first.startswith(b"%PDF")
    assert first == second
    assert client.get(f"/papers/{opinion.pk}/docx/").content.startswith(b"PK")
    assert client.get(f"/papers/{opinion.pk}/exe/").status_code == 404


def test_the_stamped_scan_is_attached_once_and_replaced_with_a_reason(sign_in: As, opinion: Paper) -> None:
    issuer = sign_in("柯城区指导")
    address = f"/papers/{opinion.pk}/scan/"
    party = sign_in("柯城区住建局").post(address, {"scan": _scan()}, follow=True)
    assert "只有发文机关" in party.content.decode()
    assert "须为 PDF 或 JPG" in issuer.post(address, {"scan": _scan("字.txt", b"abc")}, follow=True).content.decode()
    issuer.post(address, {"scan": _scan()})
    opinion.refresh_from_db()
    kept = opinion.scan_id
    assert kept
    assert "请说明理由" in issuer.post(address, {"scan": _scan()}, follow=True).content.decode()
    issuer.post(address, {"scan": _scan(), "reason": "原件模糊"})
    opinion.refresh_from_db()
    assert opinion.scan_id != kept
    assert [a.action for a in AuditEntry.objects.filter(target=opinion.number).order_by("seq")] == [
        "上传盖章扫描件",
        "更换盖章扫描件",
    ]
    assert b"".join(sign_in("柯城区交通局").get(address)) == PDF


def test_anybody_verifies_a_paper_without_reading_it(opinion: Paper, django_assert_num_queries: Any) -> None:
    public = Client()
    with django_assert_num_queries(1):
        page = public.get(f"/verify/{opinion.code}/")
    text = page.content.decode()
    assert "有效" in text
    assert opinion.number in text
    assert opinion.digest in text
    assert "运输途中撒落" not in text
    assert "柯城区交通局" not in text
    typed = opinion.code.replace("-", " ").lower()
    assert opinion.number in public.get("/verify/", {"code": typed}).content.decode()
    with django_assert_num_queries(1):
        absent = public.get("/verify/AAAA-BBBB-CCCC/")
    assert absent.status_code == 404
    assert public.get("/verify/%00%27/").status_code == 404
    assert public.get("/verify/").status_code == 200


def test_a_voided_paper_says_so_everywhere(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).agreed().issue()
    facts = {"outcome": dispute.outcome, "reasons": "依照条例", "requirement": "", "fault": "日期有误"}
    cast.signed(dispute.id, dispute.handler, "correct_opinion", facts, ("section", "deputy", "head"))
    old = Paper.objects.exclude(voided_on=None).get()
    issuer = sign_in("柯城区指导")
    assert "已作废" in Client().get(f"/verify/{old.code}/").content.decode()
    assert "已作废" in issuer.get(f"/papers/{old.pk}/").content.decode()
    assert "已作废" in issuer.get("/papers/?state=void").content.decode()
    assert "不能再上传" in issuer.post(f"/papers/{old.pk}/scan/", {"scan": _scan()}, follow=True).content.decode()
