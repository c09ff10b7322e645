"""The work that waits for a person and his bodies, and what came in: the first of it, chosen in the database."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

from xiedu.base.models import today
from xiedu.base.rows import fetch, marks
from xiedu.bodies.principal import Principal

DATED_EACH, UNDATED_EACH = 60, 40
NEWS = 30


class Awaited(NamedTuple):
    """One piece of waiting work.

    ``origin``, ``provisional`` and ``clock`` are of its running term; ``many`` pieces wait in the same list (mine or my
    bodies'), ``late`` are overdue in both.
    """

    mine: int
    many: int
    late: int
    matter: int
    number: str
    title: str
    procedure: str
    state: str
    label: str
    body: str
    person: str | None
    since: date
    due: date | None
    origin: str | None
    provisional: bool | None
    clock: str | None


# Read along the index of one body, so that a body with much work costs what one with little does.
_OF_A_BODY = (
    "SELECT * FROM (SELECT id, body_id, person_id, posts, due FROM procedure_waiting"
    f" WHERE body_id = %s AND due IS NOT NULL ORDER BY due LIMIT {DATED_EACH}) dated"
    " UNION ALL SELECT * FROM (SELECT id, body_id, person_id, posts, due FROM procedure_waiting"
    f" WHERE body_id = %s AND due IS NULL ORDER BY id LIMIT {UNDATED_EACH}) undated"
)
_CHOSEN = """
SELECT c.mine, c.many, c.late, w.matter_id, m.number, m.title, m.procedure, m.state, w.label, b.short_name, p.name,
    w.since, w.due, t.origin, t.provisional, t.title
FROM (
    SELECT id, mine, COUNT(*) OVER (PARTITION BY mine) AS many,
        SUM(CASE WHEN due < %s THEN 1 ELSE 0 END) OVER () AS late,
        ROW_NUMBER() OVER (PARTITION BY mine ORDER BY due IS NULL, due, id) AS place
    FROM (SELECT near.id, near.due, CASE WHEN {mine} THEN 1 ELSE 0 END AS mine FROM ({near}) near) told
) c
JOIN procedure_waiting w ON w.id = c.id
JOIN procedure_matter m ON m.id = w.matter_id
JOIN bodies_body b ON b.id = w.body_id
LEFT JOIN bodies_person p ON p.id = w.person_id
LEFT JOIN procedure_runningterm t ON t.matter_id = w.matter_id AND t.key = w.term_key AND t.stopped_seq IS NULL
WHERE c.place <= %s
ORDER BY c.mine DESC, c.place
"""


def awaited(who: Principal, most: int) -> list[Awaited]:
    """The first ``most`` pieces of work of the person and of his bodies, due first; one query."""
    bodies = sorted(who.body_ids)
    mine, values = _mine(who)
    near = " UNION ALL ".join([_OF_A_BODY] * len(bodies))
    asked = [today(), *values, *(body for body in bodies for _ in range(2)), most]
    return [Awaited(*row) for row in fetch(_CHOSEN.format(mine=mine, near=near), asked)]


def _mine(who: Principal) -> tuple[str, list[Any]]:
    """Assigned to him or the colleague he stands in for, or to nobody and one of his posts is asked for."""
    tests = ["near.person_id = %s"]
    values: list[Any] = [who.person_id or 0]
    for holding in who.holdings:
        if holding.for_person_id:
            tests.append("(near.body_id = %s AND near.person_id = %s)")
            values += [holding.body_id, holding.for_person_id]
    for post in sorted({post for holding in who.holdings for post in holding.posts}):
        bodies = [holding.body_id for holding in who.holdings if post in holding.posts]
        tests.append(
            f"(near.person_id IS NULL AND ',' || near.posts || ',' LIKE %s AND near.body_id IN ({marks(bodies)}))"
        )
        values += [f"%,{post},%", *bodies]
    return " OR ".join(tests), values


_NOTICES = "channel = 'notice' AND read_at IS NULL"
_PAPERS = ("channel = 'service' AND received_on IS NULL", "channel = 'copy' AND received_on IS NULL")


def new_to(bodies: Iterable[int]) -> RawSQL:
    """The ids of the newest unread notices and unsigned papers of each body, read along its index."""
    parts = [
        f"SELECT id FROM (SELECT id FROM procedure_delivery WHERE body_id = %s AND {kind} AND sent_on IS NOT NULL"
        f" ORDER BY id DESC LIMIT {NEWS}) new{place}"
        for place, kind in enumerate((_NOTICES, *_PAPERS))
    ]
    each = " UNION ALL ".join(parts)
    wanted = list(bodies)
    sql = " UNION ALL ".join([each] * len(wanted))
    return RawSQL(sql, [body for body in wanted for _ in parts])  # noqa: S611 - constants of this module, joined
