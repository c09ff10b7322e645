"""The imported notice overlays the shipped calendar; a bad one changes nothing and says everything."""

from datetime import date, timedelta
from typing import Any

import pytest

from xiedu.base import audit, calendar
from xiedu.base.calendar import COLUMNS, NoticeDay, as_date, parse_notice
from xiedu.base.models import AuditEntry, CalendarNotice
from xiedu.base.sheets import SheetError, write_book
from xiedu.law.workdays import compute_term

NEW_YEAR = [NoticeDay(date(2027, 1, d), False, "元旦") for d in (1, 2, 3)] + [
    NoticeDay(date(2027, 1, 10), True, "元旦调休")
]


def _book(rows: list[list[Any]]) -> bytes:
    return write_book({"放假通知": (COLUMNS, rows)})


@pytest.mark.django_db
def test_an_import_makes_a_provisional_term_certain() -> None:
    before = compute_term(date(2026, 12, 28), 7, "WD", calendar=calendar.current())
    calendar.import_notice(2027, "2027 年放假通知（测试）", NEW_YEAR, None)
    after = compute_term(date(2026, 12, 28), 7, "WD", calendar=calendar.current())
    assert before.provisional
    assert not after.provisional
    assert before.calendar_version != after.calendar_version
    assert calendar.current().is_workday(date(2027, 1, 10))


@pytest.mark.django_db
def test_a_second_import_is_a_new_version_and_is_told() -> None:
    heard: list[int] = []

    def hear(year: int, **_: Any) -> None:
        heard.append(year)

    calendar.calendar_changed.connect(hear)
    try:
        calendar.import_notice(2027, "第一版", NEW_YEAR, None)
        calendar.import_notice(2027, "第二版", NEW_YEAR[:3], None)
    finally:
        calendar.calendar_changed.disconnect(hear)
    assert heard == [2027, 2027]
    assert list(CalendarNotice.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert not calendar.current().is_workday(date(2027, 1, 10))
    assert AuditEntry.objects.filter(action="导入放假通知").count() == 2
    assert audit.verify() == []


@pytest.mark.django_db
def test_every_fault_of_a_notice_at_once() -> None:
    days = [*NEW_YEAR, NEW_YEAR[0], NoticeDay(date(2026, 1, 1), False), NoticeDay(date(2027, 1, 4), True)]
    with pytest.raises(ValueError) as caught:
        calendar.import_notice(2027, "", days, None)
    assert len(str(caught.value).splitlines()) == 4
    assert not CalendarNotice.objects.exists()


@pytest.mark.parametrize("as_text", [True, False])
def test_workbook_and_csv_say_the_same(as_text: bool) -> None:
    rows: list[list[Any]] = [
        [str(d.day) if as_text else d.day, "上班" if d.is_workday else "放假", d.name] for d in NEW_YEAR
    ]
    assert parse_notice(_book(rows), "通知.xlsx") == NEW_YEAR
    text = "\n".join([",".join(COLUMNS), *(",".join(map(str, row)) for row in rows)])
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        assert parse_notice(text.encode(encoding), "通知.csv") == NEW_YEAR


def test_every_faulty_cell_at_once() -> None:
    with pytest.raises(SheetError) as caught:
        parse_notice(_book([["13月1日", "休", "元旦"], ["2027-02-30", "放假", "名" * 41]]), "通知.xlsx")
    assert [(e.row, e.column) for e in caught.value.errors] == [(2, "日期"), (2, "上班/放假"), (3, "日期"), (3, "名称")]
    with pytest.raises(SheetError, match="缺少这一列"):
        parse_notice("日期,名称\n2027-01-01,元旦".encode(), "通知.csv")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", _book([])[:-30]])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(SheetError):
        parse_notice(data, "通知.xlsx")


@pytest.mark.parametrize("text", ["2027-1-5", "2027/01/05", "2027年1月5日", "2027.1.5", date(2027, 1, 5)])
def test_dates_as_people_write_them(text: Any) -> None:
    assert as_date(text) == date(2027, 1, 4) + timedelta(1)
