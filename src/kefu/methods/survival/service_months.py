"""Failures by months in service: the rate of each month, and what it lets expect of units in the field.

A batch sold last month cannot have failed in its sixth, so batches are compared month by month in service, never by
failures per unit sold. Source: Meeker & Escobar, Statistical Methods for Reliability Data (1998), ch. 3; Wu & Meeker
(2002), Technometrics 44:89 on early warning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Of each month in service: ``exposure`` in unit-months and the ``failures`` in it."""

    exposure: Floats
    failures: Floats

    @property
    def rate(self) -> Floats:
        """Failures per unit and month; 0 where no unit was ever that old."""
        return np.divide(self.failures, self.exposure, out=np.zeros_like(self.exposure), where=self.exposure > 0)

    def expected(self, rate: Floats) -> float:
        """Failures these units should have had at ``rate``."""
        return float(self.exposure @ rate)


def table(age: Floats, failed: NDArray[np.bool_], units: Floats, months: int) -> Table:
    """Count ``units`` of each ``age`` (months, at failure or now) over the first ``months`` in service."""
    exposure = np.array([units @ np.clip(age - month, 0, 1) for month in range(months)])
    place = np.minimum(age.astype(np.int64), months - 1)
    inside = failed & (age < months)
    failures = np.bincount(place[inside], weights=units[inside], minlength=months)
    return Table(exposure.astype(np.float64), failures[:months].astype(np.float64))


def ahead(age: Floats, units: Floats, rate: Floats, months: int) -> Floats:
    """Failures expected in each of the next ``months`` of ``units`` that work at ``age``, at ``rate`` by month in
    service; beyond the months the rate knows its last holds. Failures are rare, so units are not used up."""
    risk = np.concatenate(([0.0], np.cumsum(rate)))

    def so_far(when: Floats) -> Floats:
        over = np.maximum(when - len(rate), 0) * (rate[-1] if len(rate) else 0.0)
        return np.interp(when, np.arange(len(risk)), risk) + over

    steps = [units @ (so_far(age + month + 1) - so_far(age + month)) for month in range(months)]
    return np.array(steps, dtype=np.float64)


def seen_by(age: float, rate: Floats) -> float | None:
    """Share of the failures of all months known that units of ``age`` can have had; None where none is known."""
    risk = np.concatenate(([0.0], np.cumsum(rate)))
    return float(np.interp(age, np.arange(len(risk)), risk) / risk[-1]) if risk[-1] > 0 else None
