"""What an action changed where some teams had it and others had not: difference in differences.

Each team counts with one number before and one after, which makes neighbouring months' likeness harmless; p comes from
dealing the action out to the teams in every other way. Sources: Bertrand, Duflo & Mullainathan (2004), QJE 119:249;
Fisher (1935).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_ALLOTMENTS = 20_000  # all of them up to here, a random choice beyond
FEWEST = 2  # teams on either side; of one nobody knows how it varies


@dataclass(frozen=True, slots=True)
class Difference:
    """``effect`` in the unit of the series, 95 % ``interval`` (Welch), ``p_value`` by permutation, two-sided."""

    effect: float
    interval: tuple[float, float] | None
    p_value: float | None


def two_by_two(treated_before: float, treated_after: float, control_before: float, control_after: float) -> float:
    """What the treated gained beyond the others."""
    return (treated_after - treated_before) - (control_after - control_before)


def compare(series: Floats, treated: NDArray[np.bool_], before: int, *, seed: int = 1) -> Difference:
    """``series`` has a row a team and a column a period, of which the first ``before`` lie before the action.

    Without two teams on either side there is an effect, but neither interval nor p. Raises ValueError without any team
    or period on a side. Multiplicative growth wants logarithms.
    """
    y, is_treated = np.asarray(series, dtype=np.float64), np.asarray(treated, dtype=bool)
    if not 0 < before < y.shape[1] or is_treated.all() or not is_treated.any():
        raise ValueError("needs periods before and after, and teams with and without the action")
    gain = np.nanmean(y[:, before:], axis=1) - np.nanmean(y[:, :before], axis=1)
    effect = float(gain[is_treated].mean() - gain[~is_treated].mean())
    if min(is_treated.sum(), (~is_treated).sum()) < FEWEST:
        return Difference(effect, None, None)
    return Difference(effect, _welch(gain[is_treated], gain[~is_treated]), _permuted(gain, is_treated, seed))


def placebo(series: Floats, treated: NDArray[np.bool_], before: int, *, least: int) -> Floats:
    """Effects the action would seem to have had at every earlier date with ``least`` periods before it, and as many
    after as there are now."""
    y = np.asarray(series, dtype=np.float64)
    after = y.shape[1] - before
    return np.array([compare(y[:, : at + after], treated, at).effect for at in range(least, before - after + 1)])


def _welch(one: Floats, other: Floats) -> tuple[float, float]:
    """The 95 % interval of the difference of two means; freedom by Welch (1947), Biometrika 34:28."""
    from scipy.special import stdtrit

    parts = [side.var(ddof=1) / len(side) for side in (one, other)]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(side) - 1) for part, side in zip(parts, (one, other), strict=True))
    half = float(stdtrit(freedom, 0.975)) * float(np.sqrt(sum(parts)))
    difference = float(one.mean() - other.mean())
    return difference - half, difference + half


def _permuted(gain: Floats, treated: NDArray[np.bool_], seed: int) -> float:
    """Share of all allotments of the action whose effect is as large as the one seen."""
    count, chosen = len(gain), int(treated.sum())
    exact = comb(count, chosen) <= MOST_ALLOTMENTS
    picked = (
        np.array(list(combinations(range(count), chosen)))
        if exact
        else np.argsort(np.random.default_rng(seed).random((MOST_ALLOTMENTS, count)), axis=1)[:, :chosen]
    )
    sums = gain[picked].sum(axis=1)
    effects = sums / chosen - (gain.sum() - sums) / (count - chosen)
    seen = abs(gain[treated].mean() - gain[~treated].mean())
    as_large = int((np.abs(effects) >= seen - 1e-12 * max(1.0, seen)).sum())
    return as_large / len(effects) if exact else (as_large + 1) / (len(effects) + 1)
