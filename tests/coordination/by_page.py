"""The pages as a door: somebody signed in opens the form of the move and posts what a browser would post.

The form is opened first, and posted even when the page says that the move cannot be made (an old tab would). What a
refusal says is read from the page. Three things a page need not give a reason for: a matter it does not show, a choice
it does not offer, and facts its form has no way to say. The reason is then asked of the function behind it, which
has to refuse as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any

from django.http import QueryDict
from django.test import Client
from pydantic import BaseModel, ValidationError

from tests.coordination.accounts import account
from tests.coordination.told import reason
from tests.web.browserlike import controls
from xiedu.procedure import perform as function
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import dump, messages
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, Done
from xiedu.procedure.situation import REVIEW_DRAFT
from xiedu.procedure.table import Move, Refusal
from xiedu.web.fields import Spec, specs
from xiedu.web.reading import read

NOT_OFFERED = ("请从列表中选择一项。", "附件已不存在，或不是由您上传。请重新上传。")
Pairs = list[tuple[str, str]]


class NotOffered(Exception):  # noqa: N818 - the page has no such thing; why is not its business
    """The page shows no such matter, offers no such choice, or has no way to say such facts."""


def start(procedure: str, ask: Ask) -> Done:
    """By the opening page; a move that has none begins nothing here and is asked of the function."""
    table = registry.table(procedure)
    move = table.move(ask.move)
    assert move
    if not move.offered:
        return function.start(procedure, ask)
    page = Visit(ask, f"/matters/new/{procedure}/{ask.move}/")
    if page.cannot_say(move, ask.facts):
        return function.start(procedure, ask)
    try:
        page.send(move, ask.facts, "do")
    except NotOffered:
        function.start(procedure, ask)
        raise AssertionError(f"the page does not offer what the function lets pass: {ask}") from None
    return _done(Matter.objects.latest("pk"))


def perform(matter_id: int, ask: Ask) -> Done:
    """By the form of the move; a draft is sent up by the form of the move it is for."""
    facts, code, act = ask.facts, ask.move, "do"
    table = registry.table(Matter.objects.get(pk=matter_id).procedure)
    if code == REVIEW_DRAFT and isinstance(facts, Mapping) and "move" in facts:
        facts, code, act = facts["facts"], facts["move"], "review"
    move = table.move(code)
    assert move
    page = Visit(ask, f"/matters/{matter_id}/do/{code}/")
    if page.cannot_say(move, facts):
        return function.perform(matter_id, ask)
    try:
        page.send(move, facts, act)
    except NotOffered:
        function.perform(matter_id, ask)
        raise AssertionError(f"the page does not offer what the function lets pass: {ask}") from None
    return _done(Matter.objects.get(pk=matter_id))


def _done(matter: Matter) -> Done:
    return Done(matter.pk, matter.number, matter.seq, matter.state, ())


class Visit:
    """One person before one form."""

    def __init__(self, ask: Ask, address: str) -> None:
        self.ask, self.address = ask, address
        self.client = Client()
        self.client.force_login(account(ask.actor), backend="allauth.account.auth_backends.AuthenticationBackend")
        self.first = self.client.get(address, {"as": ask.actor.body_id})
        self.controls = dict(controls(self.first.content.decode())) if self.first.status_code == 200 else {}

    def cannot_say(self, move: Move, facts: Any) -> bool:
        """Whether the facts or the day have no place in a form that is open to the person."""
        if not self.controls:
            return False
        # Whoever signs reads the draft; there is nothing to fill in.
        signing = getattr(self.first.context["at"], "mode", "") == "sign"
        names = [*(set(facts or {}) - (set() if signing else set(move.facts.model_fields)))]
        names += [n for n in ("occurred_on", "late_reason") if getattr(self.ask, n)]
        return any(name not in self.controls for name in names)

    def send(self, move: Move, facts: Any, act: str) -> None:
        """Post the form; back comes the page of the matter, or this raises what the page said."""
        sent = [] if move.code == REVIEW_DRAFT else pairs(specs(move.facts), facts or {})
        answer = self.client.post(self.address, _grouped([*sent, *self._beside(act)]))
        if answer.status_code == 302:
            assert self.first.status_code == 200, f"{self.address} opens with {self.first.status_code} and yet moves"
            assert answer["Location"].startswith("/matters/"), answer["Location"]
            return
        assert answer.status_code in {403, 404, 409, 422}, answer.status_code
        if 404 in {self.first.status_code, answer.status_code}:
            raise NotOffered
        fault = said(answer)
        if self.first.status_code != 200:
            fault.refusals += said(self.first).refusals
        elif any(text in NOT_OFFERED for text in fault.errors.values()) or not same(move, facts or {}, sent):
            raise NotOffered
        raise fault

    def _beside(self, act: str) -> Pairs:
        day = self.ask.occurred_on
        draft: Any = self.ask.facts if act == "review" else {}
        found = {name: value for name, value in self.controls.items() if name in {"expect_seq", "token"}}
        found |= {"as": str(self.ask.actor.body_id), "act": act, "confirmed": "yes"}
        found |= {"occurred_on": day.isoformat() if day else "", "late_reason": self.ask.late_reason}
        return [*found.items(), ("remark", draft.get("remark", ""))]


def _grouped(sent: Pairs) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in sent:
        found.setdefault(name, []).append(value)
    return found


# -- what a browser would post -----------------------------------------------------------------------------------------


def pairs(plan: Sequence[Spec], facts: Mapping[str, Any], prefix: str = "") -> Pairs:
    """The facts as the fields of a form named after them."""
    return [pair for spec in plan for pair in _field(spec, facts.get(spec.name), f"{prefix}{spec.name}")]


def _field(spec: Spec, value: Any, name: str) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if spec.is_rows:
        for place, one in enumerate(value):
            row = f"{name}-{place}"
            yield from pairs(spec.inner, one, f"{row}-") if spec.kind == "group" else [(row, _text(one))]
    elif spec.kind == "group":
        yield from pairs(spec.inner, value, f"{name}-")
    else:
        yield from ((name, _text(one)) for one in (value if spec.many else [value]))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def same(move: Move, facts: Mapping[str, Any], sent: Pairs) -> bool:
    """Whether the form as posted says what the facts say: the same values, or the same faults."""
    data = QueryDict(mutable=True)
    for name, value in sent:
        data.appendlist(name, value)
    return _meaning(move.facts, facts) == _meaning(move.facts, read(specs(move.facts), data, ""))


def _meaning(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return dump(model.model_validate(values))
    except ValidationError as wrong:
        return messages(wrong)


# -- what the page says ------------------------------------------------------------------------------------------------


def said(answer: Any) -> NotMade:
    """The refusals and faults of a page, each of which a person can read there, with its article."""
    html = answer.content.decode()
    shown = answer.context or {}
    at = shown.get("at")
    fault = NotMade()
    if at is not None:
        fault.errors = {**at.form.errors, **at.errors}
        fault.refusals = [*at.refusals, *(reason(text, path) for path, text in fault.errors.items())]
    elif shown.get("refusal"):
        fault.refusals = [shown["refusal"]]
    else:
        fault.refusals = [Refusal(str(shown.get("reason", "")))]
    assert fault.refusals, "refused without a word"
    text = " ".join(unescape(html).split())
    for each in fault.refusals:
        assert " ".join(each.message.split()) in text, each.message
        assert each.cite is None or each.cite.short in text, each.cite
    return fault
