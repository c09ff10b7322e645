"""Reading what may be done in a matter, making a move in it, and beginning one.

As on the pages it is a person who acts, signed in, for a body in which he has a post today: a token, which belongs to
a body and to no person, opens nothing here.
"""

from typing import Any

from django.http import Http404
from django.urls import reverse

from xiedu.bodies.principal import Holding
from xiedu.procedure import perform, record, registry
from xiedu.procedure.offers import Offer
from xiedu.procedure.perform import Ask, Done, actor_of
from xiedu.procedure.situation import REVIEW_DRAFT, Actor, Situation
from xiedu.procedure.table import Move, Procedure
from xiedu.web.access import PageRequest, beginners, business
from xiedu.web.answers import RefusedError
from xiedu.web.api import told
from xiedu.web.api.sent import Beginning, Step, door, key_of, read
from xiedu.web.fields import specs
from xiedu.web.matters.begun import starts as open_to
from xiedu.web.matters.case import Case, load
from xiedu.web.matters.choices import choices
from xiedu.web.uploads import keep

Told = dict[str, Any]


@business
@door("GET")
def starts(request: PageRequest) -> Told:
    """``GET /api/starts``: the matters this person may begin, by procedure and move."""
    found = [_start(t, m, request) for t, ms in open_to(request.principal) for m in ms]
    return {"starts": found}


def _start(table: Procedure, move: Move, request: PageRequest) -> Told:
    bodies = [_named(h) for h in beginners(request.principal, move)]
    address = reverse("api-start", args=[table.code, move.code])
    return {"procedure": table.code, "procedure_title": table.title, "address": address, "bodies": bodies,
            **told.step(move)}  # fmt: skip


def _named(holding: Holding) -> Told:
    return {"body": holding.body_id, "name": holding.body_name}


@business
@door("GET", "POST")
def start(request: PageRequest, procedure: str, code: str) -> Told:
    """``/api/starts/PROCEDURE/MOVE``: the fields with what may be chosen (GET), and beginning a matter (POST)."""
    table = next((t for t in registry.tables() if t.code == procedure), None)
    move = table.move(code) if table else None
    if table is None or move is None or not move.begins or not move.offered:
        raise Http404
    if request.method == "POST":
        return _begun(request, table, move)
    able = beginners(request.principal, move)
    actor = actor_of(request.principal, _body(request, [h.body_id for h in able]))
    return {**_start(table, move, request), "fields": _fields(request, move, actor, Situation(table.code))}


def _begun(request: PageRequest, table: Procedure, move: Move) -> Told:
    sent, key = read(request, Beginning), key_of(request)
    actor = actor_of(request.principal, sent.body)
    _confirmed(move, sent)
    known = record.by_token(key, actor.person_id)
    if known and known.procedure != table.code:
        raise RefusedError(409, f"Idempotency-Key“{key}”已用于另一次发起。请换一个编号。")
    return _made(table, perform.start(table.code, _ask(move.code, actor, sent, token=key)))


@business
@door("GET")
def moves(request: PageRequest, pk: int) -> Told:
    """``GET /api/matters/NUMBER/moves``: where the matter stands, and for each of my bodies what it may do now."""
    case = load(request.principal, pk)
    return {**_head(case), "bodies": [{**_named(h), "moves": _offers(case, h.body_id)} for h in case.holdings]}


def _offers(case: Case, body: int) -> list[Told]:
    def one(found: Offer) -> Told:
        return {"address": reverse("api-move", args=[case.matter.pk, found.move.code]), **told.offer(found)}

    return [one(found) for found in case.offers(body)]


def _head(case: Case) -> Told:
    at = case.matter
    return {"matter": at.pk, "number": at.number, "title": at.title, "procedure": case.table.code, "seq": at.seq,
            "state": at.state, "state_title": case.table.state(at.state).title, "sees": case.level}  # fmt: skip


@business
@door("GET", "POST")
def move(request: PageRequest, pk: int, code: str) -> Told:
    """``/api/matters/NUMBER/moves/MOVE``: one move with what may be chosen (GET), and making it (POST)."""
    case = load(request.principal, pk)
    found = _move(case, code)
    if request.method == "POST":
        return _moved(request, case, found)
    body = _body(request, [h.body_id for h in case.holdings])
    offer = next((o for o in case.offers(body) if o.move.code == code), None)
    if offer is None:
        raise RefusedError(403, f"您所在机构在本事项中不办理“{found.title}”。")
    return {**_head(case), **told.offer(offer), "fields": _fields(request, found, case.actor(body), case.sit)}


def _move(case: Case, code: str) -> Move:
    """A move of the matter; a draft is sent up by a move of its own here, which has no page."""
    review = case.table.move(code) if code == REVIEW_DRAFT and case.level == "file" else None
    return review or case.move(code)


def _moved(request: PageRequest, case: Case, move: Move) -> Told:
    sent = read(request, Step)
    actor = actor_of(request.principal, sent.body)
    _confirmed(move, sent)
    return _made(case.table, perform.perform(case.matter.pk, _ask(move.code, actor, sent, expect_seq=sent.expect_seq)))


def _ask(code: str, actor: Actor, sent: Beginning, **more: Any) -> Ask:
    return Ask(code, actor, sent.facts, occurred_on=sent.occurred_on, late_reason=sent.late_reason, **more)


def _confirmed(move: Move, sent: Beginning) -> None:
    if move.confirm and not sent.confirmed:
        raise RefusedError(422, f'{move.confirm}确认办理的，请写明 "confirmed": true。', code="unconfirmed")


def _made(table: Procedure, done: Done) -> Told:
    return {**told.done(table, done), "moves": reverse("api-moves", args=[done.matter_id])}


def _body(request: PageRequest, mine: list[int]) -> int:
    """The body named in the address; whoever has one alone need not name it."""
    wish = request.GET.get("body", "")
    if wish.isdecimal() and len(wish) < 19 and int(wish) in mine:
        return int(wish)
    if wish or not mine:
        raise RefusedError(403, "您不能以该机构名义办理这一步骤。")
    if len(mine) > 1:
        raise RefusedError(400, f"您在几个机构任职，请在地址中写明以哪个办理：?body={mine[0]}。")
    return mine[0]


def _fields(request: PageRequest, move: Move, actor: Actor, sit: Situation) -> list[Told]:
    return told.fields(specs(move.facts), choices(move.facts, request.principal, actor, sit))


@business
@door("POST")
def files(request: PageRequest) -> Told:
    """``POST /api/files`` (multipart, field ``file``): keeps files; file fields of facts take their numbers."""
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise RefusedError(400, "没有文件。请以 multipart/form-data 发送，字段名为 file。")
    try:
        return {"files": [{"file": keep(request.user, one), "name": one.name} for one in uploads]}
    except ValueError as refused:
        raise RefusedError(422, str(refused)) from None
