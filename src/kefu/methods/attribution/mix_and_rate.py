"""How much of a change in a rate or mean comes from the mix of segments, how much from the segments themselves.

Source: Kitagawa (1955), JASA 50:1168. Mix terms are centred on the mean of both overall rates: without that the sum is
the same, but growth of a segment that is worse than average would show as a gain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MixAndRate:
    """Parts by segment, in the unit of the rate; ``mix`` and ``rate`` together sum to ``after - before`` exactly.

    ``rate_se`` is the standard error of ``rate``; None when the rows' variances are not known.
    """

    before: float
    after: float
    mix: Floats
    rate: Floats
    rate_se: Floats | None

    @property
    def total(self) -> Floats:
        return np.asarray(self.mix + self.rate, dtype=np.float64)


def split(
    n0: Floats, r0: Floats, n1: Floats, r1: Floats, *, v0: Floats | None = None, v1: Floats | None = None
) -> MixAndRate:
    """Return the exact split of a change between two periods.

    ``n`` are rows, ``r`` rates (or means) and ``v`` variances of single rows by segment, before (0) and after (1). A
    segment without rows on one side takes the other side's rate, so coming and going are pure mix. Raises ValueError
    when a period has no rows, or a segment has rows but no rate.
    """
    n0, r0, n1, r1 = (np.asarray(values, dtype=np.float64) for values in (n0, r0, n1, r1))
    w0, w1 = _shares(n0, r0), _shares(n1, r1)
    r0, r1 = _filled(n0, r0, n1, r1), _filled(n1, r1, n0, r0)
    before, after = float(w0 @ r0), float(w1 @ r1)
    mix = (w1 - w0) * ((r0 + r1) / 2 - (before + after) / 2)
    rate = (w0 + w1) / 2 * (r1 - r0)
    error = None if v0 is None or v1 is None else _rate_se((w0 + w1) / 2, n0, n1, v0, v1)
    return MixAndRate(before, after, mix, rate, error)


def _shares(n: Floats, r: Floats) -> Floats:
    if n.sum() <= 0:
        raise ValueError("a period without rows has no mix to compare")
    if np.isnan(r[n > 0]).any():
        raise ValueError("a segment has rows but no rate; leave its rows out of both periods")
    return np.asarray(n / n.sum(), dtype=np.float64)


def _filled(n: Floats, r: Floats, other_n: Floats, other_r: Floats) -> Floats:
    """The rates, the other side's where a segment has no rows, 0 where neither side has any (its weight is 0 too)."""
    borrowed = np.where(other_n > 0, other_r, 0.0)
    return np.where(n > 0, r, borrowed)


def _rate_se(weight: Floats, n0: Floats, n1: Floats, v0: Floats, v1: Floats) -> Floats:
    """``weight * sqrt(v0/n0 + v1/n1)``; 0 where a side is missing, because the rate part is 0 there by definition."""
    both = (n0 > 0) & (n1 > 0)
    safe0, safe1 = np.where(both, n0, 1.0), np.where(both, n1, 1.0)
    return np.where(both, weight * np.sqrt(v0 / safe0 + v1 / safe1), 0.0)
