"""How much to order at a time, where demand is steady or known as a distribution.

Source: Snyder & Shen, Fundamentals of Supply Chain Theory (2nd ed.), ch. 3 to 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kefu.methods.counts import poisson_chances, poisson_quantile

TAIL = 1e-12  # demand less likely than this is left out


@dataclass(frozen=True, slots=True)
class Policy:
    """``reorder`` is the stock at or below which is ordered, ``upto`` the level then reached; ``cost`` per period."""

    reorder: float
    upto: float
    cost: float

    @property
    def lot(self) -> float:
        return self.upto - self.reorder


Amounts = TypeVar("Amounts", float, NDArray[np.float64])


def economic_order(fixed: float, holding: Amounts, demand: Amounts) -> tuple[Amounts, Amounts]:
    """The order quantity that balances ``fixed`` cost per order with ``holding`` cost per unit and period, and the
    cost per period of both (Harris 1913)."""
    return (2 * fixed * demand / holding) ** 0.5, (2 * fixed * demand * holding) ** 0.5


def economic_lots(fixed: float, holding: NDArray[np.float64], demand: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same by part in whole pieces; 0 where keeping it costs nothing, so that no quantity is the best.

    The cost of q pieces is least at the first q for which q (q + 1) reaches the square of the quantity.
    """
    costs = holding > 0
    exact, _ = economic_order(fixed, np.where(costs, holding, 1.0), np.maximum(demand, 0.0))
    whole = np.ceil((np.sqrt(1 + 4 * exact**2) - 1) / 2 - 1e-9)
    return np.where(costs, np.maximum(whole, demand > 0), 0.0)


def lot_cost(
    fixed: float, holding: NDArray[np.float64], demand: NDArray[np.float64], lot: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What ordering so many pieces at a time, and keeping half of them on average, costs per period; by part."""
    return np.asarray(fixed * demand / lot + holding * lot / 2, dtype=np.float64)


def newsvendor(holding: float, shortage: float, mean: float, sd: float) -> tuple[float, float]:
    """The stock for one period of normal demand, and its expected cost: ``holding`` for each unit left over,
    ``shortage`` for each unit that lacks."""
    from scipy.special import ndtri

    ratio = shortage / (shortage + holding)
    z = float(ndtri(ratio))
    density = exp(-z * z / 2) / sqrt(2 * pi)
    return mean + z * sd, (holding + shortage) * density * sd


def min_max(fixed: float, holding: float, shortage: float, demand: float) -> Policy:
    """The best (s, S) policy for Poisson ``demand`` per period, reviewed every period, without lead time.

    Exact; source: Zheng & Federgruen (1991), Operations Research 39:654.
    """
    cost = _PeriodCost(holding, shortage, demand)
    chance = _poisson(demand)
    best = newsvendor_level(holding, shortage, demand)
    reorder = best
    while True:  # down from the cheapest level until renewal cost no longer pays
        reorder -= 1
        if _cycle_cost(reorder, best, fixed, cost, chance) <= cost(reorder):
            break
    upto, found = best, _cycle_cost(reorder, best, fixed, cost, chance)
    level = best + 1
    while cost(level) <= found:
        if (tried := _cycle_cost(reorder, level, fixed, cost, chance)) < found:
            upto, found = level, tried
            while _cycle_cost(reorder, upto, fixed, cost, chance) <= cost(reorder + 1):
                reorder += 1
            found = _cycle_cost(reorder, upto, fixed, cost, chance)
        level += 1
    return Policy(reorder, upto, found)


def reorder_point(fixed: float, holding: float, shortage: float, demand: float, lead_time: float) -> Policy:
    """The best (r, Q) policy for Poisson ``demand`` per unit of time that arrives ``lead_time`` after the order.

    Exact; source: Federgruen & Zheng (1992), Operations Research 40:808: levels are added one by one, the cheaper
    neighbour first, until the next would raise the mean.
    """
    cost = _PeriodCost(holding, shortage, demand * lead_time)
    lowest = highest = newsvendor_level(holding, shortage, demand * lead_time)
    total = fixed * demand + cost(lowest)
    lot = 1
    while min(cost(lowest - 1), cost(highest + 1)) < total / lot:
        if cost(lowest - 1) <= cost(highest + 1):
            lowest -= 1
            total += cost(lowest)
        else:
            highest += 1
            total += cost(highest)
        lot += 1
    return Policy(lowest - 1, highest, total / lot)


def newsvendor_level(holding: float, shortage: float, demand: float) -> int:
    """The cheapest stock for Poisson ``demand``: the smallest that suffices with the critical ratio."""
    return int(poisson_quantile(shortage / (shortage + holding), demand))


def _cycle_cost(reorder: int, upto: int, fixed: float, cost: _PeriodCost, chance: NDArray[np.float64]) -> float:
    """Mean cost per period of (s, S): cost of a renewal cycle over its length."""
    steps = upto - reorder
    visits = _visits(steps, chance)
    levels = np.array([cost(upto - step) for step in range(steps)])
    return float((fixed + visits @ levels) / visits.sum())


def _visits(steps: int, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many periods of a cycle begin ``0 .. steps-1`` units below the level ordered up to."""
    visits = np.zeros(steps)
    stays = 1 - chance[0]
    for step in range(steps):
        back = min(step, len(chance) - 1)
        before = visits[step - back : step][::-1] @ chance[1 : back + 1] if back else 0.0
        visits[step] = ((step == 0) + before) / stays
    return visits


def _poisson(demand: float) -> NDArray[np.float64]:
    return poisson_chances(np.arange(int(poisson_quantile(1 - TAIL, demand)) + 2), demand)


class _PeriodCost:
    """Expected cost of a period that begins with a stock level, ``holding`` and ``shortage`` per unit at its end."""

    def __init__(self, holding: float, shortage: float, demand: float) -> None:
        self._holding, self._shortage, self._demand = holding, shortage, demand
        self._chance = _poisson(demand)
        self._units = np.arange(len(self._chance))
        self._known: dict[int, float] = {}

    def __call__(self, level: int) -> float:
        if level not in self._known:
            left = float(self._chance @ np.maximum(level - self._units, 0))
            self._known[level] = self._holding * left + self._shortage * (left - level + self._demand)
        return self._known[level]
