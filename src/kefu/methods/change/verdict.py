"""What may be said of a new value: real change, noticeable, within normal variation, or not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Level = Literal["real", "noticeable", "normal", "unknown"]

REAL = 0.0027  # the chance Shewhart's three-sigma limits leave to a stable process
NOTICEABLE = 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """``expected`` and the 99.7 % limits in the unit of the value; ``p_value`` two-sided; ``near`` are the 99 % limits,
    within which a value is normal.

    The numbers are None where nothing can be said of them.
    """

    expected: float | None
    lower: float | None
    upper: float | None
    p_value: float | None
    level: Level
    near: tuple[float, float] | None = None

    def rescaled(self, *, centre: float, scale: float) -> Verdict:
        """Return the verdict on ``centre + scale * value``, e.g. a standardised rate turned back into a rate."""
        return self.turned(lambda value: centre + scale * value)

    def turned(self, way: Callable[[float], float]) -> Verdict:
        """Return the verdict on ``way(value)``, which rises with the value."""
        expected, lower, upper = (
            None if value is None else way(value) for value in (self.expected, self.lower, self.upper)
        )
        near = None if self.near is None else (way(self.near[0]), way(self.near[1]))
        return Verdict(expected, lower, upper, self.p_value, self.level, near)

    def hides(self, change: float) -> bool:
        """Whether a value that far from the expected one would be called normal, be it more or less."""
        if self.expected is None or self.near is None:
            return False
        return self.near[0] < self.expected - change and self.expected + change < self.near[1]


UNKNOWN = Verdict(None, None, None, None, "unknown")


def against_t(new: float, *, expected: float, error: float, freedom: int) -> Verdict:
    """Return the verdict on ``new`` where ``(new - expected) / error`` follows Student's t with ``freedom`` degrees.

    ``error`` is the standard error of a *prediction*, so it holds the new month's own variation too.
    """
    from scipy.special import stdtr, stdtrit

    half, near = (float(stdtrit(freedom, 1 - chance / 2)) * error for chance in (REAL, NOTICEABLE))
    p_value = float(2 * stdtr(freedom, -abs(new - expected) / error))
    level = level_of(p_value)
    return Verdict(expected, expected - half, expected + half, p_value, level, (expected - near, expected + near))


def against_constant(new: float, *, expected: float, count: int, size: float) -> Verdict:
    """Return the verdict on ``new`` after ``count`` values, none larger than ``size``, that did not vary at all.

    The same value again is normal. Another one is noticeable, never real: months that never differed give no measure
    of how far they may. Its p-value is that of a rank, ``1 / (count + 1)``: the chance that the odd one out of equally
    likely months is the newest.
    """
    if abs(new - expected) <= 1e-9 * max(size, abs(new)):
        return Verdict(expected, expected, expected, 1.0, "normal", (expected, expected))
    return Verdict(expected, expected, expected, 1 / (count + 1), "noticeable", (expected, expected))


def level_of(p_value: float) -> Level:
    if p_value < REAL:
        return "real"
    return "noticeable" if p_value < NOTICEABLE else "normal"


def prediction_error(sd: float, count: int) -> float:
    """``sd * sqrt(1 + 1/count)``: the new value varies, and the mean it is held against does too."""
    return sd * sqrt(1 + 1 / count)
