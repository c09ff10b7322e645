"""The rows a step's facts point to: that they are there, that the actor may use them, and their locks in order."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection
from pydantic import BaseModel

from xiedu.base.rows import fetch, marks
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import kinds_of, references
from xiedu.procedure.models import Matter
from xiedu.procedure.situation import REVIEW_DRAFT, Ctx

Reference = tuple[str, str, int]
_TABLES = {"person": "bodies_person", "paper": "papers_paper", "matter": "procedure_matter"}
_FILES = (
    "SELECT f.id FROM base_storedfile f JOIN bodies_person p ON p.user_id = f.uploaded_by_id"
    " WHERE p.id = %s AND f.id IN ({ids})"
    " UNION SELECT r.file_id FROM procedure_eventref r JOIN procedure_event e ON e.id = r.event_id"
    " WHERE e.matter_id IN ({matters}) AND r.file_id IN ({ids})"
)
ABSENT = "所选内容不存在或您无权引用，请重新选择或上传。"


def references_of(ctx: Ctx) -> list[Reference]:
    """Every (path, kind, id) the facts point to; for a paper under approval those of the move it drafts."""
    if ctx.move.code == REVIEW_DRAFT:
        target = ctx.table.move(ctx.facts.move)
        inner = target.facts.model_validate(ctx.facts.facts) if target and target.approval else None
        return list(references(inner)) if inner else []
    return list(references(ctx.facts))


def check_references(ctx: Ctx, refs: list[Reference]) -> None:
    """Every row pointed to exists, and every file is the actor's own or already in this matter.

    Raises:
        NotMade: naming the field.
    """
    prefix = "facts." if ctx.move.code == REVIEW_DRAFT else ""
    errors: dict[str, str] = {}
    for kind in {r[1] for r in refs}:
        known = _known(ctx, kind, {r[2] for r in refs if r[1] == kind}, refs)
        errors |= {prefix + path: ABSENT for path, k, i in refs if k == kind and i not in known}
    if errors:
        raise NotMade(errors=errors)


def _known(ctx: Ctx, kind: str, wanted: set[int], refs: list[Reference]) -> set[int]:
    if kind == "file":
        return _own_files(ctx, wanted, {i for _, k, i in refs if k == "matter"})
    if kind == "body":
        here = {p.body_id for p in ctx.sit.parts if p.body_id}
        return (wanted & here) | (ctx.world.existing(wanted - here) if wanted - here else set())
    return {pk for (pk,) in fetch(f"SELECT id FROM {_TABLES[kind]} WHERE id IN ({marks(wanted)})", [*wanted])}


def _own_files(ctx: Ctx, ids: set[int], matters: set[int]) -> set[int]:
    """His own files, those of this matter and those of a matter the step takes over (its guards decide on that)."""
    here = {ctx.sit.matter_id, *matters}
    sql = _FILES.format(ids=marks(ids), matters=marks(here))
    return {pk for (pk,) in fetch(sql, [ctx.actor.person_id, *ids, *here, *ids])}


def lock_named(matter_id: int, given: Any) -> None:
    """Lock a matter and the others its facts name, in id order, so that none of them moves meanwhile."""
    if not connection.features.has_select_for_update or not isinstance(given, Mapping | BaseModel):
        return
    stated = given if isinstance(given, Mapping) else vars(given)
    ids = {int(stated[name]) for name in _matter_fields() & stated.keys() if str(stated[name]).isdecimal()}
    if ids:
        wanted = [i for i in {matter_id, *ids} if i < 2**63]
        list(Matter.objects.select_for_update().filter(pk__in=wanted).order_by("id").values_list("pk"))


@cache
def _matter_fields() -> set[str]:
    """The names under which the facts of some move name another matter."""
    classes = {move.facts for table in registry.tables() for move in table.moves}
    return {name for facts in classes for name, field in facts.model_fields.items() if "matter" in kinds_of(field)}
