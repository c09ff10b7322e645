"""The public contract of the four kinds of record: names of fields, what may stand in them, where they come from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xiedu.records.kinds_coercion import COERCION
from xiedu.records.kinds_inspection import INSPECTION
from xiedu.records.kinds_licence import LICENCE
from xiedu.records.kinds_penalty import PENALTY
from xiedu.records.schema import Field, FieldType, Kind

KINDS: Mapping[str, Kind] = MappingProxyType({k.name: k for k in (PENALTY, INSPECTION, COERCION, LICENCE)})

# Not typed in but worked out from the fields; every normalised table has them.
DERIVED: Mapping[str, str] = MappingProxyType(
    {
        "row_no": "BIGINT",
        "record_key": "VARCHAR",
        "party_key": "VARCHAR",
        "party_birth": "DATE",
    }
)
TYPE_WORDS: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.TEXT: "文本",
        FieldType.CODE: "代码",
        FieldType.CODES: "多项代码",
        FieldType.TEXTS: "多项文本",
        FieldType.DATE: "日期",
        FieldType.DATETIME: "时刻",
        FieldType.MONEY: "金额",
        FieldType.INT: "整数",
        FieldType.NUMBER: "数值",
        FieldType.BOOL: "是否",
        FieldType.LIST: "明细",
    }
)
_FORMS = {
    FieldType.CODES: "可多项，用“；”隔开",
    FieldType.TEXTS: "可多项，用“；”隔开",
    FieldType.DATE: "写成 2024-03-05",
    FieldType.DATETIME: "写成 2024-03-05 09:30",
    FieldType.MONEY: "单位元，至多两位小数",
    FieldType.BOOL: "填是或否；不填为未记录",
}


def kind_of(name: str) -> Kind:
    """The kind with this code or Chinese name; ValueError lists the kinds."""
    found = KINDS.get(name) or next((k for k in KINDS.values() if k.title == name), None)
    if found is None:
        known = "、".join(f"{k.name}（{k.title}）" for k in KINDS.values())
        raise ValueError(f"没有“{name[:40]}”这类记录。可用的有：{known}。")
    return found


def struct_type(kind: str) -> dict[str, str]:
    """Column → DuckDB type of a normalised table of this kind, derived columns first. Money is BIGINT in 分.

    ``row_no`` is the row in the source file; ``record_key`` is body + document number (else case number), brackets and
    widths folded, so that 〔2024〕, [2024] and （2024） are one; ``party_key`` identifies the subject across bodies
    (credit code, else the identity number, else another registration number); ``party_birth`` comes from a resident ID.
    """
    return {**DERIVED, **{f.name: f.sql for f in kind_of(kind).fields}}


def fields_at(path: str) -> tuple[Field, ...]:
    """The fields of a kind (``penalty``) or of one of its lists (``penalty.officers``)."""
    name, _, member = path.partition(".")
    kind = kind_of(name)
    if not member:
        return kind.fields
    field = kind.by_name.get(member)
    if field is None or not field.members:
        lists = "、".join(f.name for f in kind.fields if f.members)
        raise ValueError(f"{kind.title}记录没有名为“{member[:40]}”的明细。有明细的字段：{lists}。")
    return field.members


def describe(field: Field) -> dict[str, Any]:
    """One entry of the public contract: name, title, type, required, codes (code → word), note."""
    return {
        "name": field.name,
        "title": field.title,
        "type": str(field.type),
        "required": field.required,
        "codes": dict(field.codes),
        "note": note_of(field),
    }


def note_of(field: Field) -> str:
    """What a person filling in the field must know: when it is required, how it is written, where it comes from."""
    parts = [f"{field.required_when.words}必填" if field.required_when else "", field.note, _FORMS.get(field.type, "")]
    if field.members:
        members = "、".join(f"{m.name}（{m.title}）" for m in field.members)
        parts.append(f"每项含 {members}；单元格内写 JSON 数组，或另设同名工作表")
    parts.append("涉及个人信息，加密保存" if field.sensitive else "")
    parts.append(f"来源：{field.source}")
    return "；".join(filter(None, parts))
