"""How many months of history it takes to see a change of a given size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kefu.methods.change.verdict import NOTICEABLE

FEWEST = 2  # months that have a spread


def months_needed(reach: float, known: int, change: float, *, most: int) -> int | None:
    """Return the months, more than ``known`` and at most ``most``, after which the 99 % limit that now reaches
    ``reach`` to each side lies within ``change``; None where even ``most`` would not do.

    Months go on differing as they do. What shrinks is the error of their mean and of their spread: the limit is
    ``t(n - 1) s sqrt(1 + 1/n)``, of Whitmore (1986) as in ``prediction_limit``.
    """
    if known < FEWEST:
        return None
    now, *later = _factor(np.arange(known, max(most, known) + 1))
    return next((known + 1 + at for at, one in enumerate(later) if reach * one <= change * now), None)


def _factor(months: NDArray[np.int64]) -> NDArray[np.float64]:
    """The limit in standard deviations of the months."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(months - 1, 1 - NOTICEABLE / 2) * np.sqrt(1 + 1 / months), dtype=np.float64)
