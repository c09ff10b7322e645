"""Intake of a file of records against what others offer (``ROWS`` of CSV, else ``N``, else 1,000,000).

The file is the 双公示 layout of penalties (30 columns). Ours is ``records.read_records``: every rule, every fault; and
beside it the same with the load into a fresh lake, of which the encrypted side table is told apart. Against it:

- DuckDB's ``read_csv`` to Parquet without any rule (target: ours at most 4 times its time);
- pandera on the same file, by turns (target: at least 5 times ours), and django-import-export on a sample of it, scaled
  a row (at least 10 times): the same rules (``bench.rules``: a planted file shows that all three find the same rows);
- Excel: ``EXCEL`` rows against python-calamine's bare read of the same workbook (target: at most twice its time).
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

from bench import others, rules
from bench.city import build

ROWS, SAMPLE, EXCEL, ROUNDS = 1_000_000, 100_000, 100_000, 3
DISTINCT = 300_000
_TYPE = (
    "CASE party_type WHEN 'organisation' THEN '法人及非法人组织' "
    "WHEN 'natural_person' THEN '自然人' ELSE '个体工商户' END"
)
_KINDS = "CASE WHEN list_contains(penalties, 'fine') THEN '罚款' ELSE '警告' END"
COLUMNS = {
    "行政相对人名称": "party", "行政相对人类别": _TYPE, rules.PARTY_CODE: "party_code",
    "行政相对人代码_2(工商注册号)": "''",
    "行政相对人代码_3(组织机构代码)": "''", "行政相对人代码_4(税务登记号)": "''",
    "行政相对人代码_5(事业单位证书号)": "''", "行政相对人代码_6(社会组织登记证号)": "''", "法定代表人": "legal_rep",
    "法定代表人证件类型": "''", "法定代表人证件号码": "''",
    "自然人证件类型": "CASE WHEN party_id_no IS NOT NULL THEN '身份证' END", "自然人证件号码": "party_id_no",
    "行政处罚决定书文号": "document_no || '-' || t.n", "违法行为类型": "violation", "违法事实": "facts",
    "处罚依据": "basis",
    "处罚类别": _KINDS, "处罚内容": "penalty_content", "罚款金额(万元)": "printf('%.6f', fine / 1000000)",
    "没收违法所得、没收非法财物的金额(万元)": "printf('%.6f', confiscated / 1000000)",
    "暂扣或吊销证照名称及编号": "''", "处罚决定日期": "decided_on", "处罚有效期": "valid_until",
    "公示截止期": "publish_until", "处罚机关": "agency", rules.AGENCY: "agency_code", "数据来源单位": "source",
    "数据来源单位统一社会信用代码": "source_code", "备注": "remarks",
}  # fmt: skip


def main(rows: int = ROWS, excel: int = EXCEL) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, min(rows, DISTINCT) * 100 // 45 + 1)
        _csv(folder, "whole.csv", rows)
        _csv(folder, "sample.csv", min(rows, SAMPLE))
        _same_rules(folder)
        _whole(folder, rows)
        _lake(folder)
        _others(folder, rows, min(rows, SAMPLE))
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
    if found := _found(path):
        raise RuntimeError(f"{len(found)} rows with faults in a clean file")


def _found(path: Path) -> set[int]:
    """The rows in which reading found anything."""
    import duckdb

    from xiedu.records.reading import read_records

    with duckdb.connect() as db:
        reading = read_records(db, path)
        return {n for (n,) in db.execute(f"select distinct row_no from {reading.fault_table}").fetchall()}


def _bare(path: Path) -> None:
    import duckdb

    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT * FROM read_csv('{path}')) TO '{path.with_suffix('.parquet')}' (FORMAT parquet)")


def _same_rules(folder: Path) -> None:
    """Each rule broken once: everybody finds every row and no other."""
    path = folder / "planted.csv"
    told = rules.planted(folder / "sample.csv", path)
    for name, find in (("ours", _found), ("pandera", others.pandera), ("django-import-export", others.import_export)):
        rows = find(path)
        missed, extra = [told[n] for n in told.keys() - rows], rows - told.keys()
        print(f"{name}: {len(told) - len(missed)} of {len(told)} planted faults, {len(extra)} false", *missed)


def _whole(folder: Path, rows: int) -> None:
    """Ours and DuckDB's bare copy by turns."""
    ours, bare = _by_turns(lambda: _ours(folder / "whole.csv"), lambda: _bare(folder / "whole.csv"))
    print(f"{rows:,} rows of CSV: ours {ours:.1f} s, read_csv to Parquet {bare:.1f} s")
    print(f"ours / read_csv to Parquet = {ours / bare:.2f} (target <= 4)")


def _lake(folder: Path) -> None:
    """The same into a lake that has nothing yet, files synced before the commit; the encrypted side table apart."""
    from xiedu.lake import durable, loading, sensitive, store
    from xiedu.records.reading import read_records

    keys, aside, syncing = sensitive.keys_of("bench"), [0.0], [0.0]
    _timed(sensitive, "_collect", aside)
    _timed(sensitive, "keep", aside)
    _timed(durable, "_sync", syncing)
    lakes = [folder / f"lake{n}" for n in range(ROUNDS)]
    for lake in lakes:
        store.prepare(lake)
    empty = iter(lakes)

    def take() -> None:
        with store.connect(spill=folder / "spill") as db:
            reading = read_records(db, folder / "whole.csv")
            with store.attached(db, next(empty)):
                arrival = loading.Arrival(1, "bench", reading.kind, 1, reading.columns, reading.good_rows)
                loading.load(db, reading.table, arrival, keys)

    spent, bare = _by_turns(take, lambda: _bare(folder / "whole.csv"))
    hidden, synced = aside[0] / ROUNDS, syncing[0] / ROUNDS
    print(f"into the lake: {spent:.1f} s, of which the encrypted side table {hidden:.1f} s, syncing {synced:.2f} s")
    print(f"into the lake without the side table / read_csv to Parquet = {(spent - hidden) / bare:.2f} (target <= 4)")


def _timed(module: object, function: str, spent: list[float]) -> None:
    """Let a function of a module add its time to ``spent``."""
    work = getattr(module, function)

    def timed(*given: object) -> object:
        begun = time.perf_counter()
        try:
            return work(*given)
        finally:
            spent[0] += time.perf_counter() - begun

    setattr(module, function, timed)


def _others(folder: Path, rows: int, sample: int) -> None:
    """pandera and ours by turns on the whole; django-import-export, far slower, on the sample, scaled a row."""
    ours, spent = _by_turns(lambda: _ours(folder / "whole.csv"), lambda: others.pandera(folder / "whole.csv"))
    print(f"the same {rows:,} rows by turns: pandera {spent:.1f} s, ours {ours:.1f} s")
    print(f"pandera / ours = {spent / ours:.1f} (target >= 5)")
    slow = _seconds(lambda: others.import_export(folder / "sample.csv")) / sample
    print(f"django-import-export: {1e6 * slow:.1f} µs a row on {sample:,} rows, ours {1e6 * ours / rows:.1f}")
    print(f"django-import-export / ours = {slow * rows / ours:.1f} (target >= 10)")


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
