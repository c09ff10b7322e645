"""Records put straight into a lake: a few fields each, the rest empty."""

from atexit import register
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any

from tests.checks.harness import load as table_of
from xiedu.lake import store
from xiedu.lake.loading import Arrival, load
from xiedu.lake.sensitive import keys_of

KEYS = keys_of("suspicions under test")
FULL = ("document_no", "party_code", "party", "domain", "officers", "status", "filed_on", "decided_on", "served_on",
        "published_on", "uploaded_on", "fine", "illegal_gain", "penalties", "publish_required")  # fmt: skip


@cache
def _empty() -> Path:
    folder = Path(mkdtemp(prefix="xiedu-lake-"))
    register(rmtree, folder, ignore_errors=True)
    store.prepare(folder / "lake")
    return folder / "lake"


def fresh(folder: Path) -> Path:
    """An empty lake: a copy, for making all its tables takes half a second."""
    copytree(_empty(), folder)
    return folder


def put(
    folder: Path,
    source: int,
    batch: int,
    rows: Sequence[dict[str, Any]],
    *,
    kind: str = "penalty",
    fed: Sequence[str] = FULL,
    historic: bool = False,
) -> None:
    """Load rows as one batch; ``no`` is the document number, ``subject`` its subject."""
    told = [_whole(row) for row in rows]
    with store.writing(folder) as connection:
        table_of(connection, kind, told, "arriving")
        arrival = Arrival(batch, f"批{batch}", kind, source, tuple(fed), historic=str(historic).lower())
        load(connection, "arriving", arrival, KEYS)


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    more = dict(row)
    number, party = more.pop("no"), more.pop("subject", "A1")
    names = {"document_no": number, "record_key": number, "party_key": party, "party": f"合成企业{party}"}
    return {**names, **more}


def hits(folder: Path) -> set[tuple[int, str, str, int]]:
    """(source, record, check, version) of every hit in the lake."""
    with store.reading(folder) as connection:
        rows = connection.execute("SELECT reporter, record_key, check_id, version FROM lake.hits").fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)
