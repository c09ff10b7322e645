"""Rows that wait: corrected through the same reader, dropped with a reason, numbers of persons never in clear."""

import json
from pathlib import Path

import pytest

from tests.intake.city import PERSON, held, numbered, sheet
from tests.records.sheets import book_bytes
from xiedu.base.models import AuditEntry, User
from xiedu.bodies.models import Body
from xiedu.intake import service, tray
from xiedu.intake.files import store_records
from xiedu.intake.models import Batch, TrayRow

pytestmark = pytest.mark.django_db
NUMBER = PERSON["自然人证件号码"]
State = TrayRow.State


def sent(batch: Batch) -> Batch:
    return service.process(batch)


def test_a_corrected_row_goes_in_and_a_wrong_one_waits_on(lake: Path, source: Body) -> None:
    service.receive(sheet(numbered(1), numbered(2, 罚款金额="五千"), numbered(3, 罚款金额="六千")), source)
    second, third = TrayRow.objects.order_by("row_no")
    small = sent(tray.correct([second, third], {second.pk: {"罚款金额": "5000"}, third.pk: {"罚款金额": "七千"}}, None))
    second.refresh_from_db()
    third.refresh_from_db()
    assert (small.added, small.bad, small.corrects_id) == (1, 1, second.batch_id)
    assert (second.state, second.corrected_in_id) == (State.CORRECTED, small.pk)
    assert (third.state, third.corrected_in_id, third.values["罚款金额"]) == (State.WAITING, None, "七千")
    assert [(f["row"], f["value"]) for f in third.faults if f["column"] == "罚款金额"] == [(4, "七千")]
    assert len(held(lake, "id")) == 2
    sent(tray.correct([third], {third.pk: {"罚款金额": "7000"}}, None))
    assert sorted(held(lake, "fine")) == [(500_000,), (500_000,), (700_000,)]
    with pytest.raises(ValueError, match="已经处理过"):
        tray.correct([third], {}, None)


def test_identity_numbers_wait_encrypted_and_go_in_unchanged(lake: Path, source: Body) -> None:
    service.receive(sheet(numbered(1, **PERSON, 罚款金额="五千")), source)
    row = TrayRow.objects.get()
    assert row.values["自然人证件号码"] == "110***********002X"
    assert NUMBER not in json.dumps([row.values, row.sealed, row.faults], ensure_ascii=False)
    sent(tray.correct([row], {row.pk: {"罚款金额": "1"}}, None))
    assert held(lake, "party_id_no_valid, fine") == [(True, 100)]


def test_a_number_typed_anew_replaces_the_kept_one(lake: Path, source: Body) -> None:
    service.receive(sheet(numbered(1, **{**PERSON, "自然人证件号码": NUMBER[:-1] + "1"})), source)
    row = TrayRow.objects.get()
    assert sent(tray.correct([row], {}, None)).bad == 1
    row.refresh_from_db()
    assert sent(tray.correct([row], {row.pk: {"自然人证件号码": NUMBER}}, None)).added == 1


def test_what_stood_on_another_sheet_is_sent_again_with_its_row(lake: Path, source: Body) -> None:
    rows = [numbered(1, 罚款金额="五千")]
    people = [["行政处罚决定书文号", "姓名", "执法证号"], [rows[0]["行政处罚决定书文号"], "合成甲", "Z1"]]
    book = book_bytes({"处罚": [list(rows[0]), list(rows[0].values())], "执法人员": people})
    assert service.receive(store_records(book, "处罚.xlsx", None), source).bad == 1
    row = TrayRow.objects.get()
    sent(tray.correct([row], {row.pk: {"罚款金额": "1"}}, None))
    assert held(lake, "officers[1].name, officers[1].cert_no") == [("合成甲", "Z1")]


def test_a_row_made_blank_waits_on(lake: Path, source: Body) -> None:
    service.receive(sheet(numbered(1, 罚款金额="五千")), source)
    row = TrayRow.objects.get()
    assert sent(tray.correct([row], {row.pk: dict.fromkeys(row.values, "")}, None)).state == "refused"
    row.refresh_from_db()
    assert (row.state, row.corrected_in_id, row.values["罚款金额"]) == (State.WAITING, None, "五千")


def test_dropping_needs_a_reason_and_is_recorded(lake: Path, source: Body) -> None:
    service.receive(sheet(numbered(1, 罚款金额="五千")), source)
    user = User.objects.create(username="clerk", display_name="经办（合成）")
    row = TrayRow.objects.get()
    with pytest.raises(ValueError, match="理由"):
        tray.drop([row], " ", user)
    assert tray.drop([row], "重复报送", user) == 1
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == (State.DROPPED, "重复报送", user)
    assert AuditEntry.objects.filter(action="剔除数据行", user=user).count() == 1
    with pytest.raises(ValueError, match="已经处理过"):
        tray.correct([row], {}, user)


def test_a_column_the_file_has_not_is_refused(lake: Path, source: Body) -> None:
    service.receive(sheet(numbered(1, 罚款金额="五千")), source)
    row = TrayRow.objects.get()
    with pytest.raises(ValueError, match="没有“别的”这一列"):
        tray.correct([row], {row.pk: {"别的": "1"}}, None)
