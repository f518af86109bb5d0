"""Whether a rate or a mean over many rows changed, allowing for how months vary beyond sampling.

With thousands of rows a month the textbook z test flags a third of unchanged months: sampling error is tiny, while
months differ for reasons no sample shows. Laney (2002), Quality Engineering 14:531, measures the months in units of
their sampling error and lets the spread of those set the limits.

Laney's chart lets the extra variation shrink with the month's size as sampling error does. It does not: simulated with
1 pp between months, a month of three times the usual rows was flagged 2.3-3.4 % of the time. So the verdicts keep the
variance between months apart (DerSimonian-Laird), which leaves 0.7-0.9 %; for equal months both are the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.change.prediction_limit import judge
from kefu.methods.change.verdict import UNKNOWN, Verdict
from kefu.methods.pooling import pool

Floats = NDArray[np.float64]

TO_SIGMA = 1.128  # d2: the mean moving range of two normal values is 1.128 sigma


@dataclass(frozen=True, slots=True)
class LaneyLimits:
    """Centre and three-sigma limits by month, as shares; ``sigma_z`` is 1 where months vary by sampling alone."""

    centre: float
    sigma_z: float
    lower: Floats
    upper: Floats


def limits(k: Floats, n: Floats) -> LaneyLimits:
    """Return the p' chart of ``k`` of ``n`` by month, in time order; for verdicts use ``judge_rate``."""
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    centre = float(k.sum() / n.sum())
    sampling = np.sqrt(centre * (1 - centre) / n)
    sigma_z = float(np.abs(np.diff((k / n - centre) / sampling)).mean() / TO_SIGMA)
    reach = 3 * sigma_z * sampling
    return LaneyLimits(centre, sigma_z, centre - reach, centre + reach)


def judge_rate(k_new: float, n_new: float, k: Floats, n: Floats, *, regressors: Floats | None = None) -> Verdict:
    """Return the verdict on ``k_new`` of ``n_new`` after the months ``k`` of ``n``, as shares.

    Standardised rates are held to the t limit (0.31 % false alarms where Laney's own limit has 0.98 %) and, from two
    years on, to the season. A spread below the new month's sampling error is luck and counts as that error. Months with
    ``n`` 0 are missing; the level is "unknown" below six months or for an empty new month.
    """
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    total = n.sum()
    if n_new <= 0 or total <= 0:
        return UNKNOWN
    centre = float(k.sum() / total)
    rates = _divided(k, n)
    return _judge(k_new / n_new, n_new, rates, n, centre, centre * (1 - centre), regressors)


def judge_mean(
    mean_new: float, n_new: float, means: Floats, sds: Floats, n: Floats, *, regressors: Floats | None = None
) -> Verdict:
    """Return the verdict on ``mean_new`` of ``n_new`` rows after months of ``means``, ``sds`` of rows and counts ``n``.

    The same rule as for rates, with the sampling error from the spread of rows within months.
    """
    means, sds, n = (np.asarray(values, dtype=np.float64) for values in (means, sds, n))
    rows = (n > 0) & ~np.isnan(means)
    if n_new <= 0 or not rows.any():
        return UNKNOWN
    centre = float(np.average(means[rows], weights=n[rows]))
    spread = rows & (n > 1) & ~np.isnan(sds)
    variance = float((sds[spread] ** 2 @ (n[spread] - 1)) / (n[spread] - 1).sum()) if spread.any() else 0.0
    return _judge(mean_new, n_new, np.where(rows, means, np.nan), n, centre, variance, regressors)


def _judge(
    new: float, n_new: float, values: Floats, n: Floats, centre: float, variance: float, regressors: Floats | None
) -> Verdict:
    """The verdict on standardised months, turned back into the unit of the values."""
    if variance <= 0:  # every row the same: no sampling error to measure by
        return judge(new, values, regressors=regressors)
    known = ~np.isnan(values)
    between = pool(values[known], variance / n[known]).tau2
    sigma = np.sqrt(variance / np.maximum(n, 1) + between)
    sampling = float(np.sqrt(variance / n_new))
    scale = float(np.sqrt(variance / n_new + between))
    standard = (values - centre) / sigma
    verdict = judge((new - centre) / scale, standard, regressors=regressors, least_sd=sampling / scale)
    return verdict.rescaled(centre=centre, scale=scale)


def _divided(k: Floats, n: Floats) -> Floats:
    shares: Floats = np.divide(k, n, out=np.full(n.shape, np.nan), where=n > 0)
    return shares
