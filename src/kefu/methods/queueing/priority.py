"""What it costs the others that some are served first, without breaking off what has begun.

Sources: Cobham (1954), Operations Research 2:70; Kleinrock (1965): the load-weighted sum of all waits does not change,
so every minute a key customer gains is paid by somebody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.queueing.erlang import waiting_probability

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Priority:
    """Mean ``wait`` of each class, the first served first, and ``alike``, the wait of all without classes."""

    wait: Floats
    alike: float


def many_servers(servers: int, arrivals: Floats, service_rate: float) -> Priority:
    """M/M/c: classes of ``arrivals`` per unit of time, every contact served at ``service_rate``.

    Raises ValueError where more comes than can be served.
    """
    load = np.asarray(arrivals, dtype=np.float64) / (servers * service_rate)
    _refuse_overload(load)
    met = waiting_probability(servers, float(load.sum()) * servers) / (servers * service_rate)
    return Priority(_waits(met, load), float(met / (1 - load.sum())))


def one_server(arrivals: Floats, mean: Floats, square: Floats) -> Priority:
    """M/G/1: ``mean`` and mean ``square`` of the handling time of each class."""
    rates = np.asarray(arrivals, dtype=np.float64)
    load = rates * np.asarray(mean, dtype=np.float64)
    _refuse_overload(load)
    met = float(rates @ np.asarray(square, dtype=np.float64)) / 2
    return Priority(_waits(met, load), float(met / (1 - load.sum())))


def _waits(met: float, load: Floats) -> Floats:
    """``met`` is the work in service an arrival finds; before it comes all work of its own and better classes."""
    upto = np.cumsum(load)
    above = np.concatenate(([0.0], upto[:-1]))
    return np.asarray(met / ((1 - above) * (1 - upto)), dtype=np.float64)


def _refuse_overload(load: Floats) -> None:
    if load.sum() >= 1:
        raise ValueError("more comes than can be served, so waits grow without end")
