"""One line of the benchmark's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure, what it stands against in the same run, their ratio, the target, and whether it
    is reached.
    """

    name: str
    figure: float
    unit: str
    against: str
    ratio: float
    target: str
    reached: bool

    def line(self) -> str:
        """The row as it is printed."""
        mark = "reached" if self.reached else "MISSED"
        return (
            f"{self.name:<44} {self.figure:>9.1f} {self.unit:<5} ratio {self.ratio:>5.2f}"
            f"  target {self.target:<9} {mark:<8} against {self.against}"
        )


def at_least(name: str, ours: Sequence[float], theirs: Sequence[float], against: str, target: float) -> Row:
    """Rates per second, round by round: the median of the ratios must be at least `target`; 0 only tells."""
    ratio = median(our / their for our, their in zip(ours, theirs, strict=True))
    words = f">= {target:g}" if target else "-"
    return Row(name, median(ours), "/s", f"{against} {median(theirs):.0f}/s", ratio, words, ratio >= target)


def at_most(name: str, ours: Sequence[float], theirs: Sequence[float], against: str, target: float) -> Row:
    """Milliseconds, round by round: the median of the ratios must be at most `target`."""
    ratio = median(our / their for our, their in zip(ours, theirs, strict=True))
    return Row(
        name,
        median(ours),
        "ms",
        f"{against} {median(theirs):.1f} ms",
        ratio,
        f"<= {target:g}",
        ratio <= target,
    )


def under(name: str, ours: Sequence[float], limit: float) -> Row:
    """Milliseconds against a fixed limit of the users' patience."""
    found = median(ours)
    return Row(name, found, "ms", f"{limit:g} ms", found / limit, f"< {limit:g} ms", found < limit)
