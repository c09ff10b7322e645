"""The newest or oldest matters somebody sees, read along the indexes of his bodies and areas.

:meth:`policy.Sight.matters` says who sees what; asked matter by matter, it reads all matters there are before it has
found the few of a body with few. Here each ground of sight is read by itself in the order of the list, as far as the
list is wanted, and the grounds are merged: what a page costs depends on its length, not on how many matters there are.
A property test holds the two to the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import QuerySet

from xiedu.base.rows import marks
from xiedu.procedure import sights
from xiedu.procedure.models import Matter

Part = tuple[str, list[Any]]


@dataclass(frozen=True)
class Overseen:
    """The matters of a procedure in an area and right below it, but for some states.

    ``upper`` says that most matters are handled below (a city): then they are read by number, not by area.
    """

    procedure: str
    private: tuple[str, ...]
    area: int
    upper: bool


@dataclass(frozen=True)
class Dialect:
    """The statements of a database, each written so that the planner has no choice but to read in order and stop.

    ``body`` reads along a body's participations; ``area``, ``few`` and ``many`` along the matters of an area, of the
    areas below it where these have next to none, and where they have nearly all. Values: body, ``sees``, ``also``; or
    area, procedure, private states, ``also``.
    """

    body: str
    area: str
    few: str
    many: str


_LAST = " ORDER BY {order} {way} LIMIT {most:d}"
_OF = "procedure_matter.procedure = %s{public}{also}"
_BELOW = "(SELECT below.id FROM bodies_area below WHERE below.parent_id = %s)"
_SEEN_BY = " FROM procedure_participant seer{} WHERE seer.body_id = %s AND seer.until_seq IS NULL AND seer.sighted"
# ``+ 0`` keeps an index out: of the areas where they have nearly all matters, which would be sorted; of the order where
# they have next to none, for which all would be read.
SQLITE = Dialect(
    body="SELECT DISTINCT seer.matter_id AS id"
    + _SEEN_BY.format(" CROSS JOIN procedure_matter")
    + " AND procedure_matter.id = seer.matter_id AND ({sees}){also}"
    + _LAST.replace("{order}", "seer.matter_id"),
    area=f"SELECT id FROM procedure_matter WHERE area_id = %s AND {_OF}" + _LAST.replace("{order}", "id"),
    few="SELECT procedure_matter.id AS id FROM bodies_area below CROSS JOIN procedure_matter WHERE below.parent_id = %s"
    f" AND procedure_matter.area_id = below.id AND {_OF}" + _LAST.replace("{order}", "procedure_matter.id + 0"),
    many=f"SELECT id FROM procedure_matter WHERE area_id + 0 IN {_BELOW} AND {_OF}" + _LAST.replace("{order}", "id"),
)
# ``OFFSET 0`` keeps a subquery whole: first the order along the index, then matter by matter whether it is wanted.
_IN_ORDER = (
    "SELECT there.id AS id FROM (SELECT id FROM procedure_matter WHERE area_id = {} AND procedure = %s"
    " ORDER BY id {{way}} OFFSET 0) there{{wanted}}"
) + _LAST.replace("{order}", "there.id").replace("{", "{{").replace("}", "}}")
_EACH_BELOW = f"SELECT top.id AS id FROM {_BELOW} below CROSS JOIN LATERAL ({_IN_ORDER.format('below.id')}) top"
_WANTED = (
    " CROSS JOIN LATERAL (SELECT 1 FROM procedure_matter WHERE procedure_matter.id = there.id{public}{also} OFFSET 0)"
    " wanted"
)
POSTGRESQL = Dialect(
    body="SELECT DISTINCT seer.matter_id AS id FROM (SELECT seer.matter_id, seer.role"
    + _SEEN_BY.format("")
    + " ORDER BY seer.matter_id {way} OFFSET 0) seer CROSS JOIN LATERAL (SELECT 1 FROM procedure_matter"
    " WHERE procedure_matter.id = seer.matter_id AND ({sees}){also} OFFSET 0) wanted"
    + _LAST.replace("{order}", "seer.matter_id"),
    area=_IN_ORDER.format("%s"),
    few=_EACH_BELOW,
    many=_EACH_BELOW,
)


def nearest(
    bodies: Iterable[int], overseen: Iterable[Overseen], rows: QuerySet[Matter], most: int, *, oldest: bool
) -> list[int]:
    """The ids of the newest ``most`` of ``rows`` that a body takes part in with sight or that are overseen; one query.

    ``rows`` may be narrowed by columns of the matter and by subqueries, not by joins.
    """
    try:
        also = _narrowed(rows)
    except EmptyResultSet:
        return []
    way = "ASC" if oldest else "DESC"
    parts = [_of_body(body, also, way, most) for body in bodies]
    for one in overseen:
        parts += _of_area(one, also, way, most)
    if not parts:
        return []
    union = " UNION ".join(f"SELECT id FROM ({sql}) part{n}" for n, (sql, _) in enumerate(parts))
    values = [value for _, found in parts for value in found]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({union}) near ORDER BY id {way} LIMIT {most:d}", values)
        return [pk for (pk,) in cursor.fetchall()]


def _narrowed(rows: QuerySet[Matter]) -> Part:
    """The condition of a queryset as it stands in a statement over the table of matters."""
    query = rows.query
    if sum(1 for count in query.alias_refcount.values() if count) > 1:
        raise TypeError("a filter on another table must be a subquery")
    try:
        sql, values = query.get_compiler(connection=connection).compile(query.where)
    except FullResultSet:
        return "", []
    return (f" AND {sql}", list(values)) if sql else ("", [])


def _of_body(body: int, also: Part, way: str, most: int) -> Part:
    test, values = sights.sees("procedure_matter.procedure", "procedure_matter.state", "seer.role")
    return _dialect().body.format(sees=test, also=also[0], way=way, most=most), [body, *values, *also[1]]


def _of_area(one: Overseen, also: Part, way: str, most: int) -> list[Part]:
    public = f" AND procedure_matter.state NOT IN ({marks(one.private)})" if one.private else ""
    values = [one.area, one.procedure, *one.private, *also[1]]
    known = _dialect()
    both = (known.area, known.many if one.upper else known.few)
    tests = {"public": public, "also": also[0]}
    wanted = _WANTED.format(**tests) if any(tests.values()) else ""
    return [(sql.format(**tests, wanted=wanted, way=way, most=most), values) for sql in both]


def _dialect() -> Dialect:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
