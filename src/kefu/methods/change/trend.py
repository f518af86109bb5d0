"""Whether months rise or fall as a whole, for histories too short to take a trend out of them.

Mann (1945), Econometrica 13:245, and Kendall (1975): of all pairs of months, how many more rise than fall; no form of
the rise is assumed, and one odd month counts little.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Z_99 = 2.576  # two-sided, 1 %


def direction(months: NDArray[np.float64]) -> int:
    """1 where the consecutive values rise, -1 where they fall, 0 where chance explains either at 1 % (NaN: missing).

    ``S`` is the pairs that rise less those that fall; without a trend its variance is ``n(n-1)(2n+5)/18``, and one is
    taken off it for being whole. Ties are counted as neither and leave the variance as it is, which is cautious.
    """
    known = months[~np.isnan(months)]
    count = len(known)
    apart = np.sign(known[None, :] - known[:, None])
    score = float(np.triu(apart).sum())
    spread = sqrt(count * (count - 1) * (2 * count + 5) / 18)
    return int(np.sign(score)) if spread and (abs(score) - 1) / spread > Z_99 else 0
