"""Sensitive values: out of the records, kept once each, encrypted (SM4-GCM); a keyed digest and a mask stay behind.

GB/T 32907-2016 (SM4), GB/T 32905-2016 (SM3); 个人信息保护法第五十一条. The keys are derived from a secret that stands
outside the lake: who holds the files alone can neither read a number nor try numbers against the digests.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xiedu.lake.tables import sensitive_fields
from xiedu.records.cleaning import name
from xiedu.records.normalise import install

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NONCE, _TAG = 12, 16
CHUNK = 100_000
VALUES = "sensitive_values"


class SealBrokenError(RuntimeError):
    """A stored value cannot be decrypted: another key, or the bytes were changed."""


class Keys:
    """The two keys derived from one secret: for the digests, for the values."""

    def __init__(self, secret: str) -> None:
        self._mac = hmac.HMAC(_derived(secret, b"xiedu lake digest", 32), hashes.SM3())
        self._key = _derived(secret, b"xiedu lake values", 16)

    def digest(self, value: str) -> str:
        """The keyed digest of a value: 64 hex digits, equal for equal values."""
        mac = self._mac.copy()
        mac.update(value.encode())
        return mac.finalize().hex()

    def encrypt(self, value: str, bound_to: str) -> bytes:
        """Nonce, tag and cipher text; it decrypts only together with ``bound_to`` (the digest of the value)."""
        nonce = os.urandom(_NONCE)
        encryptor = Cipher(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound_to.encode())
        body = encryptor.update(value.encode()) + encryptor.finalize()
        return nonce + encryptor.tag + body

    def decrypt(self, cipher: bytes, bound_to: str) -> str:
        """The value again; SealBrokenError when it was changed, swapped, or encrypted under another key."""
        nonce, tag, body = cipher[:_NONCE], cipher[_NONCE : _NONCE + _TAG], cipher[_NONCE + _TAG :]
        try:
            decryptor = Cipher(algorithms.SM4(self._key), modes.GCM(nonce, tag)).decryptor()
            decryptor.authenticate_additional_data(bound_to.encode())
            return (decryptor.update(body) + decryptor.finalize()).decode()
        except (InvalidTag, ValueError):
            raise SealBrokenError("这个证件号码解不开：密钥已更换，或存储的内容被改动。请查明原因。") from None


@lru_cache(maxsize=4)
def keys_of(secret: str) -> Keys:
    """The keys of a secret; deriving them is done once."""
    return Keys(secret)


def _derived(secret: str, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SM3(), length, salt=None, info=purpose).derive(secret.encode())


def mask(value: str) -> str:
    """What may be shown: 330***********1234 for 18 characters, first and last two of shorter ones, else stars."""
    if len(value) >= 15:
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return value[:2] + "*" * (len(value) - 4) + value[-2:] if len(value) >= 7 else "*" * len(value)


def shield(db: "DuckDBPyConnection", table: str, kind: str, keys: Keys, view: str, condition: str = "true") -> None:
    """Make the temporary view ``view`` of the rows of ``table`` as the lake may hold them.

    A sensitive field holds its mask, beside it stand ``<field>_digest`` and ``<field>_valid``; a party key that is a
    person's number is its digest. The values themselves stand in the temporary table ``sensitive_values``.
    """
    install(db)
    fields = sensitive_fields(kind)
    _collect(db, table, fields, keys, condition)
    changed = ", ".join(f"{_alias(f)}.mask as {name(f)}" for f in fields)
    added = "".join(
        f", {_alias(f)}.digest as {name(f'{f}_digest')}, {_valid(f)} as {name(f'{f}_valid')}" for f in fields
    )
    joins = " ".join(f"left join {VALUES} {_alias(f)} on {_alias(f)}.value = t.{name(f)}" for f in fields)
    party = f"case when t.party_key = t.party_id_no then {_alias('party_id_no')}.digest else t.party_key end"
    db.execute(
        f"create or replace temp view {name(view)} as select t.* replace ({changed}, {party} as party_key){added}"
        f" from {name(table)} t {joins} where {condition}"
    )


def _alias(field: str) -> str:
    return name(f"s_{field}")


def _valid(field: str) -> str:
    """Whether a resident ID is one; NULL for other papers, whose numbers have no check digit."""
    column, kind = f"t.{name(field)}", f"t.{name(field.replace('_no', '_type'))}"
    shape = f"x_resident_shape({column})"
    return (
        f"case when {kind} = 'resident_id' or ({kind} is null and {shape}) then {shape} and x_resident_ok({column}) end"
    )


def _collect(db: "DuckDBPyConnection", table: str, fields: Sequence[str], keys: Keys, condition: str) -> None:
    db.execute(f"create or replace temp table {VALUES} (value varchar, digest varchar, mask varchar)")
    each = " union ".join(
        f"select {name(f)} as value from {name(table)} where {name(f)} is not null and {condition}" for f in fields
    )
    values = [row[0] for row in db.execute(f"select value from ({each}) order by value").fetchall()]
    for start in range(0, len(values), CHUNK):
        part = values[start : start + CHUNK]
        rows = [part, [keys.digest(v) for v in part], [mask(v) for v in part]]
        db.execute(
            f"insert into {VALUES} select unnest($1::varchar[]), unnest($2::varchar[]), unnest($3::varchar[])", rows
        )


def keep(db: "DuckDBPyConnection", keys: Keys) -> None:
    """Insert those of ``sensitive_values`` that the lake has not yet, encrypted; in the caller's transaction."""
    new = f"select v.digest, v.value from {VALUES} v anti join lake.secrets s on s.digest = v.digest order by v.digest"
    found = db.execute(new).fetchall()
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        rows = [[digest for digest, _ in part], [keys.encrypt(value, digest) for digest, value in part]]
        db.execute("insert into lake.secrets select unnest($1::varchar[]), unnest($2::blob[])", rows)
