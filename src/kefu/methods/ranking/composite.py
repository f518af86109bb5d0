"""Several indicators on one scale, and how sure it is who is best.

Each indicator is put in standard deviations of the people compared and cut at 2.5, so that one lucky month decides
nothing; a weight then means what it says, while an indicator that hardly varies would count for next to nothing raw.
Who is best is asked of draws from what is known: Goldstein & Spiegelhalter (1996), JRSS A 159:385.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CUT = 2.5  # standard deviations
DRAWS = 10_000
STILL = 1e-9  # a spread below is rounding: shrinkage made everybody equal


@dataclass(frozen=True, slots=True)
class Composite:
    """By person: ``score`` in standard deviations, its ``error``, ``low`` and ``high`` place (1 is best) that hold the
    true one with 95 %, ``chance`` to be the best. ``effective`` is by indicator: its share of what tells people
    apart."""

    score: Floats
    error: Floats
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    chance: Floats
    effective: Floats


def combine(scores: Floats, errors: Floats, weights: Floats, *, seed: int = 1) -> Composite:
    """``scores`` and standard ``errors`` by indicator (first) and person (second), higher being better.

    Indicators in which nobody differs say nothing and have no effective weight. Errors of indicators are taken as
    independent.
    """
    y, e = np.asarray(scores, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    spread = y.std(axis=1, ddof=1)
    differs = spread > STILL
    scale = np.where(differs, spread, 1.0)[:, None]
    z = np.clip((y - y.mean(axis=1, keepdims=True)) / scale, -CUT, CUT)
    weight = np.where(differs, np.asarray(weights, dtype=np.float64), 0.0)
    weight = weight / weight.sum() if weight.sum() > 0 else weight
    score = weight @ z
    # Where nothing tells people apart nothing is known of anybody, so every place fits everybody.
    error = np.sqrt(weight**2 @ (e / scale) ** 2) if differs.any() else np.ones_like(score)
    low, high, chance = _places(score, error, seed)
    return Composite(score, error, low, high, chance, _effective(weight, z))


def _places(score: Floats, error: Floats, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    drawn = score + error * np.random.default_rng(seed).standard_normal((DRAWS, len(score)))
    places = np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1
    low, high = np.quantile(places, [0.025, 0.975], axis=0, method="nearest").astype(np.int64)
    return low, high, (places == 1).mean(axis=0)


def _effective(weight: Floats, z: Floats) -> Floats:
    """Weight times standard deviation, as shares."""
    pull = weight * z.std(axis=1, ddof=1)
    return np.asarray(pull / pull.sum() if pull.sum() > 0 else pull)
