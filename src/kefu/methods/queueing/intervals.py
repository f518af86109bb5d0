"""What a queue does over many intervals of different arrivals and people, each in its steady state.

The mean over half-hours is not the wait at the mean of the day: most people wait in the few half-hours that are short.
Source: Green, Kolesar & Soares (2001), Operations Research 49:549 (period by period, each on its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from kefu.methods.queueing.abandonment import answered_within, impatient
from kefu.methods.queueing.priority import many_servers

Floats = NDArray[np.float64]
MOST_OCCUPIED = 0.9


@dataclass(frozen=True, slots=True)
class Expected:
    """Over all contacts of all intervals: mean ``wait``, share that ``abandons``, share answered ``within`` the wait
    promised."""

    wait: float
    abandons: float
    within: float


def expected(
    contacts: Floats, length: float, handling: Floats, people: Floats, patience: float, promised: float
) -> Expected | None:
    """Weigh the steady state of each interval of ``length`` by its contacts; None without any.

    Between two whole numbers of people (somebody was there half the time) the result lies between theirs.
    """
    found = np.zeros(3)
    for count, work, there in zip(contacts, handling, people, strict=True):
        low = max(1, floor(there))
        part = min(max(there - low, 0.0), 1.0)
        for servers, weight in ((low, 1 - part), (low + 1, part)):
            if weight > 0:
                found += count * weight * _steady(servers, count / length, work, patience, promised)
    total = contacts.sum()
    return Expected(*(float(one) for one in found / total)) if total > 0 else None


def _steady(servers: int, rate: float, handling: float, patience: float, promised: float) -> Floats:
    queue = impatient(servers, rate, handling, patience)
    answered = answered_within(servers, rate, handling, patience, promised)
    return np.array([queue.mean_wait, queue.abandons, answered])


def waits_by_class(
    contacts: Floats, length: float, handling: Floats, people: Floats, times: Floats
) -> tuple[Floats, NDArray[np.bool_]] | None:
    """Mean wait of each class, those of the first column first, where nobody gives up; and the intervals it is of.

    ``contacts[interval, class]`` come in each of the ``times`` there is such an interval. Intervals that keep people
    busy more than nine tenths of the time are over before they come to a steady state, and are left out; None where
    all are. Between two whole numbers of people as in ``expected``, or the larger alone where the smaller could not do
    the work. Source: Cobham (1954), Operations Research 2:70, period by period.
    """
    load = contacts.sum(axis=1) * handling / length
    steady = (load > 0) & (load <= MOST_OCCUPIED * people)
    waited = np.zeros(contacts.shape[1])
    weighed = contacts * times[:, None]
    for place in np.flatnonzero(steady):
        waited += weighed[place] * _waits(contacts[place] / length, handling[place], people[place])
    total = weighed[steady].sum(axis=0)
    return (np.asarray(waited / total, dtype=np.float64), steady) if (total > 0).all() else None


def _waits(rates: Floats, handling: float, people: float) -> Floats:
    """Of each class, in front of a number of people that may lie between two whole ones."""
    low = max(1, floor(people))
    part = min(max(people - low, 0.0), 1.0) if rates.sum() * handling < low else 1.0
    both = [
        weight * many_servers(servers, rates, 1 / handling).wait
        for servers, weight in ((low, 1 - part), (low + 1, part))
        if weight > 0
    ]
    return np.asarray(sum(both), dtype=np.float64)
