"""Stock methods by hand, and the exact policies against trying every one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson

from kefu.methods.inventory import classes, intermittent, lot_size, service_stock
from kefu.methods.inventory.intermittent import Pattern


def cost_of_min_max(reorder: int, upto: int, fixed: float, holding: float, shortage: float, demand: float) -> float:
    """The long-run cost per period of (s, S) by the stationary distribution of the stock at the start of a period."""
    levels = list(range(reorder + 1, upto + 1))
    most = 80
    moves = np.zeros((len(levels), len(levels)))
    orders = np.zeros(len(levels))
    for i, level in enumerate(levels):
        for units in range(most):
            chance = poisson.pmf(units, demand)
            if level - units <= reorder:
                moves[i, -1] += chance
                orders[i] += chance
            else:
                moves[i, levels.index(level - units)] += chance
    share = np.linalg.matrix_power(moves, 10_000)[0]
    demanded = np.arange(most)
    period = [
        float(
            poisson.pmf(demanded, demand)
            @ (holding * np.maximum(x - demanded, 0) + shortage * np.maximum(demanded - x, 0))
        )
        for x in levels
    ]
    return float(share @ (np.array(period) + fixed * orders))


@pytest.mark.parametrize(("fixed", "demand"), [(5.0, 6.0), (20.0, 3.0), (64.0, 10.0), (0.5, 2.0)])
def test_no_other_min_max_policy_is_cheaper(fixed: float, demand: float) -> None:
    found = lot_size.min_max(fixed, 1.0, 4.0, demand)
    own = cost_of_min_max(int(found.reorder), int(found.upto), fixed, 1.0, 4.0, demand)
    assert found.cost == pytest.approx(own, rel=1e-6)
    near = [(s, big) for s in range(int(found.reorder) - 2, int(found.reorder) + 3)
            for big in range(int(found.upto) - 3, int(found.upto) + 4) if big > s]  # fmt: skip
    assert min(cost_of_min_max(s, big, fixed, 1.0, 4.0, demand) for s, big in near) >= own - 1e-9


def test_the_order_quantity_balances_both_costs() -> None:
    quantity, cost = lot_size.economic_order(50.0, 2.0, 800.0)  # sqrt(2*50*800/2) = 200; 50*800/200 + 2*200/2 = 400
    assert (quantity, cost) == pytest.approx((200.0, 400.0))


def test_half_and_half_is_the_median() -> None:
    stock, cost = lot_size.newsvendor(1.0, 1.0, 100.0, 10.0)  # cost 2 * 10 * phi(0) = 20 / sqrt(2 pi)
    assert (stock, cost) == pytest.approx((100.0, 20 / np.sqrt(2 * np.pi)))


def test_the_smallest_stock_that_keeps_the_promise() -> None:
    stock, fill = service_stock.base_stock(2.5, 0.95)
    assert fill == pytest.approx(poisson.cdf(stock - 1, 2.5))
    assert fill >= 0.95 > poisson.cdf(stock - 2, 2.5)


def test_nothing_issued_or_kept_has_no_turnover() -> None:
    assert service_stock.turnover(0.0, 0.0) is None
    assert service_stock.days_of_stock(0.0, 10.0, 30) is None
    assert service_stock.turnover(0.0, 10.0) == 0.0


def test_demand_is_classed_by_how_often_and_how_much() -> None:
    assert intermittent.classify(np.array([4.0, 5, 4, 5, 6, 5])).pattern is Pattern.SMOOTH
    assert intermittent.classify(np.array([1.0, 20, 1, 1, 30, 1])).pattern is Pattern.ERRATIC
    assert intermittent.classify(np.array([0.0, 0, 5, 0, 0, 5])).pattern is Pattern.INTERMITTENT
    assert intermittent.classify(np.array([0.0, 0, 1, 0, 0, 40])).pattern is Pattern.LUMPY
    assert intermittent.classify(np.zeros(6)).pattern is Pattern.NONE


def test_a_part_nobody_asks_for_any_more_fades_only_with_tsb() -> None:
    dying = np.array([4.0, 4, 4, 4, 4, 4] + [0.0] * 20)
    assert intermittent.croston(dying) == pytest.approx(4.0)
    assert intermittent.tsb(dying) == pytest.approx(4.0 * 0.9**20)  # the chance of demand falls by a tenth a period
    assert intermittent.croston(np.zeros(5)) == intermittent.tsb(np.zeros(5)) == 0.0


def test_abc_counts_value_from_the_largest_on() -> None:
    # cumulated before each: 0, 70, 85, 95 %: A, A, B, C (95 % begins C); a part without value is C
    assert classes.abc(np.array([15.0, 70, 10, 5, 0])).tolist() == ["A", "A", "B", "C", "C"]
    assert classes.abc(np.zeros(2)).tolist() == ["C", "C"]


def test_xyz_by_the_variation_of_periods() -> None:
    # sd/mean: 0; 1/1.5 = .67 (values 1, 1, 2.5 -> mean 1.5, sd .866: .577); never
    demand = np.array([[5.0, 5, 5], [1.0, 1, 2.5], [0.0, 0, 9], [0.0, 0, 0]])
    assert classes.xyz(demand).tolist() == ["X", "Y", "Z", "Z"]
