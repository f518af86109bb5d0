"""The share that lasts beyond each age, without supposing a shape of life.

Source: Kaplan & Meier (1958), JASA 53:457; standard error by Greenwood (1926).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survival:
    """At each of ``ages`` (those with a failure) the share ``surviving`` it, its standard ``error`` and how many units
    were ``at_risk``."""

    ages: Floats
    surviving: Floats
    error: Floats
    at_risk: NDArray[np.int64]


def survival(ages: Floats, failed: NDArray[np.bool_]) -> Survival:
    """Units that still work count until their age; at the same age failures come first."""
    t, event = np.asarray(ages, dtype=np.float64), np.asarray(failed, dtype=bool)
    when, failures = np.unique(t[event], return_counts=True)
    at_risk = len(t) - np.searchsorted(np.sort(t), when, side="left")
    surviving = np.asarray(np.cumprod(1 - failures / at_risk), dtype=np.float64)
    left = np.maximum(at_risk - failures, 1)  # where nobody is left the share is 0 and so is its error
    greenwood = np.sqrt(np.cumsum(failures / (at_risk * left)))
    return Survival(when, surviving, surviving * greenwood, at_risk.astype(np.int64))
