"""How much of a change in a median or percentile comes from the mix of segments.

A percentile has no exact split by segment. Instead the old rows are weighted to the new mix: what the percentile would
have been had only the mix changed. Source: DiNardo, Fortin & Lemieux (1996), Econometrica 64:1001.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QuantileSplit:
    """In the unit of the values; ``mix + rest`` is ``after - before``.

    ``covered`` is the share of the new rows whose segment also had old rows: only those can be weighted for. Below
    about 0.9 the mix part speaks of a different clientele and should not be told. ``within`` is what each segment's own
    values make of ``rest``, by segment; all of them are 0 where the rest cannot be laid to segments.
    """

    before: float
    reweighted: float
    after: float
    covered: float
    within: Floats

    @property
    def mix(self) -> float:
        return self.reweighted - self.before

    @property
    def rest(self) -> float:
        return self.after - self.reweighted


def split(
    values0: Floats, segments0: NDArray[np.int64], values1: Floats, segments1: NDArray[np.int64], *, q: float
) -> QuantileSplit | None:
    """Return the split of the ``q`` quantile's change; ``segments`` code each row's segment as 0, 1, 2 ….

    None when either period has no rows, or no segment occurs in both.
    """
    if len(values0) == 0 or len(values1) == 0:
        return None
    weights = _weights_to_new_mix(segments0, segments1)
    if not weights.any():
        return None
    before, after = float(np.quantile(values0, q)), float(np.quantile(values1, q))
    covered = float(np.isin(segments1, segments0).mean())
    reweighted = weighted_quantile(values0, weights, q)
    within = _within((values0, segments0), (values1, segments1), reweighted, after)
    return QuantileSplit(before, reweighted, after, covered, within)


def _within(
    old: tuple[Floats, NDArray[np.int64]], new: tuple[Floats, NDArray[np.int64]], reweighted: float, after: float
) -> Floats:
    """What each segment makes of the way from ``reweighted`` to ``after``: only rows that crossed a part of that way
    move a percentile, however far others went. Means of values cut to it are the area between a segment's old and new
    distribution there; these areas add up, at the new mix, and are scaled to the way itself."""
    low, high = sorted((reweighted, after))
    length = int(max(old[1].max(), new[1].max())) + 1
    (sums0, rows0), (sums1, rows1) = (
        (np.bincount(codes, np.clip(values, low, high), length), np.bincount(codes, minlength=length))
        for values, codes in (old, new)
    )
    both = (rows0 > 0) & (rows1 > 0)
    means0, means1 = (sums / np.maximum(rows, 1) for sums, rows in ((sums0, rows0), (sums1, rows1)))
    crossed = np.where(both, rows1 * (means1 - means0), 0.0)
    whole, way = float(crossed.sum()), after - reweighted
    return np.asarray(crossed * (way / whole) if whole * way > 0 else np.zeros(length), dtype=np.float64)


def _weights_to_new_mix(segments0: NDArray[np.int64], segments1: NDArray[np.int64]) -> Floats:
    """For each old row, new rows per old row of its segment."""
    length = int(max(segments0.max(), segments1.max())) + 1
    old, new = np.bincount(segments0, minlength=length), np.bincount(segments1, minlength=length)
    return np.asarray((new / np.maximum(old, 1))[segments0], dtype=np.float64)


def weighted_quantile(values: Floats, weights: Floats, q: float) -> float:
    """Return the ``q`` quantile of weighted values; with equal weights it is ``numpy.quantile`` (Hyndman-Fan type 7).

    Source: Akinshin (2023), Weighted quantile estimators, arXiv:2304.07265. Raises ValueError without positive weight.
    """
    x, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if w.sum() <= 0:
        raise ValueError("a weighted quantile needs a positive weight")
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    size = w.sum() ** 2 / (w @ w)  # Kish's effective sample size
    window_start = (size - 1) * q / size
    edges = np.concatenate(([0.0], np.cumsum(w) / w.sum()))
    inside = np.clip((edges - window_start) * size, 0.0, 1.0)
    return float(np.diff(inside) @ x / (inside[-1] - inside[0]))
