"""The workbook that goes back: rows where they were, faults beside them, nothing that a spreadsheet would run."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.intake.city import numbered, sheet
from tests.records.sheets import book_bytes
from xiedu.bodies.models import Body
from xiedu.intake import service
from xiedu.intake.annotate import annotate
from xiedu.intake.files import store_records

pytestmark = pytest.mark.django_db


def test_rows_stand_where_they_stood_with_their_faults(lake: Path, source: Body) -> None:
    rows = [numbered(1), numbered(2, 罚款金额="五千", 违法事实="@SUM(1)")]
    head = list(rows[0])
    book = book_bytes({"处罚": [["某局处罚台账"], [], head, *([row[h] for h in head] for row in rows)]})
    batch = service.receive(store_records(book, "处罚.xlsx", None), source)
    back = load_workbook(io.BytesIO(annotate(batch, clear=True)))["处罚"]
    assert [cell.value for cell in back[3]] == [*head, "问题"]
    assert back.cell(4, len(head) + 1).value is None
    assert "“罚款金额”" in back.cell(5, len(head) + 1).value
    fine = back.cell(5, head.index("罚款金额") + 1)
    assert (fine.value, fine.fill.fgColor.rgb, fine.comment is not None) == ("五千", "00FFC7CE", True)
    formula = back.cell(5, head.index("违法事实") + 1)
    assert (formula.data_type, formula.value) == ("s", "'@SUM(1)")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_it_can_be_sent_in_again_and_says_the_same(lake: Path, source: Body, form: str) -> None:
    rows = [numbered(1), numbered(2, 罚款金额="五千")]
    file = sheet(*rows) if form == "csv" else store_records(json.dumps(rows).encode(), "处罚.json", None)
    batch = service.receive(file, source)
    again = service.receive(store_records(annotate(batch, clear=True), "批注.xlsx", None), source)
    assert (again.rows, again.good, again.same) == (2, 1, 1)
    shift = int(form == "json")
    assert [(f.row - shift, f.reason) for f in service.faults(again)] == [
        (f.row, f.reason) for f in service.faults(batch)
    ]


def test_a_file_that_was_refused_says_why(lake: Path, source: Body) -> None:
    batch = service.receive(store_records("甲,乙\n1,2\n".encode(), "表.csv", None), source)
    back = load_workbook(io.BytesIO(annotate(batch, clear=True)))
    assert back["数据"]["A2"].value == "1"
    assert "认不出表头" in back["整个文件的问题"]["B2"].value


def test_more_columns_than_a_sheet_can_have_are_cut(lake: Path, source: Body) -> None:
    line = ",".join(f"列{n}" for n in range(17_000))
    batch = service.receive(store_records(f"{line}\n{line}\n".encode(), "表.csv", None), source)
    book = load_workbook(io.BytesIO(annotate(batch, clear=True)), read_only=True)
    assert max(len(row) for sheet in book.worksheets for row in sheet.iter_rows()) == 16_383
