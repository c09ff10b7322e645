"""What the door says when it stays shut. Every text is for the person at the page, in Chinese, with the remedy."""

from dataclasses import dataclass, field

from xiedu.procedure.table import Refusal


@dataclass
class NotMade(Exception):  # noqa: N818 - an answer of the door, not a fault of the program
    """The move was not made and nothing has changed.

    ``refusals`` are reasons of law or policy; ``errors`` are faults in the facts by field path.
    """

    refusals: list[Refusal] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [r.message + (f"（{r.cite}）" if r.cite else "") for r in self.refusals]
        lines += [f"{path}：{text}" if path else text for path, text in self.errors.items()]
        return "\n".join(lines)


class Stale(NotMade):
    """Somebody else acted first; the message says who and when."""


def refused(message: str, *, field_path: str = "") -> NotMade:
    """A single refusal of the door itself."""
    return NotMade(refusals=[Refusal(message, field=field_path, policy=True)])
