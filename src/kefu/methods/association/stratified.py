"""Whether a group has more of something than its rows would have by chance, with rows of one kind held against each
other only: tickets open for a month against tickets as old.

Source: Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22:719; the same sum is the log-rank test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.tails import at_least

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Excess:
    """By group: rows that have it, how many would by chance, and a one-sided ``p_value`` for having more."""

    observed: Floats
    expected: Floats
    p_value: Floats


def excess(having: Floats, rows: Floats, all_having: Floats, all_rows: Floats) -> Excess:
    """``having`` of ``rows`` by group (first) and stratum (second); ``all_`` the same by stratum over everybody.

    The hypergeometric variances of the strata are summed. Where nothing can vary the p value is 1.
    """
    k, n = np.asarray(having, dtype=np.float64), np.asarray(rows, dtype=np.float64)
    whole_k, whole_n = np.asarray(all_having, dtype=np.float64), np.asarray(all_rows, dtype=np.float64)
    rate = np.divide(whole_k, whole_n, out=np.zeros_like(whole_k), where=whole_n > 0)
    rest = np.divide(whole_n - n, whole_n - 1, out=np.zeros_like(n), where=whole_n > 1)
    observed, expected = k.sum(axis=1), (n * rate).sum(axis=1)
    variance = (n * rate * (1 - rate) * rest).sum(axis=1)
    return Excess(observed, expected, at_least(observed, expected, variance))
