"""Files that lie on the disk encrypted (SM4-GCM in pieces), and files that have no name there. Free of Django.

GB/T 32907-2016 (SM4), GB/T 32905-2016 (SM3); 个人信息保护法第五十一条. The same bytes are sealed to the same bytes: two
uploads of a file still share one. Nobody without the secret can tell from the sealed bytes, or from their digest,
whether they are those of a file he guesses.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"\x00xiedu-sealed-1\x00"
_NAME, _TAG, PIECE = 32, 16, 1 << 20


class SealBrokenError(RuntimeError):
    """What is encrypted cannot be decrypted: another key, or the bytes were changed."""


def derived(secret: str, purpose: bytes, length: int) -> bytes:
    """A key for one purpose from the secret of the installation."""
    return HKDF(hashes.SM3(), length, salt=None, info=purpose).derive(secret.encode())


class FileSeal:
    """Seals and opens files under keys derived from one secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._mac = hmac.HMAC(derived(secret, b"xiedu file name", 32), hashes.SM3())

    def sealed(self, plain: Path) -> Iterator[bytes]:
        """The sealed bytes of a file: mark, keyed digest of the content, and the pieces, each with its tag."""
        with plain.open("rb") as file:
            name = self._name(file)
            file.seek(0)
            yield MARK + name
            key = self._key(name)
            for nonce, piece in _numbered(file, PIECE):
                encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
                body = encryptor.update(piece) + encryptor.finalize()
                yield encryptor.tag + body

    def open(self, sealed: Path) -> Iterator[bytes]:
        """The content of a sealed file. SealBrokenError when a piece was changed, moved or cut off."""
        with sealed.open("rb") as file:
            head = file.read(len(MARK) + _NAME)
            key = self._key(head[len(MARK) :])
            for nonce, piece in _numbered(file, PIECE + _TAG):
                try:
                    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, piece[:_TAG])).decryptor()
                    yield decryptor.update(piece[_TAG:]) + decryptor.finalize()
                except (InvalidTag, ValueError):
                    raise SealBrokenError("文件解不开：密钥已更换，或存储的内容被改动。请查明原因。") from None

    def _name(self, file: BinaryIO) -> bytes:
        mac = self._mac.copy()
        while piece := file.read(PIECE):
            mac.update(piece)
        return mac.finalize()

    def _key(self, name: bytes) -> bytes:
        return derived(self._secret, b"xiedu file " + name, 16)


def _numbered(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """(nonce, piece): the number of the piece and whether it is the last, so that none can be left out or moved."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number.to_bytes(11) + bytes([not following]), piece
        if not following:
            return
        number, piece = number + 1, following


def is_sealed(path: Path) -> bool:
    """Whether a file begins as a sealed one; those of earlier versions lie in clear."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


@contextmanager
def nameless(folder: Path) -> Iterator[Path]:
    """The path of an empty file that has no name on the disk: it is gone with this process, however that ends."""
    with tempfile.TemporaryFile(dir=folder) as file:
        yield Path(f"/proc/self/fd/{file.fileno()}")
