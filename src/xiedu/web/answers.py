"""What the JSON doors share: reading a body that may be anything, and saying as JSON why something is not taken."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError

API = "/api/"
CODES = {
    400: "malformed",
    401: "not_signed_in",
    403: "not_allowed",
    404: "absent",
    405: "wrong_method",
    409: "conflict",
    413: "too_large",
    415: "not_json",
    422: "refused",
    500: "broken",
    507: "disk_full",
}


class RefusedError(Exception):
    """The request is not taken: status, message (Chinese, with the remedy) and what else the answer tells."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.more = status, message, more


def for_programs(request: HttpRequest) -> bool:
    """Whether the address is one of a JSON door, so that every answer is JSON."""
    return request.path.startswith(API)


def answer(status: int, content: dict[str, Any]) -> JsonResponse:
    """The content as JSON that nobody keeps."""
    found = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    found["Cache-Control"] = "no-store"
    return found


def refusal(status: int, message: str, **more: Any) -> JsonResponse:
    """Why not: ``code`` for the program (the status's own unless ``more`` has a closer one), ``message`` for people."""
    return answer(status, {"code": CODES[status], "message": message, **more})


def body_of(request: HttpRequest, most: int) -> bytes:
    """The body of a request that announces JSON, of no more than ``most`` bytes.

    Raises:
        RefusedError: 415, 413, or 400 when it broke off.
    """
    if request.content_type != "application/json":
        raise RefusedError(415, "请求体须为 JSON，请求头写明 Content-Type: application/json。")
    too_large = RefusedError(413, f"请求体超过 {most // 1024 // 1024} MB。请分成几次发送，附件另行上传。")
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:18]) > most:
        raise too_large
    try:
        data = request.read(most + 1)
    except (UnreadablePostError, OSError):
        raise RefusedError(400, "请求体没有传完。请重新发送。") from None
    if len(data) > most:
        raise too_large
    return data


def parsed(data: bytes, *, strict: bool = False) -> Any:
    """The JSON value; when ``strict``, ``NaN``, ``Infinity`` and a name given twice in one object are none.

    Raises:
        RefusedError: 400.
    """
    how: dict[str, Any] = {"object_pairs_hook": _object, "parse_constant": _no_number} if strict else {}
    try:
        return json.loads(data.decode("utf-8-sig"), **how)
    except (ValueError, RecursionError):
        raise RefusedError(400, "请求体不是有效的 JSON（UTF-8）。") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")
