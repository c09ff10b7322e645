"""What a form begins with: what the matter already says, or a past matter the person copies from."""

from collections.abc import Callable, Mapping
from typing import Any

from xiedu.coordination.dispute.guards import application, outcome_source, parties, proposal
from xiedu.procedure.situation import Past, Situation

Values = dict[str, Any]


def initial(sit: Situation, move: str) -> Values:
    """The first values of a move's form; empty when the matter says nothing about it."""
    maker = _MAKERS.get(move)
    return maker(sit) if maker else {}


def _facts(past: Past | None, *names: str) -> Values:
    return {n: past.facts[n] for n in names if n in past.facts} if past else {}


def _views(sit: Situation) -> Values:
    return {"views": [{"body": body} for body in parties(sit)]}


def _again(sit: Situation) -> Values:
    past = application(sit)
    return dict(past.facts) if past else _views(sit)


def _follow(sit: Situation) -> Values:
    return _facts(outcome_source(sit)[0], "outcome")


def _opinion(sit: Situation) -> Values:
    return _follow(sit) | _facts(sit.last("deliberation"), "reasons")


def _corrected(sit: Situation) -> Values:
    last = sit.last("issue_opinion", "correct_opinion")
    return _follow(sit) | _facts(last, "reasons", "requirement")


def _decision(sit: Situation) -> Values:
    return _facts(sit.last("suggest"), "outcome")


_MAKERS: Mapping[str, Callable[[Situation], Values]] = {
    "submit": _views,
    "supplement": _again,
    "meeting": lambda sit: _facts(proposal(sit), "place", "attendees"),
    "deliberation": lambda sit: _facts(proposal(sit), "outcome"),
    "suggest": lambda sit: _facts(sit.last("deliberation"), "outcome", "reasons"),
    "record_decision": _decision,
    "issue_opinion": _opinion,
    "correct_opinion": _corrected,
}


def copied(sit: Situation, move: str, here: Situation | None, me: int) -> Values:
    """The opening or the application of a past dispute for a new one; files and parties of the old one stay there."""
    if move == "open":
        past = sit.last("open")
        others = [b for b in parties(sit) if b != me]
        return _facts(past, "title", "field", "question") | {"respondents": others}
    past = application(sit)
    if past is None or here is None:
        return {}
    old = {view["body"]: view for view in past.facts.get("views", [])}
    views = [_without_files(old[b]) if b in old else {"body": b} for b in parties(here)]
    return _facts(past, "focus", "other", "interim") | {"views": views}


def _without_files(view: Mapping[str, Any]) -> Values:
    return {k: v for k, v in view.items() if k not in {"proof", "no_answer"}}


def taken_over(sit: Situation, matter_id: int, title: str, field: str) -> Values:
    """The application of a dispute handed up, as the upper body takes it over; its files stay in the old file."""
    past = application(sit)
    applicant, *others = parties(sit) or [0]
    views = [_without_files(v) for v in past.facts.get("views", [])] if past else []
    about = _facts(past, "focus", "other", "interim")
    return about | {
        "origin": matter_id, "applicant": applicant, "respondents": others,
        "title": title, "field": field, "views": views,
    }  # fmt: skip


__all__ = ["copied", "initial", "taken_over"]
