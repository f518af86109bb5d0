"""What a score is worth when it is partly luck: pulled towards the mean, the more the less is known.

Source: Morris (1983), Parametric empirical Bayes inference, JASA 78:47.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.pooling import Pooled, pool

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shrunken:
    """``pull`` is the share of the way each score moves to the mean; estimates in the unit of the scores."""

    pooled: Pooled
    pull: Floats
    estimate: Floats
    standard_error: Floats


def shrink(scores: Floats, variances: Floats) -> Shrunken:
    """Return every score pulled to the common mean by ``v / (v + tau2)``."""
    y, v = np.asarray(scores, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    pooled = pool(y, v)
    pull = v / (v + pooled.tau2)
    return Shrunken(pooled, pull, pull * pooled.mean + (1 - pull) * y, np.sqrt((1 - pull) * v))
