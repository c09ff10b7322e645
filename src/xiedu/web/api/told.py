"""Moves, fields, refusals and what came of a move as JSON values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xiedu.law.citation import Cite
from xiedu.papers.kinds import KINDS
from xiedu.procedure.offers import Offer
from xiedu.procedure.perform import Done
from xiedu.procedure.situation import REVIEW_DRAFT
from xiedu.procedure.table import Move, Procedure, Refusal
from xiedu.web.fields import Choice, Spec, specs

Offered = Mapping[str, Sequence[Choice]]


def cite(found: Cite | None) -> dict[str, Any] | None:
    """Instrument, article and the whole as it is printed."""
    return {"law": found.law, "article": found.article, "text": str(found)} if found else None


def reason(found: Refusal) -> dict[str, Any]:
    """A refusal; ``policy`` says that it rests on a setting and not on the article alone."""
    return {
        "code": found.code or "refused",
        "message": found.message,
        "cite": cite(found.cite),
        "field": found.field,
        "policy": found.policy,
    }


def step(move: Move) -> dict[str, Any]:
    """What the table says of a move, with the fields of its facts."""
    return {
        "code": move.code,
        "title": move.title,
        "causes": move.causes,
        "cites": [cite(one) for one in move.cites],
        "policy": move.policy,
        "confirm": move.confirm,
        "papers": [KINDS[one.kind].title for one in move.issues],
        "fields": fields(specs(move.facts), {}),
    }


def offer(found: Offer) -> dict[str, Any]:
    """A move somebody may make now (``do``), send up (``review``), or may not make (``refused``) and why."""
    told = {**step(found.move), "mode": found.mode, "chain": list(found.chain)}
    if found.refusal and found.mode == "refused":
        told["refusal"] = reason(found.refusal)
    if found.mode == "review":
        told["send"] = {"code": REVIEW_DRAFT, "facts": {"move": found.move.code, "facts": {}, "remark": ""}}
    return told


def fields(plan: Iterable[Spec], offered: Offered) -> list[dict[str, Any]]:
    """The fields of a facts class: name, words, shape, and what may be chosen (``offered`` by the pick it names)."""
    return [_field(one, offered) for one in plan]


def _field(one: Spec, offered: Offered) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name, "title": one.title, "kind": one.kind, "many": one.many, "required": one.required,
        "help": one.help, "most": one.max_length,
    }  # fmt: skip
    choices = offered.get(one.pick) if one.pick in offered else one.choices
    if choices:
        told["choices"] = [{"value": value, "title": title} for value, title in choices]
    if one.inner:
        told["fields"] = fields(one.inner, offered)
    return told


def done(table: Procedure, found: Done) -> dict[str, Any]:
    """The matter as it stands after the move, and the papers the move issued."""
    papers = [{"number": p.number, "title": p.title, "digest": p.digest} for p in found.papers]
    return {
        "matter": found.matter_id,
        "number": found.number,
        "seq": found.seq,
        "state": found.state,
        "state_title": table.state(found.state).title,
        "papers": papers,
    }
