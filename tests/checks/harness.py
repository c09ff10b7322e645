"""Hand-made records in a DuckDB table, and cases told as changes to a clean record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiedu.records.fields import kind_of, struct_type
from xiedu.records.schema import Field

TODAY = date(2026, 11, 23)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cases:
    """The cases of one check. ``clean`` is a whole record; the others are changes to it.

    ``last`` (still fine) and ``late`` (a suspicion) stand on both sides of the limit; ``exempt`` are changes to the
    record of ``hit``; ``more`` are further changes by outcome (True, False, None).
    """

    clean: Row
    hit: Row
    unknown: Row
    last: Row | None = None
    late: Row | None = None
    exempt: Row | None = None
    more: Sequence[tuple[Row, bool | None]] = field(default_factory=tuple)

    def told(self) -> list[tuple[str, Row, bool | None]]:
        """(label, whole record, expected outcome) for every case."""
        told: list[tuple[str, Row, bool | None]] = [
            ("clean", self.clean, False),
            ("hit", {**self.clean, **self.hit}, True),
            ("not recorded", {**self.clean, **self.unknown}, None),
        ]
        if self.last is not None:
            told.append(("last day", {**self.clean, **self.last}, False))
        if self.late is not None:
            told.append(("first late day", {**self.clean, **self.late}, True))
        if self.exempt is not None:
            told.append(("exception", {**self.clean, **self.hit, **self.exempt}, False))
        told += [(f"more {n}", {**self.clean, **row}, outcome) for n, (row, outcome) in enumerate(self.more)]
        return told


def load(connection: Any, kind: str, rows: Sequence[Row], table: str = "records", only: Sequence[str] = ()) -> None:
    """Create a normalised table from records; ``only`` leaves the other columns out."""
    types = {n: t for n, t in struct_type(kind).items() if not only or n in only or n == "row_no"}
    fields = kind_of(kind).by_name
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({', '.join(f'{n} {t}' for n, t in types.items())})")
    told = []
    for number, row in enumerate(rows, 1):
        strange = set(row) - set(struct_type(kind))
        assert not strange, f"no such field: {strange}"
        told.append({name: _whole(fields.get(name), row.get(name)) for name in types} | {"row_no": number})
    casts = ", ".join(_cast(name, type_) for name, type_ in types.items())
    connection.execute(
        f"INSERT INTO {table} SELECT {casts} FROM (SELECT unnest(from_json($1, '[\"JSON\"]')) AS j)", [json.dumps(told)]
    )


def _cast(name: str, type_: str) -> str:
    return f"j ->> '$.{name}'" if type_ == "VARCHAR" else f"CAST(j -> '$.{name}' AS {type_})"


def _whole(known: Field | None, value: Any) -> Any:
    """Every member of every item named: casting JSON to a struct is strict."""
    if known is None or not known.members or value is None:
        return value
    names = [m.name for m in known.members]
    assert all(set(item) <= set(names) for item in value), f"{known.name}: {value}"
    return [{name: item.get(name) for name in names} for item in value]


def officers(*numbers: str) -> list[dict[str, str]]:
    """Officers by certificate number."""
    return [{"name": f"执法人员{n}", "cert_no": n} for n in numbers]
