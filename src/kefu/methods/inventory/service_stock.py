"""How much stock a promised availability takes.

For parts that are asked for less than about once a month demand is counted (Poisson), not normal. Source: Silver, Pyke
& Thomas, Inventory and Production Management in Supply Chains (4th ed.), ch. 6 and 10.
"""

from __future__ import annotations

from math import sqrt

TOO_MUCH = 1_000_000


def base_stock(lead_time_demand: float, fill_rate: float) -> tuple[int, float]:
    """The smallest stock from which at least ``fill_rate`` of demand is met at once, and the rate it reaches.

    Every unit taken is ordered anew; demand during the lead time is Poisson with mean ``lead_time_demand``. A customer
    is served at once when fewer units than the stock are on order.
    """
    from scipy.stats import poisson

    if not 0 < fill_rate < 1:
        raise ValueError("a fill rate lies between 0 and 1")
    stock = int(poisson.ppf(fill_rate, lead_time_demand)) + 1
    return stock, float(poisson.cdf(stock - 1, lead_time_demand))


def normal_reorder_point(mean: float, sd: float, lead_time: float, service_level: float) -> float:
    """The stock at which to order so that a cycle ends without a shortage in ``service_level`` of cases; ``mean`` and
    ``sd`` are demand per period, ``lead_time`` is in periods."""
    from scipy.stats import norm

    return float(mean * lead_time + norm.ppf(service_level) * sd * sqrt(lead_time))


def turnover(issued: float, average_stock: float) -> float | None:
    """How often the stock was used up in the period, both at cost; None for no stock."""
    return issued / average_stock if average_stock > 0 else None


def days_of_stock(issued: float, average_stock: float, days: int) -> float | None:
    """How many days the stock lasts at the pace of a period of ``days``; None where nothing was issued."""
    return average_stock * days / issued if issued > 0 else None
