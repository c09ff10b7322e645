"""The rules of the 双公示 layout of penalties in plain Python, for what the intake is measured against.

``planted`` breaks each of them once in an otherwise clean file, and every contestant has to find every row: that the
rules are the same is shown, not said.
"""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

NUMBER, AGENCY, SOURCE = "行政处罚决定书文号", "处罚机关统一社会信用代码", "数据来源单位统一社会信用代码"
PARTY_TYPE, PARTY_CODE = "行政相对人类别", "行政相对人代码_1(统一社会信用代码)"
ID_TYPE, ID_NO, LEGAL_ID_TYPE = "自然人证件类型", "自然人证件号码", "法定代表人证件类型"
KINDS, CONTENT = "处罚类别", "处罚内容"
FINE, CONFISCATED = "罚款金额(万元)", "没收违法所得、没收非法财物的金额(万元)"
REQUIRED = (
    "行政相对人名称", PARTY_TYPE, NUMBER, "违法行为类型", "违法事实", "处罚依据", KINDS, CONTENT, "处罚决定日期",
    "处罚有效期", "处罚机关", AGENCY, "数据来源单位", SOURCE,
)  # fmt: skip
CODES = (PARTY_CODE, AGENCY, SOURCE)
DAYS = ("处罚决定日期", "处罚有效期", "公示截止期")
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)
AMOUNTS = (FINE, CONFISCATED)
# In 万元; more than this is improbable.
MUCH = 1000
TYPES = ("法人及非法人组织", "自然人", "个体工商户")
ID_TYPES = (
    "身份证", "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证", "其他",
)  # fmt: skip
PENALTIES = (
    "警告", "通报批评", "罚款", "没收违法所得、没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他",
)  # fmt: skip
SAID = r"罚款(?:人民币)?([0-9][0-9,，.]*)(万?元)"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
BRACKETS = str.maketrans("()[]{}【】［］〈〉《》（）", "〔〕" * 8)
Row = dict[str, str]


def good_code(code: str) -> bool:
    """GB 32100: 18 signs and the check digit."""
    if len(code) != 18 or any(c not in ALPHABET for c in code):
        return False
    return ALPHABET[-sum(ALPHABET.index(c) * w for c, w in zip(code, WEIGHTS, strict=False)) % 31] == code[17]


def good_resident(number: str) -> bool:
    """GB 11643: 18 signs, a day, and the check digit."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return "10X98765432"[sum(int(c) * pow(2, 17 - n, 11) for n, c in enumerate(number[:17])) % 11] == number[17]


def folded(number: str) -> str:
    """A document number whatever its brackets and spaces."""
    return "".join(number.translate(BRACKETS).split()).upper()


def _with(**changes: str) -> Callable[[Row], Row]:
    return lambda row: {**row, **changes}


def _put(header: str, change: str | Callable[[str], str]) -> Callable[[Row], Row]:
    return lambda row: {**row, header: change if isinstance(change, str) else change(row[header])}


def _wrong(code: str) -> str:
    return code[:17] + ("1" if code[17] != "1" else "2")


BREACHES: Mapping[str, Callable[[Row], Row]] = {
    **{f"{header}为空": _put(header, "") for header in REQUIRED},
    **{f"{header}校验位": _put(header, _wrong) for header in (AGENCY, SOURCE)},
    **{f"{header}不存在的日期": _put(header, "2024-13-45") for header in DAYS},
    **{f"{header}不合理的年份": _put(header, "1890-01-01") for header in DAYS},
    **{f"{header}为负": _put(header, "-1") for header in AMOUNTS},
    **{f"{header}不是数": _put(header, "五千") for header in AMOUNTS},
    **{f"{header}过大": _put(header, "2000.5") for header in AMOUNTS},
    "代码校验位": _put(PARTY_CODE, "91330800HC0013013Z"),
    "代码字符": _put(PARTY_CODE, "91330800IO0013013Y"),
    "法人无代码": lambda row: {**row, PARTY_TYPE: TYPES[0], PARTY_CODE: ""},
    "相对人类别": _put(PARTY_TYPE, "不明"),
    "证件类型": _put(ID_TYPE, "校徽"),
    "法定代表人证件类型": _put(LEGAL_ID_TYPE, "校徽"),
    "身份证号": lambda row: {**row, ID_TYPE: "身份证", ID_NO: "110105194912310021"},
    "处罚类别": _put(KINDS, "打手心"),
    "罚款未填金额": lambda row: {**row, KINDS: "罚款", FINE: ""},
    "元万元混填": lambda row: {**row, KINDS: "罚款", CONTENT: "罚款5元", FINE: "5"},
}


def planted(source: Path, target: Path) -> dict[int, str]:
    """Write a small file with each rule broken in a row of its own; row in the file → what is wrong with it."""
    with source.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        clean = [next(lines) for _ in range(len(BREACHES) + 2)]
        headers = list(lines.fieldnames or ())
    told, rows = {}, []
    for (what, breach), row in zip(BREACHES.items(), clean, strict=False):
        rows.append(breach(row))
        told[len(rows) + 1] = what
    rows += [clean[-2], {**clean[-2], NUMBER: clean[-2][NUMBER].translate(str.maketrans("〔〕", "[]"))}]
    told[len(rows) + 1] = "同一文号"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows(rows)
    return told
