"""Demand that comes now and then: how to class it and how much to expect per period.

Sources: Croston (1972), ORQ 23:289; Syntetos & Boylan (2005), IJF 21:303, whose factor takes out Croston's bias;
Teunter, Syntetos & Babai (2011), EJOR 214:606. Croston's forecast never falls while nothing is asked for, so parts that
may be dying out are forecast by ``tsb``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SELDOM, VARIED = 1.32, 0.49  # cut-offs of Syntetos, Boylan & Croston (2005), JORS 56:495


class Pattern(StrEnum):
    """How demand comes; ``NONE`` never did."""

    SMOOTH = "smooth"
    ERRATIC = "erratic"
    INTERMITTENT = "intermittent"
    LUMPY = "lumpy"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Demand:
    """``interval`` is the mean number of periods between demands (ADI), ``variation`` the squared coefficient of
    variation of their sizes."""

    interval: float
    variation: float
    pattern: Pattern


def classify(series: Floats) -> Demand:
    """Class the demand of consecutive periods; the interval counts from the first period on."""
    y = np.asarray(series, dtype=np.float64)
    sizes = y[y > 0]
    if not len(sizes):
        return Demand(np.inf, np.nan, Pattern.NONE)
    interval = len(y) / len(sizes)
    variation = float((sizes.std(ddof=1) / sizes.mean()) ** 2) if len(sizes) > 1 else 0.0
    return Demand(interval, variation, _pattern(interval, variation))


def _pattern(interval: float, variation: float) -> Pattern:
    if interval < SELDOM:
        return Pattern.SMOOTH if variation < VARIED else Pattern.ERRATIC
    return Pattern.INTERMITTENT if variation < VARIED else Pattern.LUMPY


def croston(series: Floats, *, smoothing: float = 0.1) -> float:
    """Expected demand per period: smoothed size over smoothed interval; 0 where nothing was ever asked for."""
    y = np.asarray(series, dtype=np.float64)
    at = np.flatnonzero(y > 0)
    if not len(at):
        return 0.0
    intervals = np.diff(np.concatenate(([-1], at))).astype(np.float64)
    return _smoothed(y[at], smoothing) / _smoothed(intervals, smoothing)


def sba(series: Floats, *, smoothing: float = 0.1) -> float:
    """Croston's forecast without its bias."""
    return (1 - smoothing / 2) * croston(series, smoothing=smoothing)


def tsb(series: Floats, *, smoothing: float = 0.1, fading: float = 0.1) -> float:
    """Expected demand per period: smoothed size times the smoothed chance of any demand, which falls every period
    without one (``fading``)."""
    y = np.asarray(series, dtype=np.float64)
    if not (y > 0).any():
        return 0.0
    return _smoothed(y[y > 0], smoothing) * _smoothed((y > 0).astype(np.float64), fading)


def _smoothed(values: Floats, weight: float) -> float:
    """The last value of exponential smoothing that begins with the first value."""
    level = values[0]
    for value in values[1:]:
        level += weight * (value - level)
    return float(level)
