"""On which days of a month a change lasted: the run of days that strays furthest for its length.

Source: the scan statistic in one dimension, Naus (1965), JASA 60:532, with normal deviations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def run_of_days(strayed: Floats, variance: Floats) -> tuple[int, int] | None:
    """First and last position of the run with the greatest ``sum(strayed)^2 / sum(variance)``; None without variance.

    ``strayed`` is each day's deviation from what is usual, ``variance`` that of the deviation by chance.
    """
    pulls, spreads = (np.concatenate([[0.0], np.cumsum(values)]) for values in (strayed, variance))
    first, end = np.triu_indices(len(pulls), k=1)
    spread = spreads[end] - spreads[first]
    if not (spread > 0).any():
        return None
    gain = np.divide((pulls[end] - pulls[first]) ** 2, spread, out=np.zeros_like(spread), where=spread > 0)
    at = int(np.argmax(gain))
    return int(first[at]), int(end[at]) - 1
