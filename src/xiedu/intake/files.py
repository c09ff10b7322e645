"""Files of records on their way in: larger than other uploads, told by their content."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from xiedu.base.files import FileDamagedError, Upload, opened, store
from xiedu.base.filetypes import FileRefusedError
from xiedu.base.models import StoredFile, User
from xiedu.base.sealing import FileSeal
from xiedu.records.containers import FileForm, form_of
from xiedu.records.faults import InputError, unreadable

TYPES = {
    FileForm.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.JSON: "application/json",
    FileForm.CSV: "text/csv",
}
_PIECE = 1 << 20


class FileOnDisk:
    """A file of this machine, handed over piece by piece as an upload is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, piece by piece. OSError when it cannot be read."""
        with self._path.open("rb") as file:
            while piece := file.read(chunk_size or _PIECE):
                yield piece


class DiskFullError(FileRefusedError):
    """There is no room to keep the file: the file is not at fault."""


def store_records(data: bytes | Upload | Path, name: str, user: User | None) -> StoredFile:
    """Keep a workbook, CSV or JSON of records, up to ``settings.RECORDS_LIMIT_BYTES``; it lies on the disk sealed.

    Raises:
        FileRefusedError: too large, empty, locked, damaged, or nothing that holds a table (Chinese message).
        DiskFullError: there is no room for it; nothing was kept.
    """
    source = FileOnDisk(data) if isinstance(data, Path) else data
    try:
        return store(source, name, user, judge=_type, limit=settings.RECORDS_LIMIT_BYTES, seal=seal())
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFullError("磁盘空间已满，文件没有保存。请联系系统管理员，腾出空间后重新上传。") from None


def seal() -> FileSeal:
    """The seal of this installation for files of records: they hold identity numbers."""
    return FileSeal(settings.LAKE_KEY)


@contextmanager
def content(file: StoredFile) -> Iterator[Path]:
    """The path of what a stored file of records holds, to be read within the block. InputError when it is not there."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(opened(file, seal()))
        except FileDamagedError as error:
            reason, _, remedy = str(error).partition("。")
            raise unreadable(reason, remedy) from None
        yield path


def _type(path: Path, _: str) -> str:
    try:
        return TYPES[form_of(path)]
    except InputError as error:
        raise FileRefusedError(str(error)) from None
