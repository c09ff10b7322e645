"""What a sweep looks at: the rows some checks judge, and how they came. Free of Django."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiedu.checks import run as runner
from xiedu.suspicions.present import columns_of, present

# What is told of a row beside the columns its checks use.
TOLD = ("row_no", "reporter", "record_key", "party_key", "batch", "historic", "scan_day")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns some sources have, and the batches in which they came with them."""

    fed: tuple[str, ...]
    sources: tuple[int, ...]
    rows: int
    batches: tuple[int, ...]

    @property
    def condition(self) -> str:
        """SQL that is true for the rows of this layout."""
        return batch_in(self.batches)

    def columns(self, kind: str) -> set[str]:
        """The columns and what is worked out from them."""
        return columns_of(kind) & ({*self.fed, "row_no"} | runner.derived(self.fed))


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows some checks judge: those of the lake that meet a condition, or a copy of the few they touch.

    ``told`` is a copy of what is told of these rows beside the outcomes, ``judged`` of what the checks read of them.
    """

    kind: str
    valid: str
    where: str = "TRUE"
    told: str = ""
    judged: str = ""

    def rows(self, names: Iterable[str], where: str = "TRUE") -> str:
        """Subquery of these columns, for the checks, of the rows that meet a condition."""
        return self._from(self.judged, names, where)

    def beside(self, names: Iterable[str], where: str = "TRUE") -> str:
        """The same for columns among ``TOLD``."""
        return self._from(self.told, names, where)

    def _from(self, copy: str, names: Iterable[str], where: str) -> str:
        if copy:
            return f"(SELECT {', '.join(dict.fromkeys(names))} FROM {copy} WHERE {where})"
        return present(self.kind, names, f"({self.where}) AND ({where})", self.valid)


def batch_in(batches: Iterable[int]) -> str:
    """SQL that is true for the rows of these batches."""
    return f"batch IN ({', '.join(map(str, batches)) or 'NULL'})"
