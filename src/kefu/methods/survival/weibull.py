"""The Weibull life of a product whose units have mostly not failed yet.

Units that still work say as much as those that failed: leaving them out makes a life of sixty months look like eleven.
Source: Meeker & Escobar, Statistical Methods for Reliability Data (1998), ch. 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST = 2  # failures at different ages; of one alone any shape can be made


@dataclass(frozen=True, slots=True)
class Weibull:
    """``shape`` above 1 is wear, below 1 teething trouble; ``scale`` is the age by which 63.2 % have failed."""

    shape: float
    scale: float
    failures: int

    def failed_by(self, age: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Share of units that have failed by ``age``."""
        return np.asarray(-np.expm1(-((np.asarray(age, dtype=np.float64) / self.scale) ** self.shape)))

    def failing_between(self, age: NDArray[np.float64], until: NDArray[np.float64]) -> NDArray[np.float64]:
        """Chance that a unit working at ``age`` fails by ``until``: its expected returns in that time."""
        hazard = (np.asarray(until) / self.scale) ** self.shape - (np.asarray(age) / self.scale) ** self.shape
        return np.asarray(-np.expm1(-hazard))


def fit(
    ages: NDArray[np.float64], failed: NDArray[np.bool_], units: NDArray[np.float64] | None = None
) -> Weibull | None:
    """The most likely life from each unit's age (above 0) at its failure, or now where it still works.

    ``units`` says how many units each age stands for, where they were counted before.

    None where too few failed to tell, or all at one age.
    """
    from scipy.optimize import brentq

    t, event = np.asarray(ages, dtype=np.float64), np.asarray(failed, dtype=bool)
    count = np.ones(len(t)) if units is None else np.asarray(units, dtype=np.float64)
    if np.any(t <= 0):
        raise ValueError("ages must be above 0")
    failures = float(count[event].sum())
    if failures < FEWEST or np.ptp(t[event]) == 0:
        return None
    logs = np.log(t / t.max())  # scaled, so that no power overflows
    mean_log = float(count[event] @ logs[event] / failures)

    def slope(shape: float) -> float:
        weights = count * np.exp(shape * logs)
        return float(weights @ logs / weights.sum() - 1 / shape - mean_log)

    high = 1.0
    while slope(high) < 0:
        high *= 2
    shape = float(brentq(slope, 1e-6, high, xtol=1e-12))
    scale = float(t.max() * (count @ np.exp(shape * logs) / failures) ** (1 / shape))
    return Weibull(shape, scale, int(failures))
