"""Our layout out and in again gives the same rows; mangled files give rows or the one input error, nothing else."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.sheets import PENALTY, book_bytes, csv_bytes
from xiedu.records import directcsv, reading, staging
from xiedu.records.cleaning import tight
from xiedu.records.directcsv import Look, direct
from xiedu.records.faults import InputError
from xiedu.records.fields import DERIVED, KINDS, struct_type
from xiedu.records.grids import Grid
from xiedu.records.normalise import DAY_OF
from xiedu.records.reading import Reading, faults, read_records
from xiedu.records.schema import Field, FieldType
from xiedu.records.writing import write_csv


@lru_cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database, within one connection: a new connection takes as long as reading a small file."""
    db = _connection()
    db.execute("attach ':memory:' as example")
    db.execute("use example")
    try:
        yield db
    finally:
        db.execute("use memory")
        db.execute("detach example")


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff"), min_size=1, max_size=12
)
PLAIN = (
    (TEXT | st.sampled_from(["=1+1", "'=x", "''", "-3", "@a", "a\nb", '"', ",", "[1]", "；"]))
    .map(str.strip)
    .filter(bool)
)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: PLAIN,
    FieldType.TEXTS: st.lists(PLAIN, min_size=1, max_size=3),
    FieldType.DATE: DAYS.map(date.isoformat),
    FieldType.DATETIME: st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31)).map(lambda t: t.replace(microsecond=0).isoformat(" ")),
    FieldType.MONEY: st.integers(0, 10**12),
    FieldType.INT: st.integers(0, 10**9),
    FieldType.NUMBER: st.integers(-180_000_000, 180_000_000).map(lambda n: n / 1_000_000),
    FieldType.BOOL: st.booleans(),
}  # fmt: skip


def value(field: Field) -> st.SearchStrategy[Any]:
    if field.type is FieldType.CODE:
        return st.sampled_from(list(field.codes))
    if field.type is FieldType.CODES:
        return st.lists(st.sampled_from(list(field.codes)), min_size=1, max_size=3, unique=True).map(sorted)
    if field.type is FieldType.LIST:
        return st.lists(st.fixed_dictionaries({m.name: st.none() | value(m) for m in field.members}), max_size=2)
    if field.type is FieldType.TEXT and tight(field):
        return st.from_regex(r"[0-9A-Z]{1,18}", fullmatch=True)
    return VALUES[field.type]


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[str], list[dict[str, Any]]]:
    kind = KINDS[draw(st.sampled_from(list(KINDS)))]
    by_type = {t: [f for f in kind.fields if f.type is t] for t in FieldType}
    fields = [draw(st.sampled_from(of_type)) for of_type in by_type.values() if of_type]
    key = kind.by_name["document_no"]
    columns = [key, *(f for f in fields if f is not key)]
    rows = draw(
        st.lists(st.fixed_dictionaries({f.name: st.none() | value(f) for f in columns}), min_size=1, max_size=4)
    )
    told = [{**row, **days_known(row), "document_no": f"号{n}"} for n, row in enumerate(rows)]
    return kind.name, [f.name for f in columns], told


def days_known(row: dict[str, Any]) -> dict[str, Any]:
    """Reading fills an empty day from the moment beside it."""
    return {day: row[m][:10] for m, day in DAY_OF.items() if row.get(m) and day in row and row[day] is None}


def typed_table(db: duckdb.DuckDBPyConnection, kind: str, rows: list[dict[str, Any]]) -> None:
    types = {c: t for c, t in struct_type(kind).items() if c not in DERIVED}
    columns = ", ".join(f"{c} {t}" for c, t in types.items())
    db.execute(f"create table given_rows (row_no BIGINT, {columns})")
    for number, row in enumerate(rows, start=1):
        structure = json.dumps({c: types[c] for c in row})
        db.execute(
            f"insert into given_rows (row_no, {', '.join(row)}) select {number}, {', '.join(f's.{c}' for c in row)}"
            " from (select from_json(?, '" + structure + "') as s)",
            [json.dumps(row, ensure_ascii=False)],
        )


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(), st.booleans())
def test_out_and_in_again_is_the_same(table: tuple[str, list[str], list[dict[str, Any]]], titles: bool) -> None:
    with database() as db:
        comes_back(db, *table, titles)


def comes_back(
    db: duckdb.DuckDBPyConnection, kind: str, columns: list[str], rows: list[dict[str, Any]], titles: bool
) -> None:
    typed_table(db, kind, rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.csv"
        assert write_csv(db, "given_rows", kind, path, columns, titles=titles) == len(rows)
        reading = read_records(db, path, kind=kind)
    chosen = ", ".join(columns)
    before = db.execute(f"select {chosen} from given_rows order by row_no").fetchall()
    assert db.execute(f"select {chosen} from {reading.table} order by row_no").fetchall() == before
    unread = [
        f for f in faults(db, reading) if "不是" in f.reason and "代码" not in f.column and "区划" not in f.reason
    ]
    assert unread == []


SMALL = {
    k: v
    for k, v in PENALTY.items()
    if k in ("行政处罚决定书文号", "立案日期", "罚款金额", "处罚类别", "行政相对人类别")
}
ITEM = '[{"name":"承办人一","cert_no":"1"}]'
BASES = (
    csv_bytes([{**SMALL, "执法人员": ITEM}, SMALL]),
    csv_bytes([SMALL, SMALL], "gb18030"),
    csv_bytes([SMALL], "utf-16"),
    json.dumps([{**SMALL, "officers": [{"name": "承办人一"}]}], ensure_ascii=False).encode(),
    b"\n".join(json.dumps(SMALL).encode() for _ in range(2)),
    book_bytes({"处罚": [list(SMALL), list(SMALL.values())], "执法人员": [["行政处罚决定书文号", "姓名"], [SMALL["行政处罚决定书文号"], "甲"]]}),
)  # fmt: skip
HOSTILE = [b"\0", b'"', b"\n", b",", b"\xff", b"\xef\xbb\xbf", b"'; drop table records; --", b"=cmd|' /c'!a", b"1e999", b"-0", b"[", b"{}", b"\\ud800", b"\xe2\x80\xa8", b"99999999999999999999", b"2024-13-45", b"x" * 5000]  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        piece = draw(st.sampled_from(HOSTILE) | st.binary(max_size=6))
        width = draw(st.sampled_from([0, 0, 1, 3, 40, len(data)]))
        data[place : place + width] = piece
    return bytes(data)


def either_rows_or_the_input_error(data: bytes) -> None:
    with database() as db:
        _either(db, data)


def _either(db: duckdb.DuckDBPyConnection, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in"
        path.write_bytes(data)
        try:
            reading: Reading | None = read_records(db, path, kind="penalty")
        except InputError as error:
            reading = None
            reasons = [(fault.reason, fault.remedy) for fault in error.faults]
    if reading is None:
        assert all(reason and remedy for reason, remedy in reasons)
        return
    found = db.execute("select count(*) from records").fetchone()
    assert found == (reading.rows,)
    assert all(str(fault) for fault in faults(db, reading, 50))


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(mangled())
def test_mangled_files_give_rows_or_the_input_error(data: bytes) -> None:
    either_rows_or_the_input_error(data)


@pytest.mark.long
@settings(
    max_examples=int(os.environ.get("XIEDU_FUZZ", "10000")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(mangled())
def test_many_mangled_files(data: bytes) -> None:
    either_rows_or_the_input_error(data)


LINES = [
    *(
        b",".join(cell.encode() for cell in cells)
        for cells in (["甲号", "2024.3.5", "5", "罚款"], ["合计", "", "9"], ["注：无"])
    ),
    b'"\xe4\xb9\x99\n\xe5\x8f\xb7",,"1,000",',
    b"",
    b",,,",
    "　丙号　, 2024-1-1,'=1,".encode(),
    "衢示例〔2024〕1号,,,".encode(),
    b"d,1,2,3,4",
    b'"e"f,,,',
    b'g"h,,,',
    b"i,\x00,\x1f,",
    b'" k \n",2024-1-1 , 5,',
    "\xa0m,\t2024-1-1,5,".encode(),
]
OTHER_ENCODING = "己号,,5,".encode("gb18030")


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from([*LINES, OTHER_ENCODING]), min_size=1, max_size=7),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
    st.integers(100, 200),
)
def test_the_direct_way_reads_what_the_careful_way_reads(
    lines: list[bytes], end: bytes, mark: bool, begin: int
) -> None:
    """At once, in hope after a look at the beginning alone, and cell by cell."""
    header = "行政处罚决定书文号,立案日期,罚款金额,处罚类别".encode()
    data = (b"\xef\xbb\xbf" if mark else b"") + end.join([header, *lines, b""])
    with pytest.MonkeyPatch.context() as patch:
        fast = outcome(data)
        for setting, value in (("LONG", 0), ("_CHUNK", begin), ("_SAMPLES", 4), ("_SAMPLE", 5)):
            patch.setattr(directcsv, setting, value)
        assert outcome(data) == fast
        patch.setattr(Look, "direct", lambda *_: None)
        assert outcome(data) == fast


ONCE = ["grids_of", "load_direct"]


@pytest.mark.parametrize(
    ("later", "ways"),
    [
        ("丁号,2024-1-1,5,罚款\n".encode(), ONCE),
        ("　丁号,2024-1-1,5,罚款\n".encode(), [*ONCE, "load_direct"]),
        ("丁号,2024-1-1,5,罚款\n\n".encode(), [*ONCE, "grids_of"]),
        ("丁号,2024-1-1,5,罚款\n".encode("gb18030"), [*ONCE, "grids_of"]),
    ],
)
def test_a_long_file_is_loaded_in_hope(monkeypatch: pytest.MonkeyPatch, later: bytes, ways: list[str]) -> None:
    """Once when the rest is as hoped, again for a blank nobody knew of, carefully when it may not be read so."""
    taken: list[str] = []
    for module, function in ((staging, "load_direct"), (reading, "grids_of")):
        monkeypatch.setattr(module, function, noted(getattr(module, function), taken))
    for setting, value in (("LONG", 1 << 20), ("_CHUNK", 1 << 16), ("_SAMPLE", 16)):
        monkeypatch.setattr(directcsv, setting, value)
    header = "行政处罚决定书文号,立案日期,罚款金额,处罚类别\n".encode()
    first, rest = (b"".join(b"%s%d,2024-1-1,5,\n" % (sign, n) for n in range(40_000)) for sign in (b"A", b"B"))
    found = outcome(header + first + later + rest)
    assert taken == ways
    assert isinstance(found, str) if later.startswith(b"\xb6") else found[1] == 80_001


def noted(function: Callable[..., Any], taken: list[str]) -> Callable[..., Any]:
    def noting(*given: Any, **named: Any) -> Any:
        taken.append(function.__name__)
        return function(*given, **named)

    return noting


def outcome(data: bytes) -> Any:
    with database() as db:
        return _outcome(db, data)


def _outcome(db: duckdb.DuckDBPyConnection, data: bytes) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in"
        path.write_bytes(data)
        try:
            reading = read_records(db, path, kind="penalty")
        except InputError as error:
            return str(error)
    rows = db.execute("select row_no, document_no, filed_on, fine, penalties from records order by row_no").fetchall()
    return rows, reading.rows, reading.skipped, [str(f) for f in faults(db, reading)]


def test_a_large_plain_file_goes_the_direct_way(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_bytes(csv_bytes([PENALTY] * 40_000))
    assert direct(path, ",") is not None
    reading = read_records(duckdb.connect(), path, kind="penalty")
    assert reading.rows == 40_000
    path.write_bytes(csv_bytes([PENALTY] * 40_000) + b"\r\n" + csv_bytes([PENALTY]))
    assert direct(path, ",") is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*LINES, b"\x0b", b"a\xef\xbf\xbe", b"a\xef\xbb\xbf"]), max_size=6), st.integers(1, 9))
def test_a_file_looked_at_in_pieces_is_the_same_file(lines: list[bytes], size: int) -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(line.decode() for line in lines) + end
        whole, pieces = Look(","), Look(",")
        whole.take(text)
        pieces.take(text[:20])
        for start in range(20, len(text), size):
            pieces.take(text[start : start + size])
        assert pieces.direct(Path("x")) == whole.direct(Path("x"))


CELLS = st.sampled_from(
    [
        '"',
        'a"b',
        "a\nb",
        " x ",
        "　x",
        "'=1",
        "''",
        "\t",
        "",
        "合计",
        "注：x",
        5,
        2.5,
        1e15,
        True,
        date(2024, 3, 5),
        "①\x1f",
    ]
)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_sheet_written_as_a_file_reads_as_it_does_cell_by_cell(cells: list[list[Any]]) -> None:
    header = [*PENALTY, "法定代表人", "备注"]
    lines = [[*(("" if n % 2 else v) for n, v in enumerate(PENALTY.values(), i)), *c] for i, c in enumerate(cells)]
    sheet = [header, list(PENALTY.values()), *lines]
    data = book_bytes({"记录": [[_legal(cell) for cell in line] for line in sheet]})
    direct_, careful = _both(data)
    assert direct_ == careful


def _legal(cell: Any) -> Any:
    return cell.replace("\x1f", "_x001F_") if isinstance(cell, str) else cell


def _both(data: bytes) -> list[Any]:
    found = []
    for hindered in (False, True):
        with tempfile.TemporaryDirectory() as folder, database() as db, pytest.MonkeyPatch.context() as patch:
            if hindered:
                patch.setattr(Grid, "written", lambda *_: None)
            path = Path(folder) / "in.xlsx"
            path.write_bytes(data)
            reading = read_records(db, path, kind="penalty")
            rows = db.execute(f"select * from {reading.table} order by row_no").fetchall()
            found.append((rows, reading.skipped, sorted(map(str, faults(db, reading)))))
    return found
