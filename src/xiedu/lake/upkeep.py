"""Nightly upkeep of the lake: small files put together, old snapshots let go, what a killed writer left removed.

Versions of records are rows and stay for ever; snapshots are only what lets a reader finish with what he began.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from xiedu.lake import store
from xiedu.lake.durable import transaction
from xiedu.lake.tables import utc
from xiedu.records.cleaning import quoted

SNAPSHOT_DAYS = 30
# A file that is no longer named is kept for this long: a reader may be at it, a writer may be about to name it.
GRACE = timedelta(days=1)


def tidy(folder: Path, now: datetime | None = None) -> None:
    """Do all of it, under the lake lock; harmless at any time."""
    moment = utc(now or datetime.now(UTC))
    with store.writing(folder) as db:
        with transaction(db):
            db.execute("call ducklake_merge_adjacent_files('lake')")
        expired = _literal(moment - timedelta(days=SNAPSHOT_DAYS))
        db.execute(f"call ducklake_expire_snapshots('lake', older_than => {expired})")
        for call in ("ducklake_cleanup_old_files", "ducklake_delete_orphaned_files"):
            db.execute(f"call {call}('lake', older_than => {_literal(moment - GRACE)})")
    _sweep_spill(folder / "spill", moment - GRACE)


def _sweep_spill(folder: Path, before: datetime) -> None:
    """What a killed process had spilled lies there in clear; a living one has its file open and needs no name."""
    for path in folder.glob("*"):
        if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None) < before:
            path.unlink(missing_ok=True)


def _literal(moment: datetime) -> str:
    return f"timestamptz {quoted(moment.isoformat(sep=' ', timespec='seconds') + '+00')}"
