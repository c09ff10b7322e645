"""Files in every form that offices save: read to the same records, every fault named at once."""

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.records.sheets import AGENCY_CODE, COMPANY_CODE, PENALTY, Read, book_bytes, csv_bytes
from xiedu.law.identifiers import credit_check_char, resident_check_char
from xiedu.records import cleaning, rules
from xiedu.records.faults import InputError
from xiedu.records.fields import struct_type
from xiedu.records.layouts import PENALTY_30
from xiedu.records.reading import read_records

HEADER = list(PENALTY)
ROW = list(PENALTY.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_encoding_and_delimiter_gives_the_same(tmp_path: Path, encoding: str, delimiter: str) -> None:
    read = Read(tmp_path, csv_bytes([PENALTY], encoding, delimiter))
    assert read.reasons == []
    row = read.rows[0]
    assert (row["filed_on"], row["fine"], row["penalties"]) == (date(2024, 3, 5), 500000, ["fine"])
    assert row["party_type"] == "organisation"
    assert row["record_key"] == f"{AGENCY_CODE}|衢综执罚〔2024〕1号"
    assert row["party_key"] == COMPANY_CODE


def test_a_table_has_all_columns_of_the_kind(tmp_path: Path) -> None:
    read = Read(tmp_path, csv_bytes([PENALTY]))
    assert dict(read.db.execute("select column_name, column_type from (describe records)").fetchall()).keys() == (
        struct_type("penalty").keys()
    )
    assert set(read.reading.columns) >= {"filed_on", "fine"}
    assert "served_on" not in read.reading.columns


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024.3.5", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("２０２４／３／５", date(2024, 3, 5)),
        ("45356", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024-03-05 00:00:00", date(2024, 3, 5)),
        ("0/6/05", None),
        ("24-3-5", None),
        ("2024-02-30", None),
        ("9999-12-31", None),
        ("待定", None),
    ],
)
def test_dates_as_people_write_them(tmp_path: Path, written: str, meant: date | None) -> None:
    read = Read(tmp_path, csv_bytes([{**PENALTY, "立案日期": written}]))
    assert read.rows[0]["filed_on"] == meant
    assert [(f.row, f.column, f.value) for f in read.faults] == ([] if meant else [(2, "立案日期", written)])
    assert read.good == (1 if meant else 0)


@pytest.mark.parametrize(
    ("header", "written", "fen"),
    [
        ("罚款金额", "5,000", 500000),
        ("罚款金额", "￥５０００．５０元", 500050),
        ("罚款金额（元）", "5000", 500000),
        ("罚款金额（万元）", "0.5", 500000),
        ("罚款金额(万元)", "0.000001", 1),
        ("fine", "5000", 500000),
        ("罚款金额", "0.5万元", None),
        ("罚款金额（万元）", "5000元", None),
        ("罚款金额", "-1", None),
        ("罚款金额", "1.234", None),
        ("罚款金额", "1e4", None),
    ],
)
def test_amounts_are_in_the_unit_of_their_column(tmp_path: Path, header: str, written: str, fen: int | None) -> None:
    row = {k: v for k, v in PENALTY.items() if k != "罚款金额"}
    read = Read(tmp_path, csv_bytes([{**row, header: written}]))
    assert read.rows[0]["fine"] == fen
    assert [f.value for f in read.faults] == ([] if fen is not None else [written])


def test_the_improbable_is_said_and_left_as_it_is(tmp_path: Path) -> None:
    said = {"处罚内容": "罚款人民币5000元", "罚款金额": "0.5"}
    gain = {"违法所得": "34", "罚款金额": "5000000", "行政处罚决定书文号": "二"}
    long = {"立案日期": "2012-01-01", "行政处罚决定书文号": "三"}
    back = {"立案日期": "2025-01-01", "行政处罚决定书文号": "四"}
    read = Read(
        tmp_path, csv_bytes([{"违法所得": "", "处罚内容": "", **PENALTY, **new} for new in (said, gain, long, back)])
    )
    assert [row["fine"] for row in read.rows] == [50, 500000000, 500000, 500000]
    reasons = {(row, column): reason for row, column, reason in read.reasons}
    assert "相差一万倍" in reasons[2, "罚款金额"] or "疑似以万元填报" in reasons[2, "罚款金额"]
    assert "一万倍以上" in reasons[3, "罚款金额"]
    assert "超过十年" in reasons[4, "处罚决定日期"]
    assert "早于立案日期" in reasons[5, "处罚决定日期"]
    assert read.good == 3


def test_one_number_in_three_bracket_styles_is_one_number(tmp_path: Path) -> None:
    numbers = ["衢罚〔2024〕7号", "衢罚[2024]7号", "衢罚（２０２４）7 号"]
    read = Read(tmp_path, csv_bytes([{**PENALTY, "行政处罚决定书文号": n} for n in numbers]))
    assert [(f.row, "第 2 行" in f.reason) for f in read.faults] == [(3, True), (4, True)]


def test_codes_lower_case_letter_codes_and_wrong_digits(tmp_path: Path) -> None:
    village = "N2330802MF0000001"
    village += credit_check_char(village)
    rows = [
        {**PENALTY, "行政相对人统一社会信用代码": COMPANY_CODE.lower()},
        {**PENALTY, "行政处罚决定书文号": "二", "行政相对人统一社会信用代码": village},
        {**PENALTY, "行政处罚决定书文号": "三", "行政相对人统一社会信用代码": COMPANY_CODE[:-1] + "M"},
        {**PENALTY, "行政处罚决定书文号": "四", "行政相对人统一社会信用代码": ""},
    ]
    read = Read(tmp_path, csv_bytes(rows))
    assert [row["party_code"] for row in read.rows][:2] == [COMPANY_CODE, village]
    assert [(f.row, f.grade.value) for f in read.faults] == [(4, "error"), (5, "doubt")]


def test_identity_numbers_are_never_shown_in_faults(tmp_path: Path) -> None:
    number = "330802199003076212"
    wrong = number[:17] + ("1" if resident_check_char(number[:17]) != "1" else "2")
    row = {**PENALTY, "行政相对人类别": "自然人", "自然人证件号码": wrong, "行政相对人统一社会信用代码": ""}
    read = Read(tmp_path, csv_bytes([row]))
    assert [f.column for f in read.faults] == ["自然人证件号码"]
    assert wrong[6:16] not in str(read.faults[0])
    assert read.rows[0]["party_birth"] == date(1990, 3, 7)


def test_a_workbook_with_a_title_merged_cells_blank_rows_totals_and_notes(tmp_path: Path) -> None:
    second: list[Any] = [*ROW]
    second[0], second[2], second[6], second[7] = "二号", None, datetime(2024, 3, 5), 45418
    second[9] = 0.5
    rows: list[list[Any]] = [
        ["衢江区行政处罚台账"],
        [],
        HEADER,
        ROW,
        [None] * 5,
        second,
        ["合  计", None, 5000],
        ["填表人：承办人一"],
    ]
    read = Read(tmp_path, book_bytes({"台账": rows, "说明": [["随便写写"]]}, {"台账": ["A1:M1"]}), "台账.xlsx")
    assert [row["row_no"] for row in read.rows] == [4, 6]
    assert read.reading.skipped == (7, 8)
    assert read.reading.sheets == ("说明",)
    assert read.rows[1]["filed_on"] == date(2024, 3, 5)
    assert read.rows[1]["decided_on"] == date(2024, 5, 6)
    assert (6, "处罚机关统一社会信用代码", "必填，此处为空") in read.reasons


def test_a_merge_down_a_column_stands_in_each_row(tmp_path: Path) -> None:
    second: list[Any] = ["二号", None, None, *ROW[3:]]
    data = book_bytes({"a": [HEADER, ROW, second]}, {"a": ["B2:B3", "C2:C3"]})
    read = Read(tmp_path, data, "a.xlsx")
    assert [row["agency_code"] for row in read.rows] == [AGENCY_CODE] * 2
    assert read.reasons == []


def test_items_in_cells_and_in_their_own_sheet(tmp_path: Path) -> None:
    people = '[{"name":"承办人一","cert_no":"A1"},{"姓名":"承办人二","执法证号":"a 2"}]'
    extensions = [
        ["行政处罚决定书文号", "延长日数", "批准日期", "批准层级"],
        ["衢综执罚[2024]1号", "30", "2024.6.1", "机关负责人"],
        ["无此文号", "1", "", ""],
    ]
    data = book_bytes({"处罚": [[*HEADER, "执法人员"], [*ROW, people]], "办案期限延长": extensions})
    read = Read(tmp_path, data, "a.xlsx")
    row = read.rows[0]
    assert [(p["name"], p["cert_no"]) for p in row["officers"]] == [("承办人一", "A1"), ("承办人二", "A2")]
    assert row["extensions"][0]["approved_on"] == date(2024, 6, 1)
    assert row["extensions"][0]["approver_role"] == "head"
    assert [(f.sheet, f.row, f.value) for f in read.faults] == [("办案期限延长", 3, "无此文号")]
    assert "extensions" in read.reading.columns


@pytest.mark.parametrize("cell", ["张三、李四", '[{"name":', '["张三"]', '[{"名字":"张三"}]', "7"])
def test_items_that_cannot_be_read_are_named(tmp_path: Path, cell: str) -> None:
    read = Read(tmp_path, csv_bytes([{**PENALTY, "执法人员": cell}]))
    assert [f.column for f in read.faults] == ["执法人员"]


@pytest.mark.parametrize("form", ["array", "lines", "records"])
def test_json_in_three_forms(tmp_path: Path, form: str) -> None:
    one = {**PENALTY, "罚款金额": 5000.5, "officers": [{"name": "承办人一", "cert_no": "1"}], "是否重大": False}
    text = {
        "array": json.dumps([one]),
        "lines": json.dumps(one) + "\n" + "\n",
        "records": json.dumps({"records": [one]}),
    }
    read = Read(tmp_path, text[form].encode(), "a.json")
    assert read.reasons == []
    assert (read.rows[0]["fine"], read.rows[0]["major"]) == (500050, False)
    assert read.rows[0]["officers"][0]["name"] == "承办人一"


def test_the_30_fields_of_the_standard_by_title_and_by_code(tmp_path: Path) -> None:
    titles = "行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码),行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额(万元),处罚决定日期,处罚有效期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码"
    codes = "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ,CF_CFJG,CF_CFJGDM,CF_SJLY,CF_SJLYDM"
    row = f"甲,法人及非法人组织,{COMPANY_CODE},一号,占道,事实,依据,罚款,罚款5000元,0.5,2024/5/6,2099-12-31,局,{AGENCY_CODE},局,{AGENCY_CODE}"
    for header in (titles, codes):
        read = Read(tmp_path, f"{header}\n{row}\n".encode())
        assert read.reading.layout is PENALTY_30
        assert (read.rows[0]["fine"], read.reasons) == (500000, [])
    wrong = Read(tmp_path, f"{titles}\n{row.replace(',0.5,', ',5000,')}\n".encode())
    assert [f.reason for f in wrong.faults if "一万倍" in f.reason]
    assert [f.reason for f in wrong.faults if "以元填报" in f.reason]


def test_the_old_layout_and_the_licence_layout(tmp_path: Path) -> None:
    old = "CF_WSH,CF_CFMC,CF_CFLB1,CF_CFLB2,CF_SY,CF_YJ,CF_XDR_MC,CF_XDR_SHXYM,CF_FR,CF_JG,CF_JDRQ,CF_XZJG,CF_ZT,DFBM,SJC,BZ\n一号,案,警告,罚款,事,据,甲,,乙,罚款,2016/5/6,局,0,330802,2016-05-07,\n"
    read = Read(tmp_path, old.encode())
    assert read.reading.layout.name == "penalty-old"
    assert (read.rows[0]["penalties"], read.reasons) == (["fine", "warning"], [])
    licence = f"行政相对人名称,行政许可决定文书名称,行政许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,许可机关,当前状态,数据来源单位,数据来源单位统一社会信用代码\n甲,书,一号,普通,内容,2024-5-6,2024-5-6,2099-12-31,局,1,局,{AGENCY_CODE}\n"
    read = Read(tmp_path, licence.encode())
    assert (read.reading.layout.name, read.reasons) == ("licence-26", [])
    assert read.rows[0]["state"] == "1"


def test_a_saved_mapping_goes_before_everything(tmp_path: Path) -> None:
    data = "我局文号,立案日,罚金,罚款万\nA1,2024-3-5,7,0.5\n".encode()
    mapping = {"我局文号": "document_no", "立案日": "filed_on", "罚金": "", "罚款万": "fine*10000"}
    read = Read(tmp_path, data, kind="penalty", mapping=mapping)
    assert (read.rows[0]["document_no"], read.rows[0]["filed_on"], read.rows[0]["fine"]) == (
        "A1",
        date(2024, 3, 5),
        500000,
    )


def test_a_day_alone_fills_the_day_beside_a_moment(tmp_path: Path) -> None:
    rows = [{"document_no": "1", "coercion_kind": "查封", "started_at": t} for t in ("2024-3-5 9:30", "2024-3-5")]
    rows[1]["document_no"] = "2"
    read = Read(tmp_path, csv_bytes(rows), kind="coercion")
    assert [row["started_on"] for row in read.rows] == [date(2024, 3, 5)] * 2
    assert [row["started_at"] for row in read.rows] == [datetime(2024, 3, 5, 9, 30), None]
    assert [(f.row, f.grade.value) for f in read.faults if f.column == "started_at"] == [(3, "doubt")]


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


BOOK = book_bytes({"a": [HEADER, ROW]})


def far_cell(cell: str) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(BOOK))
    book["a"][cell] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \n", "空"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xls"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"<html><table></table></html>", "网页"),
        (b"%PDF-1.7", "不是表格"),
        (BOOK[: len(BOOK) // 2], "损坏"),
        (BOOK[:200] + b"\0" * 50 + BOOK[250:], "损坏"),
        (zipped(word__document_xml=b"<x/>"), "不是 Excel"),
        (far_cell("XFD1048576"), "远处"),
        (far_cell("A1048576"), "远处"),
        ("甲,乙\n1,2\n".encode(), "认不出表头"),
        (b"document_no,party\n1,2\n", "几类记录"),
        ("立案日期,filed_on,处罚类别\n1,2,3\n".encode(), "同一字段"),
        (csv_bytes([PENALTY]).splitlines()[0], "没有数据"),
        (csv_bytes([PENALTY]) + '"没有收尾\n'.encode() * 3, "引号"),
        (b"[1, 2]", "对象"),
        (b'{"a": NaN}', "JSON"),
        (b'[{"a": 1, "a": 2}]', "重复"),
        (b"[" * 100_000, "JSON"),
        (b"\xff\xfe\x00", "编码"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so_in_chinese(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        Read(tmp_path, data, "x.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiedu.base.zips.MOST_BYTES", 1_000_000)
    bomb = zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b"<worksheet>" + b" " * 2_000_000)
    with pytest.raises(InputError, match="过大"):
        Read(tmp_path, bomb, "x.xlsx")


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b"<worksheet>" + b" " * 5_000))
    true, false = (5_011).to_bytes(4, "little"), (11).to_bytes(4, "little")
    assert data.count(true) == 2
    with pytest.raises(InputError, match="损坏"):
        Read(tmp_path, bytes(data.replace(true, false)), "x.xlsx")


def test_a_long_number_kept_as_a_number_has_lost_its_end(tmp_path: Path) -> None:
    row: list[Any] = [*ROW, 330802199003076212]
    read = Read(tmp_path, book_bytes({"a": [[*HEADER, "自然人证件号码"], row]}), "a.xlsx")
    assert [f.row for f in read.faults if "15 位" in f.reason] == [2]
    assert read.rows[0]["party_id_no"] is None
    assert read.good == 0


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="打不开"):
        read_records(duckdb.connect(), tmp_path / "nothing.csv")


def test_check_digits_in_columns_are_those_of_the_law_module() -> None:
    db = duckdb.connect()
    cleaning.install(db)
    rules.install(db)
    for body in ("9133080200000000X", "N2330802MF0000001", "11330800002618015"):
        code = body + credit_check_char(body)
        assert db.execute("select x_credit_ok(?), x_credit_ok(?)", [code, body + "?"]).fetchone() == (True, False)
    for body in ("33080219900307621", "11010519491231002", "33080220000229001"):
        number = body + resident_check_char(body)
        assert db.execute("select x_resident_ok(?), x_resident_ok(?)", [number, body + "?"]).fetchone() == (True, False)


def test_a_row_wider_than_the_header_is_named(tmp_path: Path) -> None:
    data = csv_bytes([PENALTY]).decode() + ",".join([*ROW, "多出的一格"]).replace("衢综执罚〔2024〕1号", "二号") + "\n"
    read = Read(tmp_path, data.encode())
    assert [(row, "多于表头" in reason) for row, _, reason in read.reasons] == [(3, True)]
    assert read.good == 1


def test_an_error_value_of_a_workbook_is_said_and_not_taken_for_empty(tmp_path: Path) -> None:
    head, row = list(PENALTY), list(PENALTY.values())
    broken = ["#REF!" if title == "罚款金额" else value for title, value in PENALTY.items()]
    broken[0] = "衢综执罚〔2024〕2号"
    read = Read(tmp_path, book_bytes({"说明": [["填表说明"]], "处罚": [head, row, broken]}), "in.xlsx")
    assert [(row, column, value) for row, column, value in read.reasons] == [(3, "罚款金额", "不是金额")]
    assert [fault.value for fault in read.faults] == ["#REF!"]


def test_a_workbook_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    data = book_bytes({"处罚": [list(PENALTY), list(PENALTY.values())]})
    assert [Read(tmp_path, data, name).good for name in ("改名.xls", "改名.XLSX", "无名")] == [1, 1, 1]


def test_a_stray_zero_byte_does_not_make_a_file_another_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        data = csv_bytes([{**PENALTY, "违法事实": "占道\0经营一处"}], encoding)
        assert Read(tmp_path, data).rows[0]["facts"] == "占道经营一处"


def test_a_workbook_whose_parts_have_torn_names_is_refused_in_words(tmp_path: Path) -> None:
    torn = bytearray(book_bytes({"处罚": [list(PENALTY), list(PENALTY.values())]}))
    entry = torn.find(b"PK\x01\x02")
    while entry >= 0:
        torn[entry + 9] |= 0x08  # the name is said to be UTF-8
        entry = torn.find(b"PK\x01\x02", entry + 1)
    header = torn.find(b"PK\x03\x04")
    while header >= 0:
        torn[header + 30] = 0xCF
        header = torn.find(b"PK\x03\x04", header + 1)
    (tmp_path / "torn.xlsx").write_bytes(bytes(torn))
    with duckdb.connect() as db, pytest.raises(InputError, match="损坏"):
        read_records(db, tmp_path / "torn.xlsx", kind="penalty")
