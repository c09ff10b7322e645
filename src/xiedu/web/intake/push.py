"""The JSON door: a system pushes records of a kind and gets one report for all of them.

The worker does the work, as for every batch; the answer waits for it a while. A push that is repeated under the same
key gives the report of the first, so that whoever lost the answer asks again with the same words.
"""

import json
import re
import time
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from xiedu.base.models import Job
from xiedu.intake import service, tokens
from xiedu.intake.files import DiskFullError, store_records
from xiedu.intake.models import Batch, Token
from xiedu.records.fields import KINDS
from xiedu.web.access import public
from xiedu.web.intake.batches import whole_report

MOST_BYTES = 20 * 1024 * 1024
WAIT_SECONDS, LOOK_SECONDS = 30.0, 0.1
_KEY = re.compile(r"[\x21-\x7e]{1,100}")


class RefusedError(Exception):
    """The push is not taken: status and message (Chinese)."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


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
        return _json(400, {"message": batch.message, **whole_report(batch)})
    if batch.state != Batch.State.LOADED:
        said = "已收到，正在处理。请稍后用同一 Idempotency-Key 再次推送同样内容，领取回执。"
        return _json(202, {**whole_report(batch), "message": said})
    return _json(200, whole_report(batch))


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
    if request.content_type != "application/json":
        raise RefusedError(415, "请求体须为 JSON，请求头写明 Content-Type: application/json。")
    return token


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not _KEY.fullmatch(key):
        raise RefusedError(400, "请在请求头写明 Idempotency-Key：每次推送一个新编号，1 至 100 个英文字母、数字或符号。")
    return key


def _body(request: HttpRequest) -> bytes:
    too_large = RefusedError(413, f"请求体超过 {MOST_BYTES // 1024 // 1024} MB。请分成几次推送。")
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:18]) > MOST_BYTES:
        raise too_large
    try:
        data = request.read(MOST_BYTES + 1)
    except (UnreadablePostError, OSError):
        raise RefusedError(400, "请求体没有传完。请重新推送。") from None
    if len(data) > MOST_BYTES:
        raise too_large
    _check(data)
    return data


def _check(data: bytes) -> None:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RefusedError(400, "请求体不是有效的 JSON（UTF-8）。") from None
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise RefusedError(400, "请求体须为记录的列表，至少一条，例如 [{…}, {…}]。")


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
    answer = _json(refused.status, {"message": refused.message})
    if refused.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="xiedu"'
    if refused.status == 405:
        answer["Allow"] = "POST"
    return answer


def _json(status: int, content: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
