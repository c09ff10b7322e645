"""Files by content: the bytes lie under their SM3 digest, written and fsynced before any row speaks of them.

Two uploads of the same bytes share one file and have a row each. A file without a row (the transaction was rolled
back, the machine died) is an orphan and swept after a day.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from xiedu.base.chain import sm3, sm3_hasher
from xiedu.base.disk import sync
from xiedu.base.filetypes import FileRefusedError, detect, safe_name
from xiedu.base.models import StoredFile, User
from xiedu.base.sealing import FileSeal, SealBrokenError, is_sealed, nameless

ORPHAN_SECONDS = 24 * 3600


class FileDamagedError(RuntimeError):
    """The bytes of a stored file are missing or are not those that were stored."""


class Upload(Protocol):
    """An uploaded file as Django hands it over: bytes in pieces."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, piece by piece."""


def store(
    data: bytes | Upload,
    name: str,
    user: User | None,
    *,
    judge: Callable[[Path, str], str] = detect,
    limit: int | None = None,
    seal: FileSeal | None = None,
) -> StoredFile:
    """Keep a file and make its row.

    Call it before opening the transaction that will refer to the row: the slow part (fsync) then holds no lock.
    ``judge`` gives the content type of a file or refuses it; ``limit`` is in bytes (default that of every upload).
    With ``seal`` only sealed bytes ever have a name on the disk, and ``digest`` is theirs.

    Raises:
        FileRefusedError: too large, of a type not accepted, or named as something it is not (Chinese message).
    """
    shown = safe_name(name)
    chunks: Iterable[bytes] = (data,) if isinstance(data, bytes) else data.chunks()
    chunks = _within(chunks, settings.UPLOAD_LIMIT_BYTES if limit is None else limit)
    if seal is None:
        with _written(chunks) as (temporary, digest):
            content_type, size = judge(temporary, shown), temporary.stat().st_size
            _keep(temporary, digest)
    else:
        with nameless(_temporary_folder()) as plain:
            _pour(chunks, plain)
            content_type, size = judge(plain, shown), plain.stat().st_size
            with _written(seal.sealed(plain)) as (temporary, digest):
                _keep(temporary, digest)
    return StoredFile.objects.create(digest=digest, size=size, content_type=content_type, name=shown, uploaded_by=user)


@contextmanager
def opened(stored: StoredFile, seal: FileSeal) -> Iterator[Path]:
    """The path of the content of a stored file, sealed or not, to be read within the block.

    Raises:
        FileDamagedError: its bytes are missing, have been removed after their term, or cannot be unsealed.
    """
    if stored.removed_at is not None:
        day = timezone.localdate(stored.removed_at)
        raise FileDamagedError(f"文件“{stored.name}”已于 {day} 按保存期限删除。需要时请数据来源单位重新提供。")
    path = path_of(stored.digest)
    if not path.exists():
        raise FileDamagedError(f"文件“{stored.name}”不在存储中。请从备份恢复，并查明原因。")
    if not is_sealed(path):
        yield path
        return
    with nameless(_temporary_folder()) as plain:
        try:
            _pour(seal.open(path), plain)
        except SealBrokenError as error:
            raise FileDamagedError(str(error)) from None
        yield plain


def remove(stored: StoredFile) -> None:
    """Let the content of a file go, after its term; its row stays and says when. The next sweep takes the bytes.

    Not at once: the same bytes may be on their way in, kept already and without a row yet.
    """
    StoredFile.objects.filter(pk=stored.pk).update(removed_at=timezone.now())


def open_bytes(stored: StoredFile) -> bytes:
    """The bytes of a stored file; FileDamagedError when they are missing or changed."""
    try:
        data = path_of(stored.digest).read_bytes()
    except FileNotFoundError:
        raise FileDamagedError(f"文件“{stored.name}”不在存储中。请从备份恢复，并查明原因。") from None
    if sm3(data) != stored.digest:
        raise FileDamagedError(f"文件“{stored.name}”与登记的摘要不符，已被改动或损坏。请从备份恢复，并查明原因。")
    return data


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not an SM3 digest")
    return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest


def verify_files() -> list[str]:
    """Every stored file whose bytes are missing or changed, in Chinese; reads them all."""
    findings: dict[str, str] = {}
    for stored in StoredFile.objects.filter(removed_at=None).order_by("id").iterator(chunk_size=500):
        try:
            if stored.digest not in findings:
                open_bytes(stored)
        except FileDamagedError as error:
            findings[stored.digest] = str(error)
    return list(findings.values())


def sweep_orphans() -> int:
    """Remove files that no row names and that are older than a day; returns how many."""
    removed = 0
    for path in sorted(Path(settings.FILES_DIR).glob("??/??/*")):
        with _lock():
            # Under the lock an upload of the same bytes has either renewed the time already or will write them anew.
            old = path.exists() and time.time() - path.stat().st_mtime > ORPHAN_SECONDS
            if old and not StoredFile.objects.filter(digest=path.name, removed_at=None).exists():
                path.unlink()
                removed += 1
    return removed + _sweep_temporary()


def _sweep_temporary() -> int:
    stale = [p for p in _temporary_folder().iterdir() if time.time() - p.stat().st_mtime > ORPHAN_SECONDS]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _temporary_folder() -> Path:
    folder = Path(settings.FILES_DIR) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _within(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FileRefusedError(f"文件超过 {limit // (1024 * 1024)} MB。请压缩图片或拆分后再上传。")
        yield chunk


def _pour(chunks: Iterable[bytes], path: Path) -> None:
    with path.open("wb") as out:
        out.writelines(chunks)


@contextmanager
def _written(chunks: Iterable[bytes]) -> Iterator[tuple[Path, str]]:
    """The bytes in a temporary file on the same disk, on the platter; its path and SM3. It is gone at the end."""
    digest = sm3_hasher()
    handle, name = tempfile.mkstemp(dir=_temporary_folder())
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        yield path, digest.finalize().hex()
    finally:
        path.unlink(missing_ok=True)


def _keep(temporary: Path, digest: str) -> None:
    target = path_of(digest)
    with _lock():
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.stat().st_size == temporary.stat().st_size:
            os.utime(target)
        else:
            temporary.replace(target)
        for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
            sync(folder)


@contextmanager
def _lock() -> Iterator[None]:
    """One process at a time between looking at a file's age and acting on it."""
    handle = os.open(_temporary_folder().parent / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
