"""Which tags occur together more often than chance lets them.

Of 780 pairs of forty tags without any connection 82 look "20 % more frequent together": so p values are corrected over
all pairs that could be asked about, not over those that look good. Source: Agrawal, Imielinski & Swami (1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.change.false_discovery import adjusted
from kefu.methods.counts import both_at_least

FEWEST = 30  # rows with both below which no pair is told


@dataclass(frozen=True, slots=True)
class Rule:
    """``support`` is the share of rows with both, ``confidence`` that of B among those with A, ``lift`` how many times
    more than by chance, ``leverage`` the share of rows beyond chance, ``conviction`` how many times oftener A would be
    without B by chance (inf: never); ``p_value`` one-sided, by Fisher's exact test."""

    support: float
    confidence: float
    lift: float
    leverage: float
    conviction: float
    p_value: float


def rule(both: int, first: int, second: int, rows: int) -> Rule:
    """How the second tag follows the first, from how many ``rows`` have both and each; both must occur."""
    share, confidence = second / rows, both / first
    conviction = (1 - share) / (1 - confidence) if confidence < 1 else float("inf")
    return Rule(
        support=both / rows,
        confidence=confidence,
        lift=confidence / share,
        leverage=both / rows - first / rows * share,
        conviction=conviction,
        p_value=float(both_at_least(*(np.array([one]) for one in (both, rows, first, second)))[0]),
    )


def telling(
    both: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    rows: int | NDArray[np.int64],
    *,
    rate: float = 0.05,
) -> NDArray[np.bool_]:
    """Which of all candidate pairs go together: often enough, more than by chance, and so after correction for having
    looked at all of them. ``rows`` by pair where pairs are of different rows."""
    p_values = both_at_least(both, np.asarray(rows), first, second)
    return (both >= FEWEST) & (both * rows > first * second) & (adjusted(p_values) <= rate)
