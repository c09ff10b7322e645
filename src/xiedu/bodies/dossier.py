"""Bodies as every step of a matter needs them: name, kind, place, host, side in the routing of art. 6."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiedu.base.rows import fetch, marks
from xiedu.bodies.models import Area, Body
from xiedu.law.parties import Kind as PartyKind
from xiedu.law.parties import Level as PartyLevel

Kind = Body.Kind
# Bodies that are part of the legal person they belong to (浙江省行政程序办法第十二条).
PARTS = frozenset({Kind.BRANCH, Kind.JUSTICE_OFFICE})
OFFICIALS = (Kind.GUIDANCE, Kind.JUSTICE, Kind.STAFFING, Kind.GOVERNMENT)
_TOWNSHIPS = frozenset({Kind.TOWNSHIP, Kind.SUBDISTRICT})
_PARTY_KINDS: dict[str, PartyKind] = {
    Kind.GOVERNMENT: PartyKind.GOVERNMENT,
    Kind.TOWNSHIP: PartyKind.TOWNSHIP,
    Kind.SUBDISTRICT: PartyKind.SUBDISTRICT,
    Kind.DISPATCHED: PartyKind.DISPATCHED_ORGAN,
    Kind.BRANCH: PartyKind.BRANCH,
    Kind.JUSTICE_OFFICE: PartyKind.BRANCH,
    Kind.AUTHORISED: PartyKind.AUTHORISED,
    Kind.VERTICAL: PartyKind.VERTICAL,
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the register says of a body on a day.

    ``host_id`` is the agency in which a guidance body sits; ``hosts_guidance`` is true (SQLite: 1) of the agency that
    hosts the guidance body of its own level and area.
    """

    id: int
    name: str
    kind: str
    area_id: int
    area_code: str
    legal_level: str
    paper_word: str
    area_rank: str
    parent_id: int | None
    host_id: int | None
    hosts_guidance: bool


_HOSTING = "h.valid_from <= %s AND (h.valid_to IS NULL OR h.valid_to >= %s)"
_COLUMNS = (
    "SELECT b.id, b.name, b.kind, b.area_id, a.code, b.legal_level, b.paper_word, a.rank, b.parent_id,"
    f" (SELECT h.host_id FROM bodies_hosting h WHERE h.guidance_id = b.id AND {_HOSTING}"
    " ORDER BY h.valid_from DESC, h.id DESC LIMIT 1),"
    " EXISTS (SELECT 1 FROM bodies_hosting h JOIN bodies_body g ON g.id = h.guidance_id"
    f" WHERE h.host_id = b.id AND {_HOSTING} AND g.area_id = b.area_id AND g.legal_level = b.legal_level)"
    " FROM bodies_body b JOIN bodies_area a ON a.id = b.area_id"
)
_OFFICIALS = (
    f"{_COLUMNS} WHERE a.code = %s AND b.kind IN ({marks(OFFICIALS)})"
    " AND b.valid_from <= %s AND (b.valid_to IS NULL OR b.valid_to >= %s) ORDER BY b.valid_from, b.id"
)


def read(ids: Iterable[int], on: date) -> list[Dossier]:
    """Bodies by id, those that there are; one query."""
    wanted = list(ids)
    found = fetch(f"{_COLUMNS} WHERE b.id IN ({marks(wanted)})", [on, on, on, on, *wanted])
    return [Dossier(*row) for row in found]


def officials(area_code: str, on: date) -> dict[str, Dossier]:
    """By kind the guidance body, justice bureau, staffing office and government of a county or the city; one query."""
    found = fetch(_OFFICIALS, [on, on, on, on, area_code, *map(str, OFFICIALS), on, on])
    return {body.kind: body for body in (Dossier(*row) for row in found)}


def as_party(body: Dossier) -> dict[str, Any]:
    """The body as a party of the routing of art. 6, in the JSON of ``xiedu route``."""
    if body.kind == Kind.EXTERNAL:
        return {"level": str(PartyLevel.PROVINCE), "area": "330000", "kind": "department", "name": body.name}
    whole = body.parent_id if body.kind in PARTS and body.parent_id else body.id
    return {
        "level": _level(body),
        "area": body.area_code[:6],
        "kind": str(_PARTY_KINDS.get(body.kind, PartyKind.DEPARTMENT)),
        "name": body.name,
        "legal_level": body.legal_level,
        "entity": f"body:{whole}",
        # It is, or on the day hosts, the guidance body of its own level and area (law: recusal by policy).
        "host_of_handler": body.kind == Kind.GUIDANCE or bool(body.hosts_guidance),
    }


def _level(body: Dossier) -> str:
    if body.kind in _TOWNSHIPS:
        return str(PartyLevel.TOWNSHIP)
    return str(Area.Level.COUNTY) if body.kind == Kind.JUSTICE_OFFICE else body.area_rank
