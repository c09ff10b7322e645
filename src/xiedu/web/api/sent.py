"""What a program sends when it makes a move: who acts, the facts, and what belongs to the entry alone."""

from collections.abc import Callable
from datetime import date
from functools import update_wrapper
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from pydantic import BeforeValidator, ValidationError

from xiedu.procedure.errors import NotMade, Stale
from xiedu.procedure.facts import F, Facts, OptionalText, messages
from xiedu.procedure.perform import TOKEN
from xiedu.web.answers import RefusedError, answer, body_of, parsed, refusal
from xiedu.web.api import told
from xiedu.web.views.errors import ABSENT

Asking = TypeVar("Asking", bound=HttpRequest)
P = ParamSpec("P")
INVALID = "填写内容有误，没有办理。请按 errors 逐项更正后重新发送。"


def _whole(value: Any) -> Any:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("应为整数。")
    return value


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else int("")
    except ValueError:
        raise ValueError("日期格式应为 2026-11-23。") from None


def _truth(value: Any) -> Any:
    if type(value) is not bool:
        raise ValueError("应为 true 或 false。")
    return value


Number = Annotated[int, BeforeValidator(_whole)]


class Beginning(Facts):
    """A starting move for the body with this number."""

    body: Number = F("办理机构")
    facts: dict[str, Any] | None = F("填写内容", default=None)
    occurred_on: Annotated[date, BeforeValidator(_day)] | None = F("发生日期", default=None)
    late_reason: OptionalText = F("补录理由", default="")
    confirmed: Annotated[bool, BeforeValidator(_truth)] = F("确认", default=False)


class Step(Beginning):
    """A move in a matter, made at the step its maker saw last."""

    expect_seq: Number = F("办理前的步数")


def read(request: HttpRequest, model: type[Beginning]) -> Any:
    """The body of the request as ``model``.

    Raises:
        RefusedError: 400, 413 or 415.
    """
    found = parsed(body_of(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE), strict=True)
    if not isinstance(found, dict):
        raise RefusedError(400, '请求体须为一个 JSON 对象，例如 {"body": 1, "facts": {…}}。')
    try:
        return model.model_validate(found)
    except ValidationError as wrong:
        raise RefusedError(
            400, "请求体有缺项或写法有误，没有办理。请按 errors 更正。", errors=messages(wrong)
        ) from None


def key_of(request: HttpRequest) -> str:
    """The number under which a start is sent once.

    Raises:
        RefusedError: 400 without one.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not TOKEN.fullmatch(key):
        raise RefusedError(400, "请在请求头写明 Idempotency-Key：每次发起一个新编号，1 至 64 个英文字母、数字或符号。")
    return key


View = Callable[Concatenate[Asking, P], dict[str, Any]]
Answering = Callable[Concatenate[Asking, P], JsonResponse]


def door(*methods: str) -> Callable[[View[Asking, P]], Answering[Asking, P]]:
    """A view of the JSON door: gives what is told, or raises; every refusal is answered as JSON."""

    def mark(view: View[Asking, P]) -> Answering[Asking, P]:
        def answering(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
            if request.method not in methods:
                return _wrong_method(methods)
            try:
                return answer(200, view(request, *args, **kwargs))
            except RefusedError as refused:
                return refusal(refused.status, refused.message, **refused.more)
            except NotMade as fault:
                return not_made(fault)
            except Http404:
                return refusal(404, ABSENT)

        return update_wrapper(answering, view)

    return mark


def _wrong_method(methods: tuple[str, ...]) -> JsonResponse:
    found = refusal(405, f"只接受 {'、'.join(methods)}。")
    found["Allow"] = ", ".join(methods)
    return found


def not_made(fault: NotMade) -> JsonResponse:
    """What the door said: 409 when somebody acted meanwhile, else 422 with every reason and every fault."""
    said = {"refusals": [told.reason(r) for r in fault.refusals], "errors": fault.errors}
    if isinstance(fault, Stale):
        return refusal(409, fault.refusals[0].message, **{**said, "code": "stale"})
    if not fault.refusals:
        return refusal(422, INVALID, **{**said, "code": "invalid"})
    return refusal(422, fault.refusals[0].message, **said)
