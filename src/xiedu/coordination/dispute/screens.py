"""What the forms of a dispute show and begin with: earlier steps, who has answered what, first values, copies."""

from collections.abc import Callable, Mapping
from typing import Any

from xiedu.coordination.dispute.facts import Answer
from xiedu.coordination.dispute.guards import answers, application, outcome_source, parties, proposal
from xiedu.procedure.situation import Past, Situation
from xiedu.procedure.table import Copy, Finder, First, Follow, Said, latest

Values = dict[str, Any]
ANSWERS = dict(Answer.choices())


def _source(sit: Situation) -> Past | None:
    return outcome_source(sit)[0]


_VIEW = latest("deliberation")
_ON_APPLICATION = (
    "accept", "accept_recused", "reject", "return_for_supplement", "reply", "merge", "transfer_up", "override_route",
)  # fmt: skip
_APPLICATION = ("争议申请", application)
_PLAN = ("协调方案", proposal)
_NEGOTIATED = ("最近一次协商", latest("record_negotiation"))
_MEETING = ("协调会", latest("meeting"))

ABOUT: Mapping[str, tuple[tuple[str, Finder], ...]] = {
    "submit": (_NEGOTIATED,),
    "settle": (_NEGOTIATED,),
    "supplement": (("补正通知", latest("return_for_supplement")),),
    **dict.fromkeys(_ON_APPLICATION, (_APPLICATION,)),
    **dict.fromkeys(("confirm", "conclude_agreed", "conclude_not_agreed"), (_PLAN,)),
    "consult": (_APPLICATION, _MEETING),
    "deliberation": (_MEETING, ("会商意见", lambda sit: sit.every("consult"))),
    **dict.fromkeys(("answer", "conclude_accepted", "conclude_declined", "suggest"), (("会商意见", _VIEW),)),
    **dict.fromkeys(("record_decision", "government_return"), (("处理建议", latest("suggest")),)),
    **dict.fromkeys(("issue_opinion", "correct_opinion"), (("据以出具意见的内容", _source),)),
    "close_withdrawn": (("撤回申请", latest("withdraw")),),
}


def _answered(move: str, since: Callable[[Situation], Past | None]) -> Said:
    """Each party's answer; silence is shown as silence."""

    def said(sit: Situation) -> list[tuple[int, str]]:
        given = answers(sit, move, since(sit))
        return [(body, ANSWERS.get(given.get(body, ""), "尚未答复")) for body in parties(sit)]

    return said


ASIDES: Mapping[str, Said] = {
    **dict.fromkeys(("conclude_agreed", "conclude_not_agreed"), _answered("confirm", proposal)),
    **dict.fromkeys(("conclude_accepted", "conclude_declined", "suggest"), _answered("answer", _VIEW)),
}


def _facts(past: Past | None, *names: str) -> Values:
    return {n: past.facts[n] for n in names if n in past.facts} if past else {}


def _views(sit: Situation) -> Values:
    return {"views": [{"body": body} for body in parties(sit)]}


def _again(sit: Situation) -> Values:
    past = application(sit)
    return dict(past.facts) if past else _views(sit)


def _outcome(sit: Situation) -> Values:
    return _facts(_source(sit), "outcome")


PREFILL: Mapping[str, First] = {
    "submit": _views,
    "supplement": _again,
    "meeting": lambda sit: _facts(proposal(sit), "place", "attendees"),
    "deliberation": lambda sit: _facts(proposal(sit), "outcome"),
    "suggest": lambda sit: _facts(_VIEW(sit), "outcome", "reasons"),
    "record_decision": lambda sit: _facts(sit.last("suggest"), "outcome"),
    "issue_opinion": lambda sit: _outcome(sit) | _facts(_VIEW(sit), "reasons"),
    "correct_opinion": lambda sit: (
        _outcome(sit) | _facts(sit.last("issue_opinion", "correct_opinion"), "reasons", "requirement")
    ),
}


def _opened_again(old: Situation, here: Situation, me: int) -> Values:
    """The opening of a past dispute; its other parties are the new respondents."""
    return _facts(old.last("open"), "title", "field", "question") | {
        "respondents": [b for b in parties(old) if b != me]
    }


def _applied_again(old: Situation, here: Situation, me: int) -> Values:
    """The application of a past dispute; files and proofs of the old one stay there."""
    past = application(old)
    if past is None:
        return {}
    views = {view["body"]: view for view in past.facts.get("views", [])}
    return _facts(past, "focus", "other", "interim") | {
        "views": [_without_files(views[b]) if b in views else {"body": b} for b in parties(here)]
    }


def _without_files(view: Mapping[str, Any]) -> Values:
    return {k: v for k, v in view.items() if k not in {"proof", "no_answer"}}


COPIES: Mapping[str, Copy] = {"open": _opened_again, "submit": _applied_again}


def _handed_up(sit: Situation, matter: int) -> Values:
    """The application of a dispute handed up, as the upper body takes it over; its files stay in the old file."""
    past = application(sit)
    applicant, *others = parties(sit) or [0]
    views = [_without_files(v) for v in past.facts.get("views", [])] if past else []
    return _facts(past, "focus", "other", "interim") | {
        "origin": matter, "applicant": applicant, "respondents": others, "views": views,
        **_facts(sit.last("open", "take_over"), "title", "field"),
    }  # fmt: skip


FOLLOWS = (Follow("take_over", "dispute", ("transferred_up",), _handed_up, above=True),)
