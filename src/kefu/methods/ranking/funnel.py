"""Where each agent lies in a funnel plot, with limits widened for variation all agents share.

Source: Spiegelhalter (2005), Statistics in Medicine 24:1185, with 10 % winsorised overdispersion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINSORISED = 0.1  # so that the few who are truly different do not widen everybody's limits


@dataclass(frozen=True, slots=True)
class Funnel:
    """``z`` in sampling errors from the overall ``centre``; ``overdispersion`` is phi; ``adjusted`` is z over its root.

    Beyond 1.96 and 3.09 in ``adjusted`` are the customary 95 % and 99.8 % limits.
    """

    centre: float
    z: Floats
    overdispersion: float
    adjusted: Floats

    def limits(self, n: Floats, *, z: float = 1.959964) -> tuple[Floats, Floats]:
        """Return lower and upper limit of the share at each sample size ``n``, to draw the funnel."""
        spread = self.centre * (1 - self.centre) * max(1.0, self.overdispersion)
        reach = z * np.sqrt(spread / np.asarray(n, dtype=np.float64))
        return np.maximum(self.centre - reach, 0.0), np.minimum(self.centre + reach, 1.0)


def funnel(k: Floats, n: Floats) -> Funnel | None:
    """Return the funnel of ``k`` of ``n`` (all above 0) by agent; None when all rows agree."""
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    centre = float(k.sum() / n.sum())
    if not 0 < centre < 1:
        return None
    z = (k / n - centre) / np.sqrt(centre * (1 - centre) / n)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float((np.clip(z, low, high) ** 2).mean())
    return Funnel(centre, z, phi, z / np.sqrt(max(1.0, phi)))
