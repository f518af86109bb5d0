"""How to divide a sample among strata. Sources: Neyman (1934), JRSS 97:558; Cochran (1977), ch. 5."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kefu.methods.targets import shared_out

Floats = NDArray[np.float64]
FEWEST = 2  # answers of a stratum, so that its spread can be told


def neyman(sizes: Floats, spreads: Floats, answers: float) -> Floats:
    """Answers of each stratum that make the whole most precise: by its size times its spread; not rounded."""
    product = np.asarray(sizes, dtype=np.float64) * np.asarray(spreads, dtype=np.float64)
    return np.asarray(answers * product / product.sum(), dtype=np.float64)


def rounded(shares: Floats, *, least: int = FEWEST) -> NDArray[np.int64]:
    """Whole numbers with the same sum, by the largest remainder; where they then fall below ``least``, raised to it."""
    return np.maximum(shared_out(float(np.sum(shares)), shares), least).astype(np.int64)
