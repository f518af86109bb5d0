"""A direction for a graph with loops: the order of its nodes against which the least weight runs.

Source: Eades, Lin and Smyth (1993), A fast and effective heuristic for the feedback arc set problem; with weights.
"""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[int, int, float]  # source, target, weight


def order(count: int, edges: Sequence[Edge]) -> tuple[int, ...]:
    """Return the nodes 0 … count-1 so that most weight runs from earlier to later ones: sinks go to the end, sources to
    the front, and of the others the one with the largest surplus of what leaves it over what comes."""
    left, front, back = set(range(count)), list[int](), list[int]()
    while left:
        out, into = _weights(left, edges)
        if sinks := [node for node in sorted(left) if not out[node]]:
            back.append(sinks[-1])
        elif sources := [node for node in sorted(left) if not into[node]]:
            front.append(sources[0])
        else:
            front.append(max(sorted(left), key=lambda node: out[node] - into[node]))
        left -= {*front[-1:], *back[-1:]}
    return (*front, *reversed(back))


def _weights(left: set[int], edges: Sequence[Edge]) -> tuple[dict[int, float], dict[int, float]]:
    """What leaves and what comes to each of the nodes left, among themselves."""
    out, into = dict.fromkeys(left, 0.0), dict.fromkeys(left, 0.0)
    for source, target, weight in edges:
        if source != target and source in left and target in left:
            out[source] += weight
            into[target] += weight
    return out, into
