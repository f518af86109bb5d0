"""How many people an interval needs for a promised service level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from kefu.methods.queueing.erlang import Waiting, waiting

TOO_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Staffing:
    """``at_work`` must be at their places, ``rostered`` counts those who are away by plan too."""

    at_work: int
    rostered: int
    waiting: Waiting


def staff(
    contacts: float,
    interval: float,
    handling: float,
    *,
    answered_within: float,
    service_level: float,
    most_occupied: float = 1.0,
    shrinkage: float = 0.0,
) -> Staffing:
    """The fewest people who answer ``service_level`` of the contacts within ``answered_within`` (Erlang C).

    ``interval`` and ``handling`` are in the same unit of time, as is ``answered_within``; nobody is busy more than
    ``most_occupied`` of the time; ``shrinkage`` is the share of paid time not at work (leave, training, breaks).
    Raises ValueError for a promise nobody can keep.
    """
    if not (0 < service_level < 1 and 0 <= shrinkage < 1 and 0 < most_occupied <= 1):
        raise ValueError("service level and occupancy must lie between 0 and 1, shrinkage from 0 to below 1")
    load = contacts * handling / interval
    met = _fewest(load, lambda one: one.within(answered_within) >= service_level and one.occupancy <= most_occupied,
                  handling)  # fmt: skip
    return Staffing(met.servers, ceil(met.servers / (1 - shrinkage)), met)


def _fewest(load: float, fits: Callable[[Waiting], bool], handling: float) -> Waiting:
    """The first number of people that fits: more people never wait longer, so doubling and halving finds it."""
    high = max(1, ceil(load))
    while not fits(waiting(high, load, handling)):
        high *= 2
        if high > TOO_MANY:
            raise ValueError("no number of people keeps this promise")
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(waiting(middle, load, handling)) else (middle, high)
    return waiting(high, load, handling)
