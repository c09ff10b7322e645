"""JSON and JSON lines as a grid: objects become rows, their keys the header, nested values stay JSON text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xiedu.records.faults import Fault, InputError, unreadable
from xiedu.records.grids import MOST_CELL, MOST_COLUMNS, Grid, Row, clean, encoding_of

MOST_JSON = 512 * 1024**2
_LIST_KEYS = ("records", "data", "rows")


def json_grid(path: Path) -> Grid:
    """An array of objects, an object holding one under ``records``, or one object a line. InputError otherwise."""
    if path.stat().st_size > MOST_JSON:
        raise unreadable("JSON 文件超过 512 MB", "请拆成几份，或改用 CSV。")
    text = path.read_text(encoding=encoding_of(path))
    objects = _objects(text.removeprefix("\ufeff"))
    keys = dict.fromkeys(key for _, one in objects for key in one)
    if len(keys) > MOST_COLUMNS:
        raise unreadable(f"字段超过 {MOST_COLUMNS} 种", "请只保留约定的字段。")
    return Grid("", _rows(objects, list(keys)))


def _rows(objects: list[tuple[int, dict[str, Any]]], keys: list[str]) -> Iterator[Row]:
    yield 0, [clean(key) for key in keys]
    for number, one in objects:
        yield number, [_cell(number, key, one.get(key)) for key in keys]


def _cell(number: int, key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = clean(value) if isinstance(value, str) else clean(json.dumps(value, ensure_ascii=False))
    if len(text) > MOST_CELL:
        raise InputError(Fault("", number, key[:60], "", "内容过长", "请核对这一项。"))
    return text


def _objects(text: str) -> list[tuple[int, dict[str, Any]]]:
    try:
        whole = _parse(text)
    except ValueError as error:
        lines = [(n, line) for n, line in enumerate(re.split(r"\r?\n", text), start=1) if line.strip()]
        if len(lines) < 2:
            raise _bad(0, str(error)) from None
        return [(n, _object(n, _line(n, line))) for n, line in lines]
    return [(n, _object(n, one)) for n, one in enumerate(_list_of(whole), start=1)]


def _line(number: int, line: str) -> Any:
    try:
        return _parse(line)
    except ValueError as error:
        raise _bad(number, str(error)) from None


def _list_of(whole: Any) -> list[Any]:
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        held = next((whole[key] for key in _LIST_KEYS if isinstance(whole.get(key), list)), None)
        return [whole] if held is None else held
    raise _bad(0, "")


def _object(number: int, one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise _bad(number, "不是对象")
    return one


def _bad(number: int, why: str) -> InputError:
    reason = f"不是约定的 JSON{'：' + why if re.match(r'[^a-zA-Z]', why) else ''}"
    return InputError(Fault("", number, "", "", reason, "应为对象的数组，或每行一个对象。"))


def _parse(text: str) -> Any:
    """Numbers stay as they are written: no digit is lost. ValueError for anything that is no plain JSON."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse, object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("嵌套过深") from None


def _refuse(word: str) -> Any:
    raise ValueError(f"“{word}”不是 JSON 的数值")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("同一个对象里有重复的键")
    return found
