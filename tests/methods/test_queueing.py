"""Queues against published tables, hand arithmetic and each other."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.queueing import abandonment, erlang, priority, staffing


def test_erlang_b_of_the_published_table() -> None:
    for servers, load, blocked in ((5, 3, 0.1101), (10, 8, 0.1217), (20, 15, 0.0456)):
        assert erlang.blocking(servers, load) == pytest.approx(blocked, abs=5e-5)


def test_one_server_waits_as_the_closed_form_says() -> None:
    # M/M/1 at load 0.5: P(wait) = 0.5, mean wait = rho/(1-rho) * handling = 1 * 4, within 4: 1 - 0.5 e^(-0.5)
    found = erlang.waiting(1, 0.5, 4.0)
    assert (found.probability, found.mean, found.occupancy) == pytest.approx((0.5, 4.0, 0.5))
    assert found.within(4.0) == pytest.approx(1 - 0.5 * np.exp(-0.5))


def test_more_work_than_people_is_a_queue_without_end() -> None:
    found = erlang.waiting(3, 3.0, 60.0)
    assert found.probability == 1.0
    assert found.mean == float("inf")
    assert found.within(3600.0) == 0.0


def test_nobody_who_waits_for_ever_is_the_same_as_erlang_c() -> None:
    patient = abandonment.impatient(12, 1 / 18, 180.0, 1e9)  # 10 erlangs
    assert patient.waits == pytest.approx(erlang.waiting_probability(12, 10.0), rel=1e-4)
    assert patient.abandons == pytest.approx(0.0, abs=1e-6)


def test_who_leaves_at_once_is_who_is_blocked() -> None:
    assert abandonment.impatient(5, 3.0, 1.0, 1e-9).abandons == pytest.approx(erlang.blocking(5, 3.0), rel=1e-6)


def test_the_fewest_people_are_the_fewest() -> None:
    found = staffing.staff(200, 3600, 180, answered_within=20, service_level=0.8)
    fewer = erlang.waiting(found.at_work - 1, 10.0, 180.0)
    assert found.waiting.within(20) >= 0.8 > fewer.within(20)


def test_a_promise_nobody_can_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        staffing.staff(10, 3600, 60, answered_within=20, service_level=1.0)


def test_what_one_class_gains_the_others_pay() -> None:
    arrivals = np.array([0.2, 0.3, 0.25])
    found = priority.many_servers(4, arrivals, 0.25)
    assert np.all(np.diff(found.wait) > 0)
    assert float(arrivals @ found.wait) / 0.75 == pytest.approx(found.alike)
    with pytest.raises(ValueError, match="more comes than can be served"):
        priority.one_server(np.array([0.6, 0.6]), np.array([1.0, 1.0]), np.array([2.0, 2.0]))
