"""How a record comes about: layers of columns, each over those before it, and what is planted in them.

A breach changes columns of a clean record at the place where they arise, so that everything that follows from them
follows from the changed value too; what it changes is all that is wrong with the record. A scene is several records,
each of them clean, that only together break a rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xiedu.records.fields import DERIVED, struct_type

Layer = Mapping[str, str]
CLEAN = "{clean}"
# Scenes take at most a tenth of the records; a city too small for that has each once, or, where a quarter would not do,
# none at all.
SHARE, LEAST_SHARE = 10, 4


@dataclass(frozen=True, slots=True)
class Breach:
    """One planted breach: the check that must find it and the columns it changes (``{clean}`` is the clean value).

    ``also`` names checks whose rule is broken by the very same fact, where one rule contains the other.
    """

    check: str
    changes: Mapping[str, str]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene(Breach):
    """A planted breach of several records, played again and again.

    In ``changes`` ``part`` numbers the records of one playing from 0, ``act`` the playings. ``hits`` are the parts a
    check must find it on; ``most`` bounds the playings (0: no bound).
    """

    parts: int = field(kw_only=True)
    hits: tuple[int, ...] = field(kw_only=True)
    most: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Playing:
    """A scene in a city: its number among what is planted, its first record and how often it is played."""

    number: int
    scene: Scene
    first: int
    acts: int

    @property
    def end(self) -> int:
        """The record after its last."""
        return self.first + self.acts * self.scene.parts


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of record: its layers (columns not of the kind are working values), its breaches and its scenes.

    Raises AssertionError when a breach or scene changes what no layer makes.
    """

    kind: str
    layers: Sequence[Layer]
    breaches: Sequence[Breach]
    scenes: Sequence[Scene] = ()

    def __post_init__(self) -> None:
        made = {name for layer in self.layers for name in layer}
        for breach in self.planted:
            strange = set(breach.changes) - made
            if strange:
                raise AssertionError(f"{breach.check}: nothing makes {strange}")

    @property
    def planted(self) -> tuple[Breach, ...]:
        """Breaches and scenes, by their numbers."""
        return (*self.breaches, *self.scenes)

    def playings(self, records: int) -> list[Playing]:
        """The scenes as they are played at the end of so many records."""
        once = sum(scene.parts for scene in self.scenes)
        acts = max(records // (SHARE * once), int(records >= LEAST_SHARE * once)) if once else 0
        found: list[Playing] = []
        end = records
        for number, scene in reversed(list(enumerate(self.scenes, len(self.breaches)))):
            times = min(acts, scene.most or acts)
            found.append(Playing(number, scene, end - times * scene.parts, times))
            end = found[-1].first
        return found[::-1]

    def query(self, records: int, every: int) -> str:
        """SQL for the records as normalised rows with ``breach`` beside them: one in ``every`` breaks a rule, by turns.

        ``row_no`` counts as a CSV file with one header row does. The layers may use ``n`` (the number of the record),
        ``turn`` (that among the clean ones) and, in a scene, ``act`` and ``part``.
        """
        rows = self._numbered(records, every)
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

    def labels(self, records: int, every: int) -> Iterator[tuple[str, int, int, int]]:
        """(check, first, step, times): it must find something in the records ``first``, ``first + step`` …, so many.

        Told from the plan alone.
        """
        playings = self.playings(records)
        end = playings[0].first if playings else records
        step = every * len(self.breaches)
        for number, breach in enumerate(self.breaches):
            first = number * every + every - 1
            for check in (breach.check, *breach.also):
                yield check, first, step, max(0, -(-(end - first) // step))
        for one in playings:
            for part in one.scene.hits:
                for check in (one.scene.check, *one.scene.also):
                    yield check, one.first + part, one.scene.parts, one.acts

    def _numbered(self, records: int, every: int) -> str:
        playings = self.playings(records)
        end = playings[0].first if playings else records
        by_turns = f"CASE WHEN n % {every} = {every - 1} THEN (n // {every}) % {max(len(self.breaches), 1)} END"
        arms: dict[str, list[str]] = {"breach": [f"WHEN n < {end} THEN {by_turns}"], "act": [], "part": []}
        for one in playings:
            within = f"WHEN n >= {one.first} AND n < {one.end} THEN"
            arms["breach"].append(f"{within} {one.number}")
            arms["act"].append(f"{within} (n - {one.first}) // {one.scene.parts}")
            arms["part"].append(f"{within} (n - {one.first}) % {one.scene.parts}")
        columns = ", ".join(
            f"CASE {' '.join(told) or 'WHEN FALSE THEN 0'} END AS {name}" for name, told in arms.items()
        )
        return f"SELECT n, n - n // {every} AS turn, {columns} FROM range({records}) AS numbers(n)"

    def _column(self, name: str, clean: str) -> str:
        arms = [
            f"WHEN {n} THEN {one.changes[name].replace(CLEAN, f'({clean})')}"
            for n, one in enumerate(self.planted)
            if name in one.changes
        ]
        return f"CASE breach {' '.join(arms)} ELSE {clean} END" if arms else f"({clean})"
