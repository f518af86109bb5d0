"""Whether a series has a season, and the series without it.

Source: classical decomposition by a centred moving average (Makridakis, Wheelwright & Hyndman 1998, ch. 3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WAVES = 3  # a year, half a year, four months: what holidays and promotions make of twelve months
DOUBT = 0.1  # a season is supposed sooner than denied
TINY = 1e-20
CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Seasonal:
    """``adjusted`` is the series without its season; ``effects`` one a place of the season, by which values are
    multiplied (``multiplied``) or to which they are added; the first belongs to the first value of the series."""

    adjusted: Floats
    effects: Floats
    multiplied: bool

    def returned(self, ahead: Floats) -> Floats:
        """Values that follow the series, with their season again."""
        places = (np.arange(len(ahead)) + len(self.adjusted)) % len(self.effects)
        effects = self.effects[places]
        return np.asarray(ahead * effects if self.multiplied else ahead + effects)


def decompose(series: Floats, season: int) -> Seasonal:
    """The series without its season; unchanged where it has none or is shorter than two seasons."""
    y = np.asarray(series, dtype=np.float64)
    if season < 2 or len(y) < 2 * season or not has_season(y, season):
        return Seasonal(y, np.zeros(1), multiplied=False)
    multiplied = bool((y > 0).all())
    trend = _moving_average(y, season)
    inside = ~np.isnan(trend)
    strayed = np.where(inside, y / trend if multiplied else y - trend, np.nan)
    effects = np.array([np.nanmean(strayed[place::season]) for place in range(season)])
    effects = effects / effects.mean() if multiplied else effects - effects.mean()
    whole = np.resize(effects, len(y))
    return Seasonal(y / whole if multiplied else y - whole, effects, multiplied)


def has_season(series: Floats, season: int) -> bool:
    """Whether yearly waves explain more than chance would of what a straight line leaves (F test, 10 %).

    The autocorrelation test of the M3 competition cannot find a season in three years of months: its limit is above the
    largest correlation they can have.
    """
    from scipy.special import fdtrc

    y = np.asarray(series, dtype=np.float64)
    time = np.arange(len(y), dtype=np.float64)
    line = np.column_stack([np.ones_like(time), time])
    angles = 2 * np.pi * np.outer(time, np.arange(1, min(WAVES, (season - 1) // 2) + 1)) / season
    waves = np.column_stack([line, np.cos(angles), np.sin(angles)])
    freedom = len(y) - waves.shape[1]
    without, left = _unexplained(y, line), _unexplained(y, waves)
    if freedom < 1 or without <= left or without < TINY * float(y @ y):
        return False
    added = waves.shape[1] - line.shape[1]
    ratio = (without - left) / added / max(left / freedom, TINY)
    return bool(fdtrc(added, freedom, ratio) < DOUBT)


def is_chance(shares: Floats, rows: Floats) -> bool:
    """Whether shares, each of so many rows, stray from a straight line no more than their rows let them by chance (chi
    square of dispersion, 5 %): then there is nothing a season could explain.

    Source: Cochran (1954), Biometrics 10:417, section 4.
    """
    from scipy.special import chdtrc

    y, n = np.asarray(shares, dtype=np.float64), np.asarray(rows, dtype=np.float64)
    together = float(n @ y / n.sum()) if n.sum() > 0 else 0.0
    if not 0 < together < 1:
        return False
    line = np.column_stack([np.ones_like(y), np.arange(len(y), dtype=np.float64)])
    freedom, weight = len(y) - line.shape[1], np.sqrt(n)
    dispersion = _unexplained(y * weight, line * weight[:, None]) / (together * (1 - together))
    return freedom > 0 and bool(chdtrc(freedom, dispersion) > CHANCE)


def _unexplained(y: Floats, x: Floats) -> float:
    strayed = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(strayed @ strayed)


def _moving_average(y: Floats, season: int) -> Floats:
    """Centred; for an even season the outer two values count half. NaN where the window reaches over an end."""
    weights = np.ones(season) if season % 2 else np.concatenate(([0.5], np.ones(season - 1), [0.5]))
    half = len(weights) // 2
    middle = np.convolve(y, weights / season, mode="valid")
    return np.concatenate([np.full(half, np.nan), middle, np.full(half, np.nan)])
