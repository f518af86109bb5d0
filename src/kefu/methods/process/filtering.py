"""Which transitions of a process map are worth drawing: the frequent ones, and what keeps every step connected.

Source: Günther and van der Aalst (2007), Fuzzy Mining, BPM: a map of everything is spaghetti.
"""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[str, str, float]  # source, target, how often


def covering(edges: Sequence[Edge], share: float) -> tuple[int, ...]:
    """Return the places of the most frequent edges that together make ``share`` of all, in their order.

    Every step among them also keeps the most frequent edge that leads to it and the one that leads away, so that none
    hangs in the air; loops of one step to itself are no such edges.
    """
    by_size = sorted(range(len(edges)), key=lambda i: (-edges[i][2], edges[i][:2]))
    wanted, total, held = share * sum(edge[2] for edge in edges), 0.0, set[int]()
    for i in by_size:
        if total >= wanted:
            break
        held.add(i)
        total += edges[i][2]
    return tuple(sorted(held | _connecting(edges, by_size, held)))


def _connecting(edges: Sequence[Edge], by_size: Sequence[int], held: set[int]) -> set[int]:
    """The largest edge to and from each step of the held ones, from or to any other of them."""
    steps = {step for i in held for step in edges[i][:2]}
    found: dict[tuple[str, int], int] = {}
    for i in by_size:
        source, target, _ = edges[i]
        if source != target and {source, target} <= steps:
            found.setdefault((source, 0), i)
            found.setdefault((target, 1), i)
    return set(found.values())
