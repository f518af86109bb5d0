"""The net promoter score and how far chance may move it; scores and errors in points from -100 to 100."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from kefu.methods.survey.normal import critical, two_sided
from kefu.methods.survey.proportion import ZTest

ADDED = 0.75  # answers added at each extreme; with it 95 % intervals cover 94.6-96.2 %, without it down to 84 %


@dataclass(frozen=True, slots=True)
class Nps:
    """Counts of promoters (9-10) and detractors (0-6) among ``n`` answers; they may be weighted, so not whole."""

    promoters: float
    detractors: float
    n: float

    @classmethod
    def from_moments(cls, mean: float, mean_square: float, n: float) -> Nps:
        """Return the counts behind the mean and mean square of answers scored -1, 0 and 1."""
        return cls(n * (mean_square + mean) / 2, n * (mean_square - mean) / 2, n)

    @property
    def value(self) -> float:
        return 100 * (self.promoters - self.detractors) / self.n

    @property
    def standard_error(self) -> float:
        """``100 sqrt((p + d - (p - d)^2) / n)``, the variance of answers scored -1, 0 and 1."""
        mean, mean_square = (self.promoters - self.detractors) / self.n, (self.promoters + self.detractors) / self.n
        return 100 * sqrt(max(mean_square - mean * mean, 0.0) / self.n)

    def wald(self, *, confidence: float = 0.95) -> tuple[float, float]:
        """Return the textbook interval; too narrow below some hundred answers, so prefer ``interval``."""
        half = critical(confidence) * self.standard_error
        return (self.value - half, self.value + half)

    def interval(self, *, confidence: float = 0.95) -> tuple[float, float]:
        """Return the adjusted Wald interval, within -100 and 100.

        Source: Rocks (2016), Interval estimation for the net promoter score, American Statistician 70:365.
        """
        low, high = Nps(self.promoters + ADDED, self.detractors + ADDED, self.n + 4 * ADDED).wald(confidence=confidence)
        return (max(low, -100.0), min(high, 100.0))


def compare(before: Nps, after: Nps) -> ZTest | None:
    """Return the z test of two independent samples, in points; None when neither varies."""
    error = sqrt(before.standard_error**2 + after.standard_error**2)
    if error == 0:
        return None
    difference = after.value - before.value
    return ZTest(difference, difference / error, two_sided(difference / error))
