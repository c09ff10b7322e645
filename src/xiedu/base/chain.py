"""Seals of record: SM3 digests and keyed chains (HMAC-SM3, GB/T 32905-2016).

The key stands outside the database (``CHAIN_KEY``): who can write rows but not read the key cannot recompute a chain.
"""

from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings

Part = str | int | bytes
GENESIS = "0" * 64


def sm3(data: bytes) -> str:
    """SM3 of the bytes as 64 lower-case hex digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def sm3_hasher() -> hashes.Hash:
    """An SM3 to be fed piece by piece (``update``), ended with ``finalize().hex()``."""
    return hashes.Hash(hashes.SM3())


def canonical(*parts: Part) -> bytes:
    """The parts as one unambiguous byte string: each is its type letter, its byte length, a colon, its bytes.

    ``("ab", "c")``, ``("a", "bc")``, ``("1",)`` and ``(1,)`` all differ. TypeError for anything but str, int, bytes
    (bool is refused: it would print as an int).
    """
    return b"".join(_one(part) for part in parts)


def _one(part: Part) -> bytes:
    if isinstance(part, str):
        # surrogatepass: a lone surrogate that slipped in from a damaged upload must still be sealable.
        tag, body = b"s", part.encode("utf-8", "surrogatepass")
    elif isinstance(part, bytes):
        tag, body = b"b", part
    elif isinstance(part, int) and not isinstance(part, bool):
        tag, body = b"i", str(part).encode()
    else:
        raise TypeError(f"seal takes str, int and bytes, not {type(part).__name__}")
    return b"%s%d:%s" % (tag, len(body), body)


@lru_cache(maxsize=8)
def _keyed(key: str) -> hmac.HMAC:
    return hmac.HMAC(key.encode(), hashes.SM3())


def seal(*parts: Part) -> str:
    """HMAC-SM3 of the canonical form of the parts under ``settings.CHAIN_KEY``; 64 lower-case hex digits."""
    mac = _keyed(settings.CHAIN_KEY).copy()
    mac.update(canonical(*parts))
    return mac.finalize().hex()
