"""Failures by time in service: the rate of each week, and what it lets expect of units in the field.

A batch sold last month cannot have failed in its sixth, so batches are compared week by week in service, never by
failures per unit sold. Ages are in periods (weeks, say), of which the first is the first in service. Sources: Meeker &
Escobar, Statistical Methods for Reliability Data (1998), ch. 3; Wu & Meeker (2002), Technometrics 44:89.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Of each period in service: ``exposure`` in units times periods, and the ``failures`` in it."""

    exposure: Floats
    failures: Floats

    @property
    def rate(self) -> Floats:
        """Failures per unit and period; 0 where no unit was ever that old."""
        return np.divide(self.failures, self.exposure, out=np.zeros_like(self.exposure), where=self.exposure > 0)

    def expected(self, rate: Floats) -> float:
        """Failures these units should have had at ``rate``."""
        return float(self.exposure @ rate)


def table(age: Floats, failed: NDArray[np.bool_], units: Floats, periods: int) -> Table:
    """Count ``units`` of each ``age`` (at failure or now) over the first ``periods`` in service."""
    place = np.minimum(age.astype(np.int64), periods)
    leaving = np.bincount(place, weights=units, minlength=periods + 1)[: periods + 1]
    beyond = leaving[::-1].cumsum()[::-1][1:]  # units that saw the whole period
    within = np.bincount(place, weights=units * (age - place), minlength=periods + 1)[:periods]
    failures = np.bincount(place, weights=units * failed, minlength=periods + 1)[:periods]
    return Table(beyond + within, failures.astype(np.float64))


def ahead(age: Floats, units: Floats, rate: Floats, edges: Floats) -> Floats:
    """Failures expected between each two ``edges`` (periods from now) of ``units`` that work at ``age``.

    A negative age is a unit still to be sold. Beyond the periods the rate knows its last holds. Failures are rare, so
    units are not used up.
    """
    sums = np.array([units @ _risk(age + edge, rate) for edge in edges])
    return np.asarray(np.diff(sums), dtype=np.float64)


def seen(age: Floats, units: Floats, rate: Floats) -> float | None:
    """Share of the failures of all periods known that units of these ages can have had; None where none is known."""
    whole, count = float(rate.sum()), float(units.sum())
    return float(units @ _risk(age, rate)) / whole / count if whole > 0 and count > 0 else None


def _risk(age: Floats, rate: Floats) -> Floats:
    """Failures per unit from the beginning of service to ``age``."""
    known = np.interp(age, np.arange(len(rate) + 1), np.concatenate(([0.0], np.cumsum(rate))))
    last = rate[-1] if len(rate) else 0.0
    return np.asarray(known + np.maximum(age - len(rate), 0) * last, dtype=np.float64)


def limits(expected: float, sales: Floats) -> tuple[float, float]:
    """Limits that hold 95 % of counts of failures: chance (Poisson), and new ``sales`` that vary as those of the months
    given did. Sums of both variances, as of independent causes."""
    variation = float(sales.std(ddof=1) / sales.mean()) if len(sales) > 1 and sales.mean() > 0 else 0.0
    half = 1.96 * float(np.sqrt(expected + (variation * expected) ** 2))
    return max(expected - half, 0.0), expected + half
