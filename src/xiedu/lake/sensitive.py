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

from xiedu.base.sealing import SealBrokenError, derived
from xiedu.lake.tables import sensitive_fields
from xiedu.records.cleaning import name
from xiedu.records.normalise import install

__all__ = ["Keys", "SealBrokenError", "keep", "keys_of", "mask", "shield"]

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NONCE, _TAG = 12, 16
CHUNK = 100_000
VALUES = "sensitive_values"


class Keys:
    """The two keys derived from one secret: for the digests, for the values."""

    def __init__(self, secret: str) -> None:
        self._mac = hmac.HMAC(derived(secret, b"xiedu lake digest", 32), hashes.SM3())
        self._key = derived(secret, b"xiedu lake values", 16)

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
    given = _given(db, table, fields)
    _collect(db, table, given, keys, condition)
    changed = ", ".join(f"{_alias(f)}.mask as {name(f)}" for f in given)
    party = f"case when t.party_key = t.party_id_no then {_alias('party_id_no')}.digest else t.party_key end"
    changed += f", {party} as party_key" if "party_id_no" in given else ""
    added = "".join(f", {_beside(f, f in given)}" for f in fields)
    # The empty value is among the values: a join that pads tears the rows into small pieces.
    same = (f"{_alias(f)} on {_alias(f)}.value is not distinct from t.{name(f)}" for f in given)
    joins = " ".join(f"left join {VALUES} {one}" for one in same)
    replaced = f" replace ({changed.removeprefix(', ')})" if changed else ""
    db.execute(
        f"create or replace temp view {name(view)} as select t.*{replaced}{added}"
        f" from {name(table)} t {joins} where {condition}"
    )


def _given(db: "DuckDBPyConnection", table: str, fields: Sequence[str]) -> list[str]:
    """The fields of which the table has any value."""
    counts = db.execute(f"select {', '.join(f'count({name(f)})' for f in fields)} from {name(table)}").fetchone()
    return [field for field, count in zip(fields, counts or (), strict=True) if count]


def _beside(field: str, given: bool) -> str:
    digest, valid = (f"{_alias(field)}.digest", _valid(field)) if given else ("null::varchar", "null::boolean")
    return f"{digest} as {name(f'{field}_digest')}, {valid} as {name(f'{field}_valid')}"


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
    if not fields:
        return
    each = " union all ".join(
        f"select {name(f)} as value from {name(table)} where {name(f)} is not null and {condition}" for f in fields
    )
    values = [row[0] for row in db.execute(f"select distinct value from ({each}) order by value").fetchall()]
    db.execute(f"insert into {VALUES} values (null, null, null)")
    for start in range(0, len(values), CHUNK):
        part = values[start : start + CHUNK]
        rows = [part, [keys.digest(v) for v in part], [mask(v) for v in part]]
        db.execute(
            f"insert into {VALUES} select unnest($1::varchar[]), unnest($2::varchar[]), unnest($3::varchar[])", rows
        )


def keep(db: "DuckDBPyConnection", keys: Keys) -> None:
    """Insert those of ``sensitive_values`` that the lake has not yet, encrypted; in the caller's transaction."""
    new = f"select digest, value from {VALUES} anti join lake.secrets using (digest) where value is not null order by 1"
    found = db.execute(new).fetchall()
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        rows = [[digest for digest, _ in part], [keys.encrypt(value, digest) for digest, value in part]]
        db.execute("insert into lake.secrets select unnest($1::varchar[]), unnest($2::blob[])", rows)
