"""How far a share in a sample may lie from the share among all, and whether two samples differ."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from kefu.methods.survey.normal import critical, two_sided


@dataclass(frozen=True, slots=True)
class ZTest:
    """``difference`` in the unit of the compared values, second minus first; ``p_value`` two-sided."""

    difference: float
    z: float
    p_value: float


def wilson(k: float, n: float, *, confidence: float = 0.95) -> tuple[float, float] | None:
    """Return the interval for a share of ``k`` in ``n``, between 0 and 1; None when ``n`` is 0.

    Unlike the usual p +- 1.96 se it keeps its promise for small samples and shares near 0 or 1.
    Source: Wilson (1927); compared by Newcombe (1998), Statistics in Medicine 17:857.
    """
    if n <= 0:
        return None
    z = critical(confidence)
    share, extra = k / n, z * z / n
    centre = (share + extra / 2) / (1 + extra)
    half = z * sqrt(share * (1 - share) / n + extra / (4 * n)) / (1 + extra)
    # The formula gives exactly the share at 0 and n; rounding must not push the interval off it.
    return (max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share)))


def compare(k0: float, n0: float, k1: float, n1: float) -> ZTest | None:
    """Return the pooled z test of two shares; None when a sample is empty or all answers agree.

    For two surveys only: between months of operation use ``change.laney``, which knows that months vary by themselves.
    """
    if n0 <= 0 or n1 <= 0:
        return None
    pooled = (k0 + k1) / (n0 + n1)
    error = sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    if error == 0:
        return None
    difference = k1 / n1 - k0 / n0
    return ZTest(difference, difference / error, two_sided(difference / error))
