"""Scenes of citations in free text."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.checks.scenes import CLEAN, EXEMPT, FIRST, GAP, HIT, LAST, Scene


def cited(text: str | None, day: str = "2025-05-06", act: str | None = None, **changes: Any) -> dict[str, Any]:
    """A decision of a day on a basis, for an act that ended on another."""
    return {"basis": text, "decided_on": day, "started_on": day, "act_end": act, **changes}


OLD = "《浙江省城市管理相对集中行政处罚权条例》第五条"
NEW = "《行政执法监督条例》第十条"
FINE = "根据《中华人民共和国行政处罚法》（2021年修订）第二十八条第一款、第五十七条和《浙江省综合行政执法条例》第三条"
UNKNOWN = "《某某管理条例》第十条"
ABSENT = "《行政处罚法》第二十八条、第八十七条"


def rows(*told: tuple[str, dict[str, Any]]) -> tuple[Scene, ...]:
    return tuple(Scene(label, [row]) for label, row in told)


FORCE = (
    (HIT, cited(OLD, act="2024-01-01")),
    (CLEAN, cited(FINE)),
    (FIRST, cited(NEW, "2026-01-31")),
    (LAST, cited(NEW, "2026-02-01")),
    (GAP, cited(UNKNOWN)),
    (GAP, cited("无")),
    (GAP, cited(None)),
    (HIT, cited(f"{UNKNOWN}；{NEW}", "2026-01-31")),
)
ARTICLE = (
    (HIT, cited(ABSENT)),
    (CLEAN, cited(FINE)),
    (FIRST, cited("行政机关依据《强制法》第72条")),
    (LAST, cited("《强制法》第71条")),
    (HIT, cited("《浙江省综合行政执法条例》第一百零一条")),
    (GAP, cited(UNKNOWN)),
    (EXEMPT, cited("《行政处罚法》第八十六条")),
    (HIT, cited(f"{UNKNOWN}、{ABSENT}")),
)
SCENES: Mapping[str, Sequence[Scene]] = {
    "bas-not-in-force": (
        *rows(
            *FORCE,
            (GAP, cited(OLD)),
            (EXEMPT, cited(OLD, act="2021-12-31")),
            (HIT, cited("《行政处罚法》第八条", bases=[{"law": "行政执法监督条例", "article": "第三条"}])),
        ),
    ),
    "bas-no-article": rows(
        *ARTICLE,
        (HIT, cited("《行政处罚法》第八条", bases=[{"law": "《行政处罚法》", "article": "第九十条"}])),
        (GAP, cited("《行政许可法》第八十三条、《某法》第三条")),
    ),
    "bas-not-in-force-coe": rows(
        *(one for one in FORCE if one[1]["basis"] != OLD),
        (HIT, cited(OLD)),
        (EXEMPT, cited(OLD, "2021-12-31")),
    ),
    "bas-no-article-coe": rows(*ARTICLE),
}
