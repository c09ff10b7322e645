"""Who handles a duty dispute: the routing of art. 6, row by row.

Order of evaluation: malformed or fewer than two parties → row 1 (outside) → row 14 (one legal person) → row 13
(superior and subordinate) → legal levels (rows 11, 12) → each pair by rows 2–9 → row 10 for three or more. Total,
single-valued, independent of the order of the parties, and it never raises: what cannot be routed is refused with
whom to ask.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import combinations, permutations
from types import MappingProxyType
from typing import Any

from xiedu.law.areas import CITY, area_name, in_quzhou
from xiedu.law.citation import Cite, M
from xiedu.law.parties import Kind, Level, Party, faults_of, read_parties

__all__ = ["ROWS", "Handler", "Party", "Routing", "Row", "route", "route_json", "unreadable"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the routing table: why, where it stands, and whether it is only our reading (policy)."""

    ground: str
    cites: tuple[Cite, ...]
    policy: bool = False


_SAME_LEVEL = M(6, 2)
_TOWN_COUNTY = (M(6, 2), Cite("浙江省综合行政执法条例", 17, 2))
_OUTPOST = Cite("浙江省行政程序办法", 12, 2)

ROWS = MappingProxyType(
    {
        "malformed": Row("所填内容不完整或自相矛盾，无法确定处理机构", (M(6),)),
        "1": Row("有一方不属于衢州市、县两级管辖", (M(2), M(6, 2), Cite("浙江省行政程序办法", 11))),
        "2": Row("乡镇（街道）与本县（市、区）的县级机关之争，由县级指导机构处理", _TOWN_COUNTY),
        "3": Row("同一县（市、区）的县级机关之争，由本级指导机构处理", (_SAME_LEVEL,)),
        "4": Row("同一县（市、区）的乡镇（街道）之争，比照由县级指导机构处理", (M(2, 2), M(6, 2)), policy=True),
        "5": Row("县级机关与另一县（市、区）的乡镇（街道）之争，跨区域且跨层级，由市级指导机构处理", (_SAME_LEVEL,)),
        "6": Row("不同县（市、区）的乡镇（街道）之争，跨区域，由市级指导机构处理", (_SAME_LEVEL,)),
        "7": Row("不同县（市、区）的县级机关之争，跨区域，由市级指导机构处理", (_SAME_LEVEL,)),
        "8": Row("市级机关与县级机关或者乡镇（街道）之争，跨层级，由市级指导机构处理", (_SAME_LEVEL,)),
        "9": Row("市级机关之争，由本级即市级指导机构处理", (_SAME_LEVEL,)),
        "10": Row("三方以上之争，由对每两方都有权处理的最低一级机构处理", (_SAME_LEVEL,)),
        "11": Row("派出机构以所属部门名义执法，按其法人所在层级认定", (_OUTPOST,)),
        "12": Row("派出机关按设立它的人民政府的层级认定", (_SAME_LEVEL,), policy=True),
        "13": Row("人民政府与其下级之间不是执法职责争议", (M(2, 1), M(6, 1))),
        "14": Row("各方属同一机关或同一法人，属内部事务", (M(6, 1), _OUTPOST)),
    }
)

_COUNTY_ROWS = {
    0: ("3", "7"),
    1: ("2", "5"),
    2: ("4", "6"),
}  # townships in the pair → (same county, different counties)
_VERTICAL = Cite("行政执法监督条例", 42)


@dataclass(frozen=True, slots=True)
class Handler:
    """The guidance body that handles: its level (``county`` or ``city``), 6-digit area and name."""

    level: str
    area: str
    name: str


@dataclass(frozen=True, slots=True)
class Routing:
    """The result: either a handler or a refusal. ``rule`` is the row; ``policy`` says the Measures do not say it."""

    handler: Handler | None
    refused: str | None
    rule: str
    policy: bool
    recused: bool
    cites: tuple[Cite, ...]
    explanation: str

    def as_dict(self) -> dict[str, Any]:
        """The JSON form; cites as their keys."""
        return {
            "handler": asdict(self.handler) if self.handler else None,
            "refused": self.refused,
            "rule": self.rule,
            "policy": self.policy,
            "recused": self.recused,
            "cites": [cite.key() for cite in self.cites],
            "explanation": self.explanation,
        }


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Party
    other: Party
    row: str
    level: Level

    @property
    def policy(self) -> bool:
        return ROWS[self.row].policy or _by_policy(self.one) or _by_policy(self.other)


def route_json(value: object) -> Routing:
    """Route ``{"parties": [...]}`` as decoded from JSON; any other value is refused, nothing is raised."""
    parties, faults = read_parties(value)
    return _malformed(faults) if faults else route(parties)


def unreadable(fault: str) -> Routing:
    """The refusal of something that could not even be read as JSON; ``fault`` says why and what to do."""
    return _malformed({fault})


def route(parties: Iterable[Party]) -> Routing:
    """Route well-typed parties (art. 6). The result does not depend on their order."""
    ordered = sorted(parties, key=_sort_key)
    faults = {fault for party in ordered for fault in faults_of(party)}
    if faults:
        return _malformed(faults)
    if len(ordered) < 2:
        return _malformed({"争议至少要有两方。请填写争议的对方"})
    return _outside(ordered) or _one_person(ordered) or _superior(ordered) or _handled(ordered)


def guidance_body(level: Level, area: str) -> Handler:
    """The guidance body of the city or of a county."""
    area = CITY if level is Level.CITY else area
    return Handler(level.value, area, f"{area_name(area)}综合行政执法指导机构")


def _sort_key(party: Party) -> tuple[str, ...]:
    legal, entity = party.legal_level or "", party.entity or ""
    return (party.level, party.area, party.kind, party.name, legal, entity, str(party.host_of_handler))


def _refuse(rule: str, reason: str, *, policy: bool | None = None, more: tuple[Cite, ...] = ()) -> Routing:
    row = ROWS[rule]
    policy = row.policy if policy is None else policy
    explanation = f"{row.ground}。" + (_POLICY_NOTE if policy else "")
    return Routing(None, reason, rule, policy, False, row.cites + more, explanation)


def _malformed(faults: set[str]) -> Routing:
    reason = "；".join(sorted(faults)) + "。请更正后重新提交；不清楚的，请向本级综合行政执法指导机构咨询。"
    return _refuse("malformed", reason)


def _outside(parties: list[Party]) -> Routing | None:
    """Row 1: the Measures reach the city and its counties; vertical bodies are left out by policy."""
    vertical = [p for p in parties if p.kind is Kind.VERTICAL]
    upper = (Level.NATIONAL, Level.PROVINCE)
    outside = [
        p for p in parties if p not in vertical and (p.legal in upper or p.level in upper or not in_quzhou(p.area))
    ]
    if not vertical and not outside:
        return None
    says = []
    if outside:
        says.append(
            f"{_names(outside)}不属于衢州市、县两级的行政执法机关，指导机构无权处理。请报请各方共同的上级行政机关决定"
        )
        if all(p.area.startswith("33") for p in parties):
            says.append("也可以向浙江省综合行政执法指导机构反映")
    if vertical:
        says.append(
            f"{_names(vertical)}是垂直管理机关，不按本办法处理。请告知其上级主管机关，并报请共同的上级行政机关决定"
        )
    return _refuse("1", "；".join(says) + "。", policy=bool(vertical), more=(_VERTICAL,) if vertical else ())


def _one_person(parties: list[Party]) -> Routing | None:
    """Row 14: a body is in no dispute with itself."""
    for one, other in combinations(parties, 2):
        if _same(one, other):
            who = _names([one, other]) if one.name != other.name else f"{_names([one])}（重复填写）"
            reason = f"{who}属同一法人，其内部分工由所属机关自行决定，请向该机关负责人报告。"
            if len(parties) > 2:
                reason += "另有争议对方的，请把同一法人合并为一方后重新提交。"
            return _refuse("14", reason)
    return None


def _superior(parties: list[Party]) -> Routing | None:
    """Row 13: township against its own county government; by policy also every other government and its subordinate."""
    found = [(upper, lower) for upper, lower in permutations(parties, 2) if _governs(upper, lower)]
    if not found:
        return None
    literal = [(upper, lower) for upper, lower in found if upper.legal is Level.COUNTY and lower.township]
    upper, lower = (literal or found)[0]
    ask = f"{area_name(upper.area)}人民政府"
    reason = f"“{lower.name}”是“{upper.name}”的下级，双方之间不适用本程序。请直接向{ask}报告，由其决定。"
    return _refuse("13", reason, policy=not literal)


def _same(one: Party, other: Party) -> bool:
    if one.entity is not None and one.entity == other.entity:
        return True
    alike = (one.level, one.area, one.kind) == (other.level, other.area, other.kind)
    return alike and (one.name == other.name or (one.kind is Kind.GOVERNMENT and not one.township))


def _governs(government: Party, lower: Party) -> bool:
    if government.kind is not Kind.GOVERNMENT or government.township:
        return False
    if government.legal is Level.CITY:
        return True
    return lower.area == government.area and lower.legal in (Level.COUNTY, Level.TOWNSHIP)


def _pair(one: Party, other: Party) -> _Pair:
    """Rows 2–9 for one pair."""
    levels = {one.legal, other.legal}
    if Level.CITY in levels:
        return _Pair(one, other, "9" if levels == {Level.CITY} else "8", Level.CITY)
    townships = (one.legal is Level.TOWNSHIP) + (other.legal is Level.TOWNSHIP)
    same_county, different = _COUNTY_ROWS[townships]
    if one.area == other.area:
        return _Pair(one, other, same_county, Level.COUNTY)
    return _Pair(one, other, different, Level.CITY)


def _by_policy(party: Party) -> bool:
    """Row 12, and township-level bodies that art. 6 does not name."""
    unnamed = party.legal is Level.TOWNSHIP and not party.township
    return party.kind is Kind.DISPATCHED_ORGAN or unnamed


def _handled(parties: list[Party]) -> Routing:
    pairs = [_pair(one, other) for one, other in combinations(parties, 2)]
    city = [pair for pair in pairs if pair.level is Level.CITY]
    deciding = city or pairs
    handler = guidance_body(deciding[0].level, parties[0].area)
    rule = "10" if len(parties) > 2 else deciding[0].row
    policy = any(pair.policy for pair in deciding)
    recused = any(_hosts(party, handler) for party in parties)
    noted = [(party, row) for party in parties for row in _normalised(party)]
    rows = dict.fromkeys([rule, *(pair.row for pair in deciding), *(row for _, row in noted)])
    cites = tuple(dict.fromkeys(cite for row in rows for cite in ROWS[row].cites))
    said = [f"“{party.name}”：{ROWS[row].ground}，此处为{_LEVELS[party.legal]}。" for party, row in noted]
    said += _because(rule, deciding)
    said.append(f"由{handler.name}协调处理。")
    said += [_POLICY_NOTE] * policy + [_RECUSAL_NOTE] * recused
    return Routing(handler, None, rule, policy, recused, cites, "".join(said))


def _because(rule: str, deciding: list[_Pair]) -> list[str]:
    first = [pair for i, pair in enumerate(deciding) if pair.row not in {p.row for p in deciding[:i]}]
    said = [f"“{pair.one.name}”与“{pair.other.name}”：{ROWS[pair.row].ground}。" for pair in first]
    return [f"{ROWS[rule].ground}。", *said] if rule == "10" else said


def _normalised(party: Party) -> list[str]:
    """Which of rows 11 and 12 spoke about this party."""
    if party.kind is Kind.DISPATCHED_ORGAN:
        return ["12"]
    return ["11"] if party.kind is Kind.BRANCH or party.legal is not party.level else []


def _hosts(party: Party, handler: Handler) -> bool:
    if not party.host_of_handler or party.level not in (Level.CITY, Level.COUNTY):
        return False
    return guidance_body(party.level, party.area) == handler


def _names(parties: list[Party]) -> str:
    return "、".join(dict.fromkeys(f"“{party.name}”" for party in parties))


_LEVELS = {Level.CITY: "市级", Level.COUNTY: "县级", Level.TOWNSHIP: "乡级"}
_POLICY_NOTE = "此情形办法没有明文，系内部规则，处理机构可以说明理由后改变。"
_RECUSAL_NOTE = (
    "该机构由争议一方承担：按内部规则，其人员回避，由同级司法行政机关或者机构编制部门派员主持，不得单独出具协调意见。"
)
