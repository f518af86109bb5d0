"""Chats in parallel against arithmetic by hand, Erlang C and a simulation; the order of service against all orders."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from kefu.methods.queueing import chats, dispatch, erlang, priority


def test_chats_that_take_as_long_alone_as_together_are_so_many_servers() -> None:
    # 3 people with 2 chats each, 4 erlangs: Erlang C of 6 servers
    found, plain = chats.chats(3, 0.4, [10.0, 10.0]), erlang.waiting(6, 4.0, 10.0)
    assert found.waits == pytest.approx(plain.probability)
    assert found.mean_wait == pytest.approx(plain.mean)
    assert found.in_hand == pytest.approx(4.0 / 3)


def test_one_person_with_two_slower_chats_by_hand() -> None:
    # A chat alone takes 1, each of two takes 1.5: rates 1 and 2 / 1.5 = 4/3. Arrivals 1: weights 1, 1, 3/4 and from
    # there on three quarters each: 1 + 1 + (3/4) / (1/4) = 5. Waits: 3/5. Queue: 3 * (3/4) / (1/4) / 5 = 9/5.
    # Held: (1 + 2 * 3) / 5.
    found = chats.chats(1, 1.0, [1.0, 1.5])
    assert (found.waits, found.mean_wait, found.in_hand) == pytest.approx((0.6, 1.8, 1.4))


def test_attention_that_is_merely_divided_serves_no_more() -> None:
    # A chat takes twice as long beside another: one person is M/M/1 at load 0.5, whose mean number is 1, and 0.25 of
    # arrivals find two or more there.
    found = chats.chats(1, 0.5, [1.0, 2.0])
    assert found.waits == pytest.approx(0.25)
    assert found.mean_wait * 0.5 + found.in_hand == pytest.approx(1.0)


def test_an_uneven_spread_is_counted_agent_by_agent() -> None:
    # Two people, one chat alone 1, each of two 1.5. In hand 1: 1; 2: 1 + 1; 3: 1 + 4/3; 4: 4/3 + 4/3.
    assert chats.rates(2, [1.0, 1.5]) == pytest.approx([1, 2, 7 / 3, 8 / 3])


def test_more_than_can_be_served_waits_without_end() -> None:
    assert chats.chats(2, 3.0, [1.0, 1.5]).mean_wait == float("inf")
    with pytest.raises(ValueError, match="above 0"):
        chats.chats(2, 1.0, [])


def simulated(people: int, arrivals: float, handling: list[float], events: int) -> tuple[float, float]:
    """Share that waits and mean wait: agents one by one, a waiting chat to whoever ended one, no levelling of chats."""
    dice = np.random.default_rng(5)
    held, queue = [0] * people, 0
    clock = waited = 0.0
    came = late = 0
    for _ in range(events):
        ends = [load / handling[load - 1] if load else 0.0 for load in held]
        total = arrivals + sum(ends)
        step = dice.exponential(1 / total)
        clock, waited = clock + step, waited + queue * step
        pick = dice.random() * total - arrivals
        if pick < 0:
            came += 1
            who = min(range(people), key=held.__getitem__)
            if held[who] == len(handling):
                queue, late = queue + 1, late + 1
            else:
                held[who] += 1
        else:
            who = int(np.searchsorted(np.cumsum(ends), pick, side="right"))
            queue, held[who] = (queue - 1, held[who]) if queue else (queue, held[who] - 1)
    return late / came, waited / came


def test_levelled_chats_wait_about_as_those_of_a_simulation_that_levels_nothing() -> None:
    # 4 people, up to 3 chats of 5, 6 and 8 minutes, 1.3 a minute of the 1.5 that can be served.
    share, wait = simulated(4, 1.3, [5.0, 6.0, 8.0], 60_000)
    found = chats.chats(4, 1.3, [5.0, 6.0, 8.0])
    assert found.waits == pytest.approx(share, abs=0.06)
    assert found.mean_wait == pytest.approx(wait, rel=0.2)


def test_no_order_of_service_costs_less() -> None:
    arrivals, handling = np.array([0.1, 0.05, 0.2, 0.02]), np.array([2.0, 5.0, 1.0, 8.0])
    cost = np.array([1.0, 4.0, 0.4, 5.0])  # per minute of work: 0.5, 0.8, 0.4, 0.625

    def spent(order: tuple[int, ...]) -> float:
        at = list(order)
        found = priority.one_server(arrivals[at], handling[at], 2 * handling[at] ** 2)
        return float((cost * arrivals)[at] @ found.wait)

    best = tuple(int(one) for one in dispatch.first_served(cost, handling))
    assert best == (1, 3, 0, 2)
    assert spent(best) == pytest.approx(min(spent(order) for order in permutations(range(4))))
    with pytest.raises(ValueError, match="above 0"):
        dispatch.first_served(cost, handling * 0)
