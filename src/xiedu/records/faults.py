"""What is wrong with a file: one error class for the whole file, one row of a table for every single fault."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """An ERROR keeps its row out; a DOUBT is shown and lets it in."""

    ERROR = "error"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: sheet ("" for the main one), row in the file (0: the whole file), column, value, reason, remedy."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str
    grade: Grade = Grade.ERROR

    def __str__(self) -> str:
        place = f"工作表“{self.sheet}”" if self.sheet else ""
        place += f"第 {self.row} 行" if self.row else ""
        place += f"“{self.column}”" if self.column else ""
        shown = f"为“{self.value}”" if self.value else ""
        return f"{place}{shown}：{self.reason}。{self.remedy}" if place else f"{self.reason}。{self.remedy}"


class InputError(ValueError):
    """The file cannot be read as records at all. ``faults`` has every reason; the text is one a line."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class NoRoomError(InputError):
    """The file may be good, but this machine has no room to read it: to be tried again."""


def unreadable(reason: str, remedy: str) -> InputError:
    """An error about the file as a whole."""
    return InputError(Fault("", 0, "", "", reason, remedy))
