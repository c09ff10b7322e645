"""A scan: what it raises, closes, caps and leaves alone; twice is once; many small ones are one large one."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.checks.harness import officers
from tests.suspicions.lake import FULL, hits, put
from xiedu.base import dated
from xiedu.base.jobs import run_job, start
from xiedu.base.models import Job, today
from xiedu.checks.catalogue import by_id
from xiedu.cli import main
from xiedu.intake.signals import batch_loaded
from xiedu.suspicions.models import CheckState, NotRecorded, Run, Suspicion
from xiedu.suspicions.policies import CAP, SAMPLE
from xiedu.suspicions.present import figures
from xiedu.suspicions.reasons import State
from xiedu.suspicions.scanning import SCAN, replay, scan

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
CLEAN: dict[str, Any] = {
    "status": "closed", "domain": "general", "filed_on": "2026-03-02", "decided_on": "2026-04-01",
    "served_on": "2026-04-02", "published_on": "2026-04-03", "uploaded_on": "2026-04-03",
    "officers": officers("1", "2"), "fine": 100000, "penalties": ["fine"],
}  # fmt: skip
LONE = {**CLEAN, "officers": officers("1")}
SLOW = {
    **CLEAN,
    "decided_on": "2026-09-01",
    "served_on": "2026-09-02",
    "published_on": "2026-09-03",
    "uploaded_on": "2026-09-03",
}
UNPUBLISHED_FOR_LONG = {**CLEAN, "published_on": "2026-06-01", "uploaded_on": "2026-06-01"}


def told(folder: Path) -> list[tuple[Any, ...]]:
    """Everything a second scan must not change."""
    rows = Suspicion.objects.order_by("key").values_list(
        "key", "record_id", "state", "sample", "hits", "explain", "raised_on", "first_run", "last_run", "note"
    )
    return [*sorted(hits(folder)), *rows]


def open_ones() -> set[tuple[str, str]]:
    return set(Suspicion.objects.filter(state=State.OPEN).values_list("record", "rule"))


def test_a_full_scan_raises_what_hits_with_everything_needed_to_judge(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **CLEAN}, {"no": "甲2", **LONE}, {"no": "甲3", **SLOW}])
    run = scan(full=True, as_of=DAY)
    assert run
    assert run.rows == 3
    assert open_ones() == {("甲2", "off-lt-two"), ("甲3", "pen-90d")}
    slow = Suspicion.objects.get(rule="pen-90d")
    assert (slow.area_id, slow.source_id) == (cast.areas["柯城区"].pk, cast.id("柯城区城管局"))
    assert (slow.event_on, slow.month) == (date(2026, 9, 1), "2026-09")
    assert slow.facts["filed_on"] == "2026-03-02"
    assert "2026-03-02 立案" in slow.explain
    assert slow.cites == ["行政处罚法:60"]
    assert run.counts["pen-90d"]["raised"] == 1


def test_a_township_is_supervised_by_its_county(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("航埠镇"), 1, [{"no": "镇1", **LONE}])
    scan(full=True, as_of=DAY)
    assert Suspicion.objects.get().area == cast.areas["柯城区"]


def test_scanning_twice_changes_nothing(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}, {"no": "甲2", **SLOW}])
    scan(full=True, as_of=DAY)
    before = told(lake)
    scan(full=True, as_of=DAY)
    assert told(lake) == before
    assert scan(as_of=DAY) is None
    assert Run.objects.count() == 2


def test_corrected_data_closes_an_open_suspicion_and_a_wrong_correction_opens_it_again(cast: Cast, lake: Path) -> None:
    source = cast.id("柯城区城管局")
    put(lake, source, 1, [{"no": "甲1", **LONE}, {"no": "甲2", **LONE}])
    scan(as_of=DAY)
    Suspicion.objects.filter(record="甲2").update(state=State.DISMISSED, reason="data")
    put(lake, source, 2, [{"no": "甲1", **CLEAN}, {"no": "甲2", **CLEAN}])
    scan(as_of=DAY)
    first, second = Suspicion.objects.order_by("record")
    assert (first.state, first.hits, first.note) == (State.CORRECTED, False, "记录已更正，检查不再命中")
    assert (second.state, second.hits) == (State.DISMISSED, False)
    put(lake, source, 3, [{"no": "甲1", **LONE, "fine": 200000}])
    scan(as_of=DAY)
    again = Suspicion.objects.get(record="甲1")
    assert (again.state, again.hits, again.pk) == (State.OPEN, True, first.pk)
    assert hits(lake) == {(source, "甲1", "off-lt-two", 1)}


def test_a_record_that_still_hits_after_its_correction_keeps_its_suspicion_with_new_figures(
    cast: Cast, lake: Path
) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **SLOW}])
    scan(as_of=DAY)
    before = Suspicion.objects.get()
    put(lake, cast.id("柯城区城管局"), 2, [{"no": "甲1", **SLOW, "filed_on": "2026-02-02"}])
    scan(as_of=DAY)
    after = Suspicion.objects.get()
    assert (after.pk, after.state) == (before.pk, State.OPEN)
    assert after.record_id != before.record_id
    assert "2026-02-02 立案" in after.explain


def test_the_cap_of_a_day_holds_and_the_rest_come_the_next_day(cast: Cast, lake: Path) -> None:
    dated.set_value(CAP, 2, today(), None, "测试")
    put(lake, cast.id("柯城区城管局"), 1, [{"no": f"甲{n}", **LONE} for n in range(5)])
    day = today()
    run = scan(full=True, as_of=day)
    assert run
    assert run.counts["off-lt-two"] == {"hits": 5, "fresh": 5, "raised": 2, "beyond": 3}
    again = scan(full=True, as_of=day)
    assert again
    assert again.counts["off-lt-two"]["beyond"] == 3
    assert Suspicion.objects.count() == 2
    scan(full=True, as_of=date.fromordinal(day.toordinal() + 1))
    assert Suspicion.objects.count() == 4


def test_a_check_on_trial_shows_a_small_sample_and_one_that_is_off_nothing(cast: Cast, lake: Path) -> None:
    dated.set_value(SAMPLE, 2, today(), None, "测试")
    CheckState.objects.create(rule="off-lt-two", version=1, state="shadow", reason="测试")
    CheckState.objects.create(rule="pen-90d", version=1, state="off", reason="测试")
    rows = [{"no": f"甲{n}", **LONE} for n in range(5)] + [{"no": "乙", **SLOW}]
    put(lake, cast.id("柯城区城管局"), 1, rows)
    run = scan(full=True, as_of=today())
    assert run
    assert run.counts["off-lt-two"] == {"hits": 5, "fresh": 5, "sampled": 2}
    assert set(Suspicion.objects.values_list("rule", "sample")) == {("off-lt-two", True)}
    before = told(lake)
    scan(full=True, as_of=today())
    assert told(lake) == before


def test_a_check_switched_off_closes_its_open_suspicions(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}])
    scan(full=True, as_of=DAY)
    CheckState.objects.create(rule="off-lt-two", version=1, state="off", reason="测试")
    scan(full=True, as_of=DAY)
    assert Suspicion.objects.get().state == State.SUPERSEDED
    assert hits(lake) == set()


def test_a_late_bulk_upload_is_not_late_publication(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "旧", **UNPUBLISHED_FOR_LONG}], historic=True)
    put(lake, cast.id("柯城区城管局"), 2, [{"no": "新", **UNPUBLISHED_FOR_LONG}])
    scan(full=True, as_of=DAY)
    assert {record for _, record, _, _ in hits(lake)} == {"新"}


def test_a_layout_that_cannot_feed_a_check_is_told_once_and_never_charged(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **CLEAN, "officers": None, "decided_on": None}])
    fed = tuple(name for name in FULL if name != "officers")
    put(lake, cast.id("柯城区住建局"), 2, [{"no": "乙1", **CLEAN, "officers": None}], fed=fed)
    run = scan(full=True, as_of=DAY)
    assert run
    unfed = {tuple(one["sources"]) for one in run.not_run if one["check"] == "off-lt-two"}
    assert unfed == {("柯城区住建局",)}
    gap = NotRecorded.objects.get(rule="off-lt-two")
    assert (gap.source_id, gap.month, gap.count) == (cast.id("柯城区城管局"), "2026-03", 1)
    assert not Suspicion.objects.filter(rule="off-lt-two").exists()


def test_the_job_scans_what_is_new(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}])
    for _ in range(2):
        run_job.call(start(SCAN, {}, None).pk)
    first, second = Job.objects.order_by("pk")
    assert (first.state, second.state) == ("done", "done")
    assert second.message == "没有新的记录需要检查。"
    assert Suspicion.objects.count() == 1


def test_a_scan_that_fails_says_so_and_the_next_one_makes_it_good(
    cast: Cast, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}])
    with monkeypatch.context() as patch:
        patch.setattr("xiedu.suspicions.raising.Raising.settle", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            scan(as_of=DAY)
    assert Run.objects.get().state == Run.Ended.FAILED
    assert Suspicion.objects.count() == 0
    scan(as_of=DAY)
    assert open_ones() == {("甲1", "off-lt-two")}


def test_a_loaded_batch_starts_one_scan_for_all_that_came_in(cast: Cast, lake: Path) -> None:
    for _ in range(2):
        batch_loaded.send(sender=Run)
    assert Job.objects.filter(kind=SCAN).count() == 1
    run_job.call(Job.objects.get().pk)
    batch_loaded.send(sender=Run)
    assert Job.objects.filter(kind=SCAN).count() == 2


def test_a_replay_counts_by_the_records_of_the_day_and_keeps_nothing(cast: Cast, lake: Path) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}])
    assert replay(today()) == {"off-lt-two": 1}
    assert replay(today() - timedelta(days=1)) == {}
    assert Suspicion.objects.count() == Run.objects.count() == 0


def test_the_command_scans_and_replays(cast: Cast, lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **LONE}])
    assert main(["scan", "--as-of", today().isoformat()]) == 0
    assert "处罚执法人员少于两人（off-lt-two，第 1 版）：1 条" in capsys.readouterr().out
    assert main(["scan"]) == 0
    assert "新列入疑点 1 条" in capsys.readouterr().out
    assert main(["scan"]) == 0
    assert "没有新的记录" in capsys.readouterr().out
    assert main(["scan", "--as-of", "2026-13-01"]) == 1
    assert main(["scan", "--as-of", "2199-01-01"]) == 1


def test_a_visit_of_another_body_is_seen_across_bodies_and_its_correction_closes(
    cast: Cast, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(["ins-repeat-bodies"])))
    seen = ("document_no", "party_code", "party", "inspected_on", "agency", "agency_code", "task_source", "officers")

    def visit(batch: int, body: str, number: str, day: str, subject: str = "A1") -> None:
        told = {
            "agency": body,
            "agency_code": body,
            "inspected_on": day,
            "task_source": "annual_plan",
            "mode": "on_site",
        }
        put(lake, cast.id(body), batch, [{"no": number, "subject": subject, **told}], kind="inspection", fed=seen)
        scan(as_of=DAY)

    visit(1, "柯城区城管局", "城检1", "2026-06-02")
    assert Suspicion.objects.count() == 0
    visit(2, "柯城区住建局", "建检1", "2026-06-20")
    found = Suspicion.objects.get()
    assert (found.record, found.source_id) == ("建检1", cast.id("柯城区住建局"))
    assert found.facts["others"] == ["2026-06-02 柯城区城管局 城检1"]
    visit(3, "柯城区城管局", "城检1", "2026-06-02", "另一企业")
    found.refresh_from_db()
    assert (found.state, found.note) == (State.CORRECTED, "据以判断的其他记录已更正，检查不再命中")


def test_a_figure_that_was_changed_holds_from_its_day_on(cast: Cast, lake: Path) -> None:
    """Also one that stands in a column many checks share; what stops to hit for it closes as superseded."""
    assert figures(by_id(["pen-90d"])[0]) == ["decide_days"]
    put(lake, cast.id("柯城区城管局"), 1, [{"no": "甲1", **SLOW}])
    scan(full=True, as_of=today())
    dated.set_value("checks.decide_days", 365, today(), None, "测试")
    scan(full=True, as_of=today())
    found = Suspicion.objects.get()
    assert (found.state, found.note) == (State.SUPERSEDED, "参数或工作日历已变动，检查不再命中")


def test_what_is_said_of_a_body_as_a_whole_names_no_subject(
    cast: Cast, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(["org-data-late"])))
    late = {
        **CLEAN,
        "decided_on": "2026-04-01",
        "uploaded_on": "2026-05-20",
        "agency_code": "11330802X",
        "agency": "甲局",
    }
    rows = [{"no": f"甲{n}", **late} for n in range(25)]
    put(lake, cast.id("柯城区城管局"), 1, rows, fed=(*FULL, "agency_code", "agency"))
    scan(full=True, as_of=DAY)
    found = Suspicion.objects.get()
    assert found.explain.startswith("甲局 2026 年 25 件")
    assert (found.party_key, found.party_name) == ("", "")
