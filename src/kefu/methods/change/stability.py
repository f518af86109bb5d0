"""Whether two mixes of the same members differ: the population stability index, and how large chance alone makes it.

The index is a credit-scoring convention (Siddiqi 2006, Credit Risk Scorecards: below 0.1 the same, above 0.25 another
population), made for samples of thousands; for small ones chance exceeds 0.25 easily, so it is held to its own
distribution too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HALF = 0.5  # added to every count, so that a member one side has not seen does not make the index infinite


def stability_index(now: Floats, before: Floats) -> float:
    """``sum((p - q) * ln(p / q))`` over the members, from their counts in the same order; 0 for equal mixes."""
    p, q = _shares(now), _shares(before)
    return float(((p - q) * np.log(p / q)).sum())


def chance_limit(now: Floats, before: Floats, chance: float) -> float:
    """The index that two samples of one mix exceed with probability ``chance``.

    Without a difference the index is ``(1/n + 1/m)`` times chi-square with a degree less than there are members:
    Yurdakul & Naranjo (2020), Journal of Risk Model Validation 14(4).
    """
    from scipy.special import chdtri

    freedom = len(np.asarray(now)) - 1
    if freedom < 1:
        return 0.0
    return float((1 / np.sum(now) + 1 / np.sum(before)) * chdtri(freedom, chance))


def _shares(counts: Floats) -> Floats:
    smoothed = np.asarray(counts, dtype=np.float64) + HALF
    shares: Floats = smoothed / smoothed.sum()
    return shares
