"""Stock methods by hand, and the exact policies against trying every one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from kefu.methods.inventory import backtest, classes, intermittent, lot_size, policy, replay, service_stock
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


def test_a_lot_of_whole_pieces_is_the_cheapest_of_all() -> None:
    """25 an order, 4 pieces a month: sqrt(2 * 25 * 4 / holding). Tried beside every other number of pieces."""
    holding, demand = np.array([0.18333, 2.0, 0.0, 0.5]), np.array([4.0, 4.0, 4.0, 0.0])
    lots = lot_size.economic_lots(25.0, holding, demand)
    assert lots[2:].tolist() == [0, 0]  # nothing is best where keeping is free, or nothing is asked for
    for lot, keep in zip(lots[:2], holding, strict=False):
        tried = {pieces: 25 * 4 / pieces + keep * pieces / 2 for pieces in range(1, 100)}
        assert lot == min(tried, key=lambda pieces: tried[pieces])
        cost = lot_size.lot_cost(25.0, np.array([keep]), np.array([4.0]), np.array([lot]))
        assert cost == pytest.approx(min(tried.values()))


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


def test_forecasts_of_all_parts_at_once_are_those_of_each() -> None:
    dice = np.random.default_rng(3)
    demand = dice.poisson(1.5, (6, 30)) * (dice.random((6, 30)) < 0.4)
    demand[0] = 0
    made = backtest.paths(demand.astype(np.float64))
    for at in (5, 29):
        for part, own in enumerate(demand[:, : at + 1].astype(np.float64)):
            each = [method(own) for method in (intermittent.croston, intermittent.sba, intermittent.tsb)]
            assert [path[part, at] for path in made[:3]] == pytest.approx(each)
            assert made[3][part, at] == pytest.approx(own[-12:].mean())


def test_the_nearest_forecast_of_the_past_is_chosen() -> None:
    # Nothing came for a year, where Croston says 6 still, TSB 6 * .9^k and the year's mean 6 * (12 - k) / 12: squares
    # 36 each; 36 * (1 - .81^12) / .19 / 12 = 14.53; 36 * 650 / 144 / 12 = 13.54
    found = backtest.choose(np.array([[6.0] * 12 + [0.0] * 12]), 12)
    assert found.error[0] == pytest.approx([36.0, 36 * 0.95**2, 14.530, 13.542], abs=1e-3)
    assert backtest.METHODS[found.method[0]] == "year"
    assert found.forecast[0] == 0.0


def test_reorder_points_of_counted_demand() -> None:
    mean, variance = np.array([2.0, 2.0, 0.0]), np.array([2.0, 6.0, 1.0])
    found = service_stock.counted_reorder_point(mean, variance, np.array([0.95, 0.95, 0.95]))
    # negative binomial of mean 2 and variance 6: p = mean/variance = 1/3, r = mean p/(1-p) = 1
    assert found.tolist() == [poisson.ppf(0.95, 2.0), nbinom.ppf(0.95, 1, 1 / 3), 0.0]
    assert found[1] > found[0]


def test_a_replay_by_hand() -> None:
    # start 3, order up to 4 at 1 or below, arriving the next period; demand 2, 3, 0, 5
    # after 1: 1 -> orders 3; period 2: 4 - 3 = 1 -> orders 3; period 3: 4 - 0 = 4; period 4: 4 - 5 = -1, one short
    found = replay.replay(np.array([[2.0, 3, 0, 5]]), np.array([3.0]), np.array([1.0]), np.array([4.0]), lead=1)
    assert found.short.tolist() == [1.0]
    assert found.periods_short.tolist() == [1]
    assert found.stock.tolist() == [(1 + 1 + 4 + 0) / 4]
    assert found.orders.tolist() == [3]  # after periods 1, 2 and 4


def test_levels_keep_what_they_promise_over_many_parts() -> None:
    demand = np.random.default_rng(5).poisson(3.0, (400, 48)).astype(np.float64)
    made = policy.levels(demand[:, :36], np.full(400, 0.95), lead=1)
    found = replay.replay(demand[:, 36:], made.upto, made.reorder, made.upto, lead=1)
    assert found.periods_short.sum() / (400 * 12) < 0.05
    lean = policy.levels(demand[:, :36], np.full(400, 0.6), lead=1)
    assert (lean.reorder <= made.reorder).all()


def test_a_part_nobody_ever_asked_for_is_not_ordered() -> None:
    made = policy.levels(np.zeros((1, 24)), np.array([0.98]), lead=1)
    assert (made.reorder[0], made.upto[0]) == (0.0, 0.0)
