"""The layouts files come in: which header means which field, and in which unit its amounts stand.

双公示 layouts after 发改办财金〔2018〕424号 (30 fields for penalties) and the one of 2015; amounts stand in 万元.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from xiedu.records.fields import KINDS
from xiedu.records.schema import FieldType

YUAN, WAN = 100, 1_000_000
_MARKS = re.compile(r"[\s*＊★]+|\((?:必填|选填|可选)\)")


def fold_header(text: str) -> str:
    """A header as it is compared: half-width, upper case, without spaces, stars and “（必填）”."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).upper()


@dataclass(frozen=True, slots=True)
class Column:
    """Where a header leads: a field of the kind ("" = known, not taken over) and 分 per written unit of money."""

    field: str
    unit: int = YUAN


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: normalised header → column, and the fields it must fill. ``signs`` must all be present in a header."""

    name: str
    title: str
    kind: str
    columns: Mapping[str, Column]
    required: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    full: bool = field(default=False)


def _columns(*rows: str, unit: int = YUAN) -> dict[str, Column]:
    """Rows of ``field header header…``; a field called ``-`` is known and not taken over."""
    found: dict[str, Column] = {}
    for row in rows:
        name, *headers = row.split()
        found.update({fold_header(header): Column("" if name == "-" else name, unit) for header in headers})
    return found


_PARTY_NEW = (
    "party 行政相对人名称 {p}_XDR_MC",
    "party_type 行政相对人类别 {p}_XDR_LB",
    "party_code 行政相对人代码_1(统一社会信用代码) 行政相对人代码_1 {p}_XDR_SHXYM",
    "party_registration_no 行政相对人代码_2(工商注册号) 行政相对人代码_2 {p}_XDR_GSZC",
    "party_organisation_code 行政相对人代码_3(组织机构代码) 行政相对人代码_3 {p}_XDR_ZZJG",
    "party_tax_no 行政相对人代码_4(税务登记号) 行政相对人代码_4 {p}_XDR_SWDJ",
    "party_institution_no 行政相对人代码_5(事业单位证书号) 行政相对人代码_5 {p}_XDR_SYDW",
    "party_society_no 行政相对人代码_6(社会组织登记证号) 行政相对人代码_6 {p}_XDR_SHZZ",
    "legal_rep 法定代表人 法定代表人(负责人) {p}_FRDB",
    "legal_rep_id_type 法定代表人证件类型 {p}_FR_ZJLX",
    "legal_rep_id_no 法定代表人证件号码 法定代表人身份证号 {p}_FR_ZJHM {p}_FR_SFZH",
    "party_id_type 自然人证件类型 证件类型 {p}_XDR_ZJLX",
    "party_id_no 自然人证件号码 证件号码 {p}_XDR_ZJHM",
    "remarks 备注 BZ",
)


def _party(prefix: str) -> dict[str, Column]:
    return _columns(*(row.format(p=prefix) for row in _PARTY_NEW))


PENALTY_30 = Layout(
    "penalty-30",
    "双公示行政处罚（30 项）",
    "penalty",
    {
        **_party("CF"),
        **_columns(
            "document_no 行政处罚决定书文号 CF_WSH",
            "violation 违法行为类型 CF_WFXW",
            "facts 违法事实 CF_SY",
            "basis 处罚依据 CF_YJ",
            "penalties 处罚类别 CF_CFLB",
            "penalty_content 处罚内容 CF_NR",
            "licence_taken 暂扣或吊销证照名称及编号 CF_NR_ZKDX",
            "decided_on 处罚决定日期 CF_JDRQ",
            "valid_until 处罚有效期 CF_YXQ",
            "publish_until 公示截止期 CF_GSJZQ",
            "agency 处罚机关 CF_CFJG",
            "agency_code 处罚机关统一社会信用代码 CF_CFJGDM",
            "source 数据来源单位 CF_SJLY",
            "source_code 数据来源单位统一社会信用代码 CF_SJLYDM",
        ),
        **_columns(
            "fine 罚款金额(万元) 罚款金额 CF_NR_FK",
            "confiscated 没收违法所得、没收非法财物的金额(万元) 没收违法所得、没收非法财物的金额 CF_NR_WFFF",
            unit=WAN,
        ),
    },
    frozenset(
        "party party_type document_no violation facts basis penalties penalty_content decided_on valid_until agency "  # noqa: SIM905
        "agency_code source source_code".split()
    ),
    frozenset({"penalty_content", "valid_until", "decided_on"}),
)
PENALTY_OLD = Layout(
    "penalty-old",
    "双公示行政处罚（旧版）",
    "penalty",
    _columns(
        "document_no 行政处罚决定书文号 CF_WSH",
        "item_name 处罚名称 案件名称 CF_CFMC",
        "penalties 处罚类别 处罚类别1 处罚类别2 CF_CFLB CF_CFLB1 CF_CFLB2",
        "facts 处罚事由 事由 CF_SY",
        "basis 处罚依据 依据 CF_YJ",
        "party 行政相对人名称 CF_XDR_MC",
        "party_code 行政相对人代码_1(统一社会信用代码) 行政相对人代码_1 CF_XDR_SHXYM",
        "party_organisation_code 行政相对人代码_2(组织机构代码) 行政相对人代码_2 CF_XDR_ZDM",
        "party_registration_no 行政相对人代码_3(工商登记码) 行政相对人代码_3 CF_XDR_GSDJ",
        "party_tax_no 行政相对人代码_4(税务登记号) 行政相对人代码_4 CF_XDR_SWDJ",
        "party_id_no 行政相对人代码_5(居民身份证号) 行政相对人代码_5 CF_XDR_SFZ",
        "legal_rep 法定代表人姓名 法定代表人 CF_FR",
        "penalty_content 处罚结果 CF_JG",
        "decided_on 处罚决定日期 CF_JDRQ",
        "agency 处罚机关 CF_XZJG",
        "- 当前状态 CF_ZT 地方编码 DFBM 数据更新时间戳 SJC",
        "remarks 备注 BZ",
    ),
    frozenset({"document_no", "facts", "basis", "party", "penalty_content", "decided_on", "agency"}),
    frozenset({"penalty_content", "decided_on"}),
)
LICENCE_26 = Layout(
    "licence-26",
    "双公示行政许可",
    "licence",
    {
        **_party("XK"),
        **_columns(
            "document_title 行政许可决定文书名称 XK_XKWS",
            "document_no 行政许可决定文书号 XK_WSH",
            "licence_category 许可类别 XK_XKLB",
            "certificate_name 许可证书名称 XK_XKZS",
            "certificate_no 许可编号 XK_XKBH",
            "licence_content 许可内容 XK_NR",
            "decided_on 许可决定日期 XK_JDRQ",
            "valid_from 有效期自 XK_YXQZ",
            "valid_until 有效期至 XK_YXQZI",
            "agency 许可机关 XK_XKJG",
            "agency_code 许可机关统一社会信用代码 XK_XKJGDM",
            "state 当前状态 XK_ZT",
            "source 数据来源单位 XK_LYDW",
            "source_code 数据来源单位统一社会信用代码 XK_LYDWDM",
            "- 导出时间 类别",
        ),
    },
    frozenset(
        "party document_title document_no licence_category licence_content decided_on valid_from valid_until agency "  # noqa: SIM905
        "state source source_code".split()
    ),
    frozenset({"document_title", "valid_from", "valid_until"}),
)


def full_layout(kind: str) -> Layout:
    """Our own layout of a kind: every field by name or by title; amounts in 元 unless the header says 万元."""
    columns: dict[str, Column] = {}
    for one in KINDS[kind].fields:
        for header in (one.name, one.title):
            columns[fold_header(header)] = Column(one.name)
            if one.type is FieldType.MONEY:
                columns[fold_header(f"{header}(元)")] = Column(one.name)
                columns[fold_header(f"{header}(万元)")] = Column(one.name, WAN)
    required = frozenset(one.name for one in KINDS[kind].fields if one.required)
    return Layout(f"{kind}-full", f"协督{KINDS[kind].title}记录", kind, columns, required, full=True)


STANDARD = (PENALTY_30, PENALTY_OLD, LICENCE_26)
LAYOUTS: Mapping[str, Layout] = {layout.name: layout for layout in (*STANDARD, *(full_layout(kind) for kind in KINDS))}
