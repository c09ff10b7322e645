"""How a record comes about: layers of columns, each over those before it, and the breaches that change them.

A breach changes columns of a clean record at the place where they arise, so that everything that follows from them
follows from the changed value too; what it changes is all that is wrong with the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiedu.records.fields import DERIVED, struct_type

Layer = Mapping[str, str]
CLEAN = "{clean}"


@dataclass(frozen=True, slots=True)
class Breach:
    """One planted breach: the check that must find it and the columns it changes (``{clean}`` is the clean value).

    ``also`` names checks whose rule is broken by the very same fact, where one rule contains the other.
    """

    check: str
    changes: Mapping[str, str]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of record: its layers (columns not of the kind are working values) and its breaches.

    Raises AssertionError when a breach changes what no layer makes.
    """

    kind: str
    layers: Sequence[Layer]
    breaches: Sequence[Breach]

    def __post_init__(self) -> None:
        made = {name for layer in self.layers for name in layer}
        for breach in self.breaches:
            strange = set(breach.changes) - made
            if strange:
                raise AssertionError(f"{breach.check}: nothing makes {strange}")

    def query(self, records: int, every: int) -> str:
        """SQL for the records as normalised rows with ``breach`` beside them: one in ``every`` breaks a rule, by turns.

        ``row_no`` counts as a CSV file with one header row does.
        """
        planted = f"CASE WHEN n % {every} = {every - 1} THEN ((n // {every}) % {len(self.breaches)})::INTEGER END"
        rows = f"SELECT n, {planted} AS breach FROM range({records}) AS numbers(n)"
        for layer in self.layers:
            columns = ", ".join(f"{self._column(name, clean)} AS {name}" for name, clean in layer.items())
            rows = f"SELECT *, {columns} FROM ({rows})"
        made = {name for layer in self.layers for name in layer}
        derived = {"row_no": "n + 2", "record_key": "agency_code || '|' || document_no"}
        picked = []
        for name, type_ in struct_type(self.kind).items():
            value = derived.get(name, name if name in made else "NULL") if name in DERIVED or name in made else "NULL"
            picked.append(f"({value})::{type_} AS {name}")
        return f"SELECT {', '.join(picked)}, breach FROM ({rows})"

    def labels(self) -> list[tuple[int, str]]:
        """(number of the breach, check that must find it)."""
        return [(n, check) for n, one in enumerate(self.breaches) for check in (one.check, *one.also)]

    def _column(self, name: str, clean: str) -> str:
        arms = [
            f"WHEN {n} THEN {one.changes[name].replace(CLEAN, f'({clean})')}"
            for n, one in enumerate(self.breaches)
            if name in one.changes
        ]
        return f"CASE breach {' '.join(arms)} ELSE {clean} END" if arms else f"({clean})"
