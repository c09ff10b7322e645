"""Looking into a zip container (docx, xlsx) before anything else touches it."""

import io
import zipfile
from pathlib import Path

MOST_BYTES = 512 * 1024 * 1024
MOST_PARTS = 20_000


class ContainerError(ValueError):
    """The container must not be opened; the message says why, in Chinese."""


def parts(source: Path | bytes) -> set[str]:
    """The names inside the container.

    Raises:
        ContainerError: not a zip, damaged, encrypted, or unpacking to more than any honest document does.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ContainerError("文件已损坏或没有传完，打不开。请重新保存后再上传。") from None
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ContainerError("文件加了密码。请去掉密码后再上传。")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ContainerError("文件解开后过大，可能是恶意文件。请另存后再上传。")
    return {entry.filename for entry in entries}
