"""Queues against published tables, hand arithmetic and each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kefu.methods.queueing import abandonment, erlang, intervals, patience, presence, priority, shifts, staffing


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


def test_who_is_patient_for_ever_is_answered_in_time_as_erlang_c_says() -> None:
    patient = abandonment.answered_within(13, 1 / 18, 180.0, 1e7, 20.0)  # 200 calls an hour of three minutes
    assert patient == pytest.approx(erlang.waiting(13, 10.0, 180.0).within(20.0), abs=1e-4)


def test_everybody_is_answered_in_the_end_or_gives_up() -> None:
    found = abandonment.impatient(14, 200 / 3600, 240.0, 120.0)  # overloaded for Erlang C
    assert abandonment.answered_within(14, 200 / 3600, 240.0, 120.0, 3600.0) == pytest.approx(
        1 - found.abandons, abs=1e-4
    )
    assert abandonment.answered_within(14, 200 / 3600, 240.0, 120.0, 0.0) == pytest.approx(1 - found.waits)


def test_fewer_people_are_needed_where_callers_give_up() -> None:
    asked = {"answered_within": 20.0, "service_level": 0.8}
    found = staffing.staff_for_the_impatient(200, 3600, 180, 120, **asked)
    reached = [abandonment.answered_within(one, 200 / 3600, 180, 120, 20.0) for one in (found - 1, found)]
    assert reached[0] < 0.8 <= reached[1]
    assert found <= staffing.staff(200, 3600, 180, **asked).at_work
    assert staffing.staff_for_the_impatient(0, 3600, 180, 120, **asked) == 0


def test_who_was_answered_might_have_waited_longer() -> None:
    # 100 seconds waited in all, two gave up: 50 s each, not the mean of their own waits
    assert patience.mean_patience(100.0, 2) == 50.0
    assert patience.mean_patience(100.0, 0) is None


def test_people_are_at_work_between_contacts_and_not_over_a_long_pause() -> None:
    # person 1: 0-10, 15-20 (5 apart: one stretch 0-20), 50-60 (30 apart: another); person 2: 5-25
    person = np.array([1, 2, 1, 1])
    start, end = np.array([0.0, 5, 15, 50]), np.array([10.0, 25, 20, 60])
    begins, ends = presence.stints(person, start, end, pause=10.0)
    assert sorted(zip(begins.tolist(), ends.tolist(), strict=True)) == [(0, 20), (5, 25), (50, 60)]
    # 0-20: 20 + 15 person-seconds of 20; 20-40: 5 of 20; 40-60: 10 of 20
    assert presence.at_work(begins, ends, np.array([0.0, 20, 40, 60])) == pytest.approx([1.75, 0.25, 0.5])


def test_people_at_their_places_are_those_busy_while_somebody_waits() -> None:
    # somebody waits from 2 to 6 and from 8 to 9; busy: two from 0 to 4, one to 7, none after that
    waits = np.array([2.0, 8]), np.array([6.0, 9])
    handled = np.array([0.0, 0]), np.array([4.0, 7])
    busy, seconds = presence.busy_while_others_wait(waits, handled, np.array([0.0, 5, 10, 15]))
    assert seconds.tolist() == [3.0, 2.0, 0.0]
    assert busy == pytest.approx([(2 * 2 + 1) / 3, 1 / 2, 0])  # 2-4 two, 4-5 one; 5-6 one, 8-9 none


def test_intervals_are_weighed_by_their_contacts_and_people_between_whole_numbers() -> None:
    one, two, three = (abandonment.impatient(servers, 20 / 1800, 120.0, 60.0) for servers in (1, 2, 3))
    found = intervals.expected(np.array([20.0, 20]), 1800, np.array([120.0, 120]), np.array([1.0, 2.5]), 60.0, 20.0)
    assert found is not None
    assert found.wait == pytest.approx(one.mean_wait / 2 + two.mean_wait / 4 + three.mean_wait / 4)
    assert found.abandons == pytest.approx(one.abandons / 2 + two.abandons / 4 + three.abandons / 4)
    assert intervals.expected(np.zeros(0), 1800, np.zeros(0), np.zeros(0), 60.0, 20.0) is None


SHIFTS = (shifts.Shift(7, 15), shifts.Shift(12, 20), shifts.Shift(18, 26))


def week_of(people: int) -> np.ndarray:
    """Two weeks in which so many are needed from seven to twenty-six on workdays, half of them at weekends."""
    need = np.zeros((14, 24), dtype=np.int64)
    need[:, 7:24] = people
    need[[5, 6, 12, 13], :] //= 2
    return need


def rules_are_kept(made: shifts.Plan) -> bool:
    for own in made.shift_of:
        weekends = [(own[week * 7 + 5 : week * 7 + 7] >= 0).any() for week in range(2)]
        rested = all(
            SHIFTS[after].start + 24 - SHIFTS[before].end >= 11
            for before, after in pairwise(own)
            if before >= 0 and after >= 0
        )
        if not (rested and max((own[:7] >= 0).sum(), (own[7:] >= 0).sum()) <= 5 and not all(weekends)):
            return False
    return True


def uncovered(made: shifts.Plan, need: np.ndarray) -> int:
    """Counted shift by shift, an hour after midnight being one of the next day."""
    there = np.zeros(need.size + 24, dtype=np.int64)
    for person, day in zip(*np.nonzero(made.shift_of >= 0), strict=True):
        shift = SHIFTS[made.shift_of[person, day]]
        there[day * 24 + shift.start : day * 24 + shift.end] += 1
    return int(np.maximum(need.ravel() - there[: need.size], 0).sum())


def test_a_plan_keeps_the_rules_and_counts_what_it_leaves_open() -> None:
    need = week_of(4)
    made = shifts.greedy(need, SHIFTS, 12, shifts.Rules())
    assert rules_are_kept(made)
    assert made.uncovered == uncovered(made, need) > 0


def test_with_people_enough_nothing_stays_open() -> None:
    made = shifts.plan(week_of(2), SHIFTS, 24)
    assert rules_are_kept(made)
    assert (made.uncovered, made.is_proven) == (0.0, True)


def test_the_solver_leaves_no_more_open_than_the_first_plan() -> None:
    pytest.importorskip("ortools", reason="the extra planning is not installed")
    need = week_of(4)
    first, made = shifts.greedy(need, SHIFTS, 12, shifts.Rules()), shifts.plan(need, SHIFTS, 12)
    assert rules_are_kept(made)
    assert made.uncovered == uncovered(made, need) <= first.uncovered
