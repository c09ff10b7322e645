"""How often a check is right: confirmed over judged, with the interval that so few judgements allow."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


def wilson(good: int, judged: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's interval for a share (E. B. Wilson 1927), by default at 95 %; (0, 1) when nothing is judged.

    ValueError unless 0 <= good <= judged.
    """
    if not 0 <= good <= judged:
        raise ValueError(f"确认数 {good} 须在 0 与评判数 {judged} 之间。")
    if judged == 0:
        return 0.0, 1.0
    share, square = good / judged, z * z / judged
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / judged + square / judged / 4) / (1 + square)
    low = 0.0 if good == 0 else max(0.0, middle - half)
    high = 1.0 if good == judged else min(1.0, middle + half)
    return low, high


@dataclass(frozen=True, slots=True)
class Precision:
    """The judgements on one version of a check."""

    confirmed: int = 0
    judged: int = 0

    @property
    def share(self) -> float | None:
        """Confirmed over judged; None while nothing is judged."""
        return self.confirmed / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        """The share's 95 % interval."""
        return wilson(self.confirmed, self.judged)

    @property
    def words(self) -> str:
        """准确率 83%（95% 区间 61%–94%，评判 18 条）."""
        if self.share is None:
            return "尚未评判"
        low, high = self.interval
        return f"{self.share:.0%}（95% 区间 {low:.0%}–{high:.0%}，评判 {self.judged} 条）"

    def below(self, floor: int, least: int) -> bool:
        """Whether enough is judged and the share lies below ``floor`` per cent."""
        return self.judged >= least and self.confirmed * 100 < floor * self.judged
