"""What a step is about: the earlier steps an official has before his eyes when he takes it, as its table says."""

from collections.abc import Callable
from dataclasses import dataclass

from xiedu.procedure.facts import Facts
from xiedu.procedure.situation import Past, Situation
from xiedu.procedure.table import Procedure
from xiedu.web.matters.stated import Line, Names, Wanted, lines, wanted


@dataclass(frozen=True)
class Quote:
    """An earlier step as shown beside a form."""

    title: str
    lines: tuple[Line, ...]
    seq: int = 0


def quotes(table: Procedure, sit: Situation, move: str, names: Callable[[Wanted], Names]) -> list[Quote]:
    """The earlier steps that matter for this one, and what bodies have answered."""
    found = [(title, past, _model(table, past)) for title, past in _found(table, sit, move)]
    aside = table.asides.get(move)
    said = aside(sit) if aside else []
    asked = {pair for _, past, model in found for pair in wanted(model, past.facts)}
    named = names(asked | {("body", p.body_id) for _, p, _ in found} | {("body", body) for body, _ in said})
    shown = [
        Quote(
            f"{title}（{named.of('body', past.body_id)}，{past.occurred_on}）",
            lines(model, past.facts, named, past.occurred_on),
            past.seq,
        )
        for title, past, model in found
    ]
    answered = tuple(Line(named.of("body", body), text=text) for body, text in said)
    return [*shown, *([Quote("各方答复", answered)] if answered else [])]


def _found(table: Procedure, sit: Situation, move: str) -> list[tuple[str, Past]]:
    found = []
    for title, finder in table.about.get(move, ()):
        past = finder(sit)
        steps = past if isinstance(past, list) else [past]
        found += [(title, step) for step in steps if step and step.facts]
    return found


def _model(table: Procedure, past: Past) -> type[Facts]:
    move = table.move(past.move)
    return move.facts if move else Facts
