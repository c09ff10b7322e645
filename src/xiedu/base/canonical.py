"""JSON in one fixed form, so that a digest over it means the same on every database."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def plain(value: Any) -> Any:
    """The value as JSON data both databases store alike: str, int, bool, None, list, dict with str keys.

    Dates become ISO text; NUL and lone surrogates (PostgreSQL refuses both) become U+FFFD. TypeError for floats
    (their print form differs between machines) and for anything else JSON does not know.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_clean(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"not storable in canonical JSON: {type(value).__name__}")


def dumps(value: Any) -> str:
    """Canonical JSON text of :func:`plain` data: keys sorted, no blanks, characters as they are."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)
