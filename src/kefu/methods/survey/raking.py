"""Weights that make answers agree with what is known of all customers, dimension by dimension.

For one dimension alone ``weighting.stratum_weights`` gives them at once. Source: Deming & Stephan (1940).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kefu.methods.survey.weighting import LARGEST

Floats = NDArray[np.float64]
MOST_ROUNDS = 1_000
CLOSE = 1e-10


def rake(
    members: Sequence[NDArray[np.intp]],
    targets: Sequence[Floats],
    *,
    start: Floats | None = None,
    most: float = LARGEST,
) -> Floats:
    """Weight of each answer: ``members`` holds its member's number in each dimension, ``targets`` the amount of every
    member (each dimension with the same sum). ``start`` weights answers to begin with, 1 each unless given.

    No weight is more than ``most`` times what an answer stands for on average, cut in every round. Raises ValueError
    for a member that nobody answered for, whose target no weight can reach.
    """
    weights = np.ones(len(members[0])) if start is None else np.asarray(start, dtype=np.float64).copy()
    largest = most * float(np.sum(targets[0])) / len(weights)
    for _ in range(MOST_ROUNDS):
        before = weights.copy()
        for place, target in zip(members, targets, strict=True):
            weights *= _factors(place, np.asarray(target, dtype=np.float64), weights)[place]
        weights = np.minimum(weights, largest)
        if np.abs(weights - before).max() <= CLOSE * weights.max():
            break
    return weights


def _factors(place: NDArray[np.intp], target: Floats, weights: Floats) -> Floats:
    held = np.bincount(place, weights, len(target))
    if ((held == 0) & (target > 0)).any():
        raise ValueError("a member with a target has no answers; join it to another")
    return np.divide(target, held, out=np.zeros_like(target), where=held > 0)
