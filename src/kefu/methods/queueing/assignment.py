"""Which agent takes which waiting ticket at the least cost: the linear assignment problem.

In a replay of a bank's calls (``python -m bench dispatch``) batches of a minute beat round robin by far and lose to
agents who pull from one queue, so it serves where tickets are dealt out in batches anyhow. Source: Crouse (2016), as in
SciPy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def assign(cost: NDArray[np.float64]) -> tuple[NDArray[np.intp], float]:
    """Column for each row of ``cost`` (minutes expected, say) and the total cost; inf forbids a pair.

    Raises ValueError where no complete assignment is allowed.
    """
    from scipy.optimize import linear_sum_assignment

    table = np.asarray(cost, dtype=np.float64)
    rows, columns = linear_sum_assignment(table)
    return columns, float(table[rows, columns].sum())
