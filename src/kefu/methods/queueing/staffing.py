"""How many people an interval needs for a promised service level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from kefu.methods.queueing.abandonment import answered_within as answered_in_time
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

    def fits(servers: int) -> bool:
        one = waiting(servers, load, handling)
        return one.within(answered_within) >= service_level and one.occupancy <= most_occupied

    met = waiting(_fewest(ceil(load), fits), load, handling)
    return Staffing(met.servers, ceil(met.servers / (1 - shrinkage)), met)


def staff_for_the_impatient(
    contacts: float, interval: float, handling: float, patience: float, *, answered_within: float, service_level: float
) -> int:
    """The fewest people at their places where callers give up after ``patience`` on average (Erlang A).

    Fewer than Erlang C asks for: who gives up is no longer in the way of the others. 0 where nobody comes. Raises
    ValueError for a promise nobody can keep.
    """
    if not 0 < service_level < 1:
        raise ValueError("service level must lie between 0 and 1")
    if contacts <= 0:
        return 0
    rate = contacts / interval

    def fits(servers: int) -> bool:
        return answered_in_time(servers, rate, handling, patience, answered_within) >= service_level

    return _fewest(1, fits)


def _fewest(start: int, fits: Callable[[int], bool]) -> int:
    """The first number of people that fits: more people never wait longer, so doubling and halving finds it."""
    low, high = 0, max(1, start)
    while not fits(high):
        low, high = high, high * 2
        if high > TOO_MANY:
            raise ValueError("no number of people keeps this promise")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
