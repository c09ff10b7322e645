"""Reading and validating a file of records against what others offer (``ROWS`` of CSV, else ``N``, else 1,000,000).

The file is the 双公示 layout of penalties (30 columns). Ours is ``records.read_records``: every rule, every fault.
Against it: DuckDB's ``read_csv`` to Parquet without any rule (target: ours at most 4 times its time); and, on a
smaller sample of the same file scaled a row (both take minutes for all of it), pandera and django-import-export with
the rules they can say: required columns, dates, amounts, code lists, the check digit of the two credit codes. Excel:
``EXCEL`` rows against python-calamine's bare read of the same workbook (target: at most twice its time).
The encrypted side table is not part of this; what it costs is printed by the load into the lake.
"""

import csv
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.city import build

ROWS, SAMPLE, EXCEL, ROUNDS = 1_000_000, 20_000, 100_000, 3
DISTINCT = 300_000
REQUIRED = ("行政相对人名称", "行政处罚决定书文号", "违法行为类型", "违法事实", "处罚依据", "处罚机关")
CODES = ("行政相对人代码_1(统一社会信用代码)", "处罚机关统一社会信用代码")
TYPES = ("法人及非法人组织", "自然人", "个体工商户")
DAYS = ("处罚决定日期", "处罚有效期", "公示截止期")
AMOUNTS = ("罚款金额(万元)", "没收违法所得、没收非法财物的金额(万元)")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_TYPE = (
    "CASE party_type WHEN 'organisation' THEN '法人及非法人组织' "
    "WHEN 'natural_person' THEN '自然人' ELSE '个体工商户' END"
)
_KINDS = "CASE WHEN list_contains(penalties, 'fine') THEN '罚款' ELSE '警告' END"
COLUMNS = {
    "行政相对人名称": "party", "行政相对人类别": _TYPE, CODES[0]: "party_code", "行政相对人代码_2(工商注册号)": "''",
    "行政相对人代码_3(组织机构代码)": "''", "行政相对人代码_4(税务登记号)": "''",
    "行政相对人代码_5(事业单位证书号)": "''", "行政相对人代码_6(社会组织登记证号)": "''", "法定代表人": "legal_rep",
    "法定代表人证件类型": "''", "法定代表人证件号码": "''",
    "自然人证件类型": "CASE WHEN party_id_no IS NOT NULL THEN '身份证' END", "自然人证件号码": "party_id_no",
    "行政处罚决定书文号": "document_no || '-' || t.n", "违法行为类型": "violation", "违法事实": "facts",
    "处罚依据": "basis",
    "处罚类别": _KINDS, "处罚内容": "penalty_content", "罚款金额(万元)": "printf('%.6f', fine / 1000000)",
    "没收违法所得、没收非法财物的金额(万元)": "printf('%.6f', confiscated / 1000000)",
    "暂扣或吊销证照名称及编号": "''", "处罚决定日期": "decided_on", "处罚有效期": "valid_until",
    "公示截止期": "publish_until", "处罚机关": "agency", CODES[1]: "agency_code", "数据来源单位": "source",
    "数据来源单位统一社会信用代码": "source_code", "备注": "remarks",
}  # fmt: skip


def main(rows: int = ROWS, excel: int = EXCEL) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, min(rows, DISTINCT) * 100 // 45 + 1)
        _csv(folder, "whole.csv", rows)
        _csv(folder, "sample.csv", min(rows, SAMPLE))
        _whole(folder, rows)
        _sample(folder, min(rows, SAMPLE), _seconds(lambda: _ours(folder / "whole.csv")) / rows)
        _csv(folder, "excel.csv", excel)
        _excel(folder, excel)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


def _csv(folder: Path, name: str, rows: int) -> None:
    import duckdb

    source = f"read_parquet('{folder / 'penalty.parquet'}')"
    chosen = ", ".join(f'{value} AS "{header}"' for header, value in COLUMNS.items())
    with duckdb.connect() as db:
        have = db.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]
        many = f"{source} r, range({-(-rows // have)}) t(n)"
        db.execute(f"COPY (SELECT {chosen} FROM {many} LIMIT {rows}) TO '{folder / name}' (FORMAT csv, HEADER)")


def _ours(path: Path) -> None:
    import duckdb

    from xiedu.records.reading import read_records

    with duckdb.connect() as db:
        reading = read_records(db, path)
        found = db.execute(f"SELECT count(*) FROM {reading.fault_table} WHERE grade = 'error'").fetchall()[0][0]
        if found:
            raise RuntimeError(f"{found} faults in a clean file")


def _bare(path: Path) -> None:
    import duckdb

    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT * FROM read_csv('{path}')) TO '{path.with_suffix('.parquet')}' (FORMAT parquet)")


def _whole(folder: Path, rows: int) -> None:
    """Ours and DuckDB's bare copy by turns."""
    ours, bare = _by_turns(lambda: _ours(folder / "whole.csv"), lambda: _bare(folder / "whole.csv"))
    print(f"{rows:,} rows of CSV: ours {ours:.1f} s, read_csv to Parquet {bare:.1f} s")
    print(f"ours / read_csv to Parquet = {ours / bare:.2f} (target <= 4)")


def _sample(folder: Path, rows: int, ours: float) -> None:
    """The others on the sample, a row, against ours on the whole, a row."""
    for name, work, target in (("pandera", _pandera, 5), ("django-import-export", _import_export, 10)):
        spent = _seconds(lambda work=work: work(folder / "sample.csv")) / rows  # type: ignore[misc]
        print(f"{name}: {1e6 * spent:.1f} µs a row on {rows:,} rows, ours {1e6 * ours:.1f}: {spent / ours:.1f} times")
        print(f"  (target >= {target}, scaled a row: the sample is smaller than the whole)")


def _good_code(code: str) -> bool:
    if len(code) != 18 or any(c not in ALPHABET for c in code):
        return False
    return ALPHABET[-sum(ALPHABET.index(c) * w for c, w in zip(code, WEIGHTS, strict=False)) % 31] == code[17]


def _pandera(path: Path) -> None:
    import pandas as pd
    import pandera.pandas as pa

    filled = pa.Check.str_length(min_value=1)
    columns: dict[str, Any] = {name: pa.Column(str, filled) for name in REQUIRED}
    columns |= {name: pa.Column(str, pa.Check(_good_code, element_wise=True), nullable=True) for name in CODES}
    columns["行政相对人类别"] = pa.Column(str, pa.Check.isin(TYPES))
    for name in DAYS:
        columns[name] = pa.Column(
            "datetime64[ns]", pa.Check.in_range(pd.Timestamp(1949, 10, 1), pd.Timestamp(2100, 12, 31))
        )
    for name in AMOUNTS:
        columns[name] = pa.Column(float, pa.Check.ge(0), nullable=True)
    schema = pa.DataFrameSchema(columns, unique=["行政处罚决定书文号"], coerce=True)
    frame = pd.read_csv(path, dtype=str).astype(dict.fromkeys(AMOUNTS, float))
    schema.validate(frame, lazy=True)


def _import_export(path: Path) -> None:
    """Its fields and widgets over plain objects, row by row; no database, no comparison with what is stored."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure()
        django.setup()
    from import_export import fields, resources
    from tablib import Dataset

    places = {name: f"c{n}" for n, name in enumerate(COLUMNS)}
    made = [fields.Field(places[name], name, _widget(name)) for name in COLUMNS]
    found = resources.Resource()
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        data = Dataset(headers=next(lines))
        data.extend(list(lines))
    for row in data.dict:
        target = SimpleNamespace()
        for field in made:
            found.import_field(field, target, row)


def _widget(name: str) -> Any:
    """The widget with the rule of a column."""
    from import_export import widgets

    class Ruled(widgets.CharWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            if not value if name in REQUIRED else value and not _good_code(value):
                raise ValueError(name)
            return value

    if name in DAYS:
        return widgets.DateWidget("%Y-%m-%d")
    if name in AMOUNTS:
        return widgets.DecimalWidget()
    return Ruled() if name in (*REQUIRED, *CODES) else widgets.CharWidget()


def _excel(folder: Path, rows: int) -> None:
    from python_calamine import CalamineWorkbook

    path = folder / "excel.xlsx"
    _workbook(folder / "excel.csv", path)
    ours, bare = _by_turns(
        lambda: _ours(path), lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    )
    print(f"{rows:,} rows of Excel: ours {ours:.1f} s, calamine's bare read {bare:.1f} s")
    print(f"ours / calamine = {ours / bare:.2f} (target <= 2)")


def _workbook(source: Path, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("记录")
    with source.open(encoding="utf-8", newline="") as file:
        for line in csv.reader(file):
            sheet.append([_typed(cell) for cell in line])
    book.save(path)


def _typed(cell: str) -> str | date | None:
    try:
        return date.fromisoformat(cell) if len(cell) == 10 else cell or None
    except ValueError:
        return cell


def _by_turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The medians of the two, measured by turns."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        spent[0].append(_seconds(one))
        spent[1].append(_seconds(other))
    return statistics.median(spent[0]), statistics.median(spent[1])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main(int(os.environ.get("ROWS", os.environ.get("N", ROWS))), int(os.environ.get("EXCEL", EXCEL))))
