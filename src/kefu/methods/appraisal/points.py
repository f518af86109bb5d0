"""Points for a value between a worst and a best, and a score from weighted points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

FULL = 100.0


def linear_points(values: ArrayLike, *, worst: float, best: float) -> NDArray[np.float64]:
    """Return 0 points at ``worst`` or beyond, 100 at ``best`` or beyond, straight between; NaN where undefined.

    ``best`` below ``worst`` is for what should be low. Raises ValueError where both are the same.
    """
    if best == worst:
        raise ValueError(f"worst and best are both {best}: points need room between them")
    share = (np.asarray(values, dtype=np.float64) - worst) / (best - worst)
    return np.asarray(np.clip(FULL * share, 0.0, FULL), dtype=np.float64)


def weighted_score(points: Sequence[float | None], weights: Sequence[float]) -> float | None:
    """Return the weighted mean of the points there are; None where there are none.

    A metric without a value drops out with its weight: nobody is judged by what could not be measured.
    """
    known = [(point, weight) for point, weight in zip(points, weights, strict=True) if point is not None]
    total = sum(weight for _, weight in known)
    return sum(point * weight for point, weight in known) / total if total > 0 else None
