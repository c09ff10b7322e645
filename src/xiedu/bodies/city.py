"""Lay down Quzhou: areas, bodies, hostings, justice districts; in demo mode people and sign-ins as well.

Safe to run again: what is there stays, what is missing is added.
"""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction

from xiedu.base import audit
from xiedu.bodies.city_data import SINCE, SOURCE, SOURCE_DATE, BodyPlan, areas, bodies
from xiedu.bodies.demo_people import seed_people
from xiedu.bodies.fill import fill
from xiedu.bodies.models import Area, Body, Hosting, Serving

_SINCE = date.fromisoformat(SINCE)
BodyMap = Mapping[str, Body]


@transaction.atomic
def seed_city(*, demo: bool = True) -> dict[str, int]:
    """Areas and bodies of Quzhou; with ``demo`` also people by role name with posts, certificates and sign-ins.

    Returns how many rows of each kind were added. RuntimeError when demo people are asked for in production.
    """
    if demo and not settings.DEMO:
        raise RuntimeError("生产模式不得建立演示人员和演示账号。")
    area_rows, added_areas = _areas()
    body_rows, added_bodies = _bodies(area_rows)
    added = {
        "区域": added_areas,
        "机构": added_bodies,
        "挂靠": _hostings(body_rows),
        "司法所辖区": _servings(body_rows, area_rows),
    }
    if demo:
        added |= seed_people(body_rows)
    if any(added.values()):
        audit.record("建立演示城市" if demo else "建立机构登记册", user=None, target="衢州市", detail=added)
    return added


def _areas() -> tuple[dict[str, Area], int]:
    rows: dict[str, Area] = {}
    added = 0
    for level in Area.Level.values:
        wanted = [
            Area(
                name=plan.name,
                rank=plan.level,
                parent=rows.get(plan.parent),
                code=plan.code,
                code_source=SOURCE,
                code_date=date.fromisoformat(SOURCE_DATE),
            )
            for plan in areas()
            if plan.level == level
        ]
        rows, new = fill(Area, lambda area: area.code, wanted)
        added += new
    return rows, added


def _bodies(area_rows: Mapping[str, Area]) -> tuple[dict[str, Body], int]:
    """Bodies by slug, laid down generation by generation because a body needs its parent's id."""
    done: dict[str, Body] = {}
    added, waiting = 0, list(bodies())
    while waiting:
        ready = [plan for plan in waiting if not plan.parent or plan.parent in done]
        waiting = [plan for plan in waiting if plan.parent and plan.parent not in done]
        rows, new = fill(Body, lambda body: body.name, [_body(plan, area_rows, done) for plan in ready])
        done |= {plan.slug: rows[plan.name] for plan in ready}
        added += new
    return done, added


def _body(plan: BodyPlan, area_rows: Mapping[str, Area], done: BodyMap) -> Body:
    return Body(
        name=plan.name,
        short_name=plan.short,
        kind=plan.kind,
        area=area_rows[plan.area],
        legal_level=plan.level,
        parent=done.get(plan.parent),
        paper_word=plan.word,
        field=plan.field,
        valid_from=_SINCE,
    )


def _hostings(rows: BodyMap) -> int:
    wanted = [
        Hosting(guidance=rows[plan.slug], host=rows[plan.host], valid_from=_SINCE) for plan in bodies() if plan.host
    ]
    return fill(Hosting, lambda hosting: hosting.guidance_id, wanted)[1]


def _servings(rows: BodyMap, area_rows: Mapping[str, Area]) -> int:
    wanted = [
        Serving(office=rows[plan.slug], area=area_rows[code], valid_from=_SINCE)
        for plan in bodies()
        for code in plan.serves
    ]
    return fill(Serving, lambda serving: serving.area_id, wanted)[1]
