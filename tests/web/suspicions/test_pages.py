"""Who sees which suspicion, what can be done with it on the pages, and what the pages cost."""

import re
from pathlib import Path

import pytest
from django.core import signing
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.suspicions.lake import put
from tests.suspicions.test_scan import CLEAN, LONE, SLOW
from tests.web.browserlike import posted
from tests.web.conftest import As
from tests.web.suspicions.conftest import Raise
from xiedu.base import dated
from xiedu.base.models import AuditEntry, today
from xiedu.checks.catalogue import by_id
from xiedu.suspicions.models import CheckState, Run, Suspicion
from xiedu.suspicions.modes import standings
from xiedu.suspicions.policies import CAP, FLOOR, JUDGED
from xiedu.suspicions.reasons import Mode, State
from xiedu.suspicions.scanning import scan

pytestmark = pytest.mark.django_db
COUNTY, OTHER, CITY = "柯城区司法局", "衢江区司法局", "衢州市司法局"


def test_the_area_reads_the_city_sees_heads_and_nobody_else_finds_anything(
    suspect: Raise, sign_in: As, cast: Cast
) -> None:
    mine = suspect("航埠镇")
    page = f"/suspicions/{mine.pk}/"
    read = sign_in(COUNTY).get(page).content.decode()
    assert "只有一名执法人员" in read
    assert "合成企业甲" in read
    head = sign_in(CITY).get(page).content.decode()
    assert "处罚执法人员少于两人" in head
    for secret in ("只有一名执法人员", "合成企业甲", "甲1", "2026-09-01"):
        assert secret not in head
        assert secret not in sign_in(CITY).get("/suspicions/").content.decode()
    foreign, absent = (sign_in(OTHER).get(one) for one in (page, "/suspicions/987654321/"))
    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content
    assert sign_in("航埠镇", "head").get(page).status_code == 403
    assert sign_in("航埠镇", "head").get("/suspicions/987654321/").status_code == 403
    assert "甲1" not in sign_in(OTHER).get("/suspicions/").content.decode()


def test_the_city_parts_what_it_judges_from_what_it_sees_by_head(suspect: Raise, sign_in: As) -> None:
    theirs, own = suspect("柯城区城管局", "区甲"), suspect("市交通局", "市乙")
    city = sign_in(CITY)
    for whose, shown, hidden in (("own", own, theirs), ("others", theirs, own)):
        page = city.get("/suspicions/", {"whose": whose}).content.decode()
        assert f"/suspicions/{shown.pk}/" in page
        assert f"/suspicions/{hidden.pk}/" not in page
    assert 'name="whose"' not in sign_in(COUNTY).get("/suspicions/").content.decode()


def test_what_the_city_does_not_read_it_neither_finds_nor_judges(suspect: Raise, sign_in: As) -> None:
    theirs, own = suspect("柯城区城管局", "区甲"), suspect("市交通局", "市乙")
    city = sign_in(CITY, "head")
    assert "没有符合条件" in city.get("/suspicions/", {"q": "区甲"}).content.decode()
    assert city.post(f"/suspicions/{theirs.pk}/", {"what": "confirm"}).status_code == 404
    page = city.post("/suspicions/choose/", {"what": "confirm", "id": [theirs.pk, own.pk]}).content.decode()
    assert "确认疑点 1 条" in page
    city.post("/suspicions/decide/", posted(page))
    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.state, own.state) == (State.OPEN, State.CONFIRMED)


def test_one_is_confirmed_and_one_is_dismissed_with_a_reason(suspect: Raise, sign_in: As, cast: Cast) -> None:
    one, other = suspect("柯城区城管局", "甲1"), suspect("柯城区城管局", "甲2")
    client = sign_in(COUNTY)
    assert client.post(f"/suspicions/{one.pk}/", {"what": "confirm", "remark": "已调阅案卷"}).status_code == 302
    refused = client.post(f"/suspicions/{other.pk}/", {"what": "dismiss", "remark": "说不清"})
    assert refused.status_code == 422
    assert "说不清" in refused.content.decode()
    client.post(f"/suspicions/{other.pk}/", {"what": "dismiss", "reason": "exception"})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.remark, one.decided_by) == (
        State.CONFIRMED,
        "已调阅案卷",
        cast.people[COUNTY, "handler"].user,
    )
    assert (other.state, other.reason) == (State.DISMISSED, "exception")
    assert "属于例外情形" in client.get(f"/suspicions/{other.pk}/").content.decode()
    assert AuditEntry.objects.filter(action__startswith="疑点").count() == 2
    assert client.post(f"/suspicions/{one.pk}/", {"what": "dismiss", "reason": "lawful"}).status_code == 404


def test_a_bulk_choice_is_frozen_named_and_leaves_alone_what_others_decided(suspect: Raise, sign_in: As) -> None:
    rows = [suspect("柯城区城管局", f"甲{n}") for n in range(3)]
    client = sign_in(COUNTY)
    asked = client.post("/suspicions/choose/", {"what": "dismiss", "all": "1", "query": "rule=off-lt-two"})
    page = asked.content.decode()
    assert "排除疑点 3 条" in page
    late = suspect("柯城区城管局", "后来的")
    Suspicion.objects.filter(pk=rows[0].pk).update(state=State.CONFIRMED)
    done = client.post("/suspicions/decide/", posted(page, ("reason", "data")), follow=True).content.decode()
    assert "已排除 2 条疑点。另有 1 条" in done
    states = dict(Suspicion.objects.values_list("record", "state"))
    assert states == {"甲0": "confirmed", "甲1": "dismissed", "甲2": "dismissed", late.record: "open"}


@pytest.mark.parametrize(
    "frozen",
    ["", "x", signing.dumps([1], salt="other"), signing.dumps({}, salt="suspicions.frozen")],
    ids=["empty", "unsigned", "other salt", "no list"],
)
def test_a_list_that_was_not_frozen_here_is_not_taken(frozen: str, suspect: Raise, sign_in: As) -> None:
    suspect("柯城区城管局")
    data = {"what": "confirm", "frozen": frozen}
    assert "已过期" in sign_in(COUNTY).post("/suspicions/decide/", data, follow=True).content.decode()
    nothing = sign_in(COUNTY).post("/suspicions/choose/", {"what": "confirm", "id": ["x", "9" * 30]}, follow=True)
    assert "没有选中" in nothing.content.decode()
    assert Suspicion.objects.get().state == State.OPEN


def test_precision_follows_and_a_check_below_its_floor_falls_back_by_itself(suspect: Raise, sign_in: As) -> None:
    dated.set_value(JUDGED, 3, today(), None, "测试")
    dated.set_value(FLOOR, 60, today(), None, "测试")
    rows = [suspect("柯城区城管局", f"甲{n}") for n in range(5)]
    client = sign_in(COUNTY)
    client.post(f"/suspicions/{rows[0].pk}/", {"what": "confirm"})
    client.post(f"/suspicions/{rows[1].pk}/", {"what": "dismiss", "reason": "duplicate"})
    client.post(f"/suspicions/{rows[2].pk}/", {"what": "dismiss", "reason": "rule"})
    check = by_id(["off-lt-two"])[0]
    assert standings([check])["off-lt-two"].mode is Mode.ON
    said = client.post(
        f"/suspicions/{rows[3].pk}/", {"what": "dismiss", "reason": "rule"}, follow=True
    ).content.decode()
    assert "已自动转为试运行" in said
    fallen = standings([check])["off-lt-two"]
    assert fallen.mode is Mode.SHADOW
    assert fallen.row
    assert fallen.row.by is None
    page = client.get("/checks/off-lt-two/").content.decode()
    assert "33%（95% 区间 6%–79%，评判 3 条）" in page
    assert "系统自动转为试运行" in page


def test_the_head_of_the_citys_bureau_switches_a_check_with_a_reason(sign_in: As, cast: Cast) -> None:
    head = sign_in(CITY, "head")
    assert head.post("/checks/off-lt-two/", {"mode": "off", "reason": ""}).status_code == 422
    assert head.post("/checks/off-lt-two/", {"mode": "on", "reason": "照旧"}).status_code == 422
    assert head.post("/checks/off-lt-two/", {"mode": "off", "reason": "数据未对接"}).status_code == 302
    assert standings()["off-lt-two"].mode is Mode.OFF
    for body, post in ((CITY, "deputy"), (COUNTY, "head")):
        client = sign_in(body, post)
        assert "由市司法局主要负责人决定" in client.get("/checks/off-lt-two/").content.decode()
        assert client.post("/checks/off-lt-two/", {"mode": "on", "reason": "试"}).status_code == 404
    assert CheckState.objects.count() == 1
    assert head.get("/checks/no-such-check/").status_code == 404


def test_the_inbox_filters_by_its_address(suspect: Raise, sign_in: As) -> None:
    suspect("柯城区城管局", "甲1")
    suspect("柯城区住建局", "乙1", "pen-90d", month="2026-08")
    suspect("柯城区城管局", "丙1", state=State.DISMISSED)
    client = sign_in(COUNTY)

    def shown(**query: str) -> set[str]:
        page = client.get("/suspicions/", query).content.decode()
        return {record for record in ("甲1", "乙1", "丙1") if f"{record} 只有" in page}

    assert shown() == {"甲1", "乙1"}
    assert shown(state="") == {"甲1", "乙1", "丙1"}
    assert shown(rule="pen-90d") == shown(month="2026-08") == shown(severity="orange") == {"乙1"}
    assert shown(q="甲1") == {"甲1"}
    assert shown(kind="licence") == set()


def test_pages_cost_the_same_however_many_suspicions_there_are(
    suspect: Raise, sign_in: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(COUNTY)
    for n in range(30):
        suspect("柯城区城管局", f"甲{n}")
    some = Suspicion.objects.latest("pk")
    for path, most in (
        ("/suspicions/", 8),
        (f"/suspicions/{some.pk}/", 6),
        ("/checks/", 6),
        ("/checks/pen-90d/", 10),
        ("/runs/", 5),
    ):
        client.get(path)
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_record_and_subject_are_read_from_the_lake(
    cast: Cast, lake: Path, sign_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(["off-lt-two", "pen-90d"])))
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}, {"no": "甲2", **CLEAN, "subject": "B2"}])
    put(lake, cast.id("衢江区城管局"), 2, [{"no": "外1", **SLOW}])
    scan(full=True)
    put(lake, cast.id("柯城区城管局"), 3, [{"no": "甲1", **SLOW}])
    scan()
    client = sign_in(COUNTY)
    closed = Suspicion.objects.get(rule="off-lt-two")
    assert "记录已更正，检查不再命中" in client.get(f"/suspicions/{closed.pk}/").content.decode()
    now = Suspicion.objects.get(rule="pen-90d", source=cast.id("柯城区城管局"))
    page = client.get(f"/records/penalty/{now.record_id}/").content.decode()
    for told in ("超过届满日 92 日", "处罚决定日期：2026-04-01 → 2026-09-01", "证件号码以掩码显示", "超期办案"):
        assert told in page
    old = client.get(f"/records/penalty/{closed.record_id}/").content.decode()
    assert "旧版本" in old
    subject = client.get("/subjects/", {"key": "A1"}).content.decode()
    assert "合成企业A1" in subject
    assert "外1" in subject
    assert "不由本机构监督" in subject
    foreign = Suspicion.objects.get(source=cast.id("衢江区城管局"))
    for path in (
        f"/records/penalty/{foreign.record_id}/",
        "/records/penalty/1/",
        "/records/nonsense/1/",
        "/subjects/?key=none",
    ):
        assert client.get(path).status_code == 404
    assert sign_in(OTHER).get("/subjects/", {"key": "B2"}).status_code == 404
    run = client.get(f"/runs/{now.first_run_id}/").content.decode()
    assert re.search("超期办案</a></th>", run)


def test_what_lies_beyond_the_cap_is_listed_for_whom_it_concerns(
    cast: Cast, lake: Path, sign_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(["off-lt-two"])))
    dated.set_value(CAP, 1, today(), None, "测试")
    put(lake, cast.id("柯城区城管局"), 1, [{"no": f"甲{n}", **LONE} for n in range(2)])
    Run.objects.create(kind="full", as_of=today())
    scan(full=True)
    assert Suspicion.objects.get().record == "甲1"
    assert "甲0" in sign_in(COUNTY).get("/checks/off-lt-two/").content.decode()
    assert "甲0" not in sign_in(OTHER).get("/checks/off-lt-two/").content.decode()
    assert set(Run.objects.values_list("state", flat=True)) == {"failed", "done"}


def test_the_list_is_taken_away_as_a_file_in_full_or_by_head_and_no_cell_is_a_formula(
    suspect: Raise, sign_in: As
) -> None:
    suspect("柯城区城管局", "=1+1")
    suspect("市交通局", "市乙", state=State.DISMISSED)
    taken = sign_in(COUNTY).get("/suspicions/export/csv/", {"rule": "off-lt-two"}).content.decode("utf-8-sig")
    assert "'=1+1" in taken
    assert "合成企业甲" in taken
    city = sign_in(CITY)
    heads = city.get("/suspicions/export/csv/").content.decode("utf-8-sig")
    assert "柯城区城管局" in heads
    assert not [word for word in ("=1+1", "合成企业甲", "市乙") if word in heads]
    assert "市乙" in city.get("/suspicions/export/csv/", {"state": ""}).content.decode("utf-8-sig")
    assert "柯城区城管局" not in sign_in(OTHER).get("/suspicions/export/csv/").content.decode("utf-8-sig")
    assert sign_in(COUNTY).get("/suspicions/export/xlsx/").content[:2] == b"PK"
    assert sign_in(COUNTY).get("/suspicions/export/exe/").status_code == 404
    assert sign_in("柯城区城管局").get("/suspicions/export/csv/").status_code == 403
    assert AuditEntry.objects.filter(action="导出疑点").count() == 5
