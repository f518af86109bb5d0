"""The share that lasts beyond each age, without supposing a shape of life.

Sources: Kaplan & Meier (1958), JASA 53:457; standard error by Greenwood (1926); limits on the scale of log(-log), which
stay within 0 and 1, by Kalbfleisch & Prentice (1980).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from kefu.methods.survey.normal import critical

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survival:
    """At each of ``ages`` (those with a failure) the share ``surviving`` it, its standard ``error`` and how many units
    were ``at_risk``."""

    ages: Floats
    surviving: Floats
    error: Floats
    at_risk: Floats

    def failed_by(self, age: float) -> tuple[float, tuple[float, float] | None]:
        """The share failed by ``age`` with its 95 % limits; no limits where none or all have failed."""
        place = int(np.searchsorted(self.ages, age, side="right")) - 1
        share = float(self.surviving[place]) if place >= 0 else 1.0
        if not 0 < share < 1:
            return 1 - share, None
        reach = exp(critical(0.95) * float(self.error[place]) / (share * -log(share)))
        return 1 - share, (1 - share ** (1 / reach), 1 - share**reach)


def survival(ages: Floats, failed: NDArray[np.bool_], units: Floats | None = None) -> Survival:
    """Units that still work count until their age; at the same age failures come first.

    ``units`` says how many units each age stands for, where they were counted before.
    """
    t, event = np.asarray(ages, dtype=np.float64), np.asarray(failed, dtype=bool)
    count = np.ones(len(t)) if units is None else np.asarray(units, dtype=np.float64)
    when, place = np.unique(t[event], return_inverse=True)
    failures = np.bincount(place, weights=count[event], minlength=len(when))
    order = np.argsort(t)
    gone = np.concatenate(([0.0], np.cumsum(count[order])))[np.searchsorted(t[order], when, side="left")]
    at_risk = count.sum() - gone
    left = at_risk - failures
    still = left > at_risk * 1e-12  # where nobody is left the share is 0 and so is its error
    surviving = np.asarray(np.cumprod(np.where(still, left / at_risk, 0.0)), dtype=np.float64)
    terms = np.divide(failures, at_risk * left, out=np.zeros(len(when)), where=still)
    return Survival(when, surviving, surviving * np.sqrt(np.cumsum(terms)), at_risk)
