"""What a score is worth when it is partly luck: pulled towards the mean, the more the less is known.

Source: Morris (1983), Parametric empirical Bayes inference, JASA 78:47.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.pooling import Pooled

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shrunken:
    """``pull`` is the share of the way each score moves to the mean; estimates in the unit of the scores. The
    ``standard_error`` takes the mean for known; ``with_mean`` does not."""

    pull: Floats
    estimate: Floats
    standard_error: Floats
    with_mean: Floats


def shrink(scores: Floats, variances: Floats, pooled: Pooled) -> Shrunken:
    """Return every score pulled to the mean of ``pooled`` by ``v / (v + tau2)``."""
    y, v = np.asarray(scores, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    pull = v / (v + pooled.tau2)
    own = (1 - pull) * v
    with_mean = np.sqrt(own + (pull * pooled.standard_error) ** 2)
    return Shrunken(pull, pull * pooled.mean + (1 - pull) * y, np.sqrt(own), with_mean)
