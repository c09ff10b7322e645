"""Small files for the tests of reading: rows of dicts as CSV, workbooks, raw bytes."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import Workbook

from xiedu.records.faults import Fault
from xiedu.records.reading import Reading, faults, read_records

AGENCY_CODE = "11330800002618015K"
COMPANY_CODE = "91110000600037341L"
PENALTY: Mapping[str, str] = {
    "行政处罚决定书文号": "衢综执罚〔2024〕1号",
    "处罚机关": "衢江区综合行政执法局（合成）",
    "处罚机关统一社会信用代码": AGENCY_CODE,
    "行政相对人名称": "合成公司一",
    "行政相对人类别": "法人及非法人组织",
    "行政相对人统一社会信用代码": COMPANY_CODE,
    "立案日期": "2024-03-05",
    "处罚决定日期": "2024-05-06",
    "处罚类别": "罚款",
    "罚款金额": "5000",
    "违法行为类型": "占道经营",
    "违法事实": "占道经营一处",
    "处罚依据": "《某条例》第十条",
}


def csv_bytes(rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(k for row in rows for k in row)), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def book_bytes(
    sheets: Mapping[str, Sequence[Sequence[Any]]], merges: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for area in (merges or {}).get(title, ()):
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Read:
    """What a file gave: the reading, its rows as dicts, its faults."""

    def __init__(self, folder: Path, data: bytes, name: str = "in.csv", **options: Any) -> None:
        path = folder / name
        path.write_bytes(data)
        self.db = duckdb.connect()
        self.reading: Reading = read_records(self.db, path, **options)
        self.faults: list[Fault] = faults(self.db, self.reading)

    @property
    def rows(self) -> list[dict[str, Any]]:
        found = self.db.execute(f"select * from {self.reading.table} order by row_no")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        return [(fault.row, fault.column, fault.reason) for fault in self.faults]

    @property
    def good(self) -> int:
        found = self.db.execute(f"select count(*) from records where {self.reading.good_rows}").fetchone()
        return int(found[0]) if found else 0
