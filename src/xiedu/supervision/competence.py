"""Which justice bureau acts on a body: a small table like the routing of art. 6, explained like it. Pure.

Own level first (arts 2(3), 16): the county bureau for county agencies, townships and subdistricts, the city bureau for
city agencies. The Measures are silent on a bureau that would supervise itself, its own government or a
vertical body: those go one level up, as policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from xiedu.law.areas import CITY, area_name, in_quzhou
from xiedu.law.citation import Cite, M
from xiedu.law.competence import Row
from xiedu.law.parties import Kind, Level, Party, faults_of, read_parties

_UPPER = Cite("行政执法监督条例", 42)
ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "malformed": Row("所填内容不完整或自相矛盾，无法确定承办的司法行政机关", (M(2, 3),)),
        "outside": Row("不属于衢州市、县两级管辖", (M(2, 3),)),
        "county": Row("县级行政执法机关由本级司法行政机关监督", (M(2, 3), M(16))),
        "township": Row("乡镇（街道）由所在县（市、区）司法行政机关监督", (M(2, 3), M(3))),
        "city": Row("市级行政执法机关及其派出机构由市级司法行政机关监督", (M(2, 3), M(16))),
        "organ": Row("派出机关按设立它的人民政府的层级认定", (M(2, 3),), policy=True),
        "up_self": Row("涉及本级司法行政机关或者其内设的指导机构，由上一级司法行政机关办理", (M(2, 3),), policy=True),
        "up_government": Row("涉及本级人民政府，由上一级司法行政机关办理", (M(2, 3),), policy=True),
        "up_vertical": Row("垂直管理机构由上一级司法行政机关办理，并告知其上级主管部门", (_UPPER,), policy=True),
    }
)
_ASK = {
    "outside": "请告知反映人向有管辖权的机关提出",
    "up_self": "请报省司法行政机关或者市人民政府",
    "up_government": "请报省司法行政机关",
    "up_vertical": "请报省司法行政机关，并告知其上级主管部门",
}


@dataclass(frozen=True, slots=True)
class Competence:
    """The area whose justice bureau acts, or a refusal with whom to ask; ``policy``: the Measures do not say it."""

    area: str
    refused: str
    rule: str
    policy: bool
    cites: tuple[Cite, ...]
    explanation: str

    def as_dict(self) -> dict[str, Any]:
        """The form kept in an event; cites as their keys."""
        return {
            "rule": self.rule,
            "policy": self.policy,
            "recused": False,
            "cites": [cite.key() for cite in self.cites],
            "explanation": self.explanation,
        }


def competent(subject: Mapping[str, Any], *, itself: bool = False) -> Competence:
    """The justice bureau for a body given as a party of the routing of art. 6.

    ``itself``: the body is a justice bureau or a guidance body that a justice bureau hosts. Total; never raises.
    """
    read, faults = read_parties({"parties": [subject]})
    if not read or faults or faults_of(read[0]):
        return _found("malformed", "", "请先请系统管理员核对该机关的登记（层级、类别、区划）")
    party = read[0]
    if not in_quzhou(party.area):
        return _found("outside", "", _ASK["outside"])
    rule = _rule(party, itself=itself)
    if rule.startswith("up_"):
        return _found(rule, "", _ASK[rule]) if _at_city(party) else _found(rule, CITY)
    return _found(rule, CITY if party.legal is Level.CITY else party.area)


def _rule(party: Party, *, itself: bool) -> str:
    if itself:
        return "up_self"
    if party.kind is Kind.VERTICAL:
        return "up_vertical"
    if party.kind is Kind.GOVERNMENT and not party.township:
        return "up_government"
    if party.township:
        return "township"
    if party.kind is Kind.DISPATCHED_ORGAN:
        return "organ"
    return "city" if party.legal is Level.CITY else "county"


def _at_city(party: Party) -> bool:
    return party.legal not in (Level.COUNTY, Level.TOWNSHIP)


def _found(rule: str, area: str, ask: str = "") -> Competence:
    row = ROWS[rule]
    who = f"由{area_name(area)}司法行政机关承办" if area else ask
    text = f"{row.ground}，{who}。" + ("办法未作规定，此为平台政策。" if row.policy else "")
    return Competence(area, "" if area else text, rule, row.policy, row.cites, text)
