"""What an action changed in a series that has no comparison group: the step at its start, beyond trend.

Neighbouring months resemble each other, so the usual standard errors are too small; how much they do is estimated from
few of them, so Student's t is too narrow even beside the right ones. The reach of the interval is therefore that of
series without an effect, as long as this one and as alike, drawn at random (``bench coverage`` has how often each kind
of interval holds). Source: Davison & Hinkley (1997), ch. 5 (studentised bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kefu.methods.effect import prais_winsten
from kefu.methods.effect.prais_winsten import MOST_RHO

Floats = NDArray[np.float64]
FEWEST_BEFORE = 8  # below it "not measurable" is all that can be said
FEWEST_AFTER = 1
STEP = 2  # the column of ``design``
DRAWN = 4_000  # series; the reach is then known to about one part in fifty
FEWEST_PLACEBOS = 5
RARE = 0.9


@dataclass(frozen=True, slots=True)
class Step:
    """``effect`` in the unit of the series, its standard ``error`` and ``interval``; ``rho`` is how much neighbouring
    values resemble each other, ``coefficients`` are level, trend per step and effect."""

    effect: float
    error: float
    interval: tuple[float, float]
    rho: float
    coefficients: Floats


def design(before: int, after: int) -> Floats:
    """Columns level, trend (0 at the first value after) and step."""
    time = np.arange(before + after, dtype=np.float64) - before
    return np.column_stack([np.ones_like(time), time, time >= 0])


def step(series: Floats, before: int, *, further: Floats | None = None, confidence: float = 0.95) -> Step | None:
    """The step after the first ``before`` values; None ("not measurable") with fewer than eight of them.

    ``further`` are columns to allow for (season, holidays). Leave out the month that triggered the action: actions
    follow bad months, and the next is better by itself.
    """
    y = np.asarray(series, dtype=np.float64)
    if before < FEWEST_BEFORE or len(y) - before < FEWEST_AFTER or np.isnan(y).any():
        return None
    x = design(before, len(y) - before)
    x = x if further is None else np.column_stack([x, further])
    if len(y) < x.shape[1] + 2:  # one more for rho, one to vary
        return None
    found = prais_winsten.fit(y[None], x)
    effect, error, rho = float(found.coefficients[0, STEP]), float(found.errors[0, STEP]), float(found.rho[0])
    half = reach(x, rho, confidence) * error
    return Step(effect, error, (effect - half, effect + half), rho, found.coefficients[0])


def reach(x: Floats, rho: float, confidence: float = 0.95) -> float:
    """How many standard errors the estimated step is off at most, in that share of series that resemble their
    neighbours by ``rho`` (to a tenth) and are regressed on ``x``."""
    near = float(np.clip(round(rho, 1), -MOST_RHO, MOST_RHO))
    return _reach(np.ascontiguousarray(x).tobytes(), x.shape, near, confidence)


@lru_cache(maxsize=256)
def _reach(columns: bytes, shape: tuple[int, int], rho: float, confidence: float) -> float:
    x = np.frombuffer(columns).reshape(shape)
    found = prais_winsten.fit(_alike(len(x), rho), x)
    return float(np.quantile(np.abs(found.coefficients[:, STEP]) / found.errors[:, STEP], confidence))


def _alike(length: int, rho: float) -> Floats:
    """Series of that length whose neighbours correlate by ``rho``: the same ones every time."""
    series = np.random.default_rng(DRAWN).standard_normal((DRAWN, length))
    series[:, 1:] *= np.sqrt(1 - rho**2)
    for at in range(1, length):
        series[:, at] += rho * series[:, at - 1]
    return series


def placebo(series: Floats, before: int) -> Floats:
    """Effects an action would seem to have had at every earlier date, with as many values after as there are now.

    A true effect is larger than nearly all of them.
    """
    y = np.asarray(series, dtype=np.float64)
    after = len(y) - before
    if np.isnan(y).any():
        return np.empty(0)
    spans = [(y[: at + after], design(at, after)) for at in range(FEWEST_BEFORE, before - after + 1)]
    return np.array([prais_winsten.fit(span[None], x).coefficients[0, STEP] for span, x in spans], dtype=np.float64)


def is_rare(effect: float, placebos: Floats) -> bool:
    """Whether nine in ten earlier dates would have shown less; with fewer than five of them nobody can say, and it is
    let pass."""
    if len(placebos) < FEWEST_PLACEBOS:
        return True
    return float((np.abs(placebos) < abs(effect)).mean()) >= RARE


def least_squares(y: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their standard errors, and the residuals."""
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    residuals = y - x @ coefficients
    variance = residuals @ residuals / (len(y) - x.shape[1])
    return coefficients, np.sqrt(np.diag(inverse) * variance), residuals


def newey_west(y: Floats, x: Floats, *, lags: int = 1) -> Floats:
    """Standard errors by Newey & West (1987), small-sample corrected; kept to compare, not to use on short series."""
    inverse = np.linalg.inv(x.T @ x)
    moments = x * (y - x @ (inverse @ x.T @ y))[:, None]
    middle = moments.T @ moments
    for lag in range(1, lags + 1):
        cross = moments[lag:].T @ moments[:-lag]
        middle += (1 - lag / (lags + 1)) * (cross + cross.T)
    count, columns = x.shape
    return np.asarray(np.sqrt(np.diag(inverse @ middle @ inverse) * count / (count - columns)))
