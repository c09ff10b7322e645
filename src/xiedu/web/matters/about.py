"""What a step is about: the earlier steps an official has before his eyes when he takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xiedu.coordination.dispute.facts import Answer
from xiedu.coordination.dispute.guards import answers, application, outcome_source, parties, proposal
from xiedu.procedure.facts import Facts
from xiedu.procedure.situation import Past, Situation
from xiedu.procedure.table import Procedure
from xiedu.web.matters.stated import Line, Names, Wanted, lines, wanted

Finder = Callable[[Situation], Past | None]


@dataclass(frozen=True)
class Quote:
    """An earlier step as shown beside a form."""

    title: str
    lines: tuple[Line, ...]
    seq: int = 0


def _last(*moves: str) -> Finder:
    return lambda sit: sit.last(*moves)


_PLAN = ("协调方案", proposal)
_VIEW = ("会商意见", _last("deliberation"))
_ON_APPLICATION = (
    "accept", "accept_recused", "reject", "return_for_supplement", "reply", "merge", "transfer_up", "override_route",
)  # fmt: skip
_APPLICATION = ("争议申请", application)
_ABOUT: Mapping[str, tuple[tuple[str, Finder], ...]] = {
    "submit": (("最近一次协商", _last("record_negotiation")),),
    "settle": (("最近一次协商", _last("record_negotiation")),),
    "supplement": (("补正通知", _last("return_for_supplement")),),
    **dict.fromkeys(_ON_APPLICATION, (_APPLICATION,)),
    "confirm": (_PLAN,),
    "conclude_agreed": (_PLAN,),
    "conclude_not_agreed": (_PLAN,),
    "consult": (_APPLICATION, ("协调会", _last("meeting"))),
    "deliberation": (("协调会", _last("meeting")),),
    **dict.fromkeys(("answer", "conclude_accepted", "conclude_declined", "suggest"), (_VIEW,)),
    **dict.fromkeys(("record_decision", "government_return"), (("处理建议", _last("suggest")),)),
    "issue_opinion": (("据以出具意见的内容", lambda sit: outcome_source(sit)[0]),),
    "correct_opinion": (("据以出具意见的内容", lambda sit: outcome_source(sit)[0]),),
    "close_withdrawn": (("撤回申请", _last("withdraw")),),
}  # fmt: skip
_ANSWERS = {
    "conclude_agreed": ("confirm", proposal),
    "conclude_not_agreed": ("confirm", proposal),
    "conclude_accepted": ("answer", _last("deliberation")),
    "conclude_declined": ("answer", _last("deliberation")),
    "suggest": ("answer", _last("deliberation")),
}
LABELS = dict(Answer.choices())
_CONSULTED = frozenset({"deliberation"})


def quotes(table: Procedure, sit: Situation, move: str, names: Callable[[Wanted], Names]) -> list[Quote]:
    """The earlier steps that matter for this one."""
    found = [(title, past) for title, finder in _ABOUT.get(move, ()) if (past := finder(sit)) and past.facts]
    if move in _CONSULTED:
        found += [("会商意见", past) for past in sit.every("consult")]
    models = [(title, past, _model(table, past)) for title, past in found]
    asked = {pair for _, past, model in models for pair in wanted(model, past.facts)}
    named = names(asked | {("body", p.body_id) for _, p in found} | {("body", b) for b in parties(sit)})
    shown = [
        Quote(
            f"{title}（{named.of('body', past.body_id)}，{past.occurred_on}）",
            lines(model, past.facts, named),
            past.seq,
        )
        for title, past, model in models
    ]
    return [*shown, *_answers(sit, move, named)]


def _model(table: Procedure, past: Past) -> type[Facts]:
    move = table.move(past.move)
    return move.facts if move else Facts


def _answers(sit: Situation, move: str, names: Names) -> list[Quote]:
    """Who has answered what; silence is shown as silence."""
    if move not in _ANSWERS:
        return []
    answering, since = _ANSWERS[move]
    given = answers(sit, answering, since(sit))
    rows = [Line(names.of("body", b), text=LABELS[given[b]] if b in given else "尚未答复") for b in parties(sit)]
    return [Quote("各方答复", tuple(rows))]
