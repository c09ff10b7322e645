"""Sealed fields: what somebody stated and only some may read (``Sealed`` in the metadata of a facts field). Pure.

A page that shows what was stated, quotes it or begins a form with it works on the situation as :func:`seen` gives it:
what this reader may not know is not in it. Rules and papers work on the whole.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import BaseModel

from xiedu.procedure.facts import Index, Sealed
from xiedu.procedure.situation import REVIEW_DRAFT, Past, Situation
from xiedu.procedure.table import Move, Procedure

VEIL = "已隐去（须经授权查看）"


@dataclass(frozen=True)
class Reader:
    """Who reads: the bodies he acts for, and himself (None: nobody in particular)."""

    bodies: Collection[int]
    person: int | None = None

    def grants(self, sit: Situation) -> frozenset[str]:
        """The roles he or one of his bodies holds in the matter."""
        body = {p.role for p in sit.parts if p.person_id is None and p.body_id in self.bodies}
        own = {p.role for p in sit.parts if p.person_id is not None and p.person_id == self.person}
        return frozenset(body | own)


@cache
def marks(model: type[BaseModel]) -> tuple[tuple[str, str, type[BaseModel] | None], ...]:
    """(field, grant, inner class) of the fields that are sealed or may have sealed fields within; grant "" = open."""
    found = []
    for name, field in model.model_fields.items():
        grant = next((m.grant for m in field.metadata if isinstance(m, Sealed)), "")
        inner = next((c for c in _classes(field.annotation) if marks(c)), None)
        if grant or inner:
            found.append((name, grant, inner))
    return tuple(found)


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _classes(argument)


def veiled(model: type[BaseModel], facts: Mapping[str, Any], grants: Collection[str]) -> Mapping[str, Any]:
    """The facts with every sealed value put away that none of the roles opens; an empty one stays empty."""
    found = dict(facts)
    for name, grant, inner in marks(model):
        value = found.get(name)
        if value in (None, "", []):
            continue
        if grant and grant not in grants:
            found[name] = VEIL
        elif inner:
            found[name] = _within(inner, value, grants)
    return found


def _within(inner: type[BaseModel], value: Any, grants: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return veiled(inner, value, grants)
    return [_within(inner, one, grants) for one in value] if isinstance(value, list) else value


def seals(table: Procedure) -> bool:
    """Whether any move of the table states something sealed."""
    return any(marks(m.facts) for m in table.moves)


def told(table: Procedure, past: Past, sit: Situation, reader: Reader) -> Past:
    """A step as the reader may read it: whole for the people of the body that made it."""
    move = table.move(past.move)
    if move is None or past.body_id in reader.bodies:
        return past
    return replace(past, facts=_told(table, move, past.facts, reader.grants(sit)))


def _told(table: Procedure, move: Move, facts: Mapping[str, Any], grants: Collection[str]) -> Mapping[str, Any]:
    target = table.move(str(facts.get("move", ""))) if move.code == REVIEW_DRAFT else None
    if target and isinstance(facts.get("facts"), Mapping):
        return {**facts, "facts": veiled(target.facts, facts["facts"], grants)}
    return veiled(move.facts, facts, grants)


def seen(table: Procedure, sit: Situation, reader: Reader) -> Situation:
    """The situation as the reader may read it."""
    if not seals(table):
        return sit
    pending = sit.pending
    target = table.move(pending.move) if pending and pending.body_id not in reader.bodies else None
    if pending and target:
        pending = replace(pending, facts=veiled(target.facts, pending.facts, reader.grants(sit)))
    return replace(sit, past=tuple(told(table, p, sit, reader) for p in sit.past), pending=pending)


def without_veil(value: Any) -> Any:
    """First values of a form without what the reader may not know."""
    if isinstance(value, Mapping):
        return {k: without_veil(v) for k, v in value.items() if v != VEIL}
    return [without_veil(v) for v in value if v != VEIL] if isinstance(value, list | tuple) else value


def unsound(table: Procedure) -> Iterator[str]:
    """What is wrong with the sealed fields of a table: a grant that is no role, or a value that lists would show."""
    roles = {r.code for r in table.roles}
    for move in table.moves:
        for name, grant, _ in marks(move.facts):
            metadata = move.facts.model_fields[name].metadata
            if grant and grant not in roles:
                yield f"{table.code}.{move.code}.{name}: nobody can hold {grant}"
            if grant and any(isinstance(m, Index) for m in metadata):
                yield f"{table.code}.{move.code}.{name}: sealed and yet listed"
