"""Regression of many series on the same columns, where neighbouring values resemble each other.

Rho, how much they do, is estimated from the residuals and corrected for how far fitting pulls it below the truth; rho
and coefficients are brought into agreement in turns. Sources: Prais & Winsten (1954), Cowles Commission discussion
paper 383; bias of rho: Kendall (1954), Biometrika 41:403.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_RHO = 0.95  # beyond it a series wanders and its level says nothing
ROUNDS = 50
SETTLED = 1e-8


@dataclass(frozen=True, slots=True)
class Fit:
    """Of every series the coefficients and their standard errors, one per column, and its ``rho``."""

    coefficients: Floats
    errors: Floats
    rho: Floats


def fit(series: Floats, x: Floats) -> Fit:
    """Each row of ``series`` on the columns of ``x``, which has a row per value."""
    rho = np.zeros(len(series))
    coefficients, errors = _generalised(series, x, rho)
    moving = np.arange(len(series))
    for _ in range(ROUNDS):
        found = _rho(series[moving] - coefficients[moving] @ x.T, x.shape[1])
        coefficients[moving], errors[moving] = _generalised(series[moving], x, found)
        settled = np.abs(found - rho[moving]) < SETTLED
        rho[moving] = found
        moving = moving[~settled]
        if not len(moving):
            break
    return Fit(coefficients, errors, rho)


def _generalised(series: Floats, x: Floats, rho: Floats) -> tuple[Floats, Floats]:
    """Coefficients and standard errors with that rho: least squares once values are freed of the one before."""
    y, columns = _freed(series, rho), _freed(np.broadcast_to(x.T, (len(series), *x.T.shape)), rho[:, None])
    inverse = np.linalg.inv(columns @ columns.transpose(0, 2, 1))
    coefficients = np.einsum("rij,rjn,rn->ri", inverse, columns, y)
    rest = y - np.einsum("ri,rin->rn", coefficients, columns)
    variance = (rest**2).sum(axis=1) / (len(x) - x.shape[1])
    return coefficients, np.sqrt(np.diagonal(inverse, axis1=1, axis2=2) * variance[:, None])


def _freed(values: Floats, rho: Floats) -> Floats:
    """Values less what the one before foretells; the first keeps its weight (Prais and Winsten's point)."""
    rho = rho[..., None]
    return np.concatenate([np.sqrt(1 - rho**2) * values[..., :1], values[..., 1:] - rho * values[..., :-1]], axis=-1)


def _rho(residuals: Floats, columns: int) -> Floats:
    """Correlation of neighbours, corrected for how far fitting ``columns`` pulls it below the truth."""
    square = (residuals**2).sum(axis=1)
    together = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1)
    raw = np.divide(together, square, out=np.zeros_like(square), where=square > 0)
    corrected = raw + (columns + (columns + 2) * raw) / residuals.shape[1]
    return np.asarray(np.clip(corrected, -MOST_RHO, MOST_RHO))
