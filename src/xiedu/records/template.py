"""Workbooks to fill in: a sheet of records with notes and drop-downs, a sheet for each list, an example, the words."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiedu.records.fields import KINDS, kind_of, note_of
from xiedu.records.schema import Field, FieldType, Kind
from xiedu.records.staging import EXAMPLE_NO

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

READY_ROWS = 2000
_EXAMPLES: dict[FieldType, Any] = {
    FieldType.DATE: "2024-03-05",
    FieldType.DATETIME: "2024-03-05 09:30",
    FieldType.MONEY: "5000",
    FieldType.INT: "1",
    FieldType.NUMBER: "1.5",
    FieldType.BOOL: "是",
}
_BY_NAME = {
    "document_no": EXAMPLE_NO,
    "case_no": "示例案2024-1",
    "agency": "示例市示例局",
    "agency_code": "11330800002618015K",
    "agency_area": "330800",
    "party": "示例公司",
    "party_type": "法人及非法人组织",
    "party_code": "91110000600037341L",
    "status": "已决定",
    "penalties": "罚款",
    "fine": "5000",
    "violation": "示例违法行为",
    "facts": "示例：违法事实写在这里",
    "basis": "《示例条例》第一条",
    "penalty_content": "罚款5000元",
    "filed_on": "2024-03-05",
    "decided_on": "2024-05-06",
    "inspected_on": "2024-03-05",
    "coercion_kind": "查封",
    "started_on": "2024-03-05",
    "licence_category": "普通",
    "licence_content": "示例许可内容",
    "document_title": "示例许可决定书",
    "valid_from": "2024-05-06",
    "valid_until": "2099-12-31",
    "state": "有效",
}


def write_template(kind: str, path: Path) -> None:
    """Write the workbook of a kind. ValueError for an unknown kind; OSError when the file cannot be written.

    The example row is there to be overwritten; reading passes over it as long as it bears its own number.
    """
    from openpyxl import Workbook

    chosen = kind_of(kind)
    book = Workbook()
    book.remove(book.worksheets[0])
    words = _words(chosen)
    main = book.create_sheet(chosen.title)
    _sheet(main, chosen.fields, words)
    main.append([_example(chosen, field) for field in chosen.fields])
    key = chosen.by_name["document_no"]
    for field in chosen.fields:
        if field.members:
            _sheet(book.create_sheet(field.title), (key, *field.members), words)
    _notes(book.create_sheet("填写说明"), chosen)
    _word_sheet(book.create_sheet("代码"), words)
    book.save(path)


def _words(kind: Kind) -> dict[tuple[str, ...], int]:
    """Each list of words once → its column in the sheet of words."""
    lists = (tuple(f.codes.values()) for top in kind.fields for f in (top, *top.members) if f.codes)
    return {words: place for place, words in enumerate(dict.fromkeys([*lists, ("是", "否")]), start=1)}


def _sheet(sheet: "Worksheet", fields: tuple[Field, ...], words: dict[tuple[str, ...], int]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.append([_header(field) for field in fields])
    for place, field in enumerate(fields, start=1):
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF2CC" if _asked(field) else "E7E6E6")
        cell.comment = Comment(f"{field.name}\n{note_of(field)}", "协督", height=160, width=320)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, 2 * len(field.title) + 4)
        # Text, so that Excel neither rounds long numbers nor turns 3-5 into a day.
        sheet.column_dimensions[letter].number_format = "@"
        _drop_down(sheet, field, letter, words)
    sheet.freeze_panes = "B2"


def _header(field: Field) -> str:
    unit = "（元）" if field.type is FieldType.MONEY else ""
    return f"{field.title}{unit}{'*' if field.required else ''}"


def _asked(field: Field) -> bool:
    return field.required or field.required_when is not None


def _drop_down(sheet: "Worksheet", field: Field, letter: str, words: dict[tuple[str, ...], int]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    chosen = ("是", "否") if field.type is FieldType.BOOL else tuple(field.codes.values())
    if not chosen:
        return
    column = get_column_letter(words[chosen])
    rule = DataValidation(type="list", formula1=f"代码!${column}$2:${column}${len(chosen) + 1}", allow_blank=True)
    # Several words may stand in one cell: there the list helps and does not forbid.
    rule.showErrorMessage = field.type is not FieldType.CODES
    rule.errorTitle, rule.error = "不在代码表内", "请从下拉列表中选择。"
    rule.add(f"{letter}2:{letter}{READY_ROWS}")
    sheet.add_data_validation(rule)


def _example(kind: Kind, field: Field) -> Any:
    if field.name in _BY_NAME and (field.name != "status" or "已决定" in field.codes.values()):
        return _BY_NAME[field.name]
    return _EXAMPLES.get(field.type, "示例") if field.required else None


def _notes(sheet: "Worksheet", kind: Kind) -> None:
    lines = (
        f"{kind.title}记录填写说明",
        "一、第一行是表头，请勿改动；第二行是示例，填写时请覆盖；未改文号的示例行不会导入。",
        "　　标 * 的列必填，黄色的列按情况必填，其余可空。",
        "二、空着表示“没有记录”，不等于“否”。只填知道的内容。",
        "三、日期写成 2024-03-05，时刻写成 2024-03-05 09:30，金额单位为元。",
        "四、人员、延期等明细可在各自的工作表中填写，以文号与本表对应；也可在单元格内写 JSON。",
        "五、各列的说明见表头批注，代码见“代码”工作表。",
    )
    for line in lines:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 110


def _word_sheet(sheet: "Worksheet", words: dict[tuple[str, ...], int]) -> None:
    for listed, place in words.items():
        sheet.cell(1, place, f"代码表 {place}")
        for row, word in enumerate(listed, start=2):
            sheet.cell(row, place, word)


def template_name(kind: str) -> str:
    """The file name people see."""
    return f"协督{KINDS[kind_of(kind).name].title}记录模板.xlsx"
