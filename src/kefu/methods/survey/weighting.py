"""Weighting: when young customers answer less often than old ones, each answer stands for more or fewer people.

Post-stratification gives every answer of a stratum the weight ``share among customers / share among answers``. Unequal
weights cost precision; Kish's effective number of answers says how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from kefu.methods.survey.normal import critical
from kefu.methods.survey.proportion import wilson

LARGEST = 5.0  # times the mean weight; larger ones are cut, because a handful of answers would decide everything


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted mean, its 95 % interval, and of how many equally weighted answers it is worth."""

    value: float
    interval: tuple[float, float]
    effective: float


def stratum_weights(
    answers: Mapping[str, float], customers: Mapping[str, float], *, largest: float = LARGEST
) -> dict[str, float]:
    """Return the weight of one answer of each stratum that has answers; their mean over all answers is 1.

    ``customers`` counts everybody by stratum. Strata without a single answer have no weight: their customers are spoken
    for by nobody, and the caller should say so. Weights above ``largest`` are cut to it, and the rest scaled up.
    Raises ValueError for a stratum with answers that no customer is in.
    """
    held = {name: count for name, count in answers.items() if count > 0}
    strangers = sorted(name for name in held if customers.get(name, 0) <= 0)
    if strangers:
        raise ValueError(f"no customers in {', '.join(strangers)}")
    people = sum(customers[name] for name in held)
    total = sum(held.values())
    weights = {name: customers[name] / people / (count / total) for name, count in held.items()}
    return _cut(weights, held, largest)


def _cut(weights: dict[str, float], answers: Mapping[str, float], largest: float) -> dict[str, float]:
    """Cut weights to ``largest`` times their mean, which stays 1; what is cut goes to the others, who may follow."""
    total, fixed = sum(answers.values()), set[str]()
    while over := {name for name, one in weights.items() if one > largest and name not in fixed}:
        fixed |= over
        free = sum(weights[name] * answers[name] for name in weights if name not in fixed)
        left = total - sum(largest * answers[name] for name in fixed)
        if free <= 0 or left <= 0:
            return weights
        weights = {name: largest if name in fixed else one * left / free for name, one in weights.items()}
    return weights


def effective_number(weights: ArrayLike, counts: ArrayLike | None = None) -> float:
    """Return Kish's effective number of answers, ``(sum w)² / sum w²`` (Survey Sampling, 1965, ch. 11).

    With ``counts`` each weight is that of so many answers.
    """
    w = np.asarray(weights, dtype=np.float64)
    n = np.ones_like(w) if counts is None else np.asarray(counts, dtype=np.float64)
    return float((n * w).sum() ** 2 / (n * w**2).sum()) if w.size else 0.0


def weighted_share(hits: ArrayLike, weights: ArrayLike) -> Weighted | None:
    """Return the weighted share of ``hits`` (0 or 1), Wilson's interval at the effective number; None without any."""
    h, w = np.asarray(hits, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    effective = effective_number(w)
    if effective == 0:
        return None
    share = float(np.average(h, weights=w))
    interval = wilson(share * effective, effective)
    return None if interval is None else Weighted(share, interval, effective)


def weighted_mean(values: ArrayLike, weights: ArrayLike, *, confidence: float = 0.95) -> Weighted | None:
    """Return the weighted mean with the linearised standard error of a ratio; None with fewer than two values."""
    x, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.size < 2:
        return None
    mean = float(np.average(x, weights=w))
    error = sqrt(float(((w * (x - mean)) ** 2).sum()) * x.size / (x.size - 1)) / float(w.sum())
    half = critical(confidence) * error
    return Weighted(mean, (mean - half, mean + half), effective_number(w))
