"""The parties of a duty dispute as art. 6 looks at them, read from JSON or built from the register.

Reading never raises: what is wrong is returned in Chinese, as a set, so that the order of the parties cannot matter.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from xiedu.law.areas import COUNTIES, in_quzhou

MAX_PARTIES = 50
MAX_NAME = 200
_Member = TypeVar("_Member", bound=StrEnum)


class Level(StrEnum):
    """The level at which a body stands."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class Kind(StrEnum):
    """What a body is: 部门, 人民政府, 乡镇, 街道, 派出机关, 派出机构, 授权组织, 垂直管理机关."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    DISPATCHED_ORGAN = "dispatched_organ"
    BRANCH = "branch"
    AUTHORISED = "authorised"
    VERTICAL = "vertical"


@dataclass(frozen=True, slots=True)
class Party:
    """One party. ``area`` is a 6-digit (or 9-digit, cut to 6) county or city code, for townships the county's.

    ``legal_level`` is the level of its legal person where that differs from or is not told by ``level``; parties with
    the same ``entity`` are one legal person; ``host_of_handler`` says that it hosts the guidance body of its own level
    and area.
    """

    level: Level
    area: str
    kind: Kind
    name: str
    legal_level: Level | None = None
    entity: str | None = None
    host_of_handler: bool = False

    @property
    def township(self) -> bool:
        """True for 乡镇人民政府 and 街道办事处, the bodies art. 6 names."""
        government = self.kind is Kind.GOVERNMENT and self.level is Level.TOWNSHIP
        return government or self.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT)

    @property
    def legal(self) -> Level:
        """The level that counts (law of the legal person): rows 11 and 12 of the routing table.

        A branch acts in the name of its department (浙江省行政程序办法第十二条第二款); without a recorded legal level
        it counts one level up: a county office as the city department, a township office as the county department.
        """
        if self.legal_level is not None:
            return self.legal_level
        if self.kind is Kind.BRANCH:
            return {Level.COUNTY: Level.CITY, Level.TOWNSHIP: Level.COUNTY}.get(self.level, self.level)
        return self.level


def read_parties(value: object) -> tuple[list[Party], set[str]]:
    """Read ``{"parties": [...]}``. Returns the parties that could be read and every fault found, in Chinese."""
    if not isinstance(value, Mapping):
        return [], {'输入不是 JSON 对象。请按 {"parties":[…]} 填写'}
    entries = value.get("parties")
    if not isinstance(entries, list):
        return [], {"缺少 parties 或其不是列表。请列出争议各方"}
    if len(entries) > MAX_PARTIES:
        return [], {f"当事方多于 {MAX_PARTIES} 个。请核对，或按争议事项分开提请"}
    parties: list[Party] = []
    faults: set[str] = set()
    for entry in entries:
        read = _read(entry, faults)
        if read is not None:
            parties.append(read)
    return parties, faults


def faults_of(party: Party) -> set[str]:
    """What contradicts itself in one well-typed party: kind against level, level against area."""
    who, found = f"“{quote(party.name)}”", set()
    if party.kind in (Kind.TOWNSHIP, Kind.SUBDISTRICT) and party.level is not Level.TOWNSHIP:
        found.add(f"{who}是乡镇、街道，level 应为 township")
    if party.kind is Kind.DEPARTMENT and Level.TOWNSHIP in (party.level, party.legal):
        found.add(
            f"{who}：乡镇、街道没有独立的部门。内设机构请以乡镇（街道）为一方，县级部门派驻机构请填 kind 为 branch"
        )
    if (party.township or party.kind is Kind.GOVERNMENT) and party.legal is not party.level:
        found.add(f"{who}是人民政府或街道办事处，legal_level 应与 level 一致或不填")
    if party.area.startswith("3308") and not in_quzhou(party.area):
        found.add(f"{who}的 area “{party.area}”不是衢州市或其县（市、区）的代码。请核对区划代码")
    elif in_quzhou(party.area) and party.kind is not Kind.VERTICAL:
        found |= _misplaced(party, who)
    return found


def _misplaced(party: Party, who: str) -> set[str]:
    needs_county = party.legal in (Level.COUNTY, Level.TOWNSHIP)
    if needs_county and party.area not in COUNTIES:
        return {f"{who}属县级或乡级，area 应为所在县（市、区）的代码；如由市级设立，请填 legal_level 为 city"}
    if party.kind is Kind.GOVERNMENT and party.level is Level.CITY and party.area in COUNTIES:
        return {f"{who}是市人民政府，area 应为 330800"}
    return set()


def _read(entry: object, faults: set[str]) -> Party | None:
    if not isinstance(entry, Mapping):
        faults.add("有一方不是 JSON 对象。请逐方填写 level、area、kind、name")
        return None
    name = _name(entry.get("name"), faults)
    who = f"“{quote(name)}”" if name else "有一方"
    level = _member(Level, entry, "level", who, faults)
    kind = _member(Kind, entry, "kind", who, faults)
    legal = _member(Level, entry, "legal_level", who, faults) if entry.get("legal_level") is not None else None
    area = _area(entry.get("area"), who, faults)
    entity = _entity(entry.get("entity"), who, faults)
    host = entry.get("host_of_handler")
    if host is not None and not isinstance(host, bool):
        faults.add(f"{who}的 host_of_handler 应为 true 或 false")
    if not (level and kind and area and name):
        return None
    return Party(level, area, kind, name, legal, entity, host is True)


def _name(value: object, faults: set[str]) -> str:
    if not isinstance(value, str) or not value.strip():
        faults.add("有一方没有名称。请在 name 填写机关全称")
        return ""
    name = unicodedata.normalize("NFC", value.strip())
    if len(name) > MAX_NAME:
        faults.add(f"有一方的名称超过 {MAX_NAME} 字。请填写机关全称")
        return ""
    if not all(map(_printable, name)):
        faults.add("有一方的名称含有控制字符或无效字符。请重新填写机关全称")
        return ""
    return name


def _member(kind: type[_Member], entry: Mapping[str, Any], key: str, who: str, faults: set[str]) -> _Member | None:
    value = entry.get(key)
    if isinstance(value, str) and value in kind.__members__.values():
        return kind(value)
    faults.add(f"{who}的 {key} “{quote(value)}”无效。可用：{'、'.join(kind)}")
    return None


def _area(value: object, who: str, faults: set[str]) -> str:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) in (6, 9):
        return value[:6]
    faults.add(f"{who}的 area “{quote(value)}”无效。请填 6 位县（市、区）或市的区划代码（文字，9 位代码取前 6 位）")
    return ""


def _entity(value: object, who: str, faults: set[str]) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
        return str(value)
    faults.add(f"{who}的 entity 应为文字。同一法人的各方填写相同的值，其余不填")
    return None


def quote(value: object) -> str:
    """A value as it may stand in a message: one line, printable, at most 30 characters."""
    if value is None:
        return "未填"
    text = value if isinstance(value, str) else type(value).__name__
    clean = "".join(c if _printable(c) else "·" for c in text[:31])
    return clean if len(text) <= 30 else clean[:30] + "…"


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
