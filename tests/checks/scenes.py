"""Scenes: several records of which one is judged. The scenes of a check share a table but no subject, body or officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.checks.harness import Row
from xiedu.records.fields import kind_of

NAMES = ("party_key", "agency_code", "agency", "violation_code", "fact_key", "asset_id", "joint_task", "place")
DAYS = {"decided_on", "inspected_on", "started_on", "act_end"}
HIT, CLEAN, GAP = "hit", "clean", "not recorded"
LAST, FIRST, EXEMPT = "last day", "first day beyond", "exception"
OUTCOMES: Mapping[str, bool | None] = {HIT: True, CLEAN: False, GAP: None, LAST: False, FIRST: True, EXEMPT: False}


@dataclass(frozen=True)
class Scene:
    """Records in the order of their rows; the one at ``at`` is judged. The label says what must come out."""

    label: str
    rows: Sequence[Row]
    at: int = -1

    @property
    def expected(self) -> bool | None:
        return OUTCOMES[self.label]


def table(kind: str, scenes: Sequence[Scene]) -> tuple[list[Row], list[tuple[Scene, int]]]:
    """All records of the scenes, and for each scene the row number of the judged one.

    Scenes that several kinds share have the days of all of them.
    """
    known = kind_of(kind).by_name
    rows: list[Row] = []
    judged = []
    for number, scene in enumerate(scenes):
        judged.append((scene, len(rows) + 1 + scene.at % len(scene.rows)))
        rows += [
            {k: v for k, v in _apart(row, f"景{number}").items() if k in known or k not in DAYS} for row in scene.rows
        ]
    return rows, judged


def _apart(row: Row, scene: str) -> Row:
    told: dict[str, Any] = {"document_no": "文号", "party": "合成公司", **row}
    told |= {name: f"{scene}{told[name]}" for name in NAMES if told.get(name)}
    if told.get("officers"):
        told["officers"] = [{**p, "cert_no": scene + p["cert_no"]} for p in told["officers"]]
    if told.get("steps"):
        told["steps"] = [{**s, "officers": [scene + o for o in s.get("officers") or ()]} for s in told["steps"]]
    if told.get("goods"):
        told["goods"] = [{**g, "asset_id": scene + g["asset_id"]} for g in told["goods"]]
    return told
