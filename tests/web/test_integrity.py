"""The audit administrator checks the records; the worker knows the job without having seen a page."""

import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client

from xiedu.base import triggers
from xiedu.base.jobs import run_job
from xiedu.base.models import AuditEntry, Job, User

KNOWN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "xiedu.config.settings"
import django
django.setup()
from xiedu.base.jobs import _KINDS
print(*sorted(_KINDS))
"""


@pytest.fixture
def auditor(db: None) -> Client:
    user = User.objects.create(username="audit", display_name="审计管理员", duty="audit")
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_process_without_pages_knows_every_job_a_page_starts() -> None:
    known = subprocess.run([sys.executable, "-c", KNOWN], capture_output=True, text=True, check=True).stdout.split()
    assert {"verify-records", "matter_ledger"} <= set(known)


def test_the_check_runs_as_a_job_and_its_findings_are_shown(auditor: Client) -> None:
    answer = auditor.post("/integrity/check/")
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    run_job.call(job.pk)
    page = auditor.get("/integrity/").content.decode()
    assert "未发现问题" in page
    assert ">完整<" in page
    triggers.remove(connection)
    auditor.post("/integrity/check/")
    run_job.call(Job.objects.latest("id").pk)
    page = auditor.get("/integrity/").content.decode()
    assert "缺少保护触发器" in page
    assert ">发现问题<" in page


def test_checkpoints_are_made_and_taken_away_and_both_are_recorded(auditor: Client) -> None:
    auditor.post("/integrity/seal/")
    kept = auditor.post("/integrity/keep/")
    assert kept.content.decode().count("\n") == 2
    assert "attachment" in kept["Content-Disposition"]
    assert {"生成检查点", "导出检查点"} <= set(AuditEntry.objects.values_list("action", flat=True))
