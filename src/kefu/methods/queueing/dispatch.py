"""Which kind of ticket the next free person takes: the one whose waiting costs most per minute of work.

The rule (c-mu) gives the least cost of waiting of all orders in front of one server where contacts come at random and
whatever has begun is not broken off, whatever the distribution of handling times. Sources: Kakalik & Little (1971),
Optimal Service Policy for the M/G/1 Queue with Multiple Classes of Arrivals, RAND; van Mieghem (1995), Annals of
Applied Probability 5:809, on several like servers under heavy traffic and costs that grow with the wait.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def first_served(cost: Floats, handling: Floats) -> NDArray[np.intp]:
    """Positions of the classes in the order of service; ``cost`` of a minute's wait and mean ``handling`` of each.

    Classes alike keep the order they came in. Raises ValueError for a handling time that is not above 0.
    """
    work = np.asarray(handling, dtype=np.float64)
    if (work <= 0).any():
        raise ValueError("handling times must be above 0")
    return np.argsort(-np.asarray(cost, dtype=np.float64) / work, kind="stable")
