"""What to take up first, of problems that differ in how often, how grave, how wide and how fast growing they are.

The factors are multiplied, as in failure mode and effects analysis (IEC 60812), so a problem must matter in each; their
geometric mean keeps that order and stays readable.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLOWEST, FASTEST = 0.5, 2.0  # what growth may count for: of a dozen tickets, four times as many is soon luck
TOP = 100.0


def priorities(frequency: Floats, severity: Floats, reach: Floats, growth: Floats) -> Floats:
    """Priority of each problem, 100 the first; all zero where no problem does harm.

    ``frequency`` and ``reach`` are shares of tickets and customers, ``severity`` harm per ticket, ``growth`` this month
    by the usual one (NaN: no usual one, counts as 1).
    """
    grown = np.clip(np.nan_to_num(np.asarray(growth, dtype=np.float64), nan=1.0), SLOWEST, FASTEST)
    product = np.asarray(frequency, dtype=np.float64) * severity * reach * grown
    most = product.max(initial=0.0)
    return np.asarray(TOP * (product / most) ** 0.25) if most > 0 else np.zeros_like(product)
