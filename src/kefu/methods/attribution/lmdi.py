"""How much each factor of a sum of products (volume x share x rate) contributes to the change of the sum.

Source: LMDI-I, additive: Ang (2005), Energy Policy 33:867. No residual, and the order of the factors does not matter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ZERO = 1e-20  # stands for 0 under a logarithm; Ang & Liu (2007), Energy Policy 35:238, show the limit is reached


def split(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one effect per factor, in the unit of the product, for arrays of shape (segments, factors).

    The effects sum to the change of ``sum(prod(factors))``. Factors must not be negative.
    """
    x0, x1 = (np.maximum(np.asarray(x, dtype=np.float64), ZERO) for x in (before, after))
    weight = _logarithmic_mean(x1.prod(axis=1), x0.prod(axis=1))
    return np.asarray(weight @ np.log(x1 / x0), dtype=np.float64)


def _logarithmic_mean(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """``(a - b) / ln(a / b)``, which tends to ``a`` as both become equal."""
    same = np.isclose(a, b, rtol=1e-12, atol=0.0)
    ratio = np.log(np.where(same, 2.0, a / b))
    return np.where(same, a, (a - b) / ratio)
