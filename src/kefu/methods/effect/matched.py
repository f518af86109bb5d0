"""What became of some people, against others like them: a difference of shares within groups of likes.

The others are weighted to the mix of those asked about (direct standardisation, which estimates the difference for
them). The interval adds one success and one failure to each side, shared out over the groups, because without that it
holds the truth too rarely when shares are small: Agresti & Caffo (2000), American Statistician 54:280.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.survey.normal import critical

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matched:
    """``share`` of those asked about, ``baseline`` of others like them, ``difference`` with its 95 % ``interval``;
    ``people`` found likes, ``unmatched`` did not and are left out."""

    share: float
    baseline: float
    difference: float
    interval: tuple[float, float]
    people: int
    unmatched: int


def difference(hits: Floats, people: Floats, other_hits: Floats, others: Floats) -> Matched | None:
    """Counts by group of likes: ``hits`` of ``people`` asked about, ``other_hits`` of the ``others``. None where nobody
    has likes."""
    k1, n1, k0, n0 = (np.asarray(one, dtype=np.float64) for one in (hits, people, other_hits, others))
    known = (n1 > 0) & (n0 > 0)
    if not known.any():
        return None
    unmatched = int(n1[~known].sum())
    k1, n1, k0, n0 = (one[known] for one in (k1, n1, k0, n0))
    weight = n1 / n1.sum()
    share, baseline = float(k1.sum() / n1.sum()), float(weight @ (k0 / n0))
    one, other = _smoothed(k1, n1, weight), _smoothed(k0, n0, weight)
    centre = float(weight @ (one[0] - other[0]))
    half = critical(0.95) * float(np.sqrt(weight**2 @ (one[1] + other[1])))
    found = share - baseline
    interval = (min(centre - half, found), max(centre + half, found))
    return Matched(share, baseline, found, interval, int(n1.sum()), unmatched)


def _smoothed(k: Floats, n: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Share and its variance by group with a success and a failure more, shared out by ``weight``."""
    share, rows = (k + weight) / (n + 2 * weight), n + 2 * weight
    return share, share * (1 - share) / rows
