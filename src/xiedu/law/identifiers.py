"""Identifiers: unified social credit code (GB 32100-2015), resident ID (GB 11643-1999), division codes (GB/T 2260).

``read_*`` functions return the normal form or raise ValueError in Chinese; ``mask_*`` give what may be shown.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from xiedu.law.areas import in_quzhou

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECK = "10X98765432"
_PROVINCES = frozenset(
    f"{n}"
    for region in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for n in range(region[0], region[1] + 1)
)

# A resident ID in the middle of anything, with what of it is shown; the syntax is that of re and of RE2.
RESIDENT_LIKE = r"([1-9]\d{2})\d{3}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(\d{3}[\dXx])"
HIDDEN = r"\1***********\2"
_RESIDENT_LIKE = re.compile(RESIDENT_LIKE)


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A valid resident ID: normal form, birth date, sex, and the 6-digit division of first registration."""

    number: str
    birth: date
    female: bool
    area: str


def fold(text: str) -> str:
    """Full-width to half-width, spaces and hyphens removed, upper case."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(c for c in narrow if not c.isspace() and c not in "-‐‑–—−").upper()


def credit_check_char(body: str) -> str:
    """The 18th character of a credit code from its first 17 (GB 32100-2015, weights 3^i mod 31)."""
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def read_credit_code(text: str) -> str:
    """The normal form of a credit code, letter types (N2…, A1…, Y1…) included. ValueError says what is wrong."""
    code = fold(text)
    if len(code) != 18:
        raise ValueError(f"统一社会信用代码应为 18 位，现为 {len(code)} 位。请对照登记证照核对。")
    wrong = sorted({c for c in code if c not in _CREDIT_ALPHABET})
    if wrong:
        raise ValueError(f"统一社会信用代码不使用字符 {'、'.join(wrong)}（不含 I、O、S、V、Z）。请核对形近的数字。")
    if not code[2:8].isdigit():
        raise ValueError("统一社会信用代码第 3 至 8 位是登记机关区划码，应为数字。请核对。")
    if code[17] != credit_check_char(code[:17]):
        raise ValueError("统一社会信用代码校验位不符（GB 32100-2015），至少有一位抄错。请对照登记证照核对。")
    return code


def resident_check_char(body: str) -> str:
    """The 18th character of a resident ID from its first 17 digits (ISO 7064 MOD 11-2)."""
    return _RESIDENT_CHECK[sum(int(c) * w for c, w in zip(body, _RESIDENT_WEIGHTS, strict=True)) % 11]


def read_resident_id(text: str, today: date | None = None) -> ResidentId:
    """Read a resident ID. ``today`` bounds the birth date if given. ValueError says what is wrong, never the number."""
    number = fold(text)
    body = number[:17]
    if len(number) != 18 or not (body.isascii() and body.isdigit()):
        raise ValueError("居民身份号码应为 18 位：前 17 位数字，末位数字或 X。请对照证件核对。")
    if body[:2] not in _PROVINCES:
        raise ValueError("居民身份号码前两位不是省级区划代码。请对照证件核对。")
    try:
        birth = date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        raise ValueError("居民身份号码中的出生日期不存在。请对照证件核对。") from None
    if birth.year < 1850 or (today is not None and birth > today):
        raise ValueError("居民身份号码中的出生日期不合理。请对照证件核对。")
    if number[17] != resident_check_char(body):
        raise ValueError("居民身份号码校验位不符（GB 11643-1999），至少有一位抄错。请对照证件核对。")
    return ResidentId(number, birth, int(body[16]) % 2 == 0, body[:6])


def mask_resident_id(text: str) -> str:
    """Division and last four stay: 330802********1234. Anything of another length is masked wholly."""
    number = fold(text)
    return f"{number[:6]}********{number[-4:]}" if len(number) == 18 else "*" * len(number)


def hide_resident_ids(text: str) -> str:
    """The text with whatever in it reads like a resident ID masked: 330***********1234; right check digit or not."""
    return _RESIDENT_LIKE.sub(HIDDEN, text)


def mask_phone(text: str) -> str:
    """First three and last four stay: 138****5678; shorter numbers keep the last two."""
    number = fold(text)
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * max(len(number) - 2, 0) + number[-2:]


def mask_name(name: str) -> str:
    """The first character stays, the others become stars: 张**."""
    clean = name.strip()
    return clean[:1] + "*" * (len(clean) - 1)


def read_division(text: str) -> str:
    """A division code of 6, 9 or 12 digits in its normal form. ValueError otherwise."""
    code = fold(text)
    if not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        raise ValueError("区划代码应为 6 位（县级以上）、9 位（乡镇街道）或 12 位（村居）数字。请核对。")
    if code[:2] not in _PROVINCES:
        raise ValueError("区划代码前两位不是省级代码。请核对。")
    return code


def county_of(division: str) -> str:
    """The first six digits: the county (or city, province) a division lies in."""
    return read_division(division)[:6]


def division_in_quzhou(division: str) -> bool:
    """True if the division is the city, one of its six counties, or lies in one of them."""
    return in_quzhou(county_of(division))
