"""``xiedu route``: one JSON object a line in, one JSON line out, in the same order, exit status 0."""

import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from xiedu.cli.options import Parser, write_json
from xiedu.law.competence import Routing, route_json, unreadable

EPILOG = '输入示例：{"parties":[{"level":"county","area":"330802","kind":"department","name":"甲局"}, …]}'


def run(argv: Sequence[str]) -> int:
    """Answer every line of stdin."""
    Parser(
        "xiedu route", "执法职责争议由谁处理（第六条）。标准输入每行一个 JSON 对象，逐行输出结果。", EPILOG
    ).parse_args(argv)
    for number, line in enumerate(sys.stdin.buffer):
        write_json(answer(line, first=number == 0).as_dict())
    return 0


def answer(line: bytes, *, first: bool = False) -> Routing:
    """Route one line; what cannot be read as JSON is refused like any malformed input."""
    if first:
        line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError:
        return unreadable("本行不是 UTF-8 文字。请以 UTF-8 编码保存")
    if not text:
        return unreadable("本行为空。请每行填写一个 JSON 对象")
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_constant)
    except _RepeatedKeyError as error:
        return unreadable(f"同一对象中有重复的键（{error}）。请只保留一个")
    except (ValueError, RecursionError):
        return unreadable("本行不是有效的 JSON。请检查括号、引号与逗号")
    return route_json(value)


class _RepeatedKeyError(ValueError):
    """Two values under one key: which one is meant cannot be known."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        known = ("parties", "level", "area", "kind", "name", "legal_level", "entity", "host_of_handler")
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError("、".join(k for k in known if keys.count(k) > 1) or "其他键")
    return result


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
