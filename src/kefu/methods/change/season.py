"""What the next month should be, given a yearly wave, a trend where there is one, and known influences.

Least squares on an intercept and one harmonic pair of twelve months. With two years of history this finds changes the
customary comparison with last year's month misses: it borrows every month instead of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

YEAR = 12
LEAST_FREEDOM = 12  # each estimated influence costs a month; with fewer left the t limit grows faster than s shrinks
TREND_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class SeasonFit:
    """``expected`` is the new month's value, ``sd`` the residual standard deviation, both in the unit of the values;
    ``leverage`` is ``x'(X'X)^-1 x`` of the new month; ``coefficients`` are intercept, cosine and sine where there is a
    wave, then what was kept."""

    coefficients: Floats
    expected: float
    sd: float
    leverage: float
    freedom: int

    def prediction_error(self, least_sd: float = 0.0) -> float:
        """``s * sqrt(1 + x'(X'X)^-1 x)``, exact for normal residuals."""
        return max(self.sd, least_sd) * sqrt(1 + self.leverage)


def fit_calendar(baseline: Floats, regressors: Floats) -> SeasonFit:
    """Return the fit without wave and trend, for histories too short or too gappy to tell them: the mean, and of what
    the calendar says as much as twelve degrees of freedom allow. Without any of it this is the flat rule."""
    design, rows = np.ones((len(baseline) + 1, 1)), ~np.isnan(baseline)
    for column in _columns(regressors):
        design = _with_column(design, column, rows)
    return _least_squares(design, baseline, rows)


def fit(baseline: Floats, regressors: Floats | None = None) -> SeasonFit:
    """Return the fit to consecutive months (NaN: missing), for the month that follows them.

    Regressors come first and the trend last, kept only if significant at 5 %; each is taken only while it can be told
    apart from the others and at least twelve degrees of freedom remain.
    """
    design = _harmonics(len(baseline) + 1)
    rows = ~np.isnan(baseline)
    for column in _columns(regressors):
        design = _with_column(design, column, rows)
    plain = _least_squares(design, baseline, rows)
    with_trend = _with_column(design, np.arange(len(baseline) + 1) / YEAR, rows)
    if with_trend.shape == design.shape or not _last_is_significant(with_trend, baseline, rows):
        return plain
    return _least_squares(with_trend, baseline, rows)


def too_gappy(baseline: Floats) -> bool:
    """Whether months are missing so unevenly that the wave cannot be told (e.g. only summers are known)."""
    design = _harmonics(len(baseline))[~np.isnan(baseline)]
    return bool(np.linalg.matrix_rank(design) < design.shape[1]) or np.linalg.cond(design) > 10


def _harmonics(length: int) -> Floats:
    angle = 2 * np.pi * np.arange(length) / YEAR
    return np.column_stack([np.ones(length), np.cos(angle), np.sin(angle)])


def _columns(regressors: Floats | None) -> list[Floats]:
    return [] if regressors is None else list(np.atleast_2d(np.asarray(regressors, dtype=np.float64).T))


def _with_column(design: Floats, column: Floats, rows: NDArray[np.bool_]) -> Floats:
    """The design with one more column, or unchanged where the known months cannot tell its influence."""
    wider = np.column_stack([design, column])
    known = wider[:-1][rows]
    scaled = known / np.maximum(np.abs(known).max(axis=0), 1e-300)
    distinct = np.linalg.matrix_rank(scaled, tol=1e-8 * len(known)) == wider.shape[1]
    return wider if distinct and len(known) - wider.shape[1] >= LEAST_FREEDOM else design


def _least_squares(design: Floats, baseline: Floats, rows: NDArray[np.bool_]) -> SeasonFit:
    known, y, new = design[:-1][rows], baseline[rows], design[-1]
    q, r = np.linalg.qr(known)
    coefficients = np.linalg.solve(r, q.T @ y)
    freedom = len(y) - known.shape[1]
    residual = y - known @ coefficients
    root = np.linalg.solve(r.T, new)  # x'(X'X)^-1 x = |R'^-1 x|^2
    sd = sqrt(float(residual @ residual) / freedom)
    return SeasonFit(coefficients, float(new @ coefficients), sd, float(root @ root), freedom)


def _last_is_significant(design: Floats, baseline: Floats, rows: NDArray[np.bool_]) -> bool:
    from scipy.special import stdtrit

    found = _least_squares(design, baseline, rows)
    inverse = np.linalg.inv(np.linalg.qr(design[:-1][rows]).R)
    error = found.sd * float(np.linalg.norm(inverse[-1]))  # (X'X)^-1 = R^-1 R'^-1
    return bool(abs(found.coefficients[-1]) > stdtrit(found.freedom, 1 - TREND_LEVEL / 2) * error)
