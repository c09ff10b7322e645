"""The face of a term as pages show it: always with its origin, its arithmetic one click away."""

from dataclasses import dataclass
from datetime import date

SOON_DAYS = 3


@dataclass(frozen=True)
class Face:
    """A running term on a given day.

    ``origin`` is 法定, 规范性文件 or 内部目标; ``explanation`` the arithmetic, one step a line; ``provisional`` says
    that the calendar of the due year is not published yet.
    """

    title: str
    due: date
    on: date
    origin: str = ""
    explanation: tuple[str, ...] = ()
    provisional: bool = False
    stopped: bool = False

    @property
    def left(self) -> int:
        """Calendar days until the due day; negative when it is past."""
        return (self.due - self.on).days

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        if self.stopped:
            return "grey"
        if self.left < 0:
            return "red"
        return "orange" if self.left <= SOON_DAYS else "green"

    @property
    def word(self) -> str:
        """What the colour says, in words."""
        if self.stopped:
            return "已停止"
        if self.left < 0:
            return f"逾期 {-self.left} 日"
        return "今日到期" if self.left == 0 else f"还剩 {self.left} 日"
