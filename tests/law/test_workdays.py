"""Terms by example: the cases a clerk would check by hand."""

import json
from datetime import date, datetime, timedelta

import pytest

from xiedu.law.calendars import YearPlan
from xiedu.law.workdays import Calendar, Span, compute_term, label

D = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "n", "unit", "roll", "exclude", "due", "provisional"),
    [
        ("2024-09-30", 5, "WD", False, [], "2024-10-12", False),
        ("2024-09-30", 5, "WD", False, [("2024-10-08", "2024-10-09")], "2024-10-15", False),
        (
            "2024-09-30",
            5,
            "WD",
            False,
            [("2024-10-08", "2024-10-09"), ("2024-10-09", "2024-10-09")],
            "2024-10-15",
            False,
        ),
        ("2024-09-30", 5, "WD", False, [("2024-10-01", "2024-10-07")], "2024-10-12", False),
        ("2026-02-13", 7, "WD", False, [], "2026-03-02", False),
        ("2025-01-24", 15, "CD", False, [], "2025-02-08", False),
        ("2025-01-24", 15, "CD", True, [], "2025-02-08", False),
        ("2025-01-24", 5, "CD", True, [], "2025-02-05", False),
        ("2026-12-28", 7, "WD", False, [], "2027-01-07", True),
        ("2024-01-31", 1, "M", False, [], "2024-02-29", False),
        ("2024-02-29", 1, "Y", True, [], "2025-02-28", False),
        ("2024-09-09", 90, "CD", False, [], "2024-12-08", False),
        ("2024-09-09", 90, "CD", True, [], "2024-12-09", False),
        ("2020-01-23", 2, "WD", False, [], "2020-02-04", False),
    ],
)
def test_by_hand(
    start: str, n: int, unit: str, roll: bool, exclude: list[tuple[str, str]], due: str, provisional: bool
) -> None:
    term = compute_term(D(start), n, unit, roll=roll, exclude=[(D(a), D(b)) for a, b in exclude])
    assert (term.due, term.provisional) == (D(due), provisional)
    assert any(due in line for line in term.explanation)


def test_the_explanation_tells_every_day_of_a_short_term() -> None:
    lines = compute_term(D("2024-09-30"), 5, "WD").explanation
    told = [line for line in lines if line.startswith("2024-10-")]
    assert len(told) == 12
    assert "国庆节放假" in told[0]
    assert "调休上班，第 5 个工作日" in told[-1]


def test_a_long_term_is_told_in_runs() -> None:
    lines = compute_term(D("2024-01-02"), 90, "WD").explanation
    assert len(lines) < 60
    assert any("第 90 个工作日" in line for line in lines)


def test_hours() -> None:
    assert compute_term(datetime(2025, 1, 24, 10, 30), 24, "H").due == datetime(2025, 1, 25, 10, 30)
    assert compute_term(datetime(2025, 1, 24, 10, 30), 24, "H", roll=True).due == datetime(2025, 1, 26, 10, 30)
    skip: list[Span] = [(D("2025-01-25"), D("2025-01-26"))]
    assert compute_term(datetime(2025, 1, 24, 10, 30), 24, "H", exclude=skip).due == datetime(2025, 1, 27, 10, 30)


def test_a_new_notice_makes_a_new_version_and_settles_the_day() -> None:
    base = Calendar.default()
    newer = base.with_year(
        2027,
        off={D("2027-01-01"): "元旦", D("2027-01-04"): "元旦"},
        work=[D("2027-01-09")],
        notice="示例通知（合成数据）",
    )
    term = compute_term(D("2026-12-28"), 7, "WD", calendar=newer)
    assert (term.due, term.provisional) == (D("2027-01-08"), False)
    assert newer.version != base.version == Calendar.default().version
    assert term.calendar_version == newer.version
    assert base.published(2027) is False


def test_a_term_of_natural_days_without_roll_says_why_it_is_provisional() -> None:
    term = compute_term(D("2026-12-01"), 60, "CD")
    assert term.provisional
    assert any("不顺延" in line for line in term.explanation)


def test_the_end_of_december_warns_while_the_next_notice_is_missing() -> None:
    term = compute_term(D("2026-12-20"), 5, "WD")
    assert (term.due, term.provisional) == (D("2026-12-25"), False)
    assert any("2027 年放假通知尚未载入" in line for line in term.explanation)


def test_statutory_days_of_a_year_without_notice() -> None:
    kinds = {d: Calendar.default().kind(D(d)).words for d in ("2027-02-05", "2027-04-05", "2027-09-15", "2031-10-01")}
    assert kinds["2027-02-05"] == "春节放假"
    assert kinds["2027-04-05"] == "清明节放假"
    assert kinds["2027-09-15"] == "中秋节放假"
    assert kinds["2031-10-01"] == "国庆节放假"


@pytest.mark.parametrize(
    ("start", "n", "unit", "match"),
    [
        (date(2024, 1, 1), 0, "WD", "1 以上"),
        (date(2024, 1, 1), -3, "CD", "1 以上"),
        (date(2024, 1, 1), True, "CD", "1 以上"),
        (date(2024, 1, 1), 10**30, "CD", "过大"),
        (date(2024, 1, 1), 99_999, "CD", "晚于"),
        (date(2024, 1, 1), 99_999, "Y", "晚于"),
        (date(2024, 1, 1), 5, "D", "单位"),
        (date(2024, 1, 1), 5, "H", "时刻"),
        (date(1900, 1, 1), 5, "CD", "起算日"),
        (date(9999, 12, 31), 1, "CD", "起算日"),
    ],
)
def test_what_is_no_term_is_refused_in_chinese(start: date, n: int, unit: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        compute_term(start, n, unit)


def test_an_endless_exclusion_is_refused_not_walked_forever() -> None:
    with pytest.raises(ValueError, match="晚于"):
        compute_term(D("2024-01-01"), 5, "WD", exclude=[(D("2024-01-01"), date.max)])
    with pytest.raises(ValueError, match="早于始日"):
        compute_term(D("2024-01-01"), 5, "WD", exclude=[(D("2024-02-01"), D("2024-01-01"))])


def test_a_contradictory_notice_is_refused() -> None:
    day = D("2027-01-09")
    with pytest.raises(ValueError, match="同时列为"):
        YearPlan("示例", {day: "元旦"}, frozenset({day}))
    with pytest.raises(ValueError, match="不属于"):
        Calendar.of({2026: YearPlan("示例", {day: "元旦"}, frozenset())})


def test_shipped_notices_are_named_and_complete() -> None:
    years = Calendar.default().years
    assert sorted(years) == list(range(2007, 2027))
    assert all("国务院办公厅" in plan.notice for plan in years.values())
    assert all(d.weekday() > 4 for plan in years.values() for d in plan.work)
    days = {str(d) for d in years[2026].work}
    assert days == {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}


def test_values_are_plain() -> None:
    term = compute_term(D("2024-09-30"), 5, "WD", exclude=[(D("2024-10-08"), D("2024-10-09"))])
    assert json.dumps(term.explanation, ensure_ascii=False)
    assert term.excluded_days == 2
    assert term.excluded == ((D("2024-10-08"), D("2024-10-09")),)
    assert label(5, "WD") == "5 个工作日"
    assert term.due - timedelta(days=3) == D("2024-10-12")
