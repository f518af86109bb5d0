"""Whether a customer without a contract is still one, and how often he will buy again (BG/NBD).

Source: Fader, Hardie & Lee (2005), Marketing Science 24:275.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 100  # customers below which four parameters say nothing


@dataclass(frozen=True, slots=True)
class Buying:
    """Purchase rates vary as gamma (``r``, ``alpha``), the chance to leave after a purchase as beta (``a``, ``b``)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, repeats: Floats, last: Floats, age: Floats) -> Floats:
        """Chance that customers still buy; who never came back has had no chance to leave."""
        x, t, now = (np.asarray(one, dtype=np.float64) for one in (repeats, last, age))
        gone = self.a / (self.b + np.maximum(x, 1) - 1) * ((self.alpha + now) / (self.alpha + t)) ** (self.r + x)
        return np.asarray(1 / (1 + np.where(x > 0, gone, 0.0)))

    def expected(self, ahead: float, repeats: Floats, last: Floats, age: Floats) -> Floats:
        """Purchases to come within ``ahead``, in the unit of time the model was fitted in."""
        from scipy.special import hyp2f1

        x, now = np.asarray(repeats, dtype=np.float64), np.asarray(age, dtype=np.float64)
        reach = self.a + self.b + x - 1
        shrinking = ((self.alpha + now) / (self.alpha + now + ahead)) ** (self.r + x)
        met = hyp2f1(self.r + x, self.b + x, reach, ahead / (self.alpha + now + ahead))
        return np.asarray(reach / (self.a - 1) * (1 - shrinking * met) * self.alive(repeats, last, age))


def fit(repeats: Floats, last: Floats, age: Floats) -> Buying | None:
    """From each customer's repeat purchases, the time of the last one and the time observed, both since the first.

    None for fewer than a hundred customers, or when nobody came back.
    """
    from scipy.optimize import minimize

    x, t, now = (np.asarray(one, dtype=np.float64) for one in (repeats, last, age))
    if len(x) < FEWEST or not x.any():
        return None
    unit = float(now.max())  # so that alpha is near 1

    def cost(logs: Floats) -> float:
        return -_log_likelihood(np.exp(logs), x, t / unit, now / unit)

    best = minimize(cost, np.zeros(4), method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-8, "fatol": 1e-8})
    best = minimize(cost, best.x, method="L-BFGS-B")
    r, alpha, a, b = np.exp(best.x)
    return Buying(float(r), float(alpha * unit), float(a), float(b),
                  _log_likelihood(np.array([r, alpha * unit, a, b]), x, t, now))  # fmt: skip


def _log_likelihood(parameters: Floats, x: Floats, t: Floats, now: Floats) -> float:
    from scipy.special import betaln, gammaln

    r, alpha, a, b = parameters
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + now)
    leaves = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + t)
    return float((rate + np.where(x > 0, np.logaddexp(stays, leaves), stays)).sum())
