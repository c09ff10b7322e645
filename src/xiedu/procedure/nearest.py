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


_BODY = (
    "SELECT DISTINCT seer.matter_id AS id FROM procedure_participant seer CROSS JOIN procedure_matter"
    " WHERE procedure_matter.id = seer.matter_id AND seer.body_id = %s AND seer.until_seq IS NULL AND seer.sighted"
    " AND ({sees}){also} ORDER BY seer.matter_id {way} LIMIT {most:d}"
)
_AREA = (
    "SELECT procedure_matter.id AS id FROM {tables} WHERE {there} AND procedure_matter.procedure = %s{public}{also}"
    " ORDER BY procedure_matter.{order} {way} LIMIT {most:d}"
)
_IN_IT = ("procedure_matter", "procedure_matter.area_id = %s", "id")
# ``+ 0`` keeps an index out. Where nearly all matters lie below, that of areas: they would all be sorted. Where next to
# none do, that of the order: all would be read to find them.
_BELOW = "(SELECT below.id FROM bodies_area below WHERE below.parent_id = %s)"
_MANY_BELOW = ("procedure_matter", f"procedure_matter.area_id + 0 IN {_BELOW}", "id")
_FEW_BELOW = (
    "bodies_area below CROSS JOIN procedure_matter",
    "below.parent_id = %s AND procedure_matter.area_id = below.id",
    "id + 0",
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
    return _BODY.format(sees=test, also=also[0], way=way, most=most), [body, *values, *also[1]]


def _of_area(one: Overseen, also: Part, way: str, most: int) -> list[Part]:
    public = f" AND procedure_matter.state NOT IN ({marks(one.private)})" if one.private else ""
    values = [one.area, one.procedure, *one.private, *also[1]]
    said = {"public": public, "also": also[0], "way": way, "most": most}
    return [
        (_AREA.format(tables=tables, there=there, order=order, **said), values)
        for tables, there, order in (_IN_IT, _MANY_BELOW if one.upper else _FEW_BELOW)
    ]
