"""The JSON door: a system pushes records of a kind and gets one report for all of them.

The worker does the work, as for every batch; the answer waits for it a while. A push that is repeated under the same
key gives the report of the first, so that whoever lost the answer asks again with the same words.
"""

import re
import time

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from xiedu.base.models import Job
from xiedu.intake import service, tokens
from xiedu.intake.files import DiskFullError, store_records
from xiedu.intake.models import Batch, Token
from xiedu.records.fields import KINDS
from xiedu.web.access import public
from xiedu.web.answers import RefusedError, answer, body_of, parsed, refusal
from xiedu.web.intake.batches import whole_report

MOST_BYTES = 20 * 1024 * 1024
WAIT_SECONDS, LOOK_SECONDS = 30.0, 0.1
_KEY = re.compile(r"[\x21-\x7e]{1,100}")


@csrf_exempt
@public
def records(request: HttpRequest, kind: str) -> JsonResponse:
    """``POST /api/records/KIND``: 200 with the report, 202 when it takes longer, else the reason as JSON."""
    try:
        token = _allowed(request, kind)
        batch = _batch(token, kind, _key(request), _body(request))
    except RefusedError as refused:
        return _refusal(refused)
    batch = _ended(batch)
    if batch.state == Batch.State.REFUSED:
        return answer(400, {"message": batch.message, **whole_report(batch)})
    if batch.state != Batch.State.LOADED:
        said = "已收到，正在处理。请稍后用同一 Idempotency-Key 再次推送同样内容，领取回执。"
        return answer(202, {**whole_report(batch), "message": said})
    return answer(200, whole_report(batch))


def _allowed(request: HttpRequest, kind: str) -> Token:
    """The token of the push; refused in the order in which a client would mend it."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = tokens.authenticate(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
    if token is None:
        raise RefusedError(401, "令牌无效或已停用。请在请求头写明 Authorization: Bearer 令牌；令牌由本机构负责人签发。")
    if kind not in KINDS:
        known = "、".join(f"{k.name}（{k.title}）" for k in KINDS.values())
        raise RefusedError(404, f"没有“{kind[:40]}”这类记录。可用的有：{known}。")
    if request.method != "POST":
        raise RefusedError(405, "只接受 POST。")
    return token


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not _KEY.fullmatch(key):
        raise RefusedError(400, "请在请求头写明 Idempotency-Key：每次推送一个新编号，1 至 100 个英文字母、数字或符号。")
    return key


def _body(request: HttpRequest) -> bytes:
    data = body_of(request, MOST_BYTES)
    found = parsed(data)
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise RefusedError(400, "请求体须为记录的列表，至少一条，例如 [{…}, {…}]。")
    return data


def _batch(token: Token, kind: str, key: str, data: bytes) -> Batch:
    """The batch of the push: a new one handed to the worker, or the one this key was used for before."""
    name = f"推送-{timezone.localtime():%Y%m%d-%H%M%S}.json"
    try:
        batch = service.register(store_records(data, name, None), token.source, kind=kind, token=token, key=key)
    except DiskFullError as error:
        raise RefusedError(507, str(error)) from None
    except ValueError as error:
        raise RefusedError(409, str(error)) from None
    if batch.asked_kind != kind:
        raise RefusedError(409, f"Idempotency-Key“{key}”已用于另一类记录。请换一个编号。")
    if batch.state not in Batch.ENDED and not _at_work(batch):
        service.submit(batch)
    return batch


def _at_work(batch: Batch) -> bool:
    alive = (Job.State.WAITING, Job.State.RUNNING)
    return Job.objects.filter(kind="intake", arguments__batch=batch.pk, state__in=alive).exists()


def pause(seconds: float) -> None:
    """Wait while the worker works."""
    time.sleep(seconds)


def _ended(batch: Batch) -> Batch:
    """The batch when the worker is done with it, or as it stands after a while."""
    waited = 0.0
    while batch.state not in Batch.ENDED and waited < WAIT_SECONDS and _at_work(batch):
        pause(LOOK_SECONDS)
        waited += LOOK_SECONDS
        batch.refresh_from_db()
    return batch


def _refusal(refused: RefusedError) -> JsonResponse:
    told = refusal(refused.status, refused.message)
    if refused.status == 401:
        told["WWW-Authenticate"] = 'Bearer realm="xiedu"'
    if refused.status == 405:
        told["Allow"] = "POST"
    return told
