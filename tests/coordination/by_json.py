"""The JSON door: somebody signed in reads what stands, sends a move as a program would, and reads the answer back.

What a person may not see does not exist for him. The reason is then asked of the function behind it, which has to
refuse as well.
"""

import json
import secrets
from typing import Any

from django.test import Client
from pydantic import BaseModel

from tests.coordination.accounts import account
from xiedu.law.citation import Cite
from xiedu.procedure import perform as function
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import canonical, dump
from xiedu.procedure.perform import Ask, Done
from xiedu.procedure.table import Refusal

REFUSED = {403, 409, 422}


def start(procedure: str, ask: Ask) -> Done:
    """``POST /api/starts/PROCEDURE/MOVE``; a start that only another matter makes is asked of the function."""
    move = registry.table(procedure).move(ask.move)
    assert move
    if not move.offered:
        return function.start(procedure, ask)
    return _sent(
        _client(ask), f"/api/starts/{procedure}/{ask.move}", _body(ask), key=ask.token or secrets.token_urlsafe()
    )


def perform(matter_id: int, ask: Ask) -> Done:
    """``POST /api/matters/NUMBER/moves/MOVE``, with the step read just before unless the ask names one."""
    client = _client(ask)
    seen = client.get(f"/api/matters/{matter_id}/moves")
    step = ask.expect_seq if ask.expect_seq is not None else seen.json().get("seq", 0)
    address = f"/api/matters/{matter_id}/moves/{ask.move}"
    try:
        return _sent(client, address, {**_body(ask), "expect_seq": step})
    except LookupError:
        function.perform(matter_id, ask)
        raise AssertionError(f"JSON does not show {address}, the function lets it pass") from None


def _client(ask: Ask) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account(ask.actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _body(ask: Ask) -> dict[str, Any]:
    facts = dump(ask.facts) if isinstance(ask.facts, BaseModel) else ask.facts
    return {
        "body": ask.actor.body_id,
        "facts": facts,
        "occurred_on": ask.occurred_on,
        "late_reason": ask.late_reason,
        "confirmed": True,
    }


def _sent(client: Client, address: str, body: dict[str, Any], key: str = "") -> Done:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(address, canonical(body), content_type="application/json", headers=headers)
    told = json.loads(answer.content)
    if answer.status_code == 200:
        return Done(told["matter"], told["number"], told["seq"], told["state"], ())
    if answer.status_code == 404:
        raise LookupError(address)
    assert answer.status_code in REFUSED, (answer.status_code, told)
    raise refusal_of(told)


def refusal_of(told: dict[str, Any]) -> NotMade:
    """What a program reads, as reasons with their article and faults by field."""
    assert told["code"]
    assert told["message"]
    found = [_reason(one) for one in told.get("refusals", [])]
    at_field = [Refusal(text, field=path) for path, text in told.get("errors", {}).items()]
    return NotMade(found or at_field or [Refusal(told["message"])], told.get("errors", {}))


def _reason(one: dict[str, Any]) -> Refusal:
    cite = Cite(one["cite"]["law"], one["cite"]["article"]) if one["cite"] else None
    return Refusal(one["message"], cite, one["field"], one["policy"], one["code"])
