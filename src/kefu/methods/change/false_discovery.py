"""Which of many changes to believe, when looking at many makes some look striking by luck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def adjusted(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Benjamini-Hochberg adjusted p-values: keeping those below q leaves at most a share q of false ones.

    NaN (not tested) stays NaN and does not count as a comparison. Source: Benjamini & Hochberg (1995), JRSS B 57:289.
    """
    p = np.asarray(p_values, dtype=np.float64)
    result = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested])]
    raw = p[order] * len(order) / np.arange(1, len(order) + 1)
    result[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return result
