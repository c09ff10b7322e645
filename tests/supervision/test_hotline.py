"""The hotline's tickets: all of them or none, each once, their categories mapped by a setting (art. 19)."""

from typing import Any

import pytest

from tests.cast import Cast
from xiedu.base.models import today
from xiedu.base.sheets import SheetError, write_book
from xiedu.procedure.models import Event, Matter
from xiedu.procedure.perform import situation
from xiedu.supervision.hotline import FORM, categories, import_hotline, template
from xiedu.supervision.lead import LEAD

pytestmark = pytest.mark.django_db
BUREAU = "柯城区司法局"


def book(*rows: tuple[Any, ...]) -> bytes:
    return write_book({FORM.name: (FORM.titles, list(rows))})


def row(number: str = "T1", subject: str = "柯城区城管局", category: str = "不作为", **more: str) -> tuple[Any, ...]:
    values = {"工单号": number, "类别": category, "被反映单位": subject, "标题": "噪声无人处理", "反映内容": "多次反映无人处理",
              "反映日期": today().isoformat(), "反映人": "反映人甲", **more}  # fmt: skip
    return tuple(values.get(title, "") for title in FORM.titles)


def test_tickets_become_leads_with_the_matter_their_category_stands_for(cast: Cast) -> None:
    done = import_hotline(book(row(), row("T2", category="其他投诉")), "工单.xlsx", cast.actor(BUREAU))
    assert set(done.added) == {"T1", "T2"}
    first, second = (Matter.objects.get(number=done.added[ticket]) for ticket in ("T1", "T2"))
    assert situation(first).index["suggested"] == "duties"
    assert LEAD.prefill["screen"](situation(first))["matter"] == "duties"
    assert "suggested" not in situation(second).index
    assert "反映人甲" in Event.objects.select_related("stated").get(matter=first, seq=1).stated.body


def test_importing_twice_is_importing_once_and_a_trial_changes_nothing(cast: Cast) -> None:
    assert len(import_hotline(book(row()), "工单.xlsx", cast.actor(BUREAU), dry_run=True).added) == 1
    assert not Matter.objects.exists()
    import_hotline(book(row()), "工单.xlsx", cast.actor(BUREAU))
    again = import_hotline(book(row(), row("T2")), "工单.xlsx", cast.actor(BUREAU))
    assert (len(again.added), again.unchanged) == (1, 1)
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (row(subject="没有这个单位"), "被反映单位"),
        (row(subject="衢江区城管局"), "被反映单位"),
        (row(反映日期="昨天"), "反映日期"),
        (row(标题=""), "标题"),
    ],
    ids=["unknown body", "another county", "no day", "no title"],
)
def test_one_fault_and_nothing_is_taken_over(cast: Cast, wrong: tuple[Any, ...], column: str) -> None:
    with pytest.raises(SheetError) as caught:
        import_hotline(book(row("T9"), wrong), "工单.xlsx", cast.actor(BUREAU))
    assert [(e.row, e.column) for e in caught.value.errors] == [(3, column)]
    assert not Matter.objects.exists()


def test_a_ticket_stands_once_in_a_sheet_and_the_template_has_every_column(cast: Cast) -> None:
    with pytest.raises(SheetError, match="重复"):
        import_hotline(book(row(), row()), "工单.xlsx", cast.actor(BUREAU))
    assert template().startswith(b"PK")


def test_the_mapping_names_matters_of_article_14(db: None) -> None:
    assert set(categories(today()).values()) == {"duties", "quality", "benchmarks", "qualification", "leads"}
