"""Quality of records: the figures of the lake are those one counts by hand, and tasks go to a source once."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median_low

import pytest

from tests.cast import Cast
from tests.records.sheets import PENALTY, csv_bytes
from xiedu.base.calendar import current
from xiedu.base.files import store
from xiedu.base.models import today
from xiedu.intake import datatasks, measure, quality, service
from xiedu.intake.datatasks import DataTask
from xiedu.intake.models import Batch
from xiedu.lake.store import reading

pytestmark = pytest.mark.django_db
MINE = "柯城区住建局"


def send(cast: Cast, *rows: Mapping[str, str], historic: bool = False) -> Batch:
    stored = store(csv_bytes([{**PENALTY, **row} for row in rows]), "处罚.csv", None)
    return service.receive(stored, cast.bodies[MINE], historic=historic)


def decided(number: int, day: date | None, **more: str) -> dict[str, str]:
    filed = (day or today()) - timedelta(30)
    return {
        "行政处罚决定书文号": f"柯建罚〔2026〕{number}号",
        "立案日期": filed.isoformat(),
        "处罚决定日期": day.isoformat() if day else "",
        **more,
    }


def waited(day: date) -> int:
    calendar = current()
    return sum(calendar.is_workday(day + timedelta(n)) for n in range(1, (today() - day).days + 1))


def test_figures_are_those_counted_by_hand(cast: Cast, lake: Path) -> None:
    days = [today() - timedelta(n) for n in (0, 1, 3, 8, 8, 20, 41, 75)]
    send(cast, *(decided(n, day) for n, day in enumerate(days)))
    found = measure.measure([cast.id(MINE)], measure.months_back(today(), 4))
    for (source, month), kinds in found.items():
        mine = [waited(d) for d in days if d.replace(day=1) == month]
        figures = kinds["penalty"]
        if not mine:
            assert month == today().replace(day=1)
            continue
        assert source == cast.id(MINE)
        assert (figures.received, figures.timed) == (len(mine), len(mine))
        assert figures.in_time == sum(w <= 3 for w in mine)
        assert figures.median == median_low(mine)
    assert sum(kinds["penalty"].received for kinds in found.values()) == len(days)
    assert measure.measure([cast.id("柯城区交通局")], measure.months_back(today(), 12)) == {}
    assert measure.measure([], measure.months_back(today(), 12)) == {}
    assert measure.measure([cast.id(MINE)], (date(2020, 1, 1), date(2020, 2, 1))) == {}


def test_a_correction_counts_as_one_record_against_what_is_declared(cast: Cast, lake: Path) -> None:
    send(cast, decided(1, today()))
    second = send(cast, decided(1, today(), 罚款金额="6000"))
    assert second.changed == 1
    figures = measure.measure([cast.id(MINE)], measure.months_back(today(), 1))[cast.id(MINE), today().replace(day=1)][
        "penalty"
    ]
    assert (figures.received, figures.sent, figures.corrected) == (1, 2, 1)
    user = cast.people[MINE, "handler"].user
    assert user
    for number in (5, 4):
        datatasks.declare_expected(cast.bodies[MINE], "penalty", today(), number, user)
    month = measure.measure([cast.id(MINE)], measure.months_back(today(), 1))[cast.id(MINE), today().replace(day=1)]
    assert (month["penalty"].expected, month["penalty"].full) == (4, 25.0)


def test_historic_and_bad_rows_are_counted_as_such(cast: Cast, lake: Path) -> None:
    send(cast, decided(1, today()), decided(2, today()), historic=True)
    batch = send(cast, decided(3, today(), 罚款金额="很多"), decided(4, today()))
    figures = measure.together(
        measure.measure([cast.id(MINE)], measure.months_back(today(), 1))[cast.id(MINE), today().replace(day=1)]
    )
    assert (figures.received, figures.historic, figures.timed) == (3, 2, 1)
    assert (figures.sent, figures.bad, figures.wrong) == (4, batch.bad, 25.0)


def test_missing_fields_are_named_with_the_rows_behind_them(cast: Cast, lake: Path) -> None:
    send(cast, decided(1, today(), 行政相对人统一社会信用代码=""), decided(2, today()))
    months = measure.months_back(today(), 1)
    with reading(lake) as db:
        lacks = quality.lacks(db, "penalty", cast.id(MINE), months)
        rows = {
            lack.field.name: quality.rows_behind(db, "penalty", cast.id(MINE), months, lack.field.name, 3, current())
            for lack in lacks
        }
        figures = quality.of_records(db, "penalty", [cast.id(MINE)], months, 3, current())[0]
        assert quality.rows_behind(db, "penalty", cast.id(MINE), months, "'; drop", 3, current()) == []
    assert all(len(rows[lack.field.name]) == lack.missing for lack in lacks)
    assert figures.asked - figures.filled == sum(lack.missing for lack in lacks)


def test_a_task_is_sent_once_and_answered_once(cast: Cast) -> None:
    user, source = cast.people[MINE, "handler"].user, cast.bodies[MINE]
    assert user
    task = datatasks.open_task(source, "penalty", "served_on", date(2026, 11, 20), "请补送达日期", user)
    assert datatasks.open_task(source, "penalty", "served_on", date(2026, 11, 1), "再催", user) == task
    assert (task.month, task.due_on, task.title) == (date(2026, 11, 1), datatasks.term(today()).due, "送达日期")
    assert any("期限" in line for line in task.arithmetic)
    with pytest.raises(ValueError, match="请写明"):
        datatasks.answer(task, "  ", user)
    datatasks.answer(task, "已补", user)
    with pytest.raises(ValueError, match="已经办结"):
        datatasks.withdraw(task, "不需要", user)
    assert datatasks.open_task(source, "penalty", "served_on", date(2026, 11, 1), "还缺", user) != task
    assert DataTask.objects.filter(state="open").count() == 1


@pytest.mark.parametrize(
    ("last", "number", "first", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 1, 31), 2, date(2025, 12, 1), date(2026, 2, 1)),
        (date(2025, 12, 1), 12, date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_spans_of_months(last: date, number: int, first: date, after: date) -> None:
    assert measure.months_back(last, number) == (first, after)
