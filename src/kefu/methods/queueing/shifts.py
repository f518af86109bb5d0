"""Who works which shift on which day, so that as little as possible of the need stays uncovered.

Rules: at most one shift a day and ``most_days`` days a week, ``rest`` hours between two shifts, one weekend of each two
free. A greedy plan that keeps them comes first; where the extra ``planning`` is installed, CP-SAT improves it and says
whether a better one can exist. Source: Ernst et al. (2004), European Journal of Operational Research 153:3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEEK, SATURDAY = 7, 5
EFFORT = 4.0  # deterministic seconds of CP-SAT: the same plan on every machine, unlike a limit by the clock
UNCOVERED, WORKED = 100, 1  # an hour without anybody weighs more than any number of hours too many


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of a day from ``start`` up to ``end``, which may lie after midnight (26 is two in the morning)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rules:
    """``rest`` in hours between two shifts of one person, ``most_days`` of work in a week."""

    rest: int = 11
    most_days: int = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """``shift_of[person, day]`` is the position of the shift or -1; ``uncovered`` are person-hours nobody is there for.

    ``is_proven``: no plan within the rules leaves less uncovered.
    """

    shift_of: NDArray[np.int64]
    uncovered: float
    is_proven: bool

    @property
    def shifts(self) -> int:
        return int((self.shift_of >= 0).sum())


def plan(need: NDArray[np.int64], shifts: Sequence[Shift], people: int, rules: Rules | None = None) -> Plan:
    """The plan for ``need[day, hour]`` people, day 0 being a Monday and the days whole pairs of weeks."""
    rules = rules or Rules()
    found = greedy(need, shifts, people, rules)
    if found.uncovered == 0 or find_spec("ortools") is None:
        return found
    return _improved(found, need, shifts, rules)


def greedy(need: NDArray[np.int64], shifts: Sequence[Shift], people: int, rules: Rules) -> Plan:
    """Give away, one by one, the shift that covers most, to the person with the fewest who may take it."""
    cover = _cover(shifts, need.shape)
    left = need.ravel().astype(np.int64)
    shift_of = np.full((people, need.shape[0]), -1)
    closed = np.zeros(cover.shape[:2], dtype=bool)
    while True:
        gain = np.where(closed, 0, cover @ (left > 0))
        day, shift = np.unravel_index(int(gain.argmax()), gain.shape)
        if gain[day, shift] == 0:
            return Plan(shift_of, float(np.maximum(left, 0).sum()), not (left > 0).any())
        able = [one for one in range(people) if _may(shift_of[one], int(day), int(shift), shifts, rules)]
        if able:
            person = min(able, key=lambda one: int((shift_of[one] >= 0).sum()))
            shift_of[person, day] = shift
            left = left - cover[day, shift]
        else:
            closed[day, shift] = True


def _cover(shifts: Sequence[Shift], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Which hours of all days, one after the other, each shift of each day covers; the plan ends with its last day."""
    days, hours = shape
    cover = np.zeros((days, len(shifts), days * hours), dtype=np.int64)
    for day in range(days):
        for place, shift in enumerate(shifts):
            cover[day, place, day * hours + shift.start : day * hours + shift.end] = 1
    return cover


def _may(own: NDArray[np.int64], day: int, shift: int, shifts: Sequence[Shift], rules: Rules) -> bool:
    week = day // WEEK
    if own[day] >= 0 or (own[week * WEEK : (week + 1) * WEEK] >= 0).sum() >= rules.most_days:
        return False
    if day > 0 and own[day - 1] >= 0 and not _rested(shifts[own[day - 1]], shifts[shift], rules):
        return False
    if day + 1 < len(own) and own[day + 1] >= 0 and not _rested(shifts[shift], shifts[own[day + 1]], rules):
        return False
    return day % WEEK < SATURDAY or not (own[_other_weekend(day)] >= 0).any()


def _other_weekend(day: int) -> slice:
    """The weekend of the week that makes a pair with the week of ``day``."""
    other = (day // WEEK) ^ 1
    return slice(other * WEEK + SATURDAY, (other + 1) * WEEK)


def _rested(before: Shift, after: Shift, rules: Rules) -> bool:
    return after.start + 24 - before.end >= rules.rest


def _improved(first: Plan, need: NDArray[np.int64], shifts: Sequence[Shift], rules: Rules) -> Plan:
    """The best plan CP-SAT finds from the first one on."""
    from ortools.sat.python import cp_model

    people, days = first.shift_of.shape
    model = cp_model.CpModel()
    takes = np.array([[[model.new_bool_var("") for _ in shifts] for _ in range(days)] for _ in range(people)])
    for person in range(people):
        _bind(model, takes[person], shifts, rules)
        for day in range(days):
            for place in range(len(shifts)):
                model.add_hint(takes[person, day, place], int(first.shift_of[person, day] == place))
    lacking = _lacking(model, takes, need, shifts)
    model.minimize(UNCOVERED * sum(lacking) + WORKED * takes.sum())
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return first
    chosen = np.vectorize(solver.value)(takes)
    shift_of = np.where(chosen.any(axis=2), chosen.argmax(axis=2), -1)
    return Plan(shift_of, float(sum(solver.value(one) for one in lacking)), bool(status == cp_model.OPTIMAL))


def _bind(model: Any, own: NDArray[np.object_], shifts: Sequence[Shift], rules: Rules) -> None:
    """The rules one person's shifts keep."""
    days = len(own)
    for day in range(days):
        model.add(own[day].sum() <= 1)
    for week in range(0, days, WEEK):
        model.add(own[week : week + WEEK].sum() <= rules.most_days)
    tired = [
        (early, late)
        for early, before in enumerate(shifts)
        for late, after in enumerate(shifts)
        if not _rested(before, after, rules)
    ]
    for day in range(days - 1):
        for early, late in tired:
            model.add(own[day, early] + own[day + 1, late] <= 1)
    for day in (one for one in range(days) if one % WEEK >= SATURDAY and one // WEEK % 2 == 0):
        for other in range(*_other_weekend(day).indices(days)):
            model.add(own[day].sum() + own[other].sum() <= 1)


def _lacking(model: Any, takes: NDArray[np.object_], need: NDArray[np.int64], shifts: Sequence[Shift]) -> list[Any]:
    """One variable for each hour in which somebody is needed: how many are not there."""
    cover, wanted = _cover(shifts, need.shape), need.ravel()
    lacking = []
    for hour in np.flatnonzero(wanted > 0):
        day, shift = np.nonzero(cover[:, :, hour])
        short = model.new_int_var(0, int(wanted[hour]), "")
        model.add(takes[:, day, shift].sum() + short >= int(wanted[hour]))
        lacking.append(short)
    return lacking
