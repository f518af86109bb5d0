"""How much stock a promised availability takes.

For parts that are asked for less than about once a month demand is counted (Poisson), not normal. Source: Silver, Pyke
& Thomas, Inventory and Production Management in Supply Chains (4th ed.), ch. 6 and 10.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kefu.methods.counts import negative_binomial_quantile, poisson_quantile

MORE_THAN_POISSON = 1.001  # below it the two distributions agree to the last piece


def base_stock(lead_time_demand: float, fill_rate: float) -> tuple[int, float]:
    """The smallest stock from which at least ``fill_rate`` of demand is met at once, and the rate it reaches.

    Every unit taken is ordered anew; demand during the lead time is Poisson with mean ``lead_time_demand``. A customer
    is served at once when fewer units than the stock are on order.
    """
    from scipy.special import pdtr

    if not 0 < fill_rate < 1:
        raise ValueError("a fill rate lies between 0 and 1")
    stock = int(poisson_quantile(fill_rate, lead_time_demand)) + 1
    return stock, float(pdtr(stock - 1, lead_time_demand))


def normal_reorder_point(mean: float, sd: float, lead_time: float, service_level: float) -> float:
    """The stock at which to order so that a cycle ends without a shortage in ``service_level`` of cases; ``mean`` and
    ``sd`` are demand per period, ``lead_time`` is in periods."""
    from scipy.special import ndtri

    return float(mean * lead_time + ndtri(service_level) * sd * sqrt(lead_time))


def turnover(issued: float, average_stock: float) -> float | None:
    """How often the stock was used up in the period, both at cost; None for no stock."""
    return issued / average_stock if average_stock > 0 else None


def days_of_stock(issued: float, average_stock: float, days: int) -> float | None:
    """How many days the stock lasts at the pace of a period of ``days``; None where nothing was issued."""
    return average_stock * days / issued if issued > 0 else None


def counted_reorder_point(
    mean: NDArray[np.float64], variance: NDArray[np.float64], service_level: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The smallest stock that demand until the next delivery does not exceed in ``service_level`` of cases.

    ``mean`` and ``variance`` are of that demand, by part: negative binomial where it varies more than Poisson, which
    parts drawn several at a time do. Source: Syntetos, Lengu & Babai (2013), IJPE 143:72.
    """
    m, v = np.maximum(np.asarray(mean, dtype=np.float64), 0), np.asarray(variance, dtype=np.float64)
    spread = v > m * MORE_THAN_POISSON
    share = np.where(spread, m / np.where(spread, v, 1), 0.5)
    successes = np.where(spread, m * share / np.where(spread, 1 - share, 1), 1.0)
    varied, plain = negative_binomial_quantile(service_level, successes, share), poisson_quantile(service_level, m)
    found = np.where(spread & (m > 0), varied, plain)
    return np.asarray(np.where(m > 0, found, 0.0), dtype=np.float64)
