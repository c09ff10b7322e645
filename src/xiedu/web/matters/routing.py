"""Art. 6 before anything is handed in: who would handle the dispute of these parties, and is there one already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xiedu.base.models import today
from xiedu.bodies.principal import Principal
from xiedu.law.citation import Cite
from xiedu.law.competence import route_json
from xiedu.procedure.policy import Sight
from xiedu.procedure.world import DbWorld

MOST = 20


@dataclass(frozen=True)
class Preview:
    """The routing as it would be made now, explained; ``duplicates`` are numbers of open disputes the person sees."""

    handler: str
    refused: str
    explanation: str
    policy: bool
    recused: bool
    cites: tuple[Cite, ...]
    duplicates: tuple[str, ...] = ()


def preview(who: Principal, ids: Sequence[int], field: str, matter_id: int = 0) -> Preview | None:
    """The routing for these bodies, the applicant first; None while there are not yet two."""
    known = list(dict.fromkeys(ids))[:MOST]
    if len(known) < 2:
        return None
    world = DbWorld(today())
    found: dict[str, Any] = route_json({"parties": [dict(world.party(b)) for b in known]}).as_dict()
    handler = found["handler"]
    return Preview(
        handler=_name(world, handler["area"], handler["name"]) if handler else "",
        refused=found["refused"] or "",
        explanation=found["explanation"],
        policy=found["policy"],
        recused=found["recused"],
        cites=tuple(Cite.parse(c) for c in found["cites"]),
        duplicates=_duplicates(who, known, field, matter_id),
    )


def _name(world: DbWorld, area: str, fallback: str) -> str:
    body = world.official("guidance", area)
    return body.name if body else f"{fallback}（尚未登记）"


def _duplicates(who: Principal, ids: Sequence[int], field: str, matter_id: int) -> tuple[str, ...]:
    if not field:
        return ()
    key = f"{field}|{','.join(map(str, sorted(ids)))}"
    seen = Sight(who).matters()
    rows = seen.filter(procedure="dispute", ended_on=None, indexed__key="dupkey", indexed__text=key)
    return tuple(rows.exclude(pk=matter_id).values_list("number", flat=True)[:5])
