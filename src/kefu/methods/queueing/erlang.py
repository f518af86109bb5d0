"""Waiting in a queue that nobody leaves (Erlang B and C).

Sources: Erlang (1917); Cooper, Introduction to Queueing Theory (1981), ch. 3. ``servers`` are people at work (of agents
who chat with several customers at once: people times chats), ``load`` is the work offered in erlangs: contacts per
second times seconds of handling each.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf


@dataclass(frozen=True, slots=True)
class Waiting:
    """``probability`` of waiting at all; ``mean`` wait of everybody, in the unit of the handling time; ``occupancy`` is
    the share of their time people are busy. A queue that grows without end has probability 1 and an infinite mean."""

    servers: int
    load: float
    handling: float
    probability: float
    mean: float
    occupancy: float

    def within(self, wait: float) -> float:
        """Share of contacts answered within ``wait``: the service level."""
        if self.load >= self.servers:
            return 0.0
        return 1.0 - self.probability * exp(-(self.servers - self.load) * wait / self.handling)


def blocking(servers: int, load: float) -> float:
    """Probability that all servers are busy where nobody waits (Erlang B), by the stable recursion."""
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def waiting_probability(servers: int, load: float) -> float:
    """Probability of waiting (Erlang C); 1 where the load is more than the servers can do."""
    if load >= servers:
        return 1.0
    blocked = blocking(servers, load)
    return servers * blocked / (servers - load * (1.0 - blocked))


def waiting(servers: int, load: float, handling: float) -> Waiting:
    """What contacts of ``handling`` time each wait in front of ``servers``."""
    probability = waiting_probability(servers, load)
    if load >= servers:
        return Waiting(servers, load, handling, 1.0, inf, 1.0)
    return Waiting(servers, load, handling, probability, probability * handling / (servers - load), load / servers)
