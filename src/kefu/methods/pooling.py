"""How much true values differ beyond their sampling errors, and what their common mean is.

Source: DerSimonian & Laird (1986), Controlled Clinical Trials 7:177.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """``tau2`` is the variance between true scores (0: no difference can be detected), ``q`` Cochran's heterogeneity;
    ``mean`` and ``standard_error`` are of the random-effects mean, in the unit of the scores."""

    q: float
    tau2: float
    mean: float
    standard_error: float


def pool(scores: Floats, variances: Floats) -> Pooled:
    """Return mean and between-variance of scores with known sampling ``variances`` (all above 0)."""
    y, w = np.asarray(scores, dtype=np.float64), 1 / np.asarray(variances, dtype=np.float64)
    fixed = float(w @ y / w.sum())
    q = float(w @ (y - fixed) ** 2)
    room = float(w.sum() - (w @ w) / w.sum())  # 0 when there is one score, which cannot differ from itself
    tau2 = max(0.0, (q - (len(y) - 1)) / room) if len(y) > 1 else 0.0
    weights = 1 / (1 / w + tau2)
    return Pooled(q, tau2, float(weights @ y / weights.sum()), float(1 / np.sqrt(weights.sum())))
