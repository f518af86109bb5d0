"""What somebody's score would be with everybody's cases: more than half of a raw difference can be the cases alone.

Indirect standardisation: what others get from the same cases is expected, and the score is the overall rate plus what
was reached beyond it. Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, ch. 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """By person: ``observed`` hits, ``expected`` from the same cases with its ``variance``, ``rows``, and the adjusted
    ``score``; ``mean`` is the rate over all rows. ``comparable`` is the share of a person's rows for which others have
    a row of the same kind: without it there is nothing to compare."""

    mean: float
    observed: Floats
    expected: Floats
    variance: Floats
    rows: Floats
    score: Floats
    comparable: Floats

    @property
    def same_cases(self) -> Floats:
        """The rate of everybody with each person's mix of cases; the mean for whom there is no row."""
        return np.divide(self.expected, self.rows, out=np.full_like(self.expected, self.mean), where=self.rows > 0)


def adjust(hits: Floats, rows: Floats) -> Adjusted:
    """``hits`` of ``rows`` by person (first) and kind of case (second). Raises ValueError when nobody has a row."""
    k, n = np.asarray(hits, dtype=np.float64), np.asarray(rows, dtype=np.float64)
    if n.sum() <= 0:
        raise ValueError("nobody has a row; there is no mean to be above or below")
    kinds = n.sum(axis=0)
    rate = np.divide(k.sum(axis=0), kinds, out=np.zeros_like(kinds), where=kinds > 0)
    own, mean = n.sum(axis=1), float(k.sum() / n.sum())
    expected, variance = n @ rate, n @ (rate * (1 - rate))
    gained = np.divide(k.sum(axis=1) - expected, own, out=np.zeros_like(own), where=own > 0)
    shared = np.minimum(n, kinds - n).sum(axis=1)
    comparable = np.divide(shared, own, out=np.zeros_like(own), where=own > 0)
    return Adjusted(mean, k.sum(axis=1), expected, variance, own, mean + gained, comparable)
