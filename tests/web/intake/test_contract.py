"""The contract of the records: every field of every kind stands on its page, and the templates are ones we read."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.web.conftest import As
from xiedu.records.faults import InputError
from xiedu.records.fields import KINDS, describe
from xiedu.records.reading import read_records

pytestmark = pytest.mark.django_db
AGENCY = "柯城区住建局"


def test_a_page_and_json_name_every_field(sign_in: As) -> None:
    client = sign_in(AGENCY)
    for kind in KINDS:
        page = client.get(f"/fields/{kind}/").content.decode()
        for field in KINDS[kind].fields:
            assert f">{field.name}</th>" in page
            assert all(f">{member.name}</th>" in page for member in field.members)
        told = json.loads(client.get(f"/fields/{kind}/json/").content)
        assert told == [describe(field) for field in KINDS[kind].fields]


def test_the_overview_leads_to_every_kind_and_template(sign_in: As) -> None:
    page = sign_in(AGENCY).get("/fields/").content.decode()
    for kind in KINDS:
        assert f'href="/fields/{kind}/"' in page
        assert f'href="/fields/{kind}/template/"' in page


def test_the_template_is_recognised_and_its_example_is_passed_over(sign_in: As, tmp_path: Path) -> None:
    client, path = sign_in(AGENCY), tmp_path / "模板.xlsx"
    for kind in KINDS:
        answer = client.get(f"/fields/{kind}/template/")
        assert "attachment" in answer["Content-Disposition"]
        path.write_bytes(answer.content)
        with duckdb.connect() as db, pytest.raises(InputError, match="没有数据"):
            read_records(db, path)


def test_a_kind_that_does_not_exist_is_absent(sign_in: As) -> None:
    client = sign_in(AGENCY)
    assert {client.get(f"/fields/nothing/{tail}").status_code for tail in ("", "json/", "template/")} == {404}
