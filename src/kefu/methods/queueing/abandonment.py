"""Waiting in a queue that the impatient leave (Erlang A).

Erlang C promises waits of minutes where in truth a tenth hang up and the others wait seconds, so it asks for too many
people as soon as customers abandon. Sources: Palm (1957); Garnett, Mandelbaum & Reiman (2002), M&SOM 4:208.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEGLIGIBLE = 1e-14  # probability of a queue so long that longer ones change no digit
MOST_STATES = 1_000_000
STEPS, A_SERVICE = 129, 8  # to integrate a wait over, at least and between two who are served: right to the sixth digit


@dataclass(frozen=True, slots=True)
class Impatient:
    """``waits`` and ``abandons`` are shares of all contacts, ``mean_wait`` of all of them in the unit of time,
    ``queue`` the mean number waiting, ``occupancy`` the share of their time people are busy."""

    waits: float
    abandons: float
    mean_wait: float
    queue: float
    occupancy: float


def impatient(servers: int, arrivals: float, handling: float, patience: float) -> Impatient:
    """Steady state of ``arrivals`` per unit of time, ``handling`` and ``patience`` being means of exponential times.

    Raises ValueError for a number that is not above 0, and for a queue longer than can be worked out.
    """
    if min(servers, arrivals, handling, patience) <= 0:
        raise ValueError("servers, arrivals, handling and patience must be above 0")
    states = _states(servers, arrivals, 1 / handling, 1 / patience)
    waiting = np.arange(len(states)) - servers
    queue = float(states @ np.maximum(waiting, 0))
    busy = float(states @ np.minimum(np.arange(len(states)), servers))
    waits = float(states[servers:].sum())  # who arrives sees the queue as it is on average (PASTA)
    return Impatient(waits, queue / patience / arrivals, queue / arrivals, queue, busy / servers)


def answered_within(servers: int, arrivals: float, handling: float, patience: float, wait: float) -> float:
    """Share of all contacts answered within ``wait``, those who gave up counting as not answered: the service level.

    Who need not wait, and who would wait up to ``wait`` and is patient enough. Source: Zeltyn & Mandelbaum (2005),
    Queueing Systems 51:361, the density of the offered wait.
    """
    states = _states(servers, arrivals, 1 / handling, 1 / patience)
    x = np.linspace(0.0, wait, max(STEPS, int(A_SERVICE * wait * servers / handling)))
    coming = arrivals * patience * -np.expm1(-x / patience)  # contacts that come meanwhile and would still be there
    density = arrivals * states[servers - 1] * np.exp(coming - servers * x / handling)
    return float(states[:servers].sum() + np.trapezoid(density * np.exp(-x / patience), x))


def _states(servers: int, arrivals: float, service: float, leaving: float) -> NDArray[np.float64]:
    """Probability of each number of contacts in the system, from the balance of a birth and death process."""
    size = servers + 64
    while size <= MOST_STATES:
        count = np.arange(1, size)
        rate = np.minimum(count, servers) * service + np.maximum(count - servers, 0) * leaving
        logs = np.concatenate(([0.0], np.cumsum(np.log(arrivals / rate))))
        if logs[-1] <= logs.max() + np.log(NEGLIGIBLE):
            weights = np.exp(logs - logs.max())
            return np.asarray(weights / weights.sum(), dtype=np.float64)
        size *= 2
    raise ValueError("the queue is too long to be worked out; use more servers")
