"""The paper ledger: every fault at once with its place, a trial run that leaves nothing, twice is once."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.cast import Cast, build
from xiedu.base.models import today
from xiedu.base.sheets import CellError, SheetError, write_book
from xiedu.coordination.ledger import SHEET, TITLES, import_ledger, template
from xiedu.procedure.models import Delivery, Event, Matter, RunningTerm, Waiting
from xiedu.procedure.verify import verify

pytestmark = pytest.mark.django_db

GOOD: tuple[Any, ...] = (
    "柯协〔2021〕1号", "渣土运输撒落的执法职责", "渣土运输", "柯城区住建局", "柯城区交通局",
    date(2021, 3, 1), "2021年4月15日", "协调一致", "柯协意〔2021〕1号", "",
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return build()


def book(*rows: Sequence[Any]) -> bytes:
    return write_book({SHEET: (TITLES, rows)})


def changed(**values: Any) -> tuple[Any, ...]:
    return tuple(values.get(title, value) for title, value in zip(TITLES, GOOD, strict=True))


def take(cast: Cast, *rows: Sequence[Any], dry_run: bool = False) -> Any:
    return import_ledger(book(*rows), "台账.xlsx", cast.actor("柯城区指导"), dry_run=dry_run)


def test_a_row_becomes_a_closed_matter_without_work_terms_or_papers(cast: Cast) -> None:
    done = take(cast, GOOD, changed(原编号="柯协〔2021〕2号", 申请机关="原建设局（已撤销）"))
    assert list(done.added) == ["柯协〔2021〕1号", "柯协〔2021〕2号"]
    first = Matter.objects.get(number=done.added["柯协〔2021〕1号"])
    assert (first.state, first.title) == ("closed", "渣土运输撒落的执法职责")
    assert first.area.code == "330802"
    for model in (Waiting, RunningTerm, Delivery):
        assert not model.objects.exists()
    parties = set(first.participants.values_list("role", "name"))
    assert ("applicant", "柯城区住建局") in parties
    second = Matter.objects.get(number=done.added["柯协〔2021〕2号"])
    assert not second.participants.filter(role="applicant").exists()
    assert verify() == []


def test_importing_twice_changes_nothing(cast: Cast) -> None:
    take(cast, GOOD)
    before = Event.objects.count()
    done = take(cast, GOOD, changed(原编号="柯协〔2021〕2号"))
    assert (done.unchanged, list(done.added)) == (1, ["柯协〔2021〕2号"])
    assert Event.objects.count() == before + 1


def test_a_known_row_with_other_content_is_a_fault_not_a_change(cast: Cast) -> None:
    take(cast, GOOD)
    with pytest.raises(SheetError) as fault:
        take(cast, changed(结果="会商认同"))
    (error,) = fault.value.errors
    assert (error.row, error.column, error.value) == (2, "结果", "会商认同")
    assert "协调一致" in error.reason


def test_a_trial_run_does_everything_and_leaves_nothing(cast: Cast) -> None:
    trial = take(cast, GOOD, dry_run=True)
    assert not Matter.objects.exists()
    assert not Event.objects.exists()
    assert take(cast, GOOD).added == trial.added


def test_every_fault_of_every_row_at_once_and_nothing_taken(cast: Cast) -> None:
    rows = (
        GOOD,
        changed(原编号="", 申请日期="去年"),
        changed(原编号="柯协〔2021〕3号", 办结日期="2021-01-01"),
        changed(原编号="柯协〔2021〕4号", 办结日期=today() + timedelta(days=1)),
        changed(争议事项名称="太长" * 200, 原编号="柯协〔2021〕5号"),
        GOOD,
    )
    with pytest.raises(SheetError) as fault:
        take(cast, *rows)
    places = [(e.row, e.column) for e in fault.value.errors]
    assert places == [
        (3, "原编号"),
        (3, "申请日期"),
        (4, "办结日期"),
        (5, "办结日期"),
        (6, "争议事项名称"),
        (7, "原编号"),
    ]
    assert all(e.reason and e.remedy for e in fault.value.errors)
    assert "第 2 行" in fault.value.errors[-1].reason
    assert not Matter.objects.exists()


def test_a_column_that_is_missing_is_named(cast: Cast) -> None:
    data = write_book({SHEET: (TITLES[1:], [])})
    with pytest.raises(SheetError, match="原编号"):
        import_ledger(data, "台账.xlsx", cast.actor("柯城区指导"))


def test_only_a_guidance_body_takes_a_ledger_over(cast: Cast) -> None:
    with pytest.raises(SheetError, match="台账导入"):
        import_ledger(book(GOOD), "台账.xlsx", cast.actor("柯城区住建局"))
    assert not Matter.objects.exists()


def test_the_template_has_the_columns_and_its_example_is_told_from_data(cast: Cast) -> None:
    sheet = load_workbook(io.BytesIO(template()))[SHEET]
    assert tuple(cell.value for cell in sheet[1]) == TITLES
    assert "删除本行" in str(sheet["A2"].value)


def test_csv_as_offices_save_it(cast: Cast) -> None:
    lines = [",".join(TITLES), ",".join(str(v) for v in GOOD)]
    done = import_ledger("\r\n".join(lines).encode("gb18030"), "台账.csv", cast.actor("柯城区指导"))
    assert len(done.added) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.one_of(st.none(), st.text(max_size=30), st.integers(), st.dates()), min_size=10, max_size=10))
def test_whatever_stands_in_a_row_it_is_taken_or_refused_with_its_place(cast: Cast, cells: list[Any]) -> None:
    added, errors = tried(cast, cells)
    assert all(e.row == 2 and e.column and e.reason for e in errors)
    filled = any(str("" if c is None else c).strip() for c in cells)
    assert errors or len(added) == int(filled)
    assert not Matter.objects.exists()


def tried(cast: Cast, cells: Sequence[Any]) -> tuple[dict[str, str], list[CellError]]:
    try:
        return take(cast, cells, dry_run=True).added, []
    except SheetError as fault:
        return {}, fault.errors
